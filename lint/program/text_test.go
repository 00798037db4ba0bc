package program

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/vtgen/vtgen/lint/fact"
)

// literal is a text of one piece at a position.
func literal(value string, pos fact.Pos) fact.Text {
	return fact.Text{Parts: []fact.Part{{Literal: value, Pos: pos, End: pos + fact.Pos(len(value))}}}
}

// named is a hole with a name at a position.
func named(name string, pos fact.Pos) fact.Part {
	return fact.Part{Pos: pos, End: pos + fact.Pos(len(name)), Hole: &fact.Hole{Name: name}}
}

// runs is a String that a call runs.
func runs(parts ...fact.Part) fact.String {
	return fact.String{
		Text: fact.Text{Parts: parts}, Role: fact.Executed, Callee: "db.query", Func: fact.None,
		Pos: parts[0].Pos, End: parts[len(parts)-1].End,
	}
}

// tables lists the uses of a program.
func tables(p *Program) []string {
	var all []string
	for i := range p.Tables {
		u := &p.Tables[i]
		all = append(all, fmt.Sprintf("%s:%d-%d %s.%s %s", u.File.Path, u.Pos, u.End, u.Database, u.Table, u.Mode))
	}
	return all
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestPositionsThroughEscapes places a table behind escapes, which are longer in the source.
func TestPositionsThroughEscapes(t *testing.T) {
	value := "SELECT \"a\"\n FROM users"
	part := fact.Part{Literal: value, Pos: 100, End: 100 + fact.Pos(len(value)) + 3, Escapes: []fact.Escape{{At: 8, Skew: 1}, {At: 10, Skew: 2}, {At: 11, Skew: 3}}}
	f := &fact.File{Path: "a.go", Language: fact.Go, Strings: []fact.String{runs(part)}}
	at := fact.Pos(100 + strings.Index(value, "users") + 3)
	expect(t, tables(Link([]*fact.File{f}, Options{})), fmt.Sprintf("a.go:%d-%d .users read", at, at+5))
}

// TestPositionsOfParts places tables in the second piece, in a hole, and in a constant that is
// written elsewhere in the file.
func TestPositionsOfParts(t *testing.T) {
	first := fact.Part{Literal: "SELECT * FROM ", Pos: 50, End: 64}
	second := fact.Part{Literal: " JOIN orders", Pos: 80, End: 92}
	folded := fact.Part{Literal: "users", Pos: 10, End: 15} // a constant above
	other := &fact.File{Path: "names/names.go", Language: fact.Go, Package: "names", Consts: []fact.Const{{Name: "Users", Text: literal("users", 7), Exported: true, Func: fact.None}}}
	f := &fact.File{
		Path: "a/a.go", Language: fact.Go, Imports: []fact.Import{{Name: "names", Path: "example.com/x/names"}},
		Strings: []fact.String{runs(first, named("names.Users", 66), second)},
	}
	g := &fact.File{Path: "b/b.go", Language: fact.Go, Strings: []fact.String{runs(first, folded, second)}}
	p := Link([]*fact.File{f, g, other}, Options{GoModules: []GoModule{{".", "example.com/x"}}})
	expect(t, tables(p), "a/a.go:66-77 .users read", "a/a.go:86-92 .orders read", "b/b.go:64-64 .users read", "b/b.go:86-92 .orders read")
}

// TestConstantsThatNameThemselves must end, and leave a hole.
func TestConstantsThatNameThemselves(t *testing.T) {
	consts := []fact.Const{
		{Name: "A", Text: fact.Text{Parts: []fact.Part{named("B", 1), named("B", 3)}}, Func: fact.None},
		{Name: "B", Text: fact.Text{Parts: []fact.Part{named("A", 5), named("A", 7)}}, Func: fact.None},
	}
	f := &fact.File{Path: "a.js", Language: fact.JavaScript, Consts: consts, Strings: []fact.String{runs(fact.Part{Literal: "SELECT * FROM ", Pos: 20, End: 34}, named("A", 36))}}
	p := Link([]*fact.File{f}, Options{})
	if len(p.Tables) != 1 || !p.Tables[0].Dynamic {
		t.Errorf("uses: %v", tables(p))
	}
}

// TestNamesThatMultiply refers to each other so often that every path through them could not be taken.
func TestNamesThatMultiply(t *testing.T) {
	var consts []fact.Const
	var imports []fact.Import
	for i := range 8 {
		text := fact.Text{}
		for j := range 40 {
			text.Parts = append(text.Parts, named(fmt.Sprintf("C%d", (i+j)%8), fact.Pos(i*1000+j*3)))
		}
		consts = append(consts, fact.Const{Name: fmt.Sprintf("C%d", i), Text: text, Func: fact.None})
	}
	for range 40 {
		imports = append(imports, fact.Import{Member: "*", Path: "./b"})
	}
	a := &fact.File{Path: "a.js", Language: fact.JavaScript, Consts: consts, Imports: append(imports, fact.Import{Name: "X", Member: "X", Path: "./b"}), Strings: []fact.String{
		runs(fact.Part{Literal: "SELECT * FROM ", Pos: 20, End: 34}, named("C1", 36)),
		runs(fact.Part{Literal: "SELECT * FROM ", Pos: 40, End: 54}, named("X.y", 56)),
	}, Calls: []fact.Call{{Callee: "X.y.find", Func: 0}}, Funcs: []fact.Func{{Name: "f", Outer: fact.None}},
		Accesses: []fact.Access{{Kind: fact.ByModel, Model: "X.y", Func: fact.None}}}
	var back []fact.Import
	for range 40 {
		back = append(back, fact.Import{Member: "*", Path: "./a"})
	}
	b := &fact.File{Path: "b.js", Language: fact.JavaScript, Imports: back}
	start := time.Now()
	Link([]*fact.File{a, b}, Options{})
	if elapsed := time.Since(start); elapsed > time.Minute {
		t.Errorf("it took %s", elapsed)
	}
}

// TestChoicesAreBounded has a text of many holes with many choices each, whose combinations nobody
// could go through.
func TestChoicesAreBounded(t *testing.T) {
	var choices []fact.Text
	for i := range 100 {
		choices = append(choices, literal(fmt.Sprintf("t%d", i), fact.Pos(1000+i*10)))
	}
	parts := []fact.Part{{Literal: "SELECT * FROM a", Pos: 0, End: 15}}
	for i := range 20 {
		parts = append(parts, fact.Part{Literal: ", ", Pos: fact.Pos(20 + i*10), End: fact.Pos(22 + i*10)}, fact.Part{Pos: fact.Pos(23 + i*10), End: fact.Pos(25 + i*10), Hole: &fact.Hole{Choices: choices}})
	}
	f := &fact.File{Path: "a.js", Language: fact.JavaScript, Strings: []fact.String{runs(parts...)}}
	start := time.Now()
	p := Link([]*fact.File{f}, Options{})
	if n := len(p.Tables); n < mostAlternatives || n > 21*mostAlternatives {
		t.Errorf("%d uses", n)
	}
	if elapsed := time.Since(start); elapsed > time.Minute {
		t.Errorf("it took %s", elapsed)
	}
}

// TestEveryChoiceIsSeen has a text with two choices at a time, of which every single one counts.
func TestEveryChoiceIsSeen(t *testing.T) {
	hole := func(pos fact.Pos, names ...string) fact.Part {
		h := &fact.Hole{}
		for i, name := range names {
			h.Choices = append(h.Choices, literal(name, pos+fact.Pos(i*10)))
		}
		return fact.Part{Pos: pos, End: pos + 50, Hole: h}
	}
	f := &fact.File{Path: "a.js", Language: fact.JavaScript, Strings: []fact.String{runs(
		fact.Part{Literal: "SELECT * FROM ", Pos: 0, End: 14}, hole(100, "a", "b", "c"), fact.Part{Literal: " JOIN ", Pos: 200, End: 206}, hole(300, "d", "e"))}}
	found := map[string]bool{}
	p := Link([]*fact.File{f}, Options{})
	for i := range p.Tables {
		found[p.Tables[i].Table] = true
	}
	for _, name := range strings.Fields("a b c d e") {
		if !found[name] {
			t.Errorf("table %s is not among %v", name, tables(p))
		}
	}
}

// TestImportPaths finds the files behind imports.
func TestImportPaths(t *testing.T) {
	var files []*fact.File
	for _, name := range []string{
		"src/a.js", "src/lib/index.js", "src/models/user.model.js", "src/typed.ts", "other/typed.ts", "src/deep/x/y.ts", "src/sql/open.js",
	} {
		files = append(files, &fact.File{Path: name, Language: fact.JavaScript})
	}
	p := Link(files, Options{})
	find := newFinder(p.Files, nil)
	from := find.files["src/a.js"]
	for _, test := range []struct{ path, want string }{
		{"./lib", "src/lib/index.js"},
		{"./lib/index.js", "src/lib/index.js"},
		{"./models/user.model", "src/models/user.model.js"},
		{"./typed.js", "src/typed.ts"},
		{"../other/typed", "other/typed.ts"},
		{"@/deep/x/y", "src/deep/x/y.ts"},
		{"~/models/user.model", "src/models/user.model.js"},
		{"src/deep/x/y", "src/deep/x/y.ts"},
		{"@app/deep/x/y", "src/deep/x/y.ts"},
		{"./missing", ""},
		{"mysql2", ""},
		{"mysql2/promise", ""},
		{"@nestjs/typed", ""},
		{"@/typed", "src/typed.ts"},
		{"", ""},
	} {
		got := ""
		if test.path != "" {
			if file := find.script(from, test.path); file != nil {
				got = file.Path
			}
		}
		if got != test.want {
			t.Errorf("%q is %q, want %q", test.path, got, test.want)
		}
	}
}

// TestGoImportPaths finds the folders behind Go imports, with and without a go.mod.
func TestGoImportPaths(t *testing.T) {
	var files []*fact.File
	for _, name := range []string{"services/a.go", "tools/sql/a.go", "api/internal/services/b.go"} {
		files = append(files, &fact.File{Path: name, Language: fact.Go})
	}
	p := Link(files, Options{})
	with := newFinder(p.Files, []GoModule{{".", "example.com/aip"}, {"api", "example.com/aip/api"}})
	without := newFinder(p.Files, nil)
	for _, test := range []struct{ path, with, without string }{
		{"example.com/aip/services", "services", "services"},
		{"example.com/aip/api/internal/services", "api/internal/services", "api/internal/services"},
		{"database/sql", "", ""},
		{"github.com/jmoiron/sqlx", "", ""},
		{"example.com/aip/missing", "", ""},
		{"github.com/other/services", "", "services"},
	} {
		if got := with.goFolder(test.path); got != test.with {
			t.Errorf("with go.mod: %s is %q, want %q", test.path, got, test.with)
		}
		if got := without.goFolder(test.path); got != test.without {
			t.Errorf("without go.mod: %s is %q, want %q", test.path, got, test.without)
		}
	}
}
