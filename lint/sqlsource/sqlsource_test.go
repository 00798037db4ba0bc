package sqlsource_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/sqlsource"
)

// statements are a file's statements, each checked to stand where it says, after its query's name.
func statements(t *testing.T, text string) []string {
	t.Helper()
	f := sqlsource.Read("x.sql", []byte(text))
	if f.Broken != "" {
		t.Errorf("broken: %s", f.Broken)
	}
	var out []string
	for _, s := range f.Strings {
		p := s.Text.Parts[0]
		if got := text[p.Pos:p.End]; got != p.Literal || s.Pos != p.Pos || s.End != p.End {
			t.Errorf("%q is placed at %q", p.Literal, got)
		}
		if s.Role != fact.Executed {
			t.Errorf("%q has role %d", p.Literal, s.Role)
		}
		name := ""
		if s.Query != "" {
			name = s.Query + ": "
		}
		out = append(out, name+strings.Join(strings.Fields(p.Literal), " "))
	}
	return out
}

func TestRead(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"plain", "SELECT 1; \n\nDELETE FROM a;\n", []string{"SELECT 1", "DELETE FROM a"}},
		{"no last semicolon", "SELECT 1;SELECT 2", []string{"SELECT 1", "SELECT 2"}},
		{"nothing", " ;; \n -- a comment\n/* another; */ ;", nil},
		{"comments", "-- first; not a statement\nSELECT 1 -- it's; so\n, 2;# mysql's; own\nSELECT 3 /* a;b */ FROM c;",
			[]string{"SELECT 1 -- it's; so , 2", "SELECT 3 /* a;b */ FROM c"}},
		{"quotes", `INSERT INTO a VALUES ('x;''y;', "b;c", ` + "`d;e`" + `);SELECT 2;`,
			[]string{`INSERT INTO a VALUES ('x;''y;', "b;c", ` + "`d;e`" + `)`, "SELECT 2"}},
		{"backslashes of mysql", `INSERT INTO a VALUES ('it\'s; so', '\\');SELECT 2;`,
			[]string{`INSERT INTO a VALUES ('it\'s; so', '\\')`, "SELECT 2"}},
		{"a backslash of standard sql", `SELECT replace(p, '\', '/');SELECT ';' || x ESCAPE '\';SELECT 2;`,
			[]string{`SELECT replace(p, '\', '/')`, `SELECT ';' || x ESCAPE '\'`, "SELECT 2"}},
		{"dollar quotes", "CREATE FUNCTION f() RETURNS int AS $body$ BEGIN; SELECT 1; END; $body$ LANGUAGE plpgsql; SELECT $1, $2;DO $$ a; $$;",
			[]string{"CREATE FUNCTION f() RETURNS int AS $body$ BEGIN; SELECT 1; END; $body$ LANGUAGE plpgsql", "SELECT $1, $2", "DO $$ a; $$"}},
		{"dollars in names", "SELECT a$b$ FROM v$session; SELECT 1;", []string{"SELECT a$b$ FROM v$session", "SELECT 1"}},
		{"delimiter", "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END//\ndelimiter ;\nSELECT 3;",
			[]string{"CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END", "SELECT 3"}},
		{"triggers", "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET n = CASE WHEN 1 THEN 2 ELSE 3 END; DELETE FROM c; END; SELECT 1;",
			[]string{"CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET n = CASE WHEN 1 THEN 2 ELSE 3 END; DELETE FROM c; END", "SELECT 1"}},
		{"ifs of a procedure", "CREATE PROCEDURE p() BEGIN IF (a) THEN DROP TABLE IF EXISTS b; END IF; SELECT IF(1, 2, 3); END; SELECT 1;",
			[]string{"CREATE PROCEDURE p() BEGIN IF (a) THEN DROP TABLE IF EXISTS b; END IF; SELECT IF(1, 2, 3); END", "SELECT 1"}},
		{"a transaction is no block", "BEGIN; DELETE FROM a; END; SELECT 1;", []string{"BEGIN", "DELETE FROM a", "END", "SELECT 1"}},
		{"goose", "-- +goose Up\n-- +goose StatementBegin\nCREATE FUNCTION f() a; b;\n-- +goose StatementEnd\nSELECT 1;\n-- +goose Down\nDROP TABLE a;",
			[]string{"CREATE FUNCTION f() a; b;", "SELECT 1", "DROP TABLE a"}},
		{"sqlc", "-- about the file\n\n-- name: GetUser :one\nSELECT * FROM users\nWHERE id = ?;\n\n-- Deletes; really.\n-- name: DeleteUser :exec\nDELETE FROM users WHERE id = ?;",
			[]string{"GetUser: SELECT * FROM users WHERE id = ?", "DeleteUser: DELETE FROM users WHERE id = ?"}},
		{"sqlc without semicolons", "-- name: A :one\nSELECT 1\n-- name: B :one\nSELECT 2\n/* name: C :one */\nSELECT 3",
			[]string{"A: SELECT 1", "B: SELECT 2", "C: SELECT 3"}},
		{"conditional comments of mysql", "/*!40101 SET NAMES utf8 */;\n/*!50001 CREATE VIEW v AS SELECT 1 FROM a */;",
			[]string{"SET NAMES utf8 */", "CREATE VIEW v AS SELECT 1 FROM a */"}},
		{"data of copy", "COPY users (id, name) FROM stdin;\n1\tit's; me\n\\.\n\nSELECT 1;", []string{"COPY users (id, name) FROM stdin", "SELECT 1"}},
		{"psql's commands", "\\connect x\n\\set a ';'\nSELECT 1;", []string{"SELECT 1"}},
		{"batches", "SELECT 1\nGO\nSELECT go FROM a\nGO\n", []string{"SELECT 1", "SELECT go FROM a"}},
		{"windows lines and a mark", "\ufeffSELECT 1;\r\nSELECT\r\n2;\r\n", []string{"SELECT 1", "SELECT 2"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := statements(t, test.text); !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestBroken(t *testing.T) {
	for _, text := range []string{"SELECT 1; SELECT 'a", "SELECT 1; /* a", "SELECT 1; DO $$ a"} {
		f := sqlsource.Read("x.sql", []byte(text))
		if f.Broken == "" {
			t.Errorf("%q is not called broken", text)
		}
		if len(f.Strings) == 0 || f.Strings[0].Text.Parts[0].Literal != "SELECT 1" {
			t.Errorf("%q: what was whole is lost", text)
		}
	}
}

func TestLongStatementIsCut(t *testing.T) {
	text := "INSERT INTO a VALUES (" + strings.Repeat("1,", 1<<20) + "1); SELECT 1;"
	f := sqlsource.Read("x.sql", []byte(text))
	if len(f.Strings) != 2 || len(f.Strings[0].Text.Parts[0].Literal) != 64<<10 {
		t.Fatalf("%d statements, the first of %d bytes", len(f.Strings), len(f.Strings[0].Text.Parts[0].Literal))
	}
}

func TestComments(t *testing.T) {
	f := sqlsource.Read("tests/x.sql", []byte("-- Code generated by x. DO NOT EDIT.\n-- vtgen:allow VT001 the owner\nSELECT 1; -- vtgen:allow VT002 b\n"))
	if !f.Generated || !f.Test || len(f.Comments) != 2 {
		t.Fatalf("generated %v, test %v, comments %v", f.Generated, f.Test, f.Comments)
	}
	if c := f.Comments[1]; c.Text != "vtgen:allow VT002 b" || !c.Trailing || f.Comments[0].Trailing {
		t.Errorf("comments %+v", f.Comments)
	}
	if line, column := f.Position(f.Strings[0].Pos); line != 3 || column != 1 {
		t.Errorf("the statement is at %d:%d", line, column)
	}
}

// TestGeneratedPlatform reads every SQL file of a generated platform.
func TestGeneratedPlatform(t *testing.T) {
	var files, queries, migrations int
	err := filepath.WalkDir("../../testdata/golden/aip", func(path string, entry os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".sql" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		f := sqlsource.Read(path, text)
		if f.Broken != "" {
			t.Errorf("%s: %s", path, f.Broken)
		}
		for _, s := range f.Strings {
			if s.Query != "" {
				queries++
			} else {
				migrations++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 10 || queries < 15 || migrations < 20 {
		t.Errorf("%d files, %d queries, %d statements of migrations", files, queries, migrations)
	}
}

// positions checks that every position lies in the file and in order.
func positions(f *fact.File, size int) error {
	last := fact.Pos(0)
	for _, s := range f.Strings {
		if s.Pos < last || s.End <= s.Pos || int(s.End) > size {
			return fmt.Errorf("a statement from %d to %d after %d of %d", s.Pos, s.End, last, size)
		}
		last = s.End
	}
	return nil
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("-- name: A :one\nSELECT 'a''b' FROM t; DELIMITER //\nCREATE TRIGGER t BEGIN IF x THEN y; END IF; END//"))
	f.Add([]byte("DO $a$ ; $a$; /*!50001 x */; COPY a FROM stdin;\n1\n\\.\n# c\n\\d"))
	f.Add([]byte("-- +goose StatementBegin\n'\\'"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := positions(sqlsource.Read("x.sql", text), len(text)); err != nil {
			t.Error(err)
		}
	})
}
