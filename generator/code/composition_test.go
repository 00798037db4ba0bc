package code

import (
	"strings"
	"testing"

	"github.com/vtgen/vtgen/generator/model"
)

// TestCompositionIsFormatted holds the one Go file that does not pass through Format to what Format
// would make of it.
func TestCompositionIsFormatted(t *testing.T) {
	longNames := append(shop(t), entity(t, "a", "", "x:int"), entity(t, strings.Repeat("very_", 7)+"long", "", "x:int"))
	for name, all := range map[string][]model.Entity{
		"none": nil, "one": {entity(t, "worker", "", "x:int")}, "modules": shop(t), "names of all lengths": longNames,
	} {
		for _, module := range []string{"example.com/aip", "aip", "a.b/c"} {
			p := model.Platform{Name: "aip", Module: module}
			contents := Contents{Entities: all}
			if len(all) > 1 {
				contents.Events = []model.Event{{ID: "STOCK_LOW", From: all[0].Module, To: all[1].Module}}
			}
			got, err := Composition(p, contents, "")
			if err != nil {
				t.Fatal(err)
			}
			want, err := Format("zz_generated_composition.go", module, got)
			if err != nil {
				t.Fatalf("%s: %v in\n%s", name, err, got)
			}
			if string(got) != string(want) {
				t.Errorf("%s in %s: got\n%s\nwant\n%s", name, module, got, want)
			}
		}
	}
}
