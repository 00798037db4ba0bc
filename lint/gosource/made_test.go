package gosource_test

import (
	"testing"

	"github.com/vtgen/vtgen/lint/gosource"
)

// TestMade looks at what the last call of each body says of what made the value that it is made on.
func TestMade(t *testing.T) {
	for _, c := range []struct{ body, name, text string }{
		{`tables.New[models.User](db).Find(ctx)`, "tables.New[models.User]()", ""},
		{`t := tables.New(db, "users"); t.Find(ctx)`, "tables.New()", "users"},
		{`t := &Table[User, int]{db: db}; t.Find(ctx)`, "Table[User,int]", ""},
		{`(&tables.Table[User]{}).Find(ctx)`, "tables.Table[User]", ""},
		{`t := tables.New[User](db); t = nil; t.Find(ctx)`, "", ""},
		{`tables.New(db).Find(ctx)`, "", ""},
		{`strings.NewReplacer("users", "roles").Replace(x)`, "", ""},
		{`list[0].Find(ctx)`, "", ""},
		{`r.Find(ctx)`, "", ""},
		{`tables.Find[models.User, int](ctx, db)`, "tables.Find[models.User,int]", ""},
	} {
		text := "package d\nimport (\"strings\"; \"x.y/tables\")\nfunc (r *R) f(ctx C, db D) {\n" + c.body + "\n}\n"
		calls := gosource.Read("d/d.go", []byte(text)).Calls
		name, given := "", ""
		if made := calls[len(calls)-1].Made; made != nil {
			name = made.Name
			for _, a := range made.Args {
				for _, p := range a.Parts {
					given += p.Literal
				}
			}
		}
		if name != c.name || given != c.text {
			t.Errorf("%s: made by %q with %q, want %q with %q", c.body, name, given, c.name, c.text)
		}
	}
}
