package code

import (
	"github.com/dave/jennifer/jen"

	"github.com/vtgen/vtgen/generator/model"
)

// Class writes classes/<entity>.class.go: the type that the layers pass to each other, its enums
// and the events of its life.
func (s *Scope) Class(name string) ([]byte, error) {
	f := s.newFile("classes")
	for _, field := range s.E.Fields {
		if field.Type == model.Enum {
			s.enum(f, field)
		}
	}
	f.Commentf("%s is one row of %s as the layers pass it on (the standards, §4.1).", s.E.GoName(), s.E.Table)
	f.Type().Id(s.E.GoName()).StructFunc(s.classFields)
	if len(s.fields(isSensitive)) > 0 {
		f.Line()
		s.logValue(f)
	}
	f.Line()
	s.events(f)
	return source(f, name, s.P.Module)
}

func isSensitive(f model.Field) bool { return f.Sensitive }

// enum writes the type of an enum field and its values.
func (s *Scope) enum(f *jen.File, field model.Field) {
	f.Commentf("%s is what the %s of %s %s may be.", s.enumName(field), field.Name, model.Article(s.E.Name), model.Words(s.E.Name))
	f.Type().Id(s.enumName(field)).String()
	f.Line()
	f.Commentf("The values of %s.", s.enumName(field))
	f.Const().DefsFunc(func(g *jen.Group) {
		for _, value := range field.Values {
			g.Id(s.enumConstant(field, value)).Id(s.enumName(field)).Op("=").Lit(value)
		}
	})
	f.Line()
}

// classFields writes the columns in the order of the table: the typed queries' rows convert to the
// class because names, types and order are the same.
func (s *Scope) classFields(g *jen.Group) {
	g.Id("ID").Int64().Tag(map[string]string{"json": "id"})
	for _, field := range s.E.Fields {
		name := field.Name
		if field.Sensitive {
			g.Commentf("%s is accepted, and never returned or logged.", field.GoName())
			name = "-"
		}
		g.Id(field.GoName()).Add(s.FieldType(field).jen()).Tag(map[string]string{"json": name})
	}
	g.Id("CreatedAt").Qual("time", "Time").Tag(map[string]string{"json": "created_at"})
	g.Id("UpdatedAt").Qual("time", "Time").Tag(map[string]string{"json": "updated_at"})
}

// receiver names the receiver of the entity's own methods.
func (s *Scope) receiver() string { return string(s.E.GoVar()[0]) }

// logValue writes LogValue, which keeps the sensitive fields out of every log.
func (s *Scope) logValue(f *jen.File) {
	f.Commentf("LogValue is what a log shows of %s %s: sensitive fields are masked (the standards, §5.1).", model.Article(s.E.Name), model.Words(s.E.Name))
	f.Func().Params(jen.Id(s.receiver()).Id(s.E.GoName())).Id("LogValue").Params().Qual("log/slog", "Value").Block(
		jen.Return(jen.Qual("log/slog", "GroupValue").CallFunc(func(g *jen.Group) {
			g.Line().Qual("log/slog", "Int64").Call(jen.Lit("id"), jen.Id(s.receiver()).Dot("ID"))
			for _, field := range s.E.Fields {
				if field.Sensitive {
					g.Line().Qual("log/slog", "String").Call(jen.Lit(field.Name), jen.Lit("[masked]"))
					continue
				}
				g.Line().Qual("log/slog", "Any").Call(jen.Lit(field.Name), jen.Id(s.receiver()).Dot(field.GoName()))
			}
			g.Line()
		})),
	)
}

// events writes the typed ids of the events the service tells.
func (s *Scope) events(f *jen.File) {
	f.Commentf("The events in the life of %s %s; each carries it as it then was (the standards, §3.3).", model.Article(s.E.Name), model.Words(s.E.Name))
	f.Var().DefsFunc(func(g *jen.Group) {
		for _, verb := range []string{"Created", "Updated", "Deleted"} {
			g.Id(s.E.GoName()+verb).Op("=").Qual(eventsPath, "Define").Types(jen.Id(s.E.GoName())).Call(jen.Lit(s.E.EventID(verb)))
		}
	})
}
