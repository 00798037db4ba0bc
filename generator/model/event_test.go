package model

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

const assignedYAML = `# The event WORKER_ASSIGNED, as ` + "`vtgen generate`" + ` makes its files.
id: WORKER_ASSIGNED
from: ai_worker
to: user_account
fields:
  - {name: worker_id, type: bigint, required: true}
  - {name: reason, type: string, max: 40}
  - {name: fee, type: 'decimal(4,2)'}
`

// event makes a valid event.
func event(t *testing.T, id, from, to string, specs ...string) Event {
	t.Helper()
	e, err := NewEvent(Event{ID: id, From: from, To: to, Fields: fields(t, specs...)})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEventYAML(t *testing.T) {
	e := event(t, "WORKER_ASSIGNED", "ai_worker", "user_account", "worker_id:bigint:required", "reason:string:max=40", "fee:decimal(4,2)")
	if got := string(e.YAML()); got != assignedYAML {
		t.Errorf("YAML =\n%s\nwant\n%s", got, assignedYAML)
	}
	for name, yaml := range map[string]string{
		"canonical":      assignedYAML,
		"specifications": "to: user_account\nfrom: ai_worker\nid: WORKER_ASSIGNED\nfields: ['worker_id:bigint:required', 'reason:string:max=40', 'fee:decimal(4,2)']\n",
	} {
		read, err := ParseEvent([]byte(yaml), "e.yaml")
		if err != nil || !reflect.DeepEqual(read, e) {
			t.Errorf("%s: read %+v, %v; want %+v", name, read, err, e)
		}
	}
}

func TestEventNames(t *testing.T) {
	for id, want := range map[string][4]string{
		"WORKER_ASSIGNED":     {"worker_assigned", "WorkerAssigned", "workerAssigned", "UserAccountWorkerAssignedEventsService"},
		"WORKER.ASSIGNED":     {"worker_assigned", "WorkerAssigned", "workerAssigned", "UserAccountWorkerAssignedEventsService"},
		"SHOP.ORDER_ID.ADDED": {"shop_order_id_added", "ShopOrderIDAdded", "shopOrderIDAdded", "UserAccountShopOrderIDAddedEventsService"},
	} {
		e := event(t, id, "ai_worker", "user_account")
		if got := [4]string{e.Stem(), e.GoName(), e.GoVar(), e.HandlerGoName()}; got != want {
			t.Errorf("%s: got %q, want %q", id, got, want)
		}
	}
	// A variable must be no keyword, and hide nothing that the generated files use.
	for _, id := range []string{"TYPE", "ERROR", "CTX", "S", "CONTEXT", "CLASSES", "ROUTER"} {
		e := event(t, id, "ai_worker", "user_account")
		if got := e.GoVar(); got == strings.ToLower(id) {
			t.Errorf("%s: the variable is %s", id, got)
		}
	}
}

func TestNewEvent(t *testing.T) {
	e := event(t, "A", "b", "c")
	want := []Field{{Name: "id", Type: BigInt, Required: true}}
	if !reflect.DeepEqual(e.Fields, want) {
		t.Errorf("without fields it carries %+v, want %+v", e.Fields, want)
	}
	if again, err := NewEvent(e); err != nil || !reflect.DeepEqual(again, e) {
		t.Errorf("made again it is %+v, %v; want %+v", again, err, e)
	}
}

func TestNewEventRefuses(t *testing.T) {
	many := make([]string, MaxFields+1)
	for i := range many {
		many[i] = fmt.Sprintf("f%d:int", i)
	}
	for name, test := range map[string]struct {
		id, from, to string
		fields       []string
		parts        []string
	}{
		"no id":          {"", "b", "c", nil, []string{`event id ""`, "UPPER_SNAKE_CASE"}},
		"small letters":  {"a_b", "b", "c", nil, []string{`"a_b"`, "§3.3"}},
		"hyphen":         {"A-B", "b", "c", nil, []string{`"A-B"`}},
		"dots":           {"A..B", "b", "c", nil, []string{`"A..B"`}},
		"underscores":    {"A__B", "b", "c", nil, []string{`"A__B"`}},
		"a digit first":  {"A.1", "b", "c", nil, []string{`"A.1"`}},
		"line":           {"A\n", "b", "c", nil, []string{`"A\n"`}},
		"long":           {strings.Repeat("A", maxEventID+1), "b", "c", nil, []string{"64 characters"}},
		"from":           {"A", "", "c", nil, []string{"event A", "from", "empty"}},
		"to":             {"A", "b", "C", nil, []string{"event A", "to", "write c"}},
		"itself":         {"A", "b", "b", nil, []string{"from b to itself"}},
		"sensitive":      {"A", "b", "c", []string{"d:string:sensitive"}, []string{"event A", "field d", "carry an id"}},
		"unique":         {"A", "b", "c", []string{"d:string:unique"}, []string{"field d", "no table"}},
		"index":          {"A", "b", "c", []string{"d:string:index"}, []string{"field d", "no table"}},
		"default":        {"A", "b", "c", []string{"d:int:default=1"}, []string{"field d", "no table"}},
		"enum":           {"A", "b", "c", []string{"d:enum(e)"}, []string{"write d:string"}},
		"reference":      {"A", "b", "c", []string{"d_id:ref(e)"}, []string{"write d_id:bigint"}},
		"twice":          {"A", "b", "c", []string{"d:int", "d:string"}, []string{"field d", "rename one"}},
		"twice in Go":    {"A", "b", "c", []string{"d_1:int", "d1:int"}, []string{"field d1", "D1", "field d_1"}},
		"many fields":    {"A", "b", "c", many, []string{"are allowed"}},
		"name of fields": {"A", "b", "c", []string{"func:int"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := NewEvent(Event{ID: test.id, From: test.from, To: test.to, Fields: fields(t, test.fields...)})
			if test.parts == nil {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantError(t, err, test.parts...)
		})
	}
}

func TestParseEventRefuses(t *testing.T) {
	const head = "id: A\nfrom: b\nto: c\n"
	for name, test := range map[string]struct {
		yaml  string
		parts []string
	}{
		"empty":          {"", []string{"e.yaml: ", "empty"}},
		"not a mapping":  {"a", []string{"e.yaml:1: ", "mapping"}},
		"unknown key":    {head + "colour: red\n", []string{"e.yaml:4: ", `"colour"`, "use id, from"}},
		"repeated key":   {head + "id: A\n", []string{"e.yaml:4: ", "twice"}},
		"list as id":     {"id: [A]\n", []string{"e.yaml:1: ", "single value"}},
		"alias":          {"id: &a A\nfrom: *a\n", []string{"e.yaml:1: ", "anchors"}},
		"no id":          {"from: b\nto: c\n", []string{"e.yaml:1: ", "event id"}},
		"fields no list": {head + "fields: d\n", []string{"e.yaml:4: ", "list"}},
		"type":           {head + "fields:\n- d:foo\n", []string{"e.yaml:5: ", `"foo"`}},
		"field key":      {head + "fields:\n- {name: d, kind: int}\n", []string{"e.yaml:5: ", `"kind"`}},
		"too large":      {head + strings.Repeat("#", maxYAML), []string{"bytes"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseEvent([]byte(test.yaml), "e.yaml")
			wantError(t, err, test.parts...)
		})
	}
}

func TestValidateEvents(t *testing.T) {
	all := []Entity{entity(t, "worker", inModule("staff")), entity(t, "boss", inModule("staff")), entity(t, "desk", nil)}
	good := []Event{
		event(t, "WORKER_MOVED", "staff", "desk"), event(t, "DESK_FREE", "desk", "worker"), event(t, "WORKER.LEFT", "worker", "staff"),
	}
	if err := ValidateEvents(all, good); err != nil {
		t.Error(err)
	}
	many := make([]Event, maxEvents+1)
	for name, test := range map[string]struct {
		entities []Entity
		events   []Event
		parts    []string
	}{
		"from":               {all, []Event{event(t, "A", "chair", "desk")}, []string{"event A", "chair is neither", "boss, desk, worker"}},
		"to":                 {all, []Event{event(t, "A", "desk", "chair")}, []string{"event A", "chair is neither"}},
		"twice":              {all, append(good, good[0]), []string{"WORKER_MOVED"}},
		"dotted":             {all, append(good, event(t, "WORKER.MOVED", "staff", "desk")), []string{"WORKER.MOVED", "Go name WorkerMoved", "event WORKER_MOVED"}},
		"of an entity":       {all, []Event{event(t, "WORKER_DELETED", "staff", "desk")}, []string{"WORKER_DELETED", "entity worker"}},
		"request":            {all, []Event{event(t, "WORKER_CREATE_REQUESTED", "desk", "worker")}, []string{"entity worker"}},
		"dotted of one":      {all, []Event{event(t, "WORKER.UPDATED", "staff", "desk")}, []string{"WorkerUpdated", "entity worker"}},
		"class":              {all, []Event{event(t, "DESK", "staff", "desk")}, []string{"Go name Desk", "entity desk"}},
		"sample":             {all, []Event{event(t, "READY_DESK", "staff", "desk")}, []string{"Go name ReadyDesk", "entity desk"}},
		"variable":           {append(all, entity(t, "a_event", nil)), []Event{event(t, "A", "staff", "desk")}, []string{"Go name AEvent", "entity a_event"}},
		"handler and entity": {append(all, entity(t, "desk_free", nil)), []Event{event(t, "FREE", "worker", "desk")}, []string{"DeskFreeEventsService", "entity desk_free"}},
		"handlers": {append(all, entity(t, "desk_free", nil)), []Event{event(t, "NOW", "worker", "desk_free"), event(t, "FREE_NOW", "worker", "desk")},
			[]string{"DeskFreeNowEventsService", "event NOW"}},
		"many": {all, many, []string{"1001", "1000"}},
	} {
		t.Run(name, func(t *testing.T) {
			wantError(t, ValidateEvents(test.entities, test.events), test.parts...)
		})
	}
}

func FuzzParseEvent(f *testing.F) {
	for _, seed := range []string{
		assignedYAML, "id: A\nfrom: b\nto: c\n", "id: A.B_C\nfrom: b\nto: c\nfields: [d:string, {name: e, type: 'decimal(3,1)', max: 9.5}]\n",
		"id: A\nfrom: b\nto: c\nfields: [{name: d, type: string, min: 2, max: 9, required: true}, e:json]\n", "id: &a b\nto: *a\n",
		"id: A\nfrom: b\nto: c\nfields: []\n", "id: ~\n", "? id\n: A\n", "\xff\xfe", "%YAML 1.2\n---\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, yaml []byte) {
		e, err := ParseEvent(yaml, "e.yaml")
		if err != nil {
			return
		}
		again, err := ParseEvent(e.YAML(), "e.yaml")
		if err != nil {
			t.Fatalf("%q gives %q, which is refused: %v", yaml, e.YAML(), err)
		}
		if !reflect.DeepEqual(e, again) {
			t.Fatalf("%q gives %+v, and read again %+v", yaml, e, again)
		}
		if err := ValidateEvents(nil, []Event{e}); err == nil {
			t.Fatalf("%q is between modules that do not exist", yaml)
		}
	})
}
