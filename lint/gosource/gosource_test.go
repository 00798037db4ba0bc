package gosource_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/gosource"
)

// read is the facts of a snippet: a whole file, or imports by name and a function's body.
func read(t *testing.T, source string) *fact.File {
	t.Helper()
	f := gosource.Read("x.go", []byte(file(source)))
	if f.Broken != "" {
		t.Fatalf("%s\n%s", f.Broken, source)
	}
	return f
}

// file makes a file of a snippet. One that begins with import or package is a file already, but for
// its package clause; any other is the body of a method of Repo.
func file(source string) string {
	source = strings.TrimSpace(source)
	switch {
	case strings.HasPrefix(source, "package"):
		return source
	case strings.HasPrefix(source, "import"), strings.HasPrefix(source, "type"), strings.HasPrefix(source, "func"),
		strings.HasPrefix(source, "const") && strings.Contains(source, "\nfunc"), strings.HasPrefix(source, "var") && strings.Contains(source, "\nfunc"):
		return "package p\n" + source
	}
	return "package p\nimport (\"fmt\"; \"strings\"; \"bytes\"; \"database/sql\"; \"log\"; \"errors\"; \"strconv\")\n" +
		"type Repo struct { db *sql.DB; table string }\nfunc (r *Repo) do(ctx context.Context, id int64, name string) error {\n" +
		source + "\n}"
}

// written is a text on one line: ⟨…⟩ for holes, # for values, | between choices.
func written(text fact.Text) string {
	return strings.Join(strings.Fields(unfolded(text)), " ")
}

func unfolded(text fact.Text) string {
	var b strings.Builder
	for _, p := range text.Parts {
		switch {
		case p.Hole == nil:
			b.WriteString(p.Literal)
		case len(p.Hole.Choices) > 0:
			var choices []string
			for _, c := range p.Hole.Choices {
				choices = append(choices, unfolded(c))
			}
			b.WriteString("⟨" + strings.Join(choices, "|") + "⟩")
		case p.Hole.Value:
			b.WriteString("⟨#⟩")
		default:
			b.WriteString("⟨" + p.Hole.Name + "⟩")
		}
	}
	return b.String()
}

var roles = map[fact.Role]string{fact.Unknown: "unknown", fact.Executed: "run", fact.Argument: "argument", fact.Message: "message"}

func texts(f *fact.File) []string {
	var out []string
	for _, s := range f.Strings {
		line := roles[s.Role]
		if s.Callee != "" {
			line += " " + s.Callee
		}
		out = append(out, line+": "+written(s.Text))
	}
	return out
}

// accesses writes the accesses that the file tells by itself, conditional those that are some only if
// what another file declares is a database handle.
func accesses(f *fact.File) []string { return accessesOf(f, false) }

func conditional(f *fact.File) []string { return accessesOf(f, true) }

func accessesOf(f *fact.File, conditional bool) []string {
	kinds := map[fact.AccessKind]string{fact.ByTable: "table", fact.ByCollection: "collection", fact.ByModel: "model"}
	var out []string
	for _, a := range f.Accesses {
		if conditional != (a.Handle != "") {
			continue
		}
		line := a.Mode.String() + " " + kinds[a.Kind] + " "
		if len(a.Database.Parts) > 0 {
			line += written(a.Database) + "."
		}
		line += written(a.Name) + a.Model
		if a.Path != "" {
			line += " " + a.Path
		}
		if conditional {
			line += " if " + a.Handle
		}
		out = append(out, line)
	}
	return out
}

func check(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

type readCase struct {
	name, source string
	want         []string
}

func TestFolding(t *testing.T) {
	for _, test := range []readCase{
		{"a literal", `r.db.Query("SELECT * FROM users WHERE id = ?", id)`, []string{"run r.db.Query: SELECT * FROM users WHERE id = ?"}},
		{"a sum", "r.db.Query(`SELECT * ` + \"FROM users\" + ` WHERE id = ?`, id)", []string{"run r.db.Query: SELECT * FROM users WHERE id = ?"}},
		{"a variable", `q := "SELECT * FROM users"; rows, err := r.db.QueryContext(ctx, q)`, []string{"run r.db.QueryContext: SELECT * FROM users"}},
		{"built up", `q := "SELECT * FROM users u"
			if id > 0 { q += " JOIN roles r ON r.id = u.role" }
			if name != "" { q += " WHERE name = ?" } else { q += " WHERE id = ?" }
			q = q + " LIMIT 1"
			return r.db.QueryRow(q)`,
			[]string{"run r.db.QueryRow: SELECT * FROM users u JOIN roles r ON r.id = u.role⟨ WHERE name = ?| WHERE id = ?⟩ LIMIT 1"}},
		{"chosen", `q := "SELECT * FROM users"
			if id > 0 { q = "SELECT * FROM admins" }
			r.db.Query(q)`, []string{"run r.db.Query: ⟨SELECT * FROM users|SELECT * FROM admins⟩"}},
		{"chosen by a switch", `var q string
			switch id { case 1: q = "DELETE FROM a"; case 2: q = "DELETE FROM b"; default: q = "DELETE FROM c" }
			r.db.Exec(q)`, []string{"run r.db.Exec: ⟨DELETE FROM a|DELETE FROM b|DELETE FROM c⟩"}},
		{"a table chosen", `t := "users"; if id > 0 { t = "admins" }; r.db.Query("SELECT * FROM " + t)`,
			[]string{"run r.db.Query: SELECT * FROM ⟨users|admins⟩"}},
		{"a branch that leaves", `q := "SELECT * FROM users"
			if id > 0 { q = "SELECT * FROM admins"; return r.db.Query(q) }
			r.db.Query(q)`, []string{"run r.db.Query: SELECT * FROM users", "run r.db.Query: SELECT * FROM admins"}},
		{"used in a branch", `q := "SELECT * FROM users"; if id > 0 { r.db.Query(q + " WHERE id = ?") }`,
			[]string{"run r.db.Query: SELECT * FROM users WHERE id = ?"}},
		{"a loop", `q := "INSERT INTO a VALUES "; for i := range 3 { q += "(?)," }; r.db.Exec(strings.TrimSuffix(q, ","))`,
			[]string{"run r.db.Exec: INSERT INTO a VALUES (?)"}},
		{"constants", `const table = "users"; const q = "SELECT * FROM " + table; r.db.Query(q)`, []string{"run r.db.Query: SELECT * FROM users"}},
		{"Sprintf", `r.db.Query(fmt.Sprintf("SELECT * FROM %s WHERE id = %d AND n LIKE 'a%%' AND x = %v", r.table, id, name))`,
			[]string{"run r.db.Query: SELECT * FROM ⟨Repo.table⟩ WHERE id = ⟨#⟩ AND n LIKE 'a%' AND x = ⟨⟩"}},
		{"indexed verbs", `r.db.Query(fmt.Sprintf("SELECT %[2]s.* FROM %[1]s, %[2]s LIMIT %*d", "a", "b", 1, 2))`,
			[]string{"run r.db.Query: SELECT b.* FROM a, b LIMIT ⟨#⟩"}},
		{"quoted verbs", `r.db.Query(fmt.Sprintf("SELECT * FROM %q", "users"))`, []string{`run r.db.Query: SELECT * FROM "users"`}},
		{"a format in a constant", `const q = "SELECT * FROM %s"; s := fmt.Sprintf(q, "users"); r.db.Query(s)`, []string{"run r.db.Query: SELECT * FROM users"}},
		{"a format that is chosen", `q := "SELECT * FROM %s"; if id > 0 { q = "DELETE FROM %s" }; r.db.Query(fmt.Sprintf(q, "users"))`,
			[]string{"run r.db.Query: ⟨SELECT * FROM users|DELETE FROM users⟩"}},
		{"Sprint", `r.db.Query(fmt.Sprint("SELECT * FROM ", "users", " LIMIT ", id))`, []string{"run r.db.Query: SELECT * FROM users LIMIT ⟨⟩"}},
		{"Sprintln", `r.db.Query(fmt.Sprintln("SELECT * FROM", "users"))`, []string{"run r.db.Query: SELECT * FROM users"}},
		{"Appendf", `r.db.Query(string(fmt.Appendf(nil, "SELECT * FROM %s", "users")))`, []string{"run r.db.Query: SELECT * FROM users"}},
		{"Join", `r.db.Query("SELECT * FROM a WHERE " + strings.Join([]string{"x = ?", "y IN (SELECT y FROM b)"}, " AND "))`,
			[]string{"run r.db.Query: SELECT * FROM a WHERE x = ? AND y IN (SELECT y FROM b)"}},
		{"Join of what was appended", `parts := []string{"SELECT *"}; parts = append(parts, "FROM users"); if id > 0 { parts = append(parts, "WHERE id = ?") }
			r.db.Query(strings.Join(parts, " "))`, []string{"run r.db.Query: SELECT * FROM users WHERE id = ?"}},
		{"a builder", `var b strings.Builder; b.WriteString("SELECT * FROM "); b.WriteString("users"); if id > 0 { fmt.Fprintf(&b, " WHERE id = %d", id) }
			b.WriteByte(';'); r.db.Query(b.String())`, []string{"run r.db.Query: SELECT * FROM users WHERE id = ⟨#⟩;"}},
		{"a buffer", `b := bytes.NewBufferString("SELECT * "); b.WriteString("FROM users"); r.db.Query(b.String())`, []string{"run r.db.Query: SELECT * FROM users"}},
		{"a builder that is reset", `b := &strings.Builder{}; b.WriteString("DELETE FROM a"); r.db.Exec(b.String()); b.Reset(); b.WriteString("DELETE FROM b"); r.db.Exec(b.String())`,
			[]string{"run r.db.Exec: DELETE FROM a", "run r.db.Exec: DELETE FROM b"}},
		{"Replace", `r.db.Query(strings.ReplaceAll("SELECT * FROM :t WHERE :t.id = 1", ":t", "users"))`, []string{"run r.db.Query: SELECT * FROM users WHERE users.id = 1"}},
		{"a Replacer", `r.db.Query(strings.NewReplacer("$t", "users", "$c", "id").Replace("SELECT $c FROM $t"))`, []string{"run r.db.Query: SELECT id FROM users"}},
		{"other functions of strings", `r.db.Query(strings.TrimSpace(strings.ToUpper("  select 1 from a "))+ " LIMIT " + strconv.Itoa(1) + strings.Repeat("?,", 3))`,
			[]string{"run r.db.Query: SELECT 1 FROM A LIMIT ⟨#⟩?,"}},
		{"conversions", `q := []byte("SELECT * FROM users"); r.db.Query(string(q))`, []string{"run r.db.Query: SELECT * FROM users"}},
		{"a map", `qs := map[string]string{"a": "SELECT 1 FROM a", "b": "SELECT 1 FROM b"}; r.db.Query(qs["b"]); r.db.Query(qs[name])`,
			[]string{"run r.db.Query: SELECT 1 FROM b", "run r.db.Query: ⟨SELECT 1 FROM a|SELECT 1 FROM b⟩"}},
		{"a list gone through", `for _, t := range []string{"a", "b"} { r.db.Exec("DELETE FROM " + t) }`, []string{"run r.db.Exec: DELETE FROM ⟨a|b⟩"}},
		{"a struct", `c := struct{ table string }{table: "users"}; r.db.Query("SELECT * FROM " + c.table)`, []string{"run r.db.Query: SELECT * FROM users"}},
		{"holes with names", `r.db.Query("SELECT * FROM " + schema.TableUsers + ", " + tableRoles + " WHERE " + name + " = " + models.User{}.TableName())`,
			[]string{"run r.db.Query: SELECT * FROM ⟨schema.TableUsers⟩, ⟨tableRoles⟩ WHERE ⟨⟩ = ⟨models.User.TableName()⟩"}},
		{"shadowed", `tableUsers := name; r.db.Query("SELECT * FROM " + tableUsers)`, []string{"run r.db.Query: SELECT * FROM ⟨⟩"}},
		{"a quoting function", `r.db.Query("SELECT * FROM " + pq.QuoteIdentifier("users"))`, []string{"run r.db.Query: SELECT * FROM users"}},
		{"sqlx.In", `q, args, err := sqlx.In("SELECT * FROM users WHERE id IN (?)", ids); q = r.db.Rebind(q); r.db.Select(&out, q, args...)`,
			[]string{"run r.db.Select: SELECT * FROM users WHERE id IN (?)"}},
		{"a closure", `q := "DELETE FROM a"; run(func() { r.db.Exec(q) })`, []string{"run r.db.Exec: DELETE FROM a"}},
		{"a template", "t := template.Must(template.New(\"q\").Parse(`SELECT * FROM {{.Table}} {{if .ID}}WHERE id = {{.ID}}{{end}}`))",
			[]string{"argument template.New().Parse: SELECT * FROM ⟨⟩ WHERE id = ⟨⟩"}},
		{"the field of a constructor", `type T struct { table string }
			func New() *T { return &T{table: "users"} }
			func (t *T) All() { t.db.Query("SELECT * FROM " + t.table) }`, []string{"run t.db.Query: SELECT * FROM ⟨users⟩"}},
		{"the field of a constructor without keys, from its parameter", `type T struct { db *sql.DB; table string }
			func New(db *sql.DB, table string) *T { return &T{db, table} }
			var users, roles = New(nil, "users"), New(nil, "roles")
			func (t *T) All() { t.db.Query("SELECT * FROM " + t.table) }`, []string{"run t.db.Query: SELECT * FROM ⟨users|roles⟩"}},
		{"a list of structs", "type step struct { name, sql string }\nvar steps = []step{{\"a\", \"CREATE TABLE a (x int)\"}, {name: \"b\", sql: \"DROP TABLE b\"}}\n" +
			"func f() { for _, s := range steps { db.Exec(s.sql) } }", []string{"run db.Exec: ⟨CREATE TABLE a (x int)|DROP TABLE b⟩"}},
		{"a list of nameless structs", `for _, s := range []struct{ sql string }{{"DELETE FROM a"}, {sql: "DELETE FROM b"}} { r.db.Exec(s.sql) }`,
			[]string{"run r.db.Exec: ⟨DELETE FROM a|DELETE FROM b⟩"}},
		{"a function of several returns", "func sel(old bool) string { if old { return \"SELECT * FROM a\" }; t := \"x\"; if t == \"\" { return t }; return \"SELECT * FROM b\" }\nfunc f() { db.Query(sel(true)) }",
			[]string{"run db.Query: ⟨SELECT * FROM a|SELECT * FROM b⟩"}},
		{"another file's constant", `r.db.QueryRow(ctx, sqlGetUser, id); r.db.Exec(queries.Delete, r.table); r.db.Query(r.query); cache.Get(keyUser); get(sqlGetUser); r.db.Get(&x, sqlGetRole)`,
			[]string{"run r.db.Get: ⟨sqlGetRole⟩", "run r.db.QueryRow: ⟨sqlGetUser⟩", "run r.db.Exec: ⟨queries.Delete⟩", "run r.db.Query: ⟨Repo.query⟩"}},
		{"a method of this file", "type User struct{}\nfunc (User) TableName() string { return \"users\" }\n" +
			"func f() { db.Query(\"SELECT * FROM \" + User{}.TableName()); u := &User{}; db.Query(\"DELETE FROM \" + u.TableName()) }",
			[]string{"run db.Query: SELECT * FROM users", "run db.Query: DELETE FROM users"}},
		{"a function of this file", "func sel(table string) string { return \"SELECT * FROM \" + table }\nfunc f() { db.Query(sel(\"users\")) }",
			[]string{"run db.Query: SELECT * FROM users"}},
		{"a parameter's table", "func count(table string) { db.Query(\"SELECT count(*) FROM \" + table) }\nfunc f() { count(\"a\"); count(\"b\") }",
			[]string{"run db.Query: SELECT count(*) FROM ⟨a|b⟩"}},
		{"a typed constant", "type Table string\nconst Users Table = \"users\"\nfunc f() { db.Query(\"SELECT * FROM \" + string(Users)) }",
			[]string{"run db.Query: SELECT * FROM users"}},
		{"constants of the package", "var tables = struct{ Users string }{Users: \"users\"}\nfunc f() { db.Query(query) }\nconst query = \"SELECT * FROM \" + users\nconst users = \"users\"\nfunc g() { db.Query(\"DELETE FROM \" + tables.Users) }",
			[]string{"run db.Query: DELETE FROM users", "run db.Query: SELECT * FROM users"}},
		{"type parameters", `rows := Fetch[User](ctx, r.db, "SELECT * FROM users"); one := r.Get[User](ctx, "SELECT * FROM a")`,
			[]string{"argument Fetch: SELECT * FROM users", "run r.Get: SELECT * FROM a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := texts(read(t, test.source))
			slices.Sort(got)
			slices.Sort(test.want)
			check(t, got, test.want)
		})
	}
}
