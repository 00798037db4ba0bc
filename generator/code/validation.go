package code

import (
	"math"
	"slices"
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/vtgen/vtgen/generator/model"
)

// maxJSONBytes bounds a JSON field where it enters.
const maxJSONBytes = 65535

// Validation writes validations/<entity>.validation.go: the bodies of requests and their rules (the
// standards, §11).
func (s *Scope) Validation(name string) ([]byte, error) {
	f := s.newFile("validations")
	create, update := s.E.GoName()+"Create", s.E.GoName()+"Update"

	f.Commentf("%s is the body of a request to create %s %s (the standards, §11).", create, model.Article(s.E.Name), model.Words(s.E.Name))
	s.body(f, create)
	f.Line()
	s.maskedBody(f, create)
	f.Comment("Validate reports every rule the body breaks.")
	s.validate(f, create, true)
	f.Line()
	f.Commentf("Entity is the %s that a valid body describes, with defaults for what it leaves out.", model.Words(s.E.Name))
	s.entity(f, create)
	f.Line()

	f.Commentf("%s is the body of a request to change %s %s: what it leaves out stays as it is.", update, model.Article(s.E.Name), model.Words(s.E.Name))
	s.body(f, update)
	f.Line()
	s.maskedBody(f, update)
	f.Comment("Validate reports every rule the body breaks.")
	s.validate(f, update, false)
	f.Line()
	f.Comment("Apply lays the body's fields over the stored ones. Its error is always nil: the signature is what a")
	f.Comment("service's Update takes.")
	s.apply(f, update)
	return source(f, name, s.P.Module)
}

// body writes the struct that a request body is decoded into.
func (s *Scope) body(f *jen.File, name string) {
	f.Type().Id(name).StructFunc(func(g *jen.Group) {
		for _, field := range s.E.Fields {
			value := jen.Qual(optionalPath, "Value").Types(s.FieldType(field).jen())
			g.Id(field.GoName()).Add(value).Tag(map[string]string{"json": field.Name + ",omitzero"})
		}
	})
}

// maskedBody writes LogValue of a body with sensitive fields: only their presence is logged.
func (s *Scope) maskedBody(f *jen.File, name string) {
	if len(s.fields(isSensitive)) == 0 {
		return
	}
	f.Comment("LogValue is what a log shows of the body: which fields it holds (the standards, §5.1).")
	f.Func().Params(jen.Id("in").Id(name)).Id("LogValue").Params().Qual("log/slog", "Value").Block(
		jen.Return(jen.Qual("log/slog", "GroupValue").CallFunc(func(g *jen.Group) {
			for _, field := range s.E.Fields {
				g.Line().Qual("log/slog", "Bool").Call(jen.Lit(field.Name), jen.Id("in").Dot(field.GoName()).Dot("Present"))
			}
			g.Line()
		})),
	)
	f.Line()
}

func (s *Scope) validate(f *jen.File, name string, create bool) {
	f.Func().Params(jen.Id("in").Op("*").Id(name)).Id("Validate").Params().Error().BlockFunc(func(g *jen.Group) {
		g.Var().Id("problems").Qual(validationPath, "Problems")
		for _, field := range s.E.Fields {
			if create && field.Required {
				g.Id("problems").Dot("Required").Call(jen.Lit(field.Name), jen.Id("in").Dot(field.GoName()).Dot("Present"))
			}
			check, ok := checks[field.Type]
			if !ok {
				continue
			}
			if rules := check.rules(s, field); len(rules) > 0 || check.always {
				arguments := []jen.Code{jen.Op("&").Id("problems"), jen.Lit(field.Name), jen.Id("in").Dot(field.GoName())}
				g.Qual(validationPath, check.name).Call(append(arguments, rules...)...)
			}
		}
		g.Return(jen.Id("problems").Dot("Err").Call())
	})
}

// entity writes the conversion of a body to create into the class.
func (s *Scope) entity(f *jen.File, name string) {
	f.Func().Params(jen.Id("in").Op("*").Id(name)).Id("Entity").Params().Add(s.class()).Block(
		jen.Return(s.class().ValuesFunc(func(g *jen.Group) {
			for _, field := range s.E.Fields {
				value := jen.Id("in").Dot(field.GoName()).Dot("V")
				if field.Default != nil {
					value = jen.Id("in").Dot(field.GoName()).Dot("Or").Call(s.literal(field, *field.Default))
				}
				g.Line().Id(field.GoName()).Op(":").Add(value)
			}
			g.Line()
		})),
	)
}

func (s *Scope) apply(f *jen.File, name string) {
	entity := s.E.GoVar()
	f.Func().Params(jen.Id("in").Op("*").Id(name)).Id("Apply").Params(jen.Id(entity).Op("*").Add(s.class())).Error().BlockFunc(func(g *jen.Group) {
		for _, field := range s.E.Fields {
			g.Id("in").Dot(field.GoName()).Dot("ApplyTo").Call(jen.Op("&").Id(entity).Dot(field.GoName()))
		}
		g.Return(jen.Nil())
	})
}

// check is the function of the runtime that checks a field type, and what it is given.
type check struct {
	name  string
	rules func(*Scope, model.Field) []jen.Code
	// always is set for a function that checks something without rules too.
	always bool
}

// checks are the checks of each field type; a type without one is held by its Go type.
var checks = map[model.Type]check{
	model.String:    {name: "Text", rules: textRules},
	model.Text:      {name: "Text", rules: longTextRules},
	model.UUID:      {name: "Text", rules: func(*Scope, model.Field) []jen.Code { return rules(rule("UUID")) }},
	model.Enum:      {name: "OneOf", rules: enumRules},
	model.Int:       {name: "Number", rules: numberRules},
	model.BigInt:    {name: "Number", rules: numberRules},
	model.Unsigned:  {name: "Number", rules: numberRules},
	model.Reference: {name: "Number", rules: numberRules},
	model.Decimal:   {name: "Decimal", rules: decimalRules},
	model.JSON:      {name: "JSON", rules: func(*Scope, model.Field) []jen.Code { return rules(rule("MaxBytes", jen.Lit(maxJSONBytes))) }},
	model.DateTime:  {name: "Time", rules: func(*Scope, model.Field) []jen.Code { return nil }, always: true},
}

// rule writes validation.<name>(<arguments>).
func rule(name string, arguments ...jen.Code) *jen.Statement {
	return jen.Qual(validationPath, name).Call(arguments...)
}

func rules(all ...jen.Code) []jen.Code { return all }

func textRules(s *Scope, f model.Field) []jen.Code {
	out := rules(rule("Length", jen.Lit(shortest(f)), jen.Lit(f.MaxLength())))
	if s.inUniqueIndex(f) {
		out = append(out, rule("Trimmed"))
	}
	return out
}

// inUniqueIndex reports whether the field's values, alone or with others, must be unique.
func (s *Scope) inUniqueIndex(f model.Field) bool {
	return slices.ContainsFunc(s.Uniques(), func(u Unique) bool { return slices.Contains(u.Columns, f.Name) })
}

// longTextRules bound a text in bytes, as its column is.
func longTextRules(_ *Scope, f model.Field) []jen.Code {
	if f.Min == nil && f.Max == nil && !f.Required {
		return rules(rule("Bytes", jen.Lit(model.TextBytes)))
	}
	return rules(rule("Length", jen.Lit(shortest(f)), jen.Lit(f.MaxLength())), rule("Bytes", jen.Lit(model.TextBytes)))
}

// shortest is the least length of a text: what is required is not empty.
func shortest(f model.Field) int {
	if f.Required {
		return max(1, f.MinLength())
	}
	return f.MinLength()
}

func enumRules(s *Scope, f model.Field) []jen.Code {
	var values []jen.Code
	for _, value := range f.Values {
		values = append(values, s.literal(f, value))
	}
	return values
}

// numberRules leave out a limit that the Go type holds anyway.
func numberRules(_ *Scope, f model.Field) []jen.Code {
	var out []jen.Code
	minimum, maximum := integerLimits(f)
	if f.Min != nil || f.Type == model.Reference {
		out = append(out, rule("Min", number(minimum)))
	}
	if f.Max != nil || f.Type == model.Unsigned {
		out = append(out, rule("Max", number(maximum)))
	}
	return out
}

// number writes a limit; one beyond 32 bits has its type, as int may be no wider.
func number(text string) *jen.Statement {
	value, err := strconv.ParseInt(text, 10, 64)
	if err == nil && value >= math.MinInt32 && value <= math.MaxInt32 {
		return jen.Op(text)
	}
	return jen.Int64().Call(jen.Op(text))
}

func decimalRules(s *Scope, f model.Field) []jen.Code {
	out := rules(rule("Precision", jen.Lit(f.Precision), jen.Lit(f.Scale)))
	if f.Min != nil {
		out = append(out, rule("MinDecimal", s.literal(f, *f.Min)))
	}
	if f.Max != nil {
		out = append(out, rule("MaxDecimal", s.literal(f, *f.Max)))
	}
	return out
}
