package code

import (
	"slices"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/generator/model"
)

// entity makes an entity of a module from field specifications.
func entity(t *testing.T, name, module string, specs ...string) model.Entity {
	t.Helper()
	e := model.Entity{Name: name, Module: module}
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

// shop is a platform in which every kind of relation occurs.
func shop(t *testing.T) []model.Entity {
	t.Helper()
	order := entity(t, "order", "sales", "customer_id:ref(customer):required", "item_id:ref(item):required", "gift_item_id:ref(item)", "parent_id:ref(order)")
	order.Uses = []string{"stock"}
	return []model.Entity{
		order,
		entity(t, "invoice", "sales", "order_id:ref(order):required"),
		entity(t, "customer", "", "email:string:required,unique"),
		entity(t, "item", "stock", "name:string:required"),
		entity(t, "shelf", "stock", "name:string:required"),
	}
}

var testPlatform = model.Platform{Name: "shop", Module: "example.com/shop"}

func scopeOf(t *testing.T, name string) *Scope {
	t.Helper()
	all := Index(shop(t))
	s, err := NewScope(testPlatform, all[name], all, 12)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestScopeTellsOwnFromForeign(t *testing.T) {
	s := scopeOf(t, "order")
	var foreign, local, handlers, uses []string
	for _, r := range s.Foreign() {
		foreign, handlers = append(foreign, r.Field.Name), append(handlers, r.Handler)
	}
	for _, r := range s.Local() {
		local = append(local, r.Field.Name)
	}
	for _, u := range s.Uses {
		uses = append(uses, u.Name+" "+u.Var+" "+u.Type)
	}
	for name, pair := range map[string][2][]string{
		"foreign":  {foreign, {"customer_id", "item_id", "gift_item_id"}},
		"local":    {local, {"parent_id"}},
		"handlers": {handlers, {"HandleCustomerDeleted", "HandleItemDeletedForItemID", "HandleItemDeletedForGiftItemID"}},
		"uses":     {uses, {"customer customer service.Reader[classes.Customer]", "item itemEntity service.Reader[classes.Item]", "stock stock *StockService"}},
	} {
		if !slices.Equal(pair[0], pair[1]) {
			t.Errorf("%s: got %q, want %q", name, pair[0], pair[1])
		}
	}
}

func TestScopeAllotsCodes(t *testing.T) {
	want := []ErrorCode{{"CodeOrderNotFound", "VTAPP-XXX12"}, {"CodeOrderInvalid", "VTAPP-XXX13"}, {"CodeOrderConflict", "VTAPP-XXX14"}, {"CodeOrderTechnical", "VTAPP-XXX15"}}
	if got := scopeOf(t, "order").Codes; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestScopeRefusesAnUnknownReference(t *testing.T) {
	lost := entity(t, "lost", "", "thing_id:ref(thing)")
	if _, err := NewScope(testPlatform, lost, Index([]model.Entity{lost}), 1); err == nil || !strings.Contains(err.Error(), "thing") {
		t.Errorf("got %v", err)
	}
}

// TestOrder: a service is built after those it is given, and a module after its entities.
func TestOrder(t *testing.T) {
	steps, err := order(testPlatform, shop(t))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range steps {
		names = append(names, s.GoName)
	}
	for _, pair := range [][2]string{{"Customer", "Order"}, {"Item", "Order"}, {"Stock", "Order"}, {"Item", "Stock"}, {"Shelf", "Stock"}, {"Order", "Sales"}, {"Invoice", "Sales"}} {
		if slices.Index(names, pair[0]) > slices.Index(names, pair[1]) {
			t.Errorf("%s is built after %s: %v", pair[0], pair[1], names)
		}
	}
	if len(names) != 7 {
		t.Errorf("got %v", names)
	}
	shuffled := shop(t)
	slices.Reverse(shuffled)
	again, err := order(testPlatform, shuffled)
	if err != nil || len(again) != len(steps) {
		t.Fatal(again, err)
	}
	for i := range steps {
		if again[i].GoName != steps[i].GoName {
			t.Errorf("the order depends on the order of the input: %s, %s", steps[i].GoName, again[i].GoName)
		}
	}
}

func TestLogIDsCountUp(t *testing.T) {
	ids := logIDs{file: "order.service.go"}
	if first, second := ids.next("Create"), ids.next("Get"); first != "order.service.go:001 | Create" || second != "order.service.go:002 | Get" {
		t.Errorf("got %q, %q", first, second)
	}
}

func TestFormatNamesTheFile(t *testing.T) {
	if _, err := Format("services/x.go", "example.com/shop", []byte("package services\nfunc {")); err == nil || !strings.Contains(err.Error(), "services/x.go") {
		t.Errorf("got %v", err)
	}
	got, err := Format("services/x.go", "example.com/shop", []byte("package services\nimport (\n\"example.com/shop/classes\"\n\"context\"\n\"github.com/go-chi/chi/v5\"\n)\nvar ( _ context.Context; _ chi.Router; _ classes.X)\n"))
	want := "import (\n\t\"context\"\n\n\t\"github.com/go-chi/chi/v5\"\n\n\t\"example.com/shop/classes\"\n)"
	if err != nil || !strings.Contains(string(got), want) {
		t.Errorf("the imports are not grouped: %v\n%s", err, got)
	}
}

func TestNeighbour(t *testing.T) {
	for _, test := range []struct {
		text string
		step int64
		want string
	}{{"5", 1, "6"}, {"-2147483648", -1, "-2147483649"}, {"9223372036854775807", 1, "9223372036854775808"}, {"-9223372036854775808", -1, "-9223372036854775809"}} {
		if got := neighbour(test.text, test.step); got != test.want {
			t.Errorf("%s%+d: got %s, want %s", test.text, test.step, got, test.want)
		}
	}
}

func TestDecimalLimits(t *testing.T) {
	for spec, want := range map[string][2]string{
		"a:decimal(5,2)":              {"0", "999.99"},
		"a:decimal(2,2)":              {"0", "0.99"},
		"a:decimal(4,0)":              {"0", "9999"},
		"a:decimal(5,2):min=-3,max=7": {"-3.00", "7.00"},
		"a:decimal(5,2):max=-1":       {"-999.99", "-1.00"},
	} {
		field, err := model.ParseField(spec)
		if err != nil {
			t.Fatal(err)
		}
		if minimum, maximum := decimalLimits(field); minimum != want[0] || maximum != want[1] {
			t.Errorf("%s: got %s to %s, want %v", spec, minimum, maximum, want)
		}
	}
}
