package code

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/vtgen/vtgen/generator/model"
)

// Samples writes utils/samples/<entity>.sample.go: the values that the tests of every layer use.
func (s *Scope) Samples(name string) ([]byte, error) {
	f := s.newFile("utils/samples")
	s.sampleValue(f)
	f.Line()
	s.sampleBody(f)
	f.Line()
	s.sampleReady(f)
	f.Line()
	s.sampleBare(f)
	f.Line()
	s.sampleStored(f)
	return source(f, name, s.P.Module)
}

func (s *Scope) sampleValue(f *jen.File) {
	f.Commentf("%s returns the n-th sample: valid, with a value in every field, different for different n.", s.E.GoName())
	f.Func().Id(s.E.GoName()).Params(jen.Id("n").Int()).Add(s.class()).Block(
		jen.Return(s.class().ValuesFunc(func(g *jen.Group) {
			for _, field := range s.E.Fields {
				if selfReference(s.E, field) {
					continue // the first of its kind has nothing to refer to
				}
				g.Line().Id(field.GoName()).Op(":").Add(s.sampleField(field))
			}
			g.Line()
		})),
	)
}

func selfReference(e model.Entity, f model.Field) bool {
	return f.Type == model.Reference && f.Reference == e.Name
}

// sampleField writes the n-th value of a field.
func (s *Scope) sampleField(f model.Field) *jen.Statement {
	n := jen.Id("n")
	call := func(name string, arguments ...jen.Code) *jen.Statement {
		return jen.Qual(samplePath, name).Call(arguments...)
	}
	var value *jen.Statement
	switch f.Type {
	case model.String, model.Text:
		value = call("Text", jen.Lit(f.Name), n, jen.Lit(shortest(f)), jen.Lit(f.MaxLength()))
	case model.Int, model.BigInt, model.Unsigned:
		minimum, maximum := sampleLimits(f)
		value = jen.Qual(samplePath, "Integer").Types(s.plainType(f)).Call(n, jen.Op(minimum), jen.Op(maximum))
	case model.Reference:
		value = jen.Int64().Call(s.sampleNumber(f))
	case model.Decimal:
		minimum, maximum := decimalLimits(f)
		value = call("Decimal", n, jen.Lit(f.Scale), jen.Lit(minimum), jen.Lit(maximum))
	case model.Bool:
		value = n.Clone().Op("%").Lit(2).Op("==").Lit(1)
	case model.Enum:
		value = call("Pick", append([]jen.Code{n}, enumRules(s, f)...)...)
	default:
		value = call(map[model.Type]string{model.Date: "Date", model.DateTime: "Time", model.JSON: "JSON", model.UUID: "UUID"}[f.Type], n)
	}
	if f.Nullable {
		return call("Pointer", value)
	}
	return value
}

// plainType is a field's Go type without the pointer.
func (s *Scope) plainType(f model.Field) *jen.Statement {
	t := s.FieldType(f)
	t.Pointer = false
	return t.jen()
}

// sampleLimits are the integer limits of samples: small numbers where the field allows them.
func sampleLimits(f model.Field) (minimum, maximum string) {
	minimum, maximum = integerLimits(f)
	if f.Min == nil {
		minimum = "0"
		if strings.HasPrefix(maximum, "-") {
			minimum, _ = integerLimits(f)
		}
	}
	return minimum, maximum
}

// decimalLimits are the limits of a decimal, those of its digits where it has no others.
func decimalLimits(f model.Field) (minimum, maximum string) {
	digits := strings.Repeat("9", f.Precision)
	largest := digits[:f.Precision-f.Scale] + "." + digits[f.Precision-f.Scale:]
	largest = strings.TrimSuffix(largest, ".")
	if strings.HasPrefix(largest, ".") {
		largest = "0" + largest
	}
	minimum, maximum = "0", largest
	if f.Max != nil {
		maximum = *f.Max
		if strings.HasPrefix(maximum, "-") {
			minimum = "-" + largest
		}
	}
	if f.Min != nil {
		minimum = *f.Min
	}
	return minimum, maximum
}

func (s *Scope) sampleBody(f *jen.File) {
	f.Commentf("%sBody returns the JSON body of a request for %s(n).", s.E.GoName(), s.E.GoName())
	entity := s.E.GoVar()
	f.Func().Id(s.E.GoName()+"Body").Params(jen.Id("n").Int()).Index().Byte().Block(
		jen.Id(entity).Op(":=").Id(s.E.GoName()).Call(jen.Id("n")),
		jen.Return(jen.Qual(samplePath, "Body").Call(jen.Map(jen.String()).Any().ValuesFunc(func(g *jen.Group) {
			for _, field := range s.E.Fields {
				g.Line().Lit(field.Name).Op(":").Id(entity).Dot(field.GoName())
			}
			g.Line()
		}))),
	)
}

// testParams are (t testing.TB, db *sqldb.DB, n int).
func testParams() []jen.Code {
	return []jen.Code{
		jen.Id("t").Qual("testing", "TB"),
		jen.Id("db").Op("*").Qual(sqldbPath, "DB"),
		jen.Id("n").Int(),
	}
}

func testArguments() []jen.Code { return []jen.Code{jen.Id("t"), jen.Id("db"), jen.Id("n")} }

// sampleReady writes ReadyX: the sample, with what the database demands it refer to stored.
func (s *Scope) sampleReady(f *jen.File) {
	entity := s.E.GoVar()
	f.Commentf("Ready%s returns the n-th sample; what it refers to in its own module is stored.", s.E.GoName())
	f.Func().Id("Ready" + s.E.GoName()).Params(testParams()...).Add(s.class()).BlockFunc(func(g *jen.Group) {
		g.Id("t").Dot("Helper").Call()
		stored := func(r Reference) bool { return !selfReference(s.E, r.Field) }
		if !slices.ContainsFunc(s.Local(), stored) {
			g.Return(jen.Id(s.E.GoName()).Call(jen.Id("n")))
			return
		}
		g.Id(entity).Op(":=").Id(s.E.GoName()).Call(jen.Id("n"))
		s.storeReferences(g, stored)
		g.Return(jen.Id(entity))
	})
}

// storeReferences stores what the local references that keep selects refer to.
func (s *Scope) storeReferences(g *jen.Group, keep func(Reference) bool) {
	for _, reference := range s.Local() {
		if !keep(reference) {
			continue
		}
		store := jen.Id("Stored" + reference.Target.GoName())
		id := jen.Qual(samplePath, "Shared").Call(jen.Id("t"), jen.Id("db"), s.sampleNumber(reference.Field), store).Dot("ID")
		if reference.Field.Nullable {
			id = jen.Qual(samplePath, "Pointer").Call(id)
		}
		g.Id(s.E.GoVar()).Dot(reference.Field.GoName()).Op("=").Add(id)
	}
}

// sampleNumber writes which sample of its target the n-th sample refers to: references differ, so that
// a test sees when two of them are exchanged.
func (s *Scope) sampleNumber(f model.Field) *jen.Statement {
	offset := 0
	if slices.ContainsFunc(s.Foreign(), func(r Reference) bool { return r.Field.Name == f.Name }) {
		offset = foreignSamples
	}
	for _, other := range s.E.Fields {
		if other.Name == f.Name {
			break
		}
		if other.Type == model.Reference && other.Reference == f.Reference {
			offset++
		}
	}
	if offset == 0 {
		return jen.Id("n")
	}
	return jen.Id("n").Op("+").Lit(offset)
}

// foreignSamples is after which sample references to another module begin, beyond the ids that a
// test's own database gives.
const foreignSamples = 100

// sampleBare writes BareX: only what is required.
func (s *Scope) sampleBare(f *jen.File) {
	entity := s.E.GoVar()
	f.Commentf("Bare%s is Ready%s with nothing in the fields that may be null.", s.E.GoName(), s.E.GoName())
	f.Func().Id("Bare" + s.E.GoName()).Params(testParams()...).Add(s.class()).BlockFunc(func(g *jen.Group) {
		g.Id("t").Dot("Helper").Call()
		if len(s.Nullable()) == 0 {
			g.Return(jen.Id("Ready" + s.E.GoName()).Call(testArguments()...))
			return
		}
		g.Id(entity).Op(":=").Id(s.E.GoName()).Call(jen.Id("n"))
		for _, field := range s.Nullable() {
			g.Id(entity).Dot(field.GoName()).Op("=").Nil()
		}
		s.storeReferences(g, func(r Reference) bool { return r.Field.Required })
		g.Return(jen.Id(entity))
	})
}

// sampleStored writes StoredX: the sample in the database.
func (s *Scope) sampleStored(f *jen.File) {
	f.Commentf("Stored%s stores the n-th sample.", s.E.GoName())
	f.Func().Id("Stored"+s.E.GoName()).Params(testParams()...).Add(s.class()).Block(
		jen.Id("t").Dot("Helper").Call(),
		jen.Id("repository").Op(":=").Qual(s.path("data_repositories"), "New"+s.E.GoName()+"DataRepository").Call(jen.Id("db")),
		jen.List(jen.Id("stored"), jen.Err()).Op(":=").Id("repository").Dot("Create").Call(
			jen.Id("t").Dot("Context").Call(), jen.Id("Ready"+s.E.GoName()).Call(testArguments()...)),
		jen.If(jen.Err().Op("!=").Nil()).Block(
			jen.Id("t").Dot("Fatalf").Call(jen.Lit("storing a sample: %v"), jen.Err()),
		),
		jen.Return(jen.Id("stored")),
	)
}
