package gosource_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/gosource"
)

// sourceAt maps a byte of a part's value to the source, as the scanner's findings are mapped.
func sourceAt(p fact.Part, at int) int {
	skew := int32(0)
	for _, e := range p.Escapes {
		if int(e.At) <= at {
			skew = e.Skew
		}
	}
	return int(p.Pos) + at + int(skew)
}

// TestPositions marks with « and » where the table's name must be placed.
func TestPositions(t *testing.T) {
	for _, body := range []string{
		"r.db.Query(`SELECT * FROM «users» WHERE x`)",
		`r.db.Query("SELECT \"a\", '\u00e9\t\x41\101' FROM «users» WHERE x")`,
		"r.db.Query(\"SELECT é \" + `FROM ` + \"«users»\")",
		`const q = "SELECT 1 FROM «users»"; r.db.Query(q)`,
		`r.db.Query(fmt.Sprintf("SELECT %d, '%%' FROM «users» WHERE %s", id, name))`,
		`r.db.Query(fmt.Sprintf("SELECT %d FROM %s", id, "«users»"))`,
		`r.db.Query(strings.Replace("\n\tSELECT * FROM $1", "$1", "«users»", 1))`,
		`r.db.Query(strings.TrimSpace("\n\n SELECT * \n FROM «users» "))`,
		`var b strings.Builder; b.WriteString("SELECT"); b.WriteString("\t* FROM "); b.WriteString("«users»"); r.db.Query(b.String())`,
		"r.db.Query(`SELECT *\r\nFROM x, «users»\r\n`)",
		`q := "SELECT * FROM a"; if id > 0 { q += "\n JOIN «users»" }; r.db.Query(q)`,
		"r.db.Query(strings.ToUpper(`SELECT 1 FROM `) + \"«users»\")",
	} {
		text := file(body)
		start := strings.Index(text, "«")
		end := strings.Index(text, "»") - len("«")
		text = strings.NewReplacer("«", "", "»", "").Replace(text)
		f := gosource.Read("x.go", []byte(text))
		if f.Broken != "" {
			t.Fatalf("%s: %s", body, f.Broken)
		}
		found := false
		for _, s := range f.Strings {
			for _, p := range s.Text.Parts {
				if i := strings.Index(p.Literal, "users"); i >= 0 {
					found = true
					if got := [2]int{sourceAt(p, i), sourceAt(p, i+len("users")-1) + 1}; got != [2]int{start, end} {
						t.Errorf("%s: placed at %q", body, text[got[0]:got[1]])
					}
				}
			}
		}
		if !found {
			t.Errorf("%s: not found in %v", body, texts(f))
		}
	}
}

func TestAccessPositions(t *testing.T) {
	for _, body := range []string{
		"sq.Select(`x`).From(\"«users» u\").ToSql()", `sq.Select("x").From("oneid.«users»").ToSql()`, `db.Table("«users»").Find(&x)`,
		"sq.Select(`x`).Join(\"`«users»` u ON 1\").ToSql()", `db.Collection("«users»").FindOne(x)`,
		`db.Create(«&User{}»)`, `p := bson.M{"$lookup": bson.M{"from": "«users»"}}`, `const t = "users"; db.Table(«t»).Find(&x)`,
	} {
		text := file(body) + "\ntype User struct{}"
		start := strings.Index(text, "«")
		end := strings.Index(text, "»") - len("«")
		text = strings.NewReplacer("«", "", "»", "").Replace(text)
		f := gosource.Read("x.go", []byte(text))
		if len(f.Accesses) != 1 || f.Accesses[0].Pos != fact.Pos(start) || f.Accesses[0].End != fact.Pos(end) {
			t.Errorf("%s: %v at %v", body, accesses(f), f.Accesses)
		}
	}
}

func TestFieldPositions(t *testing.T) {
	text := "package p\ntype T struct {\n\tx, y int\n\t*Base\n}\n"
	var got []string
	for _, f := range gosource.Read("x.go", []byte(text)).Types[0].Fields {
		got = append(got, f.Name+" "+text[f.Pos:f.Pos+1])
	}
	check(t, got, []string{"x x", "y y", "Base *"})
}

func TestModels(t *testing.T) {
	for _, test := range []readCase{
		{"gorm", "type User struct { gorm.Model; Orders []Order; Company *org.Company }\nfunc (User) TableName() string { return \"users\" }\ntype Order struct { ID int `gorm:\"primaryKey\"` }\ntype Page struct { N int }",
			[]string{"User gorm users [{Orders Order} {Company org.Company}]", "Order gorm derived []"}},
		{"a constant and a prefix", "import \"fmt\"\nconst t = \"users\"\ntype A struct{}\nfunc (*A) TableName() string { return t }\ntype B struct{}\nfunc (b *B) TableName() string { return fmt.Sprintf(\"%s_b\", cfg.Prefix) }",
			[]string{"A gorm users []", "B gorm ⟨cfg.Prefix⟩_b []"}},
		{"one of two, with its database", "type A struct{}\nfunc (a A) TableName() string { if a.old { return \"oneid.old\" }; return \"oneid.new\" }\ntype B struct{}\nfunc (B) TableName() string { return \"oneid.b\" }",
			[]string{"A gorm ⟨oneid.old|oneid.new⟩ []", "B gorm oneid/b []"}},
		{"bun and pg", "type User struct { bun.BaseModel `bun:\"table:users,alias:u\"`; X int }\ntype Role struct { tableName struct{} `pg:\"oneid.roles\"` }\ntype Item struct { bun.BaseModel; X int }",
			[]string{"User bun users []", "Role bun oneid/roles []", "Item bun derived []"}},
		{"xorm", "import \"xorm.io/xorm\"\ntype User struct { ID int64 `xorm:\"pk\"` }\ntype Role struct{}\nfunc (r *Role) TableName() string { return \"role\" }",
			[]string{"Role xorm role []", "User xorm derived []"}},
		{"ent", "import \"entgo.io/ent\"\ntype User struct { ent.Schema }\nfunc (User) Annotations() []schema.Annotation { return []schema.Annotation{entsql.Annotation{Table: \"users\"}} }\ntype Role struct { ent.Schema }",
			[]string{"User ent users []", "Role ent derived []"}},
		{"by its use", "type User struct { Name string }\nfunc f() { db.Create(&User{}) }", []string{"User gorm derived []"}},
		{"a generated platform", "var User = sqlmodel.Table{Name: \"users\", Entity: \"user\"}\nfunc f() {}", []string{"User vtgen users []"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, m := range read(t, test.source).Models {
				table := written(m.Table)
				if len(m.Database.Parts) > 0 {
					table = written(m.Database) + "/" + table
				}
				if m.Derived {
					table = "derived"
				}
				got = append(got, fmt.Sprintf("%s %s %s %v", m.Name, m.Library, table, m.Refs))
			}
			check(t, got, test.want)
		})
	}
}

func TestConsts(t *testing.T) {
	f := read(t, `package p
		const ( Users = "users"; roles = schema.Prefix + "_roles"; n = 5 )
		var queries = map[string]string{"byID": "SELECT 1 FROM a", Users: "x"}
		var Tables = struct{ A string; B struct{ C string } }{A: "a", B: struct{ C string }{C: "c"}}
		var changed = "one"
		var alias = other.Name
		func f() { const local = "l"; changed = "two" }
		type T struct { table string }
		func New() *T { return &T{table: Users} }`)
	var got []string
	for _, c := range f.Consts {
		got = append(got, fmt.Sprintf("%s=%s %v %d", c.Name, written(c.Text), c.Exported, c.Func))
	}
	check(t, got, []string{"local=l false 0", "Users=users true -1", "roles=⟨schema.Prefix⟩_roles false -1", "queries.byID=SELECT 1 FROM a false -1",
		"queries.users=x false -1", "Tables.A=a true -1", "Tables.B.C=c true -1", "alias=⟨other.Name⟩ false -1", "T.table=users true -1"})
}

func TestFuncsTypesAndImports(t *testing.T) {
	f := read(t, `package p
		import ( a "example.com/x/y"; "github.com/jackc/pgx/v5"; _ "embed"; "gopkg.in/mgo.v2"; . "fmt" )
		// Get gets.
		func (s *Service[T]) Get(ctx context.Context, id, n int64, opts ...Option) (User, error) {
			if id > 0 { return x, nil }
			for { n++ }
			return list(func(u User) error { return nil }), nil
		}
		func name() string { return "users" }
		var handler = func(w http.ResponseWriter) {}
		type Service[T any] struct { *base.Base; Repo data.Repo `+"`json:\"x\"`"+`; a, b int }`)
	if f.Package != "p" || f.Generated || f.Test {
		t.Errorf("package %s, generated %v, test %v", f.Package, f.Generated, f.Test)
	}
	var imports, funcs []string
	for _, i := range f.Imports {
		imports = append(imports, i.Name+" "+i.Path)
	}
	check(t, imports, []string{"a example.com/x/y", "pgx github.com/jackc/pgx/v5", " embed", "mgo gopkg.in/mgo.v2", ". fmt"})
	for _, fn := range f.Funcs {
		returns := ""
		if fn.Returns != nil {
			returns = written(*fn.Returns)
		}
		var params []string
		for _, p := range fn.Params {
			params = append(params, "{"+p.Name+" "+p.Type+" }")
		}
		funcs = append(funcs, fmt.Sprintf("%s.%s(%s) %v %q outer %d, %d statements, %d branches, %s %v", fn.Receiver, fn.Name, fn.ReceiverName, params, fn.Doc, fn.Outer, fn.Statements, fn.Branches, returns, fn.Exported))
	}
	check(t, funcs, []string{
		`Service.Get(s) [{ctx context.Context } {id int64 } {n int64 } {opts ...Option }] "Get gets." outer -1, 5 statements, 2 branches,  true`,
		`.() [{u User }] "" outer 0, 1 statements, 0 branches,  false`,
		`.name() [] "" outer -1, 1 statements, 0 branches, users false`,
		`.handler() [{w http.ResponseWriter }] "" outer -1, 0 statements, 0 branches,  false`,
	})
	want := fact.Type{Name: "Service", Extends: []string{"base.Base"}, Exported: true,
		Fields: []fact.TypedName{{Name: "Base", Type: "*base.Base"}, {Name: "Repo", Type: "data.Repo", Tag: `json:"x"`}, {Name: "a", Type: "int"}, {Name: "b", Type: "int"}}}
	for i := range f.Types[0].Fields {
		f.Types[0].Fields[i].Pos = 0 // see TestFieldPositions
	}
	if got := f.Types[0]; got.Name != want.Name || !slices.Equal(got.Extends, want.Extends) || !slices.Equal(got.Fields, want.Fields) {
		t.Errorf("type %+v", got)
	}
}

func TestCallsAndObjects(t *testing.T) {
	f := read(t, `w.Header().Set("A", x.Y)
		return s.send(ctx, map[string]any{"STATUS": "ERROR", "N": 1, "D": nil, "B": true}, func() {}, []int{1}, g(1)+2, &T{A: one()})
		defer later()`)
	var calls []string
	for _, c := range f.Calls {
		var kinds []string
		for _, a := range c.Args {
			kind := a.Kind.String()
			if a.Ref != "" {
				kind += ":" + a.Ref
			}
			if a.Text != nil {
				kind += ":" + written(*a.Text)
			}
			kinds = append(kinds, kind)
		}
		line := fmt.Sprintf("%s(%s) used %v", c.Callee, strings.Join(kinds, ", "), c.Used)
		if c.Returned {
			line += ", returned"
		}
		calls = append(calls, line)
	}
	check(t, calls, []string{"w.Header() used true", "w.Header().Set(text:A, ref:x.Y) used false",
		"s.send(ref:ctx, object, func, array, other, object) used true, returned", "g(number) used true", "one() used true", "later() used false"})
	send := f.Calls[2]
	if o := f.Objects[send.Args[1].Object()]; o.Type != "map[string]any" || len(o.Fields) != 4 || o.Fields[0].Key != "STATUS" || written(*o.Fields[0].Value.Text) != "ERROR" || o.Fields[2].Value.Kind != fact.NullArg || o.Fields[3].Value.Kind != fact.BoolArg {
		t.Errorf("object %+v", o)
	}
	if o := f.Objects[send.Args[5].Object()]; o.Type != "T" || f.Calls[o.Fields[0].Value.Call()].Callee != "one" {
		t.Errorf("object %+v", o)
	}
	if fn := f.Funcs[send.Args[2].Func()]; fn.Outer != 0 {
		t.Errorf("function %+v", fn)
	}
}

func TestCatches(t *testing.T) {
	f := read(t, `
		x, err := r.load(ctx)
		if err != nil { return fmt.Errorf("loading: %w", err) }
		if err := save(); err != nil { }
		if err != nil { log.Println("no", err) }
		if err != nil { c.JSON(500, nil); return nil }
		if err != nil { r.last = err }
		_ = close()
		y, _ := r.find(ctx)
		z, _ := m[name]
		return errors.New("x")`)
	var got []string
	for _, c := range f.Catches {
		line := c.Kind + " " + c.Call
		for _, flag := range []struct {
			set  bool
			name string
		}{{c.Empty, "empty"}, {c.Logs, "logs"}, {c.Rethrows, "rethrows"}, {c.Answers, "answers"}, {c.Uses, "uses"}} {
			if flag.set {
				line += " " + flag.name
			}
		}
		got = append(got, line)
	}
	check(t, got, []string{"if r.load rethrows uses", "if save empty", "if r.load logs uses", "if r.load answers", "if r.load uses",
		"dropped close empty", "dropped r.find empty"})
}

func TestCommentsEnvAndHeader(t *testing.T) {
	f := gosource.Read("x_test.go", []byte(`// Code generated by x. DO NOT EDIT.

package p

// UPDATE by hand and this is not read in full

//vtgen:allow VT001 the owner
func f() {
	// @route GET /a
	// @access Private
	r.Get("/a", h)
	// about the call
	r.Post("/b", h)
	x := 1 // nothing
	/* far away */

	r.Put("/c", h) // vtgen:allow VT002 x
	os.Getenv("HOME"); os.Environ(); v, ok := os.LookupEnv(key)
}
import "os"
`))
	if !f.Generated || !f.Test {
		t.Errorf("generated %v, test %v", f.Generated, f.Test)
	}
	var comments []string
	for _, c := range f.Comments {
		comments = append(comments, fmt.Sprintf("%q %v", c.Text, c.Trailing))
	}
	slices.Sort(comments)
	check(t, comments, []string{`"@route GET /a\n@access Private" false`, `"about the call" false`, `"vtgen:allow VT001 the owner" false`, `"vtgen:allow VT002 x" true`})
	f = read(t, "import \"os\"\nfunc f() { os.Getenv(\"HOME\"); os.Environ(); v, ok := os.LookupEnv(key) }\nconst key = \"KEY\"")
	var env []string
	for _, e := range f.Env {
		env = append(env, e.Name)
	}
	check(t, env, []string{"HOME", "", "KEY"})
}

// TestShallow reads what generated functions do only where they may reach data.
func TestShallow(t *testing.T) {
	const header, plain = "// Code generated by x. DO NOT EDIT.\n\n", "package p\n"
	for _, c := range []struct {
		name, text string
		calls      int
	}{
		{"written by hand", plain + `func f() { g("x") }`, 1},
		{"a stringer", header + plain + "import \"strconv\"\nfunc (t T) String() string { return strconv.Itoa(int(t)) }", 0},
		{"a message", header + plain + "import \"google.golang.org/protobuf/proto\"\nfunc f(m proto.Message) { proto.Reset(m) }", 0},
		{"queries of sqlc", header + plain + "const q = `SELECT id FROM users`\nfunc (q *Queries) f() { q.db.QueryRow(q) }", 1},
		{"queries that another file names", header + plain + "func (q *Queries) f() { q.db.Query(users) }", 1},
		{"a client of ent", header + plain + "import \"x.y/ent\"\nfunc f(c *ent.Client) { c.User.Create() }", 1},
		{"wiring", header + plain + "import \"x.y/services\"\nfunc f() { services.New() }", 1},
		{"a database", header + plain + "import \"database/sql\"\nfunc f(db *sql.DB) { db.Close() }", 1},
	} {
		if f := gosource.Read("x.go", []byte(c.text)); len(f.Calls) != c.calls || len(f.Funcs) != 1 {
			t.Errorf("%s: %d calls, want %d", c.name, len(f.Calls), c.calls)
		}
	}
}

func TestBroken(t *testing.T) {
	f := gosource.Read("x.go", []byte("package p\nfunc f() { db.Query(\"SELECT * FROM a\") }\nfunc g( { db.Query(\"SELECT"))
	if f.Broken == "" {
		t.Error("not called broken")
	}
	check(t, texts(f), []string{"run db.Query: SELECT * FROM a"})
	for _, text := range []string{"", "\x00", "package", "func", "package p; func (", "package p\nvar x = `"} {
		gosource.Read("x.go", []byte(text))
	}
}

// TestBounds reads what would take a reader without bounds forever.
func TestBounds(t *testing.T) {
	doubling := "q := \"SELECT * FROM a\"\n" + strings.Repeat("q = q + q\n", 200)
	choosing := "q := \"SELECT * FROM a\"\n" + strings.Repeat("if id > 0 { q = q + \"x\" } else { q = \"y\" + q }\n", 200)
	deep := "x := " + strings.Repeat("f(", 6000) + "1" + strings.Repeat(")", 6000)
	if f := gosource.Read("x.go", []byte(file(deep))); f.Broken == "" {
		t.Error("nothing is said of the nesting")
	}
	chain := "x" + strings.Repeat(".f(1)", 9000)
	long := "r.db.Query(\"SELECT * FROM a\"" + strings.Repeat(" + \"b\"", 20000) + ")"
	loops := "a, b := \"SELECT 1 FROM a\", \"x\"\n" + strings.Repeat("for { a = a + b; b = b + a }\n", 100)
	for name, body := range map[string]string{"doubling": doubling, "choosing": choosing, "deep": deep, "long": long, "loops": loops, "chain": chain} {
		f := gosource.Read("x.go", []byte(file(body)))
		for _, s := range f.Strings {
			if size := len(written(s.Text)); size > 128<<10 {
				t.Errorf("%s: a text of %d bytes", name, size)
			}
		}
	}
}

// inside checks that every position lies in the file.
func inside(f *fact.File, size int) error {
	ok := func(pos, end fact.Pos) bool {
		return pos >= -1 && end >= -1 && int(pos) <= size && int(end) <= size && (pos < 0 || end >= pos)
	}
	var text func(fact.Text) error
	text = func(t fact.Text) error {
		for _, p := range t.Parts {
			if !ok(p.Pos, p.End) || p.Hole == nil && p.Pos < 0 {
				return fmt.Errorf("a part %q from %d to %d of %d", p.Literal, p.Pos, p.End, size)
			}
			for i := range p.Literal {
				if at := sourceAt(p, i); at < int(p.Pos) || at > int(p.End) {
					return fmt.Errorf("byte %d of %q is placed at %d, outside %d to %d", i, p.Literal, at, p.Pos, p.End)
				}
			}
			if p.Hole != nil {
				for _, c := range p.Hole.Choices {
					if err := text(c); err != nil {
						return err
					}
				}
			}
		}
		return nil
	}
	for _, s := range f.Strings {
		if err := text(s.Text); err != nil || !ok(s.Pos, s.End) {
			return fmt.Errorf("a string from %d to %d: %w", s.Pos, s.End, err)
		}
	}
	for _, a := range f.Accesses {
		if err := text(a.Name); err != nil || !ok(a.Pos, a.End) {
			return fmt.Errorf("an access from %d to %d: %w", a.Pos, a.End, err)
		}
	}
	for _, m := range f.Models {
		if err := text(m.Table); err != nil || !ok(m.Pos, m.End) {
			return fmt.Errorf("a model from %d to %d: %w", m.Pos, m.End, err)
		}
	}
	for _, c := range f.Calls {
		if !ok(c.Pos, c.End) {
			return fmt.Errorf("a call from %d to %d", c.Pos, c.End)
		}
		for _, a := range c.Args {
			if int(a.Call()) >= len(f.Calls) || int(a.Func()) >= len(f.Funcs) || int(a.Object()) >= len(f.Objects) {
				return fmt.Errorf("an argument %+v of %s names nothing", a, c.Callee)
			}
		}
	}
	return nil
}

func FuzzRead(f *testing.F) {
	for _, body := range []string{
		`q := "SELECT * FROM " + t; if a { q += "x" } else { q = fmt.Sprintf("%[2]*s%%%q", q, b) }; db.Query(q)`,
		"var b strings.Builder; b.WriteString(`a\r\nFROM x`); for _, t := range []string{\"a\"} { b.WriteString(t) }; db.Exec(b.String())",
		`db.Model(&User{}).Preload("A.B").Find(&x); sq.Select("\u00e9").From("a, b c").Join("d ON e")`,
		`p := bson.M{"$lookup": bson.M{"from": "b"}}; c := db.Collection("x"); c.FindOne(strings.Replace(x, "a", y, 1))`,
		`switch x := y.(type) { case string: return x; default: panic(x) }; L: for { continue L }; select { case <-c: }`,
	} {
		f.Add([]byte(file(body)))
	}
	f.Add([]byte("package p\ntype A struct { bun.BaseModel `bun:\"table:a.b\"` }\nfunc (A) TableName() string { return t }\nvar t = t\nconst u = \"x\" + u"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := inside(gosource.Read("x.go", text), len(text)); err != nil {
			t.Error(err)
		}
	})
}

// TestGeneratedPlatform finds in a generated platform what the linter needs of it: its queries run,
// its lists named, its tables described, and nothing in its services and controllers.
func TestGeneratedPlatform(t *testing.T) {
	var run, listed, described int
	for path, text := range corpus(t) {
		f := gosource.Read(path, text)
		if f.Broken != "" {
			t.Errorf("%s: %s", path, f.Broken)
		}
		if err := inside(f, len(text)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		described += len(f.Models)
		listed += len(accesses(f))
		quiet := strings.Contains(path, "/services/") || strings.Contains(path, "/controllers/")
		for _, s := range f.Strings {
			if s.Role == fact.Executed && s.Query != "" {
				run++
			}
			if quiet && s.Role == fact.Executed && !f.Test {
				t.Errorf("%s runs %s", path, written(s.Text))
			}
		}
		if quiet && len(accesses(f)) > 0 && !f.Test {
			t.Errorf("%s uses %v", path, accesses(f))
		}
	}
	if run < 20 || listed != 20 || described != 5 { // each table is listed, and changed in three ways
		t.Errorf("%d queries run, %d uses of tables, %d tables", run, listed, described)
	}
}
