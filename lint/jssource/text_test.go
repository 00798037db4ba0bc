package jssource

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/fact"
)

// flat writes a text for tests: a hole as ‹name›, ‹=› for a value, ‹a|b› for choices.
func flat(t fact.Text) string {
	var b strings.Builder
	for _, p := range t.Parts {
		if p.Hole == nil {
			b.WriteString(p.Literal)
			continue
		}
		b.WriteString("‹" + p.Hole.Name)
		if p.Hole.Value {
			b.WriteString("=")
		}
		for i, c := range p.Hole.Choices {
			if i > 0 || p.Hole.Name != "" {
				b.WriteString("|")
			}
			b.WriteString(flat(c))
		}
		b.WriteString("›")
	}
	return b.String()
}

var roleNames = map[fact.Role]string{fact.Unknown: "unknown", fact.Executed: "executed", fact.Argument: "argument", fact.Message: "message"}

// same compares what was found, a line each, with what is wanted.
func same(t *testing.T, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n\t%s\nwant:\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func stringsOf(f *fact.File) []string {
	var list []string
	for _, s := range f.Strings {
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s: %s", roleNames[s.Role], s.Callee, flat(s.Text))))
	}
	return list
}

func TestStrings(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"direct", "const [r] = await mysql_connection.execute('SELECT * FROM users WHERE id = ?', [id]);",
			[]string{"executed mysql_connection.execute: SELECT * FROM users WHERE id = ?"}},
		{"variable", "async function f() { const query = `SELECT COUNT(*) FROM oneid.allowed_app WHERE a = ?`;\n return conn.query(query, [1], cb); }",
			[]string{"executed conn.query: SELECT COUNT(*) FROM oneid.allowed_app WHERE a = ?"}},
		{"object argument", "pool.query({ text: 'DELETE FROM carts', values: [] })", []string{"executed pool.query: DELETE FROM carts"}},
		{"object in a variable", "const q = { name: 'n', text: 'DELETE FROM carts' }; pool.query(q)", []string{"executed pool.query: DELETE FROM carts"}},
		{"one of two objects", "pool.query(a ? { text: 'DELETE FROM a' } : { text: 'DELETE FROM b' })",
			[]string{"executed pool.query: DELETE FROM a", "executed pool.query: DELETE FROM b"}},
		{"sum", "(id) => db.query('SELECT * FROM ' + 'a' + ' WHERE id = ' + id)", []string{"executed db.query: SELECT * FROM a WHERE id = ‹›"}},
		{"optional parts", "let sql = 'SELECT * FROM a'; if (x) { sql += ' JOIN b ON b.i = a.i'; } sql += ' WHERE 1'; db.query(sql)",
			[]string{"executed db.query: SELECT * FROM a JOIN b ON b.i = a.i WHERE 1"}},
		{"set in branches", "let sql; if (x) { sql = 'SELECT * FROM a'; sql += ' x' } else { sql = 'SELECT * FROM b' } sql += ' LIMIT 1'; db.query(sql)",
			[]string{"executed db.query: ‹SELECT * FROM a x LIMIT 1|SELECT * FROM b LIMIT 1›"}},
		{"set again", "let q = 'DELETE FROM a'; db.query(q); q = 'DELETE FROM b'; db.query(q);",
			[]string{"executed db.query: DELETE FROM a", "executed db.query: DELETE FROM b"}},
		{"declared again", "function f() { var q = 'DELETE FROM a'; db.query(q); q = 'DELETE FROM b'; db.query(q); var q = 'DELETE FROM c'; db.query(q); }",
			[]string{"executed db.query: DELETE FROM a", "executed db.query: DELETE FROM b", "executed db.query: DELETE FROM c"}},
		{"in a callback", "function f() { const q = 'DELETE FROM a'; pool.getConnection((e, c) => { c.query(q, [], (e2) => {}) }) }", []string{"executed c.query: DELETE FROM a"}},
		{"wrapped", "let s = 'SELECT id FROM a'; s = 'SELECT * FROM (' + s + ') t'; db.query(s)",
			[]string{"executed db.query: SELECT * FROM (SELECT id FROM a) t"}},
		{"join", "db.query(['SELECT *', 'FROM a', x && 'WHERE id = 1'].join(' '))", []string{"executed db.query: SELECT * FROM a WHERE id = 1"}},
		{"pushed", "const p = ['SELECT *']; p.push('FROM a'); if (x) p.push(`WHERE b`); db.all(p.join('\\n'))",
			[]string{"executed db.all: SELECT *\nFROM a\nWHERE b"}},
		{"concat", "db.query('SELECT * '.concat('FROM a').trim())", []string{"executed db.query: SELECT * FROM a"}},
		{"replace", "db.query('SELECT * FROM {t} x'.replace('{t}', 'a'))", []string{"executed db.query: SELECT * FROM a x"}},
		{"format", "db.query(util.format('SELECT * FROM %s WHERE id = %d', 'a', 3))", []string{"executed db.query: SELECT * FROM a WHERE id = ‹=›"}},
		{"pg-format", "client.query(format('INSERT INTO %I VALUES %L', 'a', rows))", []string{"executed client.query: INSERT INTO a VALUES ‹=›"}},
		{"choice", "db.query(`SELECT * FROM ${x ? 'a' : 'b'}`)", []string{"executed db.query: SELECT * FROM ‹a|b›"}},
		{"optional choice", "db.query(`SELECT * FROM a ${x ? 'JOIN b USING (i)' : ''}`)", []string{"executed db.query: SELECT * FROM a JOIN b USING (i)"}},
		{"default", "db.query(`SELECT * FROM ${process.env.T || 'a'}`)", []string{"executed db.query: SELECT * FROM ‹process.env.T|‹process.env.T›|a›"}},
		{"imported name", "const { TABLES } = require('./tables'); db.query(`SELECT * FROM ${TABLES.USERS} u`)",
			[]string{"executed db.query: SELECT * FROM ‹TABLES.USERS› u"}},
		{"imported query", "import queries from './queries'; pool.query(queries.find_user, [1])", []string{"executed pool.query: ‹queries.find_user›"}},
		{"destructured import", "const tables = require('./tables'); const { USERS } = tables; db.query(`SELECT * FROM ${USERS}`)",
			[]string{"executed db.query: SELECT * FROM ‹tables.USERS›"}},
		{"constant object", "const T = Object.freeze({ USERS: { NAME: 'users' } }); db.query(`SELECT * FROM ${T.USERS.NAME}`)",
			[]string{"executed db.query: SELECT * FROM users"}},
		{"any of an object", "const T = { a: 'users', b: 'posts' }; db.query(`SELECT * FROM ${T[k]}`)", []string{"executed db.query: SELECT * FROM ‹users|posts›"}},
		{"constructor field", "class A { constructor() { this.table = 'users' } f() { return db.query(`SELECT * FROM ${this.table}`) } }",
			[]string{"executed db.query: SELECT * FROM users"}},
		{"static field", "class A { static T = 'users'; f() { db.query('SELECT * FROM ' + A.T) } }", []string{"executed db.query: SELECT * FROM users"}},
		{"static field through the constructor", "class A { static T = 'users'; f() { db.query('DELETE FROM ' + this.constructor.T) } }", []string{"executed db.query: DELETE FROM users"}},
		{"getter", "class A { get table() { return 'users' } f() { db.query(`DELETE FROM ${this.table}`) } }", []string{"executed db.query: DELETE FROM users"}},
		{"prototype", "function A() { this.t = 'users' } A.prototype.f = function () { db.query('DELETE FROM ' + this.t) }", []string{"executed db.query: DELETE FROM users"}},
		{"own helper", "const run = async (text, p) => { const [r] = await pool.query(text, p); return r }; run('SELECT * FROM a', [])",
			[]string{"executed run: SELECT * FROM a"}},
		{"own method", "class A { f() { return this.rows('SELECT * FROM a') } rows(q) { return pool.execute(q) } }", []string{"executed this.rows: SELECT * FROM a"}},
		{"helper of a helper", "function a(q) { return b(q) } function b(s) { return pool.query(s) } a('DELETE FROM t')", []string{"executed a: DELETE FROM t"}},
		{"spread helper", "const go = (...args) => pool.query(...args); go('DELETE FROM t')", []string{"executed go: DELETE FROM t"}},
		{"promisified", "const q = util.promisify(conn.query).bind(conn); q('DELETE FROM t')", []string{"executed q: DELETE FROM t"}},
		{"built by a function", "const find = (t) => `SELECT * FROM ${t} WHERE id = ?`; db.query(find('a'))", []string{"executed db.query: SELECT * FROM a WHERE id = ?"}},
		{"loop", "for (const t of ['a', 'b']) { db.query(`DELETE FROM ${t}`) }", []string{"executed db.query: DELETE FROM ‹a|b›"}},
		{"each", "['a', 'b'].forEach((t) => db.query(`DELETE FROM ${t}`))", []string{"executed db.query: DELETE FROM ‹a|b›"}},
		{"tag", "const r = await prisma.$queryRaw`SELECT * FROM a WHERE id = ${id}`", []string{"executed prisma.$queryRaw: SELECT * FROM a WHERE id = ‹=›"}},
		{"postgres.js", "await sql`SELECT * FROM ${sql('a')} WHERE id = ${id} ${sql`AND b = ${c}`}`", []string{"executed sql: SELECT * FROM a WHERE id = ‹=› AND b = ‹=›"}},
		{"slonik", "pool.one(sql.type(z)`SELECT * FROM ${sql.identifier(['s', 'a'])}`)", []string{"executed pool.one: SELECT * FROM s.a"}},
		{"unsafe", "await prisma.$executeRawUnsafe(`TRUNCATE TABLE ${'a'}`)", []string{"executed prisma.$executeRawUnsafe: TRUNCATE TABLE a"}},
		{"knex raw", "knex('a').whereRaw('id IN (SELECT a_id FROM b)')", []string{"executed knex().whereRaw: id IN (SELECT a_id FROM b)"}},
		{"sequelize literal", "x = sequelize.literal('(SELECT COUNT(*) FROM a)')", []string{"executed sequelize.literal: (SELECT COUNT(*) FROM a)"}},
		{"pg-promise", "db.oneOrNone('SELECT * FROM a WHERE id = $1', [id]); db.tx(t => t.none('DELETE FROM b'))",
			[]string{"executed db.oneOrNone: SELECT * FROM a WHERE id = $1", "executed t.none: DELETE FROM b"}},
		{"connection first", "query(conn, 'SELECT * FROM a')", []string{"executed query: SELECT * FROM a"}},
		{"better-sqlite", "db.prepare('SELECT * FROM a').get(1)", []string{"executed db.prepare: SELECT * FROM a"}},
		{"log", "console.log(`a.js:001 | f | SELECT * FROM a`); logger.error('SELECT x FROM a');", []string{"message logger.error: SELECT x FROM a"}},
		{"error", "throw new Error('DELETE FROM a failed')", []string{"message Error: DELETE FROM a failed"}},
		{"argument", "show('SELECT * FROM a')", []string{"argument show: SELECT * FROM a"}},
		{"alone", "export const FIND = 'SELECT * FROM a'", []string{"unknown : SELECT * FROM a"}},
		{"list", "module.exports = { up: ['CREATE TABLE a (id INT)'] }", []string{"unknown : CREATE TABLE a (id INT)"}},
		{"ambiguous verbs", "app.get('/select/from'); map.get('select'); $('select').find('option'); router.all('*', f)", nil},
		{"prose", "t('Select a user from the list'); const a = 'Update your profile'; toast('Delete this file'); const b = 'Join us on Monday', c = 'Create a table';", nil},
		{"css", "document.querySelector('select'); el.find('select[multiple]'); const c = css`from { a: b }`; const g = gql`query { update(set: 1) }`", nil},
		{"jsx", "const a = <p title='SELECT * FROM a'>SELECT * FROM b {f('x')}</p>", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := stringsOf(Read("a.jsx", []byte(c.text)))
			for i := range got {
				got[i] = strings.Replace(got[i], "message new Error", "message Error", 1)
			}
			same(t, got, c.want)
		})
	}
}

func TestPositions(t *testing.T) {
	for _, c := range []struct{ text, word string }{
		{"// é\ndb.query('SELECT \\'x\\' FROM \\u0061b, users')", "users"},
		{"db.query(`SELECT \\` FROM ${a} JOIN \\x75sers, posts`)", "posts"},
		{"db.query(\"SELECT \\\n * FROM users\")", "users"},
		{"db.query('SELECT \\u{1F600} FROM users')", "users"},
		{"db.query('SELECT \\ud83d\\ude00 FROM users')", "users"},
		{"const a = '\\n FROM users';\ndb.query('SELECT 1' + a)", "users"},
		{"db.query('\\n%s FROM users'.replace('%s', 'SELECT 1'))", "users"},
	} {
		f := Read("a.js", []byte(c.text))
		if len(f.Strings) != 1 {
			t.Fatalf("%q: %d strings", c.text, len(f.Strings))
		}
		found := false
		for _, p := range f.Strings[0].Text.Parts {
			i := strings.Index(p.Literal, c.word)
			if p.Hole != nil || i < 0 {
				continue
			}
			found = true
			at := source(p, i)
			if got := c.text[at:min(len(c.text), int(at)+len(c.word))]; got != c.word {
				t.Errorf("%q: %q is said to be at %q", c.text, c.word, got)
			}
		}
		if !found {
			t.Errorf("%q: no part has %q", c.text, c.word)
		}
	}
}

func TestConsts(t *testing.T) {
	text := `
const T = { USERS: 'users', DEEP: { POSTS: 'posts' } };
const HIDDEN = 'hidden';
class A { static TABLE = 'a_table'; }
exports.ONE = 'one';
let once; once = 'set';
module.exports = { T, NAME: 'named', A };`
	var got []string
	for _, c := range Read("a.js", []byte(text)).Consts {
		got = append(got, fmt.Sprintf("%s %v %s", c.Name, c.Exported, flat(c.Text)))
	}
	same(t, got, []string{
		"A.TABLE true a_table", "HIDDEN false hidden", "NAME true named", "ONE true one",
		"T.DEEP.POSTS true posts", "T.USERS true users", "once false set",
	})

	text = "export enum T { A = 'a', B = 'b' }\nconst Q = { find: `SELECT * FROM ${T.A}` } as const;\nexport default Q;\nexport const C = 'c';"
	got = nil
	for _, c := range Read("a.ts", []byte(text)).Consts {
		got = append(got, fmt.Sprintf("%s %v %s", c.Name, c.Exported, flat(c.Text)))
	}
	same(t, got, []string{"C true c", "Q.find true SELECT * FROM a", "T.A true a", "T.B true b", "find true SELECT * FROM a"})
}
