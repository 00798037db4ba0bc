package model

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

const (
	maxEventID = 64   // characters
	maxEvents  = 1000 // of a platform
)

// Event is something that one module tells another: an event of its own, beside those in the life
// of an entity (the standards, §3.3 and §3.6).
type Event struct {
	ID     string  // UPPER_SNAKE_CASE, or dotted where it goes through the events hub
	From   string  // the module or entity whose service tells it
	To     string  // the module or entity whose service acts on it
	Fields []Field // what it carries, in the user's order; an id where empty
}

var eventID = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*(\.[A-Z][A-Z0-9]*(_[A-Z0-9]+)*)*$`)

// Stem returns the snake_case name that files and Go names are made of: "worker_assigned" of
// WORKER_ASSIGNED and of WORKER.ASSIGNED.
func (e Event) Stem() string { return strings.ToLower(strings.ReplaceAll(e.ID, ".", "_")) }

// GoName returns the exported Go name of what the event carries: "WorkerAssigned".
func (e Event) GoName() string { return GoName(e.Stem()) }

// GoVar returns the name of a local variable that holds what the event carries.
func (e Event) GoVar() string { return goVar(e.Stem(), "Event") }

// handlerSuffix ends the Go names of event handlers.
const handlerSuffix = "EventsService"

// HandlerGoName returns the exported Go name of the handler that receives the event.
func (e Event) HandlerGoName() string { return GoName(e.To) + e.GoName() + handlerSuffix }

// NewEvent returns e with its default filled in and every value checked and canonical. The error
// names the event, the value that is wrong, why, and what to write instead.
func NewEvent(e Event) (Event, error) {
	if len(e.ID) > maxEventID || !eventID.MatchString(e.ID) {
		return Event{}, fmt.Errorf("event id %q is not UPPER_SNAKE_CASE of at most %d characters (the standards, §3.3): write one such as WORKER_ASSIGNED", clip(e.ID), maxEventID)
	}
	if err := checkIdentifier("event", e.Stem(), maxEntityName); err != nil {
		return Event{}, err
	}
	for _, module := range []struct{ role, name string }{{"from", e.From}, {"to", e.To}} {
		if err := checkIdentifier("module", module.name, maxEntityName); err != nil {
			return Event{}, fmt.Errorf("event %s: %s: %w", e.ID, module.role, err)
		}
	}
	if e.From == e.To {
		return Event{}, fmt.Errorf("event %s goes from %s to itself: call the service's own method instead, or name another module", e.ID, e.From)
	}
	if len(e.Fields) == 0 {
		e.Fields = []Field{{Name: "id", Type: BigInt, Required: true}}
	}
	fields, err := eventFields(e)
	if err != nil {
		return Event{}, fmt.Errorf("event %s: %w", e.ID, err)
	}
	e.Fields = fields
	return e, nil
}

// eventFields checks what an event carries.
func eventFields(e Event) ([]Field, error) {
	if len(e.Fields) > MaxFields {
		return nil, fmt.Errorf("there are %d fields and %d are allowed: carry an id, and ask the owner for the rest", len(e.Fields), MaxFields)
	}
	var fields []Field
	goNames := map[string]string{}
	for _, given := range e.Fields {
		if err := checkIdentifier("field", given.Name, maxFieldName); err != nil {
			return nil, err
		}
		f, err := given.canonical()
		if err != nil {
			return nil, err
		}
		switch {
		case f.Type == Enum:
			return nil, f.fail("an event carries the value of an enum as a string: write %s:string", f.Name)
		case f.Type == Reference:
			return nil, f.fail("an event carries an id as a number, and nothing checks that it exists: write %s:bigint", f.Name)
		case f.Sensitive:
			return nil, f.fail("events are stored and logged, and carry nothing sensitive: carry an id instead")
		case f.Unique || f.Index || f.Default != nil:
			return nil, f.fail("an event has no table, so that unique, index and default mean nothing: remove them")
		}
		if other, taken := goNames[f.GoName()]; taken {
			return nil, f.fail("it has the Go name %s, as field %s has: rename one", f.GoName(), other)
		}
		goNames[f.GoName()] = f.Name
		fields = append(fields, f)
	}
	return fields, nil
}

// ValidateEvents checks a platform's events against its entities and each other. Each must come from
// [NewEvent] or [ParseEvent].
func ValidateEvents(entities []Entity, events []Event) error {
	if len(events) > maxEvents {
		return fmt.Errorf("there are %d events between modules and %d are allowed: split the platform", len(events), maxEvents)
	}
	if len(events) == 0 {
		return nil
	}
	ids, goNames := eventNames(entities)
	for _, event := range events {
		for _, module := range []string{event.From, event.To} {
			if len(providers(entities, module)) == 0 {
				return fmt.Errorf("event %s: %s is neither a module nor an entity: add it, or use one of %s", event.ID, module, knownNames(entities))
			}
		}
		if owner, taken := ids[event.ID]; taken {
			return fmt.Errorf("event %s is one of the %s already: choose another id", event.ID, owner)
		}
		for _, name := range []string{event.GoName(), event.GoName() + "Event", event.HandlerGoName()} {
			if owner, taken := goNames[name]; taken {
				return fmt.Errorf("event %s has the Go name %s, as the %s has: choose another id", event.ID, name, owner)
			}
			goNames[name] = "event " + event.ID
		}
	}
	return nil
}

// eventNames returns the event ids and the Go names that the entities have and events may not, with
// the owner of each.
func eventNames(entities []Entity) (ids, goNames map[string]string) {
	ids, goNames = map[string]string{}, map[string]string{}
	for _, e := range entities {
		owner := "entity " + e.Name
		for _, verb := range []string{"created", "updated", "deleted", "create_requested"} {
			ids[e.EventID(verb)] = owner
		}
		for _, name := range append(e.classNames(e.GoName()), e.GoName()+handlerSuffix) {
			goNames[name] = owner
		}
		for _, affix := range affixes { // of package samples
			goNames[affix[0]+e.GoName()+affix[1]] = owner
		}
	}
	return ids, goNames
}

var eventKeys = []string{"id", "from", "to", "fields"}

// ParseEvent reads an event from YAML, with fields as an entity's file has them. Errors begin with
// file and the line.
func ParseEvent(text []byte, file string) (Event, error) {
	root, err := readYAML(text, file)
	if err != nil {
		return Event{}, err
	}
	doc := entityReader{yamlReader: yamlReader{file: file}, lines: map[string]int{}}
	keys := doc.mapping(root, "an event", eventKeys...)
	e := Event{ID: doc.text(keys["id"]), From: doc.text(keys["from"]), To: doc.text(keys["to"])}
	for _, n := range doc.list(keys["fields"]) {
		e.Fields = append(e.Fields, doc.field(n))
	}
	if doc.err != nil {
		return Event{}, doc.err
	}
	e, err = NewEvent(e)
	if err != nil {
		return Event{}, fmt.Errorf("%s:%d: %w", file, root.Line, err)
	}
	return e, nil
}

// YAML returns the event as its file; [ParseEvent] reads it back as the same value.
func (e Event) YAML() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# The event %s, as `vtgen generate` makes its files.\n", e.ID)
	doc := newMapping()
	doc.add("id", textNode(e.ID))
	doc.add("from", textNode(e.From))
	doc.add("to", textNode(e.To))
	fields := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for _, f := range e.Fields {
		fields.Content = append(fields.Content, f.node())
	}
	doc.add("fields", fields)
	b.Write(doc.encode())
	return b.Bytes()
}
