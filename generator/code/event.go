package code

import (
	"text/template"

	"github.com/dave/jennifer/jen"

	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/templates"
)

// EventScope is one event between two modules: everything its files are made from.
type EventScope struct {
	P     model.Platform
	Event model.Event
}

// FromGoName is the Go name of the service that tells the event, less its suffix.
func (s *EventScope) FromGoName() string { return model.GoName(s.Event.From) }

// ToGoName is the Go name of the service that acts on the event, less its suffix.
func (s *EventScope) ToGoName() string { return model.GoName(s.Event.To) }

// Class writes classes/<event>.event.go: what the event carries, and its id.
func (s *EventScope) Class(name string) ([]byte, error) {
	entity := &Scope{P: s.P}
	f := entity.newFile("classes")
	f.Commentf("%s is what the event %s carries from %s to %s.", s.Event.GoName(), s.Event.ID, s.Event.From, s.Event.To)
	f.Type().Id(s.Event.GoName()).StructFunc(func(g *jen.Group) {
		for _, field := range s.Event.Fields {
			g.Id(field.GoName()).Add(entity.FieldType(field).jen()).Tag(map[string]string{"json": field.Name})
		}
	})
	f.Line()
	f.Commentf("%sEvent is told by %s and acted on by %s (the standards, §3.6).", s.Event.GoName(), s.Event.From, s.Event.To)
	f.Var().Id(s.Event.GoName()+"Event").Op("=").Qual(eventsPath, "Define").Types(jen.Id(s.Event.GoName())).Call(jen.Lit(s.Event.ID))
	return source(f, name, s.P.Module)
}

// Sample writes utils/samples/<event>.event.go: what the tests of every layer have the event carry.
func (s *EventScope) Sample(name string) ([]byte, error) {
	entity := &Scope{P: s.P}
	f := entity.newFile("utils/samples")
	carried := jen.Qual(entity.path("classes"), s.Event.GoName())
	f.Commentf("%s returns the n-th sample of what %s carries: a value in every field, different for different n.", s.Event.GoName(), s.Event.ID)
	f.Func().Id(s.Event.GoName()).Params(jen.Id("n").Int()).Add(carried).Block(
		jen.Return(carried.Clone().ValuesFunc(func(g *jen.Group) {
			for _, field := range s.Event.Fields {
				g.Line().Id(field.GoName()).Op(":").Add(entity.sampleField(field))
			}
			g.Line()
		})),
	)
	return source(f, name, s.P.Module)
}

// Fixed writes a file of a fixed shape about the event from its template.
func (s *EventScope) Fixed(templateName, name string) ([]byte, error) {
	return fixedFile(templateName, name, s.P.Module, s)
}

// fixedFile renders a Go file from a template that may ask for log ids and words.
func fixedFile(templateName, name, module string, data any) ([]byte, error) {
	ids := logIDs{file: packageName(name)}
	text, err := templates.Render(templateName, data, template.FuncMap{
		"id":      ids.next,
		"words":   model.Words,
		"article": model.Article,
	})
	if err != nil {
		return nil, err
	}
	return Format(name, module, text)
}
