package matrix

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/generator/model"
)

// awkwardEntities are names that mean something to Go, to SQL, to file systems or to the generated
// code itself, or whose plural is not a simple one.
var awkwardEntities = strings.Fields(`
	order group key range type func error ctx nil item append err querier querier_row string int64
	2fa_code user_linux device_windows user_test sku_url http_url news metadatum cache leaf metadata
	config sample service event page query class model test main init time context sql json
	router health migration create update owner entity memory value table column index select
	api_key problem body code route unexpected composition con`)

// awkwardFields are the same for fields, with the names of what generated functions declare.
var awkwardFields = strings.Fields(`
	order group key range type func error ctx nil items append err querier string int64 bool len new
	2fa_code user_linux user_test sku_url config sample service event page query queries class classes
	model models test main init time context sql json table column select where from to values value
	default primary unique check index limit offset sort cursor a1 b_1 apply entity validate log_value
	clone equal go_string api body change confirmed controller create deleted events fields
	first got id_number ids in invalid listing memory n next now number ok old out owner params path
	present problems reference repository request response result router row rows rest s r c t db tx
	update updated user v want written x stored sensitive date datetime decimal text uuid enum
	current_timestamp true false null and or not like between case when then else end code codes
	id_s created updated_by error_code status`)

// awkward returns an entity for each awkward name, with fields of its own name and of others'.
func awkward(t *testing.T) []model.Entity {
	t.Helper()
	entities := longest(t)
	for i, name := range awkwardEntities {
		fields := []string{name + ":string:required,max=50"}
		other := awkwardFields[i%len(awkwardFields)]
		if other != name {
			fields = append(fields, other+":datetime:index")
		}
		entities = append(entities, newEntity(t, name, fields...))
	}
	kinds := []string{"string:max=20", "int:default=1", "datetime", "enum(a,b):required", "decimal(5,2):unique", "bool:default=false", "date:index"}
	for half := range 2 {
		var fields []string
		for i, name := range awkwardFields {
			if i%2 == half {
				fields = append(fields, name+":"+kinds[i%len(kinds)])
			}
		}
		entities = append(entities, newEntity(t, fmt.Sprintf("named_%d", half), fields...))
	}
	return entities
}

// longest are entities whose names have the greatest length that the model allows.
func longest(t *testing.T) []model.Entity {
	t.Helper()
	name, table, field := strings.Repeat("entity_", 6)+"entity", strings.Repeat("table_", 10)[:60-1]+"s", strings.Repeat("field_", 10)[:55]
	long := newEntity(t, name[:48], field+"1:string:required,unique,max=100", field+"2:enum(a,b):required,index", field+"3:decimal(9,2):min=1")
	long.Table, long.Module, long.Indexes = table, "module_"+name[:41], []model.Index{{Columns: []string{field + "1", field + "2"}, Unique: true}}
	other := newEntity(t, "o", field+"1:ref("+long.Name+"):required", field+"2:ref("+long.Name+")")
	var entities []model.Entity
	for _, e := range []model.Entity{long, other} {
		checked, err := model.NewEntity(e)
		if err != nil {
			t.Fatal(err)
		}
		entities = append(entities, checked)
	}
	return entities
}

func newEntity(t *testing.T, name string, specs ...string) model.Entity {
	t.Helper()
	e := model.Entity{Name: name}
	for _, spec := range specs {
		field, err := model.ParseField(spec)
		if err != nil {
			t.Fatal(err)
		}
		e.Fields = append(e.Fields, field)
	}
	checked, err := model.NewEntity(e)
	if err != nil {
		t.Fatal(err)
	}
	return checked
}
