package jssource

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/fact"
)

const service = `// services/worker.service.js
const { a, b: renamed } = require('../services/a.service');
const conn = require('./db').pool;
const knex = require('knex')({ client: 'mysql' });
require('./effects');

/**
 * Serves workers.
 */
class worker_service extends base_service {
    #secret = 1;
    constructor(repo) {
        super();
        this.repo = repo;
        this.cache = new cache_service();
        this.conn = conn;
    }

    /** Returns a worker. */
    async get_worker(id, { page = 1 } = {}) {
        try {
            const row = await this.repo.find(id);
            if (!row) { return null; }
            return res.status(200).json({ STATUS: 'SUCCESSFUL', DB_DATA: { row } });
        } catch (error) {
            console.error('worker_service.js:001 | get_worker | failed', error);
            throw error;
        }
    }

    unguarded = async (x) => {
        await a(x);
        try { await b(x) } catch (e) {}
    }
}

function helper(x) { return x; }
const arrow = (y) => helper(y);

/**
 * @route   POST /api/v1/workers
 */
router.post('/', auth.check, async (req, res) => {
    this.run(req).catch(() => {}); // vtgen:allow VT001 it is a test
    go(req).then(ok, (err) => next(err));
    const key = process.env.API_KEY;
    const { TOKEN } = process.env;
    process.env['OTHER'];
});
module.exports = new worker_service();
module.exports.helper = helper;
`

func TestFuncs(t *testing.T) {
	f := Read("services/worker.service.js", []byte(service))
	var got []string
	for _, fn := range f.Funcs {
		var params []string
		for _, p := range fn.Params {
			params = append(params, strings.TrimSpace(p.Name+" "+p.Type))
		}
		got = append(got, fmt.Sprintf("%s.%s(%s) async=%v try=%v exported=%v statements=%d branches=%d %q",
			fn.Receiver, fn.Name, strings.Join(params, ", "), fn.Async, fn.HasTry, fn.Exported, fn.Statements, fn.Branches, fn.Doc))
	}
	same(t, got, []string{
		`worker_service.constructor(repo) async=false try=false exported=true statements=4 branches=0 ""`,
		`worker_service.get_worker(id, { page = 1 }) async=true try=true exported=true statements=7 branches=1 "Returns a worker."`,
		`worker_service.unguarded(x) async=true try=false exported=true statements=3 branches=0 ""`,
		`.helper(x) async=false try=false exported=true statements=1 branches=0 ""`,
		`.arrow(y) async=false try=false exported=false statements=1 branches=0 ""`,
		`.(req, res) async=true try=false exported=false statements=5 branches=0 "@route   POST /api/v1/workers"`,
	})
	if len(f.Types) != 1 || !f.Types[0].Exported || !slices.Equal(f.Types[0].Extends, []string{"base_service"}) {
		t.Errorf("types: %+v", f.Types)
	}
	got = nil
	for _, field := range f.Types[0].Fields {
		got = append(got, field.Name+" "+field.Type)
	}
	same(t, got, []string{"#secret ", "cache cache_service", "conn conn", "repo repo", "unguarded "})
}

func TestHasTry(t *testing.T) {
	for text, want := range map[string]bool{
		"async function f() { try { await a() } catch (e) { b(e) } }":                                                            true,
		"async function f() { const x = 1; try { await a() } catch (e) { await log(e) } finally { await c() } }":                 true,
		"async function f() { await a(); try { await b() } catch (e) {} }":                                                       false,
		"async function f() { try { await a() } finally { b() } }":                                                               false,
		"function f() { return new Promise(async (resolve, reject) => { try { resolve(await a()) } catch (e) { reject(e) } }) }": true,
		"async function f() { try { await Promise.all(x.map(async (y) => { await y() })) } catch (e) {} }":                       true,
		"async function f() { return x.map(async (y) => { await y() }) }":                                                        false,
		"async function f() { const g = async () => { try { await a() } catch (e) {} }; await g() }":                             false,
	} {
		if got := Read("a.js", []byte(text)).Funcs[0].HasTry; got != want {
			t.Errorf("%s: HasTry is %v", text, got)
		}
	}
}

func TestReturns(t *testing.T) {
	f := Read("a.js", []byte("class A { tableName() { return 'users' } other(x) { return x } }\nmodule.exports = () => `a_${b}`;"))
	var got []string
	for _, fn := range f.Funcs {
		line := fn.Name
		if fn.Returns != nil {
			line += " " + flat(*fn.Returns)
		}
		got = append(got, line)
	}
	same(t, got, []string{"tableName users", "other", "module.exports a_‹b›"})
}

func TestImports(t *testing.T) {
	var got []string
	text := service + "\nimport d, { e as f, type G } from 'h';\nimport * as i from \"j\";\nimport 'k';\nimport type L from 'm';\nexport { n as o } from 'p';\nexport * from 'q';\nconst r = (await import('s')).default;\nimport t = require('u');\nconst { v: { w } } = require('x');\nimport type * as ns from 'y';\nimport type from 'z';"
	for _, i := range Read("a.ts", []byte(text)).Imports {
		got = append(got, fmt.Sprintf("%s=%s:%s>%s", i.Name, i.Path, i.Member, i.Immediate))
	}
	slices.Sort(got)
	same(t, got, []string{
		"=./effects:>", "=k:>", "=knex:>", "=q:*>", "G=h:G>", "L=m:default>", "a=../services/a.service:a>",
		"conn=./db:>pool", "d=h:default>", "f=h:e>", "i=j:*>", "ns=y:*>", "o=p:n>", "r=s:>default", "renamed=../services/a.service:b>", "t=u:>", "type=z:default>", "w=x:v.w>",
	})
}

func TestCalls(t *testing.T) {
	f := Read("a.js", []byte(service))
	var got []string
	for _, c := range f.Calls {
		var marks []string
		for name, set := range map[string]bool{"awaited": c.Awaited, "try": c.InTry, "caught": c.Caught, "returned": c.Returned, "used": c.Used} {
			if set {
				marks = append(marks, name)
			}
		}
		slices.Sort(marks)
		var args []string
		for _, a := range c.Args {
			args = append(args, a.Kind.String())
		}
		got = append(got, fmt.Sprintf("%s(%s) %s", c.Callee, strings.Join(args, ","), strings.Join(marks, " ")))
	}
	same(t, got, []string{
		"require()(object) used", "super() ", "new cache_service() used",
		"this.repo.find(ref) awaited try used", "res.status().json(object) returned try used", "res.status(number) try used",
		"console.error(text,ref) ", "a(ref) awaited", "b(ref) awaited try", "helper(ref) returned used",
		"router.post(text,ref,func) ", "this.run().catch(func) caught", "this.run(ref) caught used",
		"go().then(ref,func) ", "go(ref) caught used", "next(ref) returned used", "new worker_service() used",
	})
	if i := slices.IndexFunc(f.Calls, func(c fact.Call) bool { return c.Callee == "router.post" }); f.Funcs[f.Calls[i].Args[2].Func()].Params[0].Name != "req" {
		t.Error("the handler is not the route's")
	}
}

func TestObjects(t *testing.T) {
	var got []string
	for _, o := range Read("a.js", []byte("const e = { STATUS: 'ERROR', N: 1, B: true, Z: null, 'K-k': x.y, [c]: f(), sub: { A: [] }, m() {}, ...r };")).Objects {
		line := o.Name + ":"
		for _, f := range o.Fields {
			line += " " + f.Key + "=" + f.Value.Kind.String()
		}
		got = append(got, line)
	}
	same(t, got, []string{"e: STATUS=text N=number B=bool Z=null K-k=ref [c]=call sub=object m=func", "e.sub: A=array"})
}

func TestCatches(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"try { await a.b() } catch (e) {}", "catch empty of a.b"},
		{"try { await a.b(); await c() } catch { /* nothing */ }", "catch empty"},
		{"try { a() } catch (e) { console.log(e) }", "catch logs uses"},
		{"try { a() } catch (e) { logger.error(`x ${e.message}`); throw e }", "catch logs rethrows uses"},
		{"try { a() } catch (err) { return next(err) }", "catch rethrows uses"},
		{"try { a() } catch (err) { return res.status(500).json({ m: err.message }) }", "catch answers uses"},
		{"try { a() } catch (err) { reject(err) }", "catch rethrows uses"},
		{"try { a() } catch (err) { x = 1 }", "catch"},
		{"a.b().catch(() => {})", "promise empty of a.b"},
		{"a.b().then(x).catch((e) => log.warn(e))", "promise logs uses of a.b"},
		{"a().catch(next)", "promise rethrows of a"},
		{"a().catch(console.error)", "promise logs of a"},
		{"a().then(x, (e) => { throw new E(e) })", "promise rethrows uses of a"},
		{"a().catch(() => null)", "promise empty of a"},
	} {
		f := Read("a.js", []byte(c.text))
		if len(f.Catches) != 1 {
			t.Errorf("%s: %d catches", c.text, len(f.Catches))
			continue
		}
		h := f.Catches[0]
		got := h.Kind
		for _, m := range []struct {
			name string
			set  bool
		}{{"empty", h.Empty}, {"logs", h.Logs}, {"rethrows", h.Rethrows}, {"answers", h.Answers}, {"uses", h.Uses}} {
			if m.set {
				got += " " + m.name
			}
		}
		if h.Call != "" {
			got += " of " + h.Call
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestEnvAndComments(t *testing.T) {
	f := Read("a.js", []byte(service))
	var got []string
	for _, e := range f.Env {
		got = append(got, e.Name)
	}
	same(t, got, []string{"API_KEY", "TOKEN", "OTHER"})
	got = nil
	for _, c := range f.Comments {
		got = append(got, fmt.Sprintf("%v %s", c.Trailing, c.Text))
	}
	same(t, got, []string{"false @route   POST /api/v1/workers", "true vtgen:allow VT001 it is a test"})
}

// TestTypesAreSkipped reads code that a reader of JavaScript alone would misread.
func TestTypesAreSkipped(t *testing.T) {
	text := `
import { type A, B } from './x';
abstract class Base<T extends object = {}> extends Mixin(Foo)<T> implements I<T>, J {
  private static readonly cache: Map<string, Array<Promise<T[]>>> = new Map<string, Array<Promise<T[]>>>();
  declare foo?: string; bar!: (a: number) => void; [key: string]: unknown;
  constructor(private readonly repo: Repo<T>, @Inject(X) public y?: Y) { super(); }
  abstract run(a: string): Promise<void>;
  over(a: string): void; over(a: any): any { return db.query<T>('SELECT * FROM a' as string)!.rows; }
  get<K extends keyof T>(this: Base<T>, k: K): k is K { return (<any>this)[k]! satisfies unknown; }
  async *gen(): AsyncGenerator<T, void, unknown> { yield* this.other<string>(); }
}
type Fn<T> = T extends (...a: infer P) => infer R ? { [K in keyof P]: R } : never;
interface Props { on<T>(x: T): void; new (x: string): Props; readonly [k: string]: any }
declare module 'y' { export function z(a: number): void; }
declare global { interface Window { q: string } }
namespace N.M { export const inner = (x: number): x is 3 => x < 3 && y > (4); }
const enum E { A = 'a', B = 1 << 2 }
function assert(x: unknown): asserts x is string {}
const f = async <T,>(x: T): Promise<T> => x, g = (a?: number, ...b: string[]): void => {};
const c = cond ? (a) : (b), d = x as const, e = y as unknown as Record<string, () => void>;
let v: string | undefined = w!, u: typeof import('./x') | null, z2: [a: string, b?: number] = ['', 1];
for (const k in o as any) if (k < n) h<string>(k);
export default class<T> extends Base<T> { m() { db.query('DELETE FROM b') } }
export const after = db.query('DELETE FROM c');`
	f := Read("a.ts", []byte(text))
	if f.Broken != "" {
		t.Error(f.Broken)
	}
	same(t, stringsOf(f), []string{"executed db.query: SELECT * FROM a", "executed db.query: DELETE FROM b", "executed db.query: DELETE FROM c"})
	var names []string
	for _, fn := range f.Funcs {
		names = append(names, fn.Receiver+"."+fn.Name)
	}
	same(t, names, []string{"Base.constructor", "Base.over", "Base.get", "Base.gen", ".inner", ".assert", ".f", ".g", "default.m"})
}

func TestPaths(t *testing.T) {
	for path, test := range map[string]bool{
		"a.test.js": true, "src/a.spec.ts": true, "__tests__/a.js": true, "test/a.js": true, "a.e2e-spec.ts": true,
		"services/contest.service.js": false, "src/latest/a.js": false, "attest.js": false,
	} {
		if got := Read(path, nil).Test; got != test {
			t.Errorf("%s: Test is %v", path, got)
		}
	}
	for path, language := range map[string]fact.Language{"a.js": fact.JavaScript, "a.mjs": fact.JavaScript, "a.jsx": fact.JavaScript, "a.ts": fact.TypeScript, "a.cts": fact.TypeScript, "A.TSX": fact.TypeScript} {
		if got := Read(path, nil).Language; got != language {
			t.Errorf("%s: %s", path, got)
		}
	}
}

func TestMinified(t *testing.T) {
	if Minified([]byte(service)) || Minified(nil) || Minified([]byte(strings.Repeat(service, 50))) {
		t.Error("a service is not minified")
	}
	if !Minified([]byte("/*! x */\n" + strings.Repeat("var a=function(b){return b};", 1000))) {
		t.Error("one line of 28 kB is minified")
	}
	if !Read("a.js", []byte("/* eslint-disable */\n// This file was automatically generated. DO NOT EDIT.\nx")).Generated {
		t.Error("a generated file is not seen")
	}
	if Read("a.js", []byte("const s = 'do not edit';\n")).Generated {
		t.Error("a text is taken for a header")
	}
}

func TestBroken(t *testing.T) {
	for text, want := range map[string]int{
		"db.query('DELETE FROM a'); function (":                          1,
		"class A { f() { db.query('DELETE FROM a') ":                     1,
		"db.query(`DELETE FROM a`); const x = `${":                       1,
		"}}}) db.query('DELETE FROM a')":                                 1,
		"if (x { db.query('DELETE FROM a') }\ndb.query('DELETE FROM b')": 1,
	} {
		f := Read("a.jsx", []byte(text))
		if len(f.Strings) != want || f.Broken == "" {
			t.Errorf("%s: %d strings, broken %q", text, len(f.Strings), f.Broken)
		}
	}
}
