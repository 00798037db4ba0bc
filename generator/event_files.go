package generator

import (
	"fmt"

	"github.com/vtgen/vtgen/generator/code"
	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/generator/project"
)

// eventFile is one Go file that every event between modules has. Its path is a format for the file
// stems of the module it is in and of the event.
type eventFile struct {
	path     string
	module   func(model.Event) string
	template string
}

func from(e model.Event) string { return e.From }
func to(e model.Event) string   { return e.To }

// eventFiles are the files of an event, from the one who tells it to the one who acts on it. A
// method in a file of its own never touches a file that the user edits.
var eventFiles = []eventFile{
	{"services/%s.%s.service.go", from, "event/from.go.tmpl"},
	{"services/%s.%s.service_test.go", from, "event/from_test.go.tmpl"},
	{"services/%s.%s.service.go", to, "event/to.go.tmpl"},
	{"services/%s.%s.service_test.go", to, "event/to_test.go.tmpl"},
	{"event_driven_services/%s.%s_events.service.go", to, "event/handler.go.tmpl"},
	{"event_driven_services/%s.%s_events.service_test.go", to, "event/handler_test.go.tmpl"},
}

// eventOutputs renders the files of events.
func eventOutputs(p model.Platform, events []model.Event) ([]Owned, error) {
	var out []Owned
	for _, e := range events {
		scope := &code.EventScope{P: p, Event: e}
		owned := Owned{Owner: "event_" + e.Stem()}
		owned.Outputs = append(owned.Outputs, Output{Path: project.EventFile(e), Content: e.YAML(), Policy: Once})
		for _, file := range []struct {
			folder string
			write  func(name string) ([]byte, error)
		}{{"classes/", scope.Class}, {"utils/samples/", scope.Sample}} {
			name := file.folder + model.FileStem(e.Stem()) + ".event.go"
			content, err := file.write(name)
			if err != nil {
				return nil, err
			}
			owned.Outputs = append(owned.Outputs, Output{Path: name, Content: content})
		}
		for _, file := range eventFiles {
			name := fmt.Sprintf(file.path, model.FileStem(file.module(e)), e.Stem())
			content, err := scope.Fixed(file.template, name)
			if err != nil {
				return nil, err
			}
			owned.Outputs = append(owned.Outputs, Output{Path: name, Content: content})
		}
		out = append(out, owned)
	}
	return out, nil
}

// backgroundFiles are the Go files of a background service, by what follows its file stem.
var backgroundFiles = []struct{ suffix, template string }{
	{".service.go", "background/service.go.tmpl"},
	{".service_test.go", "background/service_test.go.tmpl"},
}

// backgroundOutputs renders the files of background services.
func backgroundOutputs(p model.Platform, all code.Contents, services []model.Background) ([]Owned, error) {
	var out []Owned
	for _, b := range services {
		scope := code.NewBackgroundScope(p, b, code.Index(all.Entities))
		owned := Owned{Owner: "bg_service_" + b.Name}
		owned.Outputs = append(owned.Outputs, Output{Path: project.BackgroundFile(b), Content: b.YAML(), Policy: Once})
		for _, file := range backgroundFiles {
			name := "bg_services/" + b.FileStem() + file.suffix
			content, err := scope.Fixed(file.template, name)
			if err != nil {
				return nil, err
			}
			owned.Outputs = append(owned.Outputs, Output{Path: name, Content: content})
		}
		out = append(out, owned)
	}
	return out, nil
}
