package jssource

import (
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/fact"
)

// seeds are texts that reach every part of the lexer and parser.
var seeds = []string{
	"", "#!/usr/bin/env node\nx", "\xef\xbb\xbfvar a = 1", "a = b / c / d; e = /[/]/g.test(f)", "`a${`b${c}d`}e`",
	"const q = `SELECT * FROM ${T.users} u`; db.query(q)", "let s = 'SELECT'; s += ' * FROM t'; s = s + x; pool.query(s)",
	"class A extends B { #x = 1; static y = 'z'; async *[k]() { await this.#x } get t() { return 'u' } static { q() } }",
	"const el = <A b={c} d='e' {...f}>text {g.map(h => <i key={h}/>)} <></></A>;", "x = a < b > (c)",
	"function f<T extends U>(this: V, a?: W = 1, ...b: X[]): asserts a is Y { return <Z>a as unknown as T }",
	"type A<B> = B extends infer C ? C : never; interface D { e(): F } enum G { H = 'i', J }", "label: for (;;) { continue label }",
	"import a, { b as c } from 'd' with { type: 'json' }; export * as e from 'f'; export default class {}", "if (a) /b/.exec(c); else d / e",
	"try { await f() } catch { } finally { g() }", "f().catch(() => {}).then(a, b)", "'\\u{1F600}\\x41\\\n\\'' + \"\\\"\"",
	"{[(", "}])", "`${", "/*", "'abc", "<a><b></a>", "a?.b?.[c]?.(d) ?? e", "new new X()()", "@D() @E.f(g) class H { @I() j!: K; constructor(@L() private m: N) {} }",
	"mongoose.model('a', new Schema({ b: [{ type: C, ref: 'd' }] })); a.find().populate({ path: 'e', populate: 'f' })",
	"knex({ a: 'b' }).join('c', function () { this.on('d', 'e') })", "a=1_000n+.5e-3+0xff..toString()", "x\n++y\nz", "async x => await y, async (a) => b",
	"new.", "import { a as", "0`SELECT 0${", "export {", "().catch(() ", "export default", "@", "class", "function", "for (", "a ? b :",
	"const a = {...a, ...a}; a.b", "const a = b, b = a; f(a)", "const [a = 'x', {b: [c]}] = d; for (const t of ['u']) q(`DROP TABLE ${t}`)",
}

// check reads a text and requires of the facts what every rule relies on.
func check(t *testing.T, path, text string) {
	t.Helper()
	f := Read(path, []byte(text))
	within := func(what string, pos, end fact.Pos) {
		if pos < 0 || end < pos || int(end) > len(text) {
			t.Fatalf("%s from %d to %d in a text of %d bytes", what, pos, end, len(text))
		}
	}
	calls, funcs, objects := int32(len(f.Calls)), int32(len(f.Funcs)), int32(len(f.Objects))
	inFunc := func(what string, n int32) {
		if n < fact.None || n >= funcs {
			t.Fatalf("%s in function %d of %d", what, n, funcs)
		}
	}
	for _, c := range f.Calls {
		within("call "+c.Callee, c.Pos, c.End)
		inFunc("call", c.Func)
		for _, a := range c.Args {
			within("argument", a.Pos, a.End)
			if a.Call() >= calls || a.Func() >= funcs || a.Object() >= objects || a.Index < -1 {
				t.Fatalf("argument %+v of %s refers to nothing", a, c.Callee)
			}
		}
	}
	last := fact.Pos(0)
	for _, s := range f.Strings {
		within("string", s.Pos, s.End)
		inFunc("string", s.Func)
		checkText(t, s.Text, len(text), 0)
		if s.Pos < last {
			t.Fatalf("strings out of order at %d", s.Pos)
		}
		last = s.Pos
	}
	for _, a := range f.Accesses {
		within("access", a.Pos, a.End)
		inFunc("access", a.Func)
		checkText(t, a.Name, len(text), 0)
	}
	for i, fn := range f.Funcs {
		within("function", fn.Pos, fn.End)
		if fn.Outer >= int32(i) {
			t.Fatalf("function %d lies in function %d", i, fn.Outer)
		}
	}
	for _, m := range f.Models {
		within("model", m.Pos, m.End)
	}
	for _, c := range f.Catches {
		within("catch", c.Pos, c.End)
	}
}

func checkText(t *testing.T, text fact.Text, size, depth int) {
	t.Helper()
	for _, p := range text.Parts {
		if p.Pos < 0 || p.End < p.Pos || int(p.End) > size {
			t.Fatalf("part from %d to %d in a text of %d bytes", p.Pos, p.End, size)
		}
		at := int32(-1)
		for _, e := range p.Escapes {
			if e.At < at || int(e.At) > len(p.Literal) {
				t.Fatalf("escape at %d of %d", e.At, len(p.Literal))
			}
			at = e.At
		}
		if p.Hole != nil {
			for _, c := range p.Hole.Choices {
				checkText(t, c, size, depth+1)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, text string, typescript bool) {
		if len(text) > 1<<16 {
			return
		}
		path := "a.js"
		if typescript {
			path = "a.tsx"
		}
		check(t, path, text)
	})
}

func FuzzLex(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, true, true)
	}
	f.Fuzz(func(t *testing.T, text string, typescript, jsx bool) {
		l := lex([]byte(text), typescript, jsx, nil)
		end := int32(0)
		for i, k := range l.tokens {
			if k.pos < end || k.end < k.pos || int(k.end) > len(text) {
				t.Fatalf("token %d from %d to %d after %d", i, k.pos, k.end, end)
			}
			end = k.end
			if k.kind == kindOpen && (int(k.mate) <= i || int(k.mate) >= len(l.tokens)) {
				t.Fatalf("bracket %d has mate %d of %d", i, k.mate, len(l.tokens))
			}
			if k.kind == kindClose && (int(k.mate) >= i || k.mate < 0) {
				t.Fatalf("closing bracket %d has mate %d", i, k.mate)
			}
		}
	})
}

// TestTimeGrowsWithSize reads texts made to make a careless reader slow or to exhaust its stack. What
// grows with the square of the size would not end before the test's time is up.
func TestTimeGrowsWithSize(t *testing.T) {
	const n = 60000
	texts := map[string]string{
		"brackets":    strings.Repeat("(", n),
		"mixed":       strings.Repeat("([{", n) + strings.Repeat(")", n),
		"templates":   strings.Repeat("`${", n),
		"elements":    strings.Repeat("<a>", n),
		"angles":      strings.Repeat("a<", n),
		"casts":       strings.Repeat("<a>", n) + "b",
		"sum":         "x = 'SELECT * FROM t'" + strings.Repeat("+a", n),
		"signs":       strings.Repeat("!-", n) + "a",
		"chain":       "a" + strings.Repeat(".b()", n),
		"arrows":      strings.Repeat("a=>", n) + "b",
		"annotated":   strings.Repeat("(a):", n) + "b",
		"conditions":  strings.Repeat("a?b:", n) + "c",
		"assignments": strings.Repeat("a=", n) + "b",
		"else":        strings.Repeat("if(a){}else ", n),
		"regex class": strings.Repeat("=/[", n),
		"regex":       strings.Repeat("=/a", n),
		"labels":      strings.Repeat("a:", n),
		"appends":     "let s = 'SELECT 1';" + strings.Repeat("s+=' FROM t';db.query(s);", n/10),
		"variables":   strings.Repeat("db.query(s);s='SELECT * FROM a';", n/10),
		"spread":      strings.Repeat("const a={...a,...a};f(a.b);", n/20),
		"tries":       strings.Repeat("try{}catch(e){", 4000),
		"classes":     strings.Repeat("class A{a=", n/4),
		"types":       "type A=" + strings.Repeat("B extends C?D:", n),
		"decorators":  strings.Repeat("@a ", n),
		"functions":   strings.Repeat("function f(a){return f(a)+f(a)}", n/20) + "db.query(f(1))",
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"a.js", "a.ts", "a.tsx"} {
				check(t, path, text)
			}
		})
	}
}
