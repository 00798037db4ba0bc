package model

import (
	"fmt"
	"testing"
)

// entity makes a valid entity; change sets what matters to the case.
func entity(t *testing.T, name string, change func(*Entity), specs ...string) Entity {
	t.Helper()
	e := Entity{Name: name, Fields: fields(t, append([]string{"name:string"}, specs...)...)}
	if change != nil {
		change(&e)
	}
	e, err := NewEntity(e)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func uses(names ...string) func(*Entity) { return func(e *Entity) { e.Uses = names } }

func table(name string) func(*Entity) { return func(e *Entity) { e.Table = name } }

func inModule(name string, used ...string) func(*Entity) {
	return func(e *Entity) { e.Module, e.Uses = name, used }
}

func TestValidateAll(t *testing.T) {
	platforms := map[string][]Entity{
		"none": nil,
		"a tree, a diamond and a cycle with a way out": {
			entity(t, "category", nil, "parent_id:ref(category)"),
			entity(t, "order", uses("customer", "item"), "customer_id:ref(customer):required", "item_id:ref(item):required"),
			entity(t, "customer", uses("country"), "country_id:ref(country):required"),
			entity(t, "item", uses("country"), "country_id:ref(country):required"),
			entity(t, "country", nil),
		},
		"modules that use each other, but not their services": {
			entity(t, "a1", inModule("a", "b1")), entity(t, "a2", inModule("a")),
			entity(t, "b1", inModule("b")), entity(t, "b2", inModule("b", "a2")),
		},
		"modules of several entities": {
			entity(t, "allowed_app", inModule("app_operations", "roles")),
			entity(t, "enrolled_app", inModule("app_operations", "allowed_app", "oneid_role")),
			entity(t, "oneid_role", inModule("roles")),
			entity(t, "app_operation", inModule("app_operations")),
		},
		"a word without plural":   {entity(t, "news", nil), entity(t, "metadata", nil)},
		"words of the generator":  {entity(t, "class", nil), entity(t, "query", nil), entity(t, "service", nil), entity(t, "type", nil)},
		"a name within another":   {entity(t, "worker", nil, "status:string"), entity(t, "worker_status", nil), entity(t, "worker_page", nil)},
		"an enum beside its name": {entity(t, "worker", nil, "status:enum(on,off)"), entity(t, "status", nil)},
	}
	for name, all := range platforms {
		if err := ValidateAll(Platform{Name: "aip"}, all); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestValidateAllRefuses(t *testing.T) {
	tests := []struct {
		name  string
		all   []Entity
		parts []string
	}{
		{"foreign keys in a circle", []Entity{
			entity(t, "order", inModule("shop"), "customer_id:ref(customer):required"),
			entity(t, "customer", inModule("shop"), "last_order_id:ref(order)"),
		}, []string{"customer → order → customer", "foreign key"}},
		{"twice", []Entity{entity(t, "a", nil), entity(t, "a", table("b"))}, []string{"platform aip", "entity a", "twice"}},
		{"table", []Entity{entity(t, "a", table("x")), entity(t, "b", table("x"))}, []string{"a and b", "table x", "one owner"}},
		{"table in two databases", []Entity{
			entity(t, "a", func(e *Entity) { e.Table, e.Database = "x", "one" }),
			entity(t, "b", func(e *Entity) { e.Table, e.Database = "x", "two" }),
		}, []string{"a and b", "embedded database", "x"}},
		{"Go name", []Entity{entity(t, "a1", nil), entity(t, "a_1", nil)}, []string{"a1 and a_1", "same Go"}},
		{"Go variable", []Entity{entity(t, "type", nil), entity(t, "type_entity", nil)}, []string{"typeEntity"}},
		{"route", []Entity{entity(t, "a", func(e *Entity) { e.Plural, e.Table = "x", "a" }), entity(t, "b", func(e *Entity) { e.Plural, e.Table = "x", "b" })}, []string{"/api/v1/x", "plural"}},
		{"file", []Entity{entity(t, "a_js", nil), entity(t, "a_js_entity", nil)}, []string{"file name a_js_entity", "rename"}},
		{"repository", []Entity{entity(t, "a", table("b")), entity(t, "b", nil)}, []string{"repository file b"}},
		{"package", []Entity{entity(t, "class", nil), entity(t, "b", table("classes_table"))}, []string{"Go package classes_table"}},
		{"event", []Entity{entity(t, "2fa", nil), entity(t, "n2fa", nil)}, []string{"N2FA_CREATED"}},
		{"enum type", []Entity{entity(t, "worker", nil, "status:enum(on)"), entity(t, "worker_status", nil)}, []string{"WorkerStatus", "enum field"}},
		{"enum constant", []Entity{entity(t, "worker", nil, "status:enum(log)"), entity(t, "worker_status_log", nil)}, []string{"WorkerStatusLog"}},
		{"event", []Entity{entity(t, "worker", nil), entity(t, "worker_updated", nil)}, []string{"WorkerUpdated"}},
		{"sample", []Entity{entity(t, "worker", nil), entity(t, "worker_body", nil)}, []string{"WorkerBody"}},
		{"stored sample", []Entity{entity(t, "worker", nil), entity(t, "stored_worker", nil)}, []string{"StoredWorker"}},
		{"enum and derived class", []Entity{entity(t, "worker", nil, "created:enum(x)")}, []string{"entity worker", "WorkerCreated", "twice"}},
		{"constructor", []Entity{entity(t, "worker", nil), entity(t, "new_worker", nil)}, []string{"NewWorker"}},
		{"module and entity", []Entity{entity(t, "a", inModule("b")), entity(t, "b", inModule("c"))}, []string{"entity a", "module b", "module c"}},
		{"modules", []Entity{entity(t, "a", inModule("m1")), entity(t, "b", inModule("m_1"))}, []string{"m1 and m_1", "M1"}},
		{"module files", []Entity{entity(t, "a", inModule("m_js")), entity(t, "b", inModule("m_js_entity"))}, []string{"m_js_entity"}},
		{"index names", []Entity{entity(t, "x", table("t"), "u_v:int:index"), entity(t, "y", table("t_u"), "v:int:index")}, []string{"ix_t_u_v", "embedded database"}},
		{"reference", []Entity{entity(t, "a", nil, "b_id:ref(b)")}, []string{"entity a", "field b_id", "entity b", "one of a"}},
		{"uses", []Entity{entity(t, "a", uses("b"))}, []string{"entity a uses b", "one of a"}},
		{"required references", []Entity{
			entity(t, "a", nil, "b_id:ref(b):required"), entity(t, "b", nil, "c_id:ref(c):required"), entity(t, "c", nil, "a_id:ref(a):required"),
		}, []string{"a → b → c → a", "nullable"}},
		{"services", []Entity{entity(t, "z", uses("a")), entity(t, "a", uses("b")), entity(t, "b", uses("a"))}, []string{"services", "a → b → a", "an event"}},
		{"services of one module", []Entity{entity(t, "a", inModule("m", "b")), entity(t, "b", inModule("m", "a"))}, []string{"a → b → a"}},
		{"a use through a module", []Entity{
			entity(t, "a1", inModule("a")), entity(t, "a2", inModule("a", "b")), entity(t, "b", uses("a")),
		}, []string{"a2 → b → a2"}},
		{"references to other modules", []Entity{
			entity(t, "a", nil, "b_id:ref(b)"), entity(t, "b", nil, "a_id:ref(a)"),
		}, []string{"services", "a → b → a", "one module"}},
		{"a module like an entity", []Entity{entity(t, "a1", nil), entity(t, "b", inModule("a_1"))}, []string{"a1 and a_1", "Go name A1"}},
		{"plural variables", []Entity{entity(t, "type", func(e *Entity) { e.Plural = "type" }), entity(t, "b", func(e *Entity) { e.Plural = "type_value" })}, []string{"typeValue", "plural"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wantError(t, ValidateAll(Platform{Name: "aip"}, tt.all), tt.parts...)
		})
	}
}

func TestValidateAllBounds(t *testing.T) {
	wantError(t, ValidateAll(Platform{Name: "aip"}, make([]Entity, maxEntities+1)), "1001 entities")
	var all []Entity
	for i := range 30 {
		all = append(all, entity(t, fmt.Sprintf("e%d", i), nil))
	}
	all[0].Uses = []string{"missing"}
	wantError(t, ValidateAll(Platform{Name: "aip"}, all), "missing", "…")
	// Entities that no constructor made must not crash it.
	_ = ValidateAll(Platform{}, make([]Entity, 2))
}
