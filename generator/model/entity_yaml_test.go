package model

import (
	"reflect"
	"strings"
	"testing"
)

const workerYAML = `# The entity ai_worker, as ` + "`vtgen generate`" + ` makes its files.
name: ai_worker
plural: ai_workers
table: ai_workers
database: oneid
module: worker_ops
uses: [billing, user_account]
fields:
  - {name: name, type: string, required: true}
  - {name: email, type: string, unique: true, max: 320}
  - {name: role, type: enum, values: [user, yes, "1"], default: yes}
  - {name: amount, type: 'decimal(12,2)', default: 0.50, min: 0.00}
  - {name: owner_id, type: ref(user_account), required: true}
  - {name: active, type: bool, default: true}
  - {name: started, type: date, default: "2026-01-31"}
indexes:
  - {columns: [name, owner_id], unique: true}
  - {columns: [created_at]}
`

func worker(t *testing.T) Entity {
	t.Helper()
	e, err := NewEntity(Entity{
		Name: "ai_worker", Database: "oneid", Module: "worker_ops", Uses: []string{"user_account", "billing"},
		Fields: fields(t, "name:string:required", "email:string:unique,max=320", "role:enum(user,yes,1):default=yes",
			"amount:decimal(12,2):default=0.5,min=0", "owner_id:ref(user_account):required", "active:bool:default=true",
			"started:date:default=2026-01-31"),
		Indexes: []Index{{Columns: []string{"name", "owner_id"}, Unique: true}, {Columns: []string{"created_at"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEntityYAML(t *testing.T) {
	if got := string(worker(t).YAML()); got != workerYAML {
		t.Errorf("YAML =\n%s\nwant\n%s", got, workerYAML)
	}
}

// Every form of writing the same entity gives the same value.
func TestParseEntity(t *testing.T) {
	forms := map[string]string{
		"canonical": workerYAML,
		"specifications": `
name: ai_worker
database: oneid
module: worker_ops
store: sql
uses: [user_account, billing]
fields:
- name:string:required
- email:string:unique,max=320
- role:enum(user,yes,1):default=yes
- "amount:decimal(12,2):default=0.5,min=0"
- owner_id:ref(user_account):required
- active:bool:default=true
- started:date:default=2026-01-31
indexes:
- columns: [name, owner_id]
  unique: true
- [created_at]
`,
		"long form": `{name: ai_worker, database: oneid, module: worker_ops, uses: [billing, user_account], fields: [
{name: name, type: string, required: true, nullable: false},
{name: email, type: string, unique: true, max: 320},
{name: role, type: enum, values: [user, yes, 1], default: yes},
{name: amount, type: decimal, precision: 12, scale: 2, default: 0.5, min: 0},
{name: owner_id, type: reference, reference: user_account, required: true, index: true},
{name: active, type: bool, default: true},
{name: started, type: date, default: 2026-01-31}],
indexes: [{columns: [name, owner_id], unique: true}, [created_at]]}`,
		"type with arguments": strings.Replace(workerYAML, `type: enum, values: [user, yes, "1"]`, `type: "enum(user,yes,1)"`, 1),
	}
	for name, yaml := range forms {
		got, err := ParseEntity([]byte(yaml), "entities/ai_worker.yaml")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if want := worker(t); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: read %+v, want %+v", name, got, want)
		}
	}
}

func TestParseEntityRefuses(t *testing.T) {
	const head = "name: a\nfields:\n- b:int\n"
	tests := []struct {
		name, yaml string
		parts      []string
	}{
		{"empty", "", []string{"e.yaml: ", "empty"}},
		{"not a mapping", "a", []string{"e.yaml:1: ", "mapping"}},
		{"syntax", "name: [", []string{"e.yaml: ", "read YAML"}},
		{"two documents", head + "---\n" + head, []string{"---"}},
		{"unknown key", head + "colour: red\n", []string{"e.yaml:4: ", `"colour"`, "use name, plural"}},
		{"repeated key", head + "name: a\n", []string{"e.yaml:4: ", `"name"`, "twice"}},
		{"anchor", "name: &n a\n", []string{"e.yaml:1: ", "anchors"}},
		{"alias", "x: &n a\n", []string{"e.yaml:1: ", `"x"`}},
		{"alias as key", "name: a\nfields: [{*n : b}]\n", []string{"anchor"}},
		{"merge", "name: a\nfields:\n- {<<: {}}\n", []string{"e.yaml:3: ", `"<<"`}},
		{"tag", "name: !!str a\n", []string{"tag"}},
		{"too large", head + strings.Repeat("#", maxYAML), []string{"bytes"}},
		{"name", "plural: a\n\nname: B\nfields:\n- b:int\n", []string{"e.yaml:3: ", `"B"`}},
		{"no name", "fields:\n- b:int\n", []string{"e.yaml:1: ", "empty"}},
		{"store", head + "store: mongo\n", []string{"e.yaml:4: ", "not supported yet"}},
		{"module", head + "module: B\n", []string{"e.yaml:4: ", "write b"}},
		{"database", head + "database: B\n", []string{"e.yaml:4: ", "write b"}},
		{"table", head + "table: vtgen_b\n", []string{"e.yaml:4: ", "kept"}},
		{"plural", head + "plural: B\n", []string{"e.yaml:4: ", "write b"}},
		{"uses", head + "uses:\n- a\n", []string{"e.yaml:5: ", "own service"}},
		{"uses no list", head + "uses: b\n", []string{"e.yaml:4: ", "list"}},
		{"fields no list", "name: a\nfields: {}\n", []string{"e.yaml:2: ", "list"}},
		{"no fields", "name: a\nfields: []\n", []string{"e.yaml:2: ", "no fields"}},
		{"field no mapping", "name: a\nfields:\n- [b]\n", []string{"e.yaml:3: ", "a field must be a mapping"}},
		{"field null", "name: a\nfields:\n- b:int\n- ~\n", []string{"e.yaml:4: ", "empty"}},
		{"field specification", "name: a\nfields:\n- b:int\n- c:foo\n", []string{"e.yaml:4: ", `"foo"`}},
		{"field key", "name: a\nfields:\n- {name: b, kind: int}\n", []string{"e.yaml:3: ", `"kind"`}},
		{"field key twice", "name: a\nfields:\n- {name: b, name: b}\n", []string{"e.yaml:3: ", "twice"}},
		{"field name", "name: a\nfields:\n- b:int\n- {name: B, type: int}\n", []string{"e.yaml:4: ", `"B"`}},
		{"field twice", "name: a\nfields:\n- b:int\n- b:int\n", []string{"e.yaml:4: ", "field b", "twice"}},
		{"field constants", "name: a\nfields:\n- b:enum(c_d)\n- b_c:enum(d)\n", []string{"e.yaml:4: ", "ABCD"}},
		{"no type", "name: a\nfields:\n- {name: b}\n", []string{"e.yaml:3: ", `field "b"`, "type is missing"}},
		{"type", "name: a\nfields:\n- {name: b, type: foo}\n", []string{"e.yaml:3: ", `"foo"`}},
		{"type with keys", "name: a\nfields:\n- {name: b, type: foo, values: [c]}\n", []string{"e.yaml:3: ", `"foo"`}},
		{"type with modifier", "name: a\nfields:\n- {name: b, type: 'int:required'}\n", []string{"e.yaml:3: ", "keys of their own"}},
		{"type with text", "name: a\nfields:\n- {name: b, type: 'enum(c) d'}\n", []string{"e.yaml:3: ", `"d"`, "keys of their own"}},
		{"type quote", "name: a\nfields:\n- {name: b, type: 'enum(\"'}\n", []string{"e.yaml:3: ", "not closed"}},
		{"type mark", "name: a\nfields:\n- {name: b, type: ':'}\n", []string{"e.yaml:3: ", "the type"}},
		{"arguments twice", "name: a\nfields:\n- {name: b, type: 'enum(c)', values: [d]}\n", []string{"e.yaml:3: ", "one form"}},
		{"precision", "name: a\nfields:\n- {name: b, type: decimal, precision: x}\n", []string{"e.yaml:3: ", `"x"`}},
		{"scale", "name: a\nfields:\n- {name: b, type: decimal, precision: 1, scale: -1}\n", []string{"e.yaml:3: ", `"-1"`}},
		{"flag", "name: a\nfields:\n- {name: b, type: int, required: yes please}\n", []string{"e.yaml:3: ", "true nor false"}},
		{"flag list", "name: a\nfields:\n- {name: b, type: int, required: [true]}\n", []string{"e.yaml:3: ", "true nor false"}},
		{"default null", "name: a\nfields:\n- {name: b, type: string, default: null}\n", []string{"e.yaml:3: ", `""`}},
		{"default list", "name: a\nfields:\n- {name: b, type: string, default: [c]}\n", []string{"e.yaml:3: ", "single value"}},
		{"value list", "name: a\nfields:\n- {name: b, type: enum, values: [[c]]}\n", []string{"e.yaml:3: ", "single value"}},
		{"index", head + "indexes:\n- [b, c]\n", []string{"e.yaml:5: ", `"c"`}},
		{"index key", head + "indexes:\n- {column: b}\n", []string{"e.yaml:5: ", `"column"`}},
		{"index text", head + "indexes:\n- b\n", []string{"e.yaml:5: ", "mapping"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseEntity([]byte(tt.yaml), "e.yaml")
			wantError(t, err, tt.parts...)
		})
	}
}

func FuzzParseEntity(f *testing.F) {
	for _, seed := range []string{
		workerYAML, "name: a\nfields:\n- b:int\n", "name: a\nfields:\n- {name: b, type: enum, values: [yes, ~]}\n",
		"name: a\nfields: [{name: b, type: string, default: \"a: [b, c] # d\"}]\n", "name: &a b\nfields: [*a]\n",
		"name: a\nfields:\n- {name: b, type: 'enum(\"x, y\")'}\nindexes: [[created_at], {columns: [b, id], unique: true}]\n",
		"name: a\nfields:\n- {name: b, type: string, default: \"  \", max: 9}\n", "? a\n: b\n", "--- |\n a\n", "\xff\xfe", "%YAML 1.2\n---\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, yaml []byte) {
		e, err := ParseEntity(yaml, "e.yaml")
		if err != nil {
			return
		}
		again, err := ParseEntity(e.YAML(), "e.yaml")
		if err != nil {
			t.Fatalf("%q gives %q, which is refused: %v", yaml, e.YAML(), err)
		}
		if !reflect.DeepEqual(e, again) {
			t.Fatalf("%q gives %+v, and read again %+v", yaml, e, again)
		}
		if err := ValidateAll(Platform{Name: "p"}, []Entity{e}); err != nil && !strings.Contains(err.Error(), "platform p") {
			t.Fatal(err)
		}
	})
}
