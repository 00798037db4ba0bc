package schema_test

import (
	"strings"
	"testing"

	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/generator/schema"
)

// entity makes an entity "thing" of field specifications.
func entity(t *testing.T, specs ...string) model.Entity {
	t.Helper()
	e := model.Entity{Name: "thing"}
	for _, spec := range specs {
		field, err := model.ParseField(spec)
		if err != nil {
			t.Fatal(err)
		}
		e.Fields = append(e.Fields, field)
	}
	e, err := model.NewEntity(e)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestTableColumns(t *testing.T) {
	for _, test := range []struct{ spec, mysql, sqlite string }{
		{"a:string", "a VARCHAR(255),", "CHECK (length(a) <= 255)"},
		{"a:string:required,min=3,max=12", "CHECK (char_length(a) >= 3)", "CHECK (length(a) >= 3 AND length(a) <= 12)"},
		{"a:text", "a TEXT,", "CHECK (length(CAST(a AS BLOB)) <= 65535)"},
		{"a:int:required", "a INT NOT NULL,", "CHECK (a BETWEEN -2147483648 AND 2147483647)"},
		{"a:int:min=1,max=5", "CHECK (a BETWEEN 1 AND 5)", "CHECK (a BETWEEN 1 AND 5)"},
		{"a:bigint:default=-7", "a BIGINT NOT NULL DEFAULT -7,", "a INTEGER NOT NULL DEFAULT -7,"},
		{"a:unsigned", "CHECK (a <= 9223372036854775807)", "CHECK (a >= 0)"},
		{"a:decimal(5,2)", "a DECIMAL(5, 2),", "CHECK (a BETWEEN '-999.99' AND '999.99')"},
		{"a:decimal(2,2):required,min=0", "CHECK (a >= 0.00)", "CHECK (a BETWEEN '0.00' AND '0.99')"},
		{"a:bool:default=true", "a BOOLEAN NOT NULL DEFAULT TRUE,", "CHECK (a IN (0, 1))"},
		{"a:date", "a DATE,", "a DATE,"},
		{"a:datetime:required", "a DATETIME(6) NOT NULL,", "a DATETIME NOT NULL,"},
		{"a:enum(on,off):default=on", "a VARCHAR(3) NOT NULL DEFAULT 'on',", "CHECK (a IN ('on', 'off'))"},
		{"a:json", "a JSON,", "CHECK (json_valid(a))"},
		{"a:uuid", "a CHAR(36),", "CHECK (length(a) = 36)"},
		{"order:string:unique", "UNIQUE KEY uq_things_order (`order`)", "CREATE UNIQUE INDEX uq_things_order ON things (`order`);"},
		{"a:string:index", "KEY ix_things_a (a)", "CREATE INDEX ix_things_a ON things (a);"},
	} {
		e := entity(t, test.spec)
		for dialect, want := range map[schema.Dialect]string{schema.MySQL: test.mysql, schema.SQLite: test.sqlite} {
			if got := schema.Table(dialect, e, nil); !strings.Contains(got, want) {
				t.Errorf("%s in %s: no %q in\n%s", test.spec, dialect, want, got)
			}
		}
	}
}

// TestForeignKeysStayWithinTheModule holds the standards' §3.8 where it is easiest to break.
func TestForeignKeysStayWithinTheModule(t *testing.T) {
	e := entity(t, "near_id:ref(near):required", "far_id:ref(far):required", "maybe_id:ref(near)")
	entities := map[string]model.Entity{
		"near": {Name: "near", Table: "nears", Module: "thing"},
		"far":  {Name: "far", Table: "fars", Module: "far"},
	}
	for _, dialect := range schema.Dialects {
		got := schema.Table(dialect, e, entities)
		for _, want := range []string{"(near_id) REFERENCES nears (id) ON DELETE RESTRICT", "(maybe_id) REFERENCES nears (id) ON DELETE SET NULL"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", dialect, want, got)
			}
		}
		if strings.Contains(got, "REFERENCES fars") {
			t.Errorf("%s: a foreign key to another module's table:\n%s", dialect, got)
		}
	}
}

func TestMigrationGoesUpAndDown(t *testing.T) {
	got := string(schema.Migration(schema.SQLite, entity(t, "a:int"), nil))
	up, down, found := strings.Cut(got, "-- +goose Down\n")
	if !found || !strings.HasPrefix(up, "-- +goose Up\nCREATE TABLE things (") || down != "DROP TABLE things;\n" {
		t.Errorf("got\n%s", got)
	}
	if name := schema.MigrationName(7, entity(t, "a:int")); name != "00007_create_things.sql" {
		t.Errorf("got the name %s", name)
	}
}
