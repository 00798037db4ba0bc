package model

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// fields parses specifications that are known to be right.
func fields(t *testing.T, specs ...string) []Field {
	t.Helper()
	var all []Field
	for _, spec := range specs {
		f, err := ParseField(spec)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return all
}

// many parses a specification n times, with a number in it.
func many(t *testing.T, n int, spec string) []Field {
	t.Helper()
	var all []Field
	for i := range n {
		all = append(all, fields(t, fmt.Sprintf(spec, i))...)
	}
	return all
}

func TestNewEntityFillsDefaults(t *testing.T) {
	e, err := NewEntity(Entity{Name: "user_policy", Uses: []string{"b", "a"}, Fields: []Field{{Name: "name", Type: String}}})
	if err != nil {
		t.Fatal(err)
	}
	want := Entity{
		Name: "user_policy", Plural: "user_policies", Table: "user_policies", Module: "user_policy", Store: SQL,
		Uses: []string{"a", "b"}, Fields: fields(t, "name:string"),
	}
	if !reflect.DeepEqual(e, want) {
		t.Errorf("NewEntity = %+v, want %+v", e, want)
	}
	again, err := NewEntity(e)
	if err != nil || !reflect.DeepEqual(again, e) {
		t.Errorf("NewEntity of its own result = %+v, %v", again, err)
	}
	if e, err := NewEntity(Entity{Name: "a", Plural: "many", Fields: want.Fields}); err != nil || e.Table != "many" {
		t.Errorf("table = %q, %v; want the plural", e.Table, err)
	}
}

func TestNewEntitySharesNoMemory(t *testing.T) {
	given := Entity{
		Name: "a", Uses: []string{"z", "b"},
		Fields:  fields(t, "c:string", "d:enum(x,y):default=x"),
		Indexes: []Index{{Columns: []string{"c", "d"}}},
	}
	e, err := NewEntity(given)
	if err != nil {
		t.Fatal(err)
	}
	e.Uses[0], e.Fields[0].Name, e.Fields[1].Values[0], e.Indexes[0].Columns[0] = "1", "1", "1", "1"
	*e.Fields[1].Default, *e.Fields[0].Max = "1", "1"
	if given.Uses[0] != "z" || given.Fields[0].Spec() != "c:string" || given.Fields[1].Spec() != "d:enum(x,y):default=x" || given.Indexes[0].Columns[0] != "c" {
		t.Errorf("the given entity changed: %+v", given)
	}
}

func TestNewEntityTakesAwkwardNames(t *testing.T) {
	for _, name := range []string{
		"type", "range", "func", "error", "context", "class", "model", "service", "2fa_code", "sms", "news", "main", "init",
		"device_linux", "user_test", "con", "order", "group", "internal", "vendor", "leaf", "canvas", "user_data", "datum",
		"new", "queries", "querier", "row",
	} {
		if _, err := NewEntity(Entity{Name: name, Fields: fields(t, "name:string")}); err != nil {
			t.Error(err)
		}
	}
}

func TestNewEntityRefuses(t *testing.T) {
	ok := fields(t, "name:string", "code:string", "note:text")
	uses := make([]string, MaxUses+1)
	for i := range uses {
		uses[i] = fmt.Sprintf("m%d", i)
	}
	indexes := func(columns ...string) []Index { return []Index{{Columns: columns}} }
	tests := []struct {
		name   string
		entity Entity
		parts  []string
	}{
		{"empty name", Entity{Fields: ok}, []string{"entity name is empty"}},
		{"hyphen", Entity{Name: "user-logs", Fields: ok}, []string{`"user-logs"`, "hyphen", "write user_logs"}},
		{"camel case", Entity{Name: "AIWorker", Fields: ok}, []string{"capital", "write aiworker"}},
		{"long", Entity{Name: strings.Repeat("a", 49), Fields: ok}, []string{"longer than 48"}},
		{"plural", Entity{Name: "a", Plural: "A", Fields: ok}, []string{"entity a", "plural", `"A"`}},
		{"table", Entity{Name: "a", Table: "a-b", Fields: ok}, []string{"entity a", "table", "write a_b"}},
		{"vtgen table", Entity{Name: "a", Table: "vtgen_a", Fields: ok}, []string{`"vtgen_a"`, "kept"}},
		{"sqlite table", Entity{Name: "a", Table: "sqlite_a", Fields: ok}, []string{`"sqlite_a"`, "kept"}},
		{"goose table", Entity{Name: "a", Table: "goose_db_version", Fields: ok}, []string{"kept"}},
		{"module", Entity{Name: "a", Module: "a b", Fields: ok}, []string{"module", "write a_b"}},
		{"database", Entity{Name: "a", Database: "One", Fields: ok}, []string{"database", "write one"}},
		{"system database", Entity{Name: "a", Database: "mysql", Fields: ok}, []string{`"mysql"`, "server"}},
		{"mongo", Entity{Name: "a", Store: "mongo", Fields: ok}, []string{`"mongo"`, "not supported yet"}},
		{"store", Entity{Name: "a", Store: "files", Fields: ok}, []string{`"files"`, "use sql"}},
		{"uses twice", Entity{Name: "a", Uses: []string{"b", "b"}, Fields: ok}, []string{"uses", `"b"`, "twice"}},
		{"uses name", Entity{Name: "a", Uses: []string{"B"}, Fields: ok}, []string{"uses", "write b"}},
		{"uses itself", Entity{Name: "a", Uses: []string{"a"}, Fields: ok}, []string{`"a"`, "own service"}},
		{"uses its module", Entity{Name: "a", Module: "b", Uses: []string{"b"}, Fields: ok}, []string{`"b"`, "own service"}},
		{"many uses", Entity{Name: "a", Uses: uses, Fields: ok}, []string{"51 modules"}},
		{"no fields", Entity{Name: "a"}, []string{"entity a", "no fields", "name:string:required"}},
		{"many fields", Entity{Name: "a", Fields: many(t, 201, "f%d:bool")}, []string{"201 fields"}},
		{"field", Entity{Name: "a", Fields: []Field{{Name: "b", Type: "x"}}}, []string{"entity a", "field b", `"x"`}},
		{"field twice", Entity{Name: "a", Fields: fields(t, "b:int", "b:int")}, []string{"field b", "twice"}},
		{"Go name", Entity{Name: "a", Fields: fields(t, "a1:int", "a_1:int")}, []string{"field a_1", "A1", "field a1"}},
		{"renamed Go name", Entity{Name: "a", Fields: fields(t, "clone:int", "clone_field:int")}, []string{"CloneField"}},
		{"Go variable", Entity{Name: "a", Fields: fields(t, "type:int", "type_value:int")}, []string{"typeValue"}},
		{"implied Go variable", Entity{Name: "a", Fields: fields(t, "id_value:int")}, []string{"idValue", "field id"}},
		{"constants", Entity{Name: "a", Fields: fields(t, "b:enum(c_d)", "b_c:enum(d)")}, []string{"field b_c", "ABCD", "field b"}},
		{"constant and type", Entity{Name: "a", Fields: fields(t, "b:enum(c)", "b_c:enum(d)")}, []string{"field b_c", "ABC"}},
		{"itself", Entity{Name: "a", Fields: fields(t, "b:ref(a):required")}, []string{"field b", "itself", "nullable"}},
		{"index without columns", Entity{Name: "a", Fields: ok, Indexes: indexes()}, []string{"0 columns"}},
		{"index column twice", Entity{Name: "a", Fields: ok, Indexes: indexes("name", "name")}, []string{`"name"`, "twice"}},
		{"index column unknown", Entity{Name: "a", Fields: ok, Indexes: indexes("name", "x")}, []string{`"x"`, "no field"}},
		{"index of text", Entity{Name: "a", Fields: ok, Indexes: indexes("name", "note")}, []string{`"note"`, "type text"}},
		{"index of one", Entity{Name: "a", Fields: ok, Indexes: indexes("name")}, []string{`"name"`, "at the field"}},
		{"index of id", Entity{Name: "a", Fields: ok, Indexes: indexes("id")}, []string{"primary key"}},
		{"same index", Entity{Name: "a", Fields: ok, Indexes: []Index{{Columns: []string{"name", "code"}}, {Columns: []string{"name", "code"}, Unique: true}}}, []string{"(name, code)", "same"}},
		{"same index name", Entity{Name: "a", Fields: fields(t, "b_c:int:index", "b:int", "c:int"), Indexes: indexes("b", "c")}, []string{"(b_c)", "(b, c)", "ix_as_b_c"}},
		{"long index", Entity{Name: "a", Fields: fields(t, "b:string:max=400", "c:string:max=400"), Indexes: indexes("b", "c")}, []string{"3200 bytes", "3072"}},
		{"wide index", Entity{Name: "a", Fields: many(t, 17, "f%d:int"), Indexes: indexes("f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12", "f13", "f14", "f15", "f16")}, []string{"17 columns"}},
		{"many indexes", Entity{Name: "a", Fields: many(t, 64, "f%d:int:index")}, []string{"65 indexes", "64"}},
		{"wide row", Entity{Name: "a", Fields: many(t, 5, "f%d:string:max=4000")}, []string{"80", "65535", "use text"}},
		{"uuids", Entity{Name: "a", Fields: many(t, 56, "f%d:uuid")}, []string{"8126", "uuid"}},
		{"short strings", Entity{Name: "a", Fields: many(t, 197, "f%d:string:max=10")}, []string{"8126"}},
		{"strings", Entity{Name: "a", Fields: many(t, 65, "f%d:string")}, []string{"65535"}},
		{"wide page", Entity{Name: "a", Fields: many(t, 200, "f%d:text")}, []string{"8126", "split the entity"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := NewEntity(tt.entity)
			wantError(t, err, tt.parts...)
		})
	}
}

func TestNewEntityTakesWhatFits(t *testing.T) {
	// These numbers are where MariaDB itself draws the line.
	tests := []Entity{
		{Name: "a", Fields: many(t, 55, "f%d:uuid")},
		{Name: "a", Fields: many(t, 196, "f%d:string:max=10")},
		{Name: "a", Fields: many(t, 64, "f%d:string")},
		{Name: "a", Fields: many(t, 63, "f%d:int:index")},
		{Name: "a", Fields: fields(t, "b:string", "c:string"), Indexes: []Index{{Columns: []string{"created_at"}}, {Columns: []string{"b", "id"}, Unique: true}}},
		{Name: "a", Fields: fields(t, "parent_id:ref(a)")},
		{Name: "a", Fields: fields(t, "b:string:max=16000")},
		{Name: "a", Fields: fields(t, "b:string:unique,max=768")},
	}
	for _, e := range tests {
		if _, err := NewEntity(e); err != nil {
			t.Error(err)
		}
	}
}

func TestEntityField(t *testing.T) {
	e := Entity{Fields: fields(t, "b:int", "c:bool")}
	if f, ok := e.Field("c"); !ok || f.Type != Bool {
		t.Errorf("Field(c) = %+v, %t", f, ok)
	}
	if _, ok := e.Field("id"); ok {
		t.Error("Field(id) is found among the user's fields")
	}
}

func TestUniqueIndexOverFewValues(t *testing.T) {
	fields := []Field{{Name: "a", Type: Bool, Required: true}, {Name: "b", Type: Enum, Values: []string{"x", "y"}, Required: true}, {Name: "c", Type: Enum, Values: []string{"x", "y", "z"}, Required: true}}
	for _, test := range []struct {
		columns []string
		ok      bool
	}{{[]string{"a", "b"}, false}, {[]string{"a", "c"}, true}, {[]string{"a", "b", "created_at"}, true}} {
		_, err := NewEntity(Entity{Name: "thing", Fields: fields, Indexes: []Index{{Columns: test.columns, Unique: true}}})
		if (err == nil) != test.ok {
			t.Errorf("unique over %v: got %v", test.columns, err)
		}
	}
}
