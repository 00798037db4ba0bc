package code

import (
	"github.com/dave/jennifer/jen"

	"github.com/vtgen/vtgen/generator/model"
)

// listingKinds say how the value of a filter is read.
var listingKinds = map[model.Type]string{
	model.String: "Text", model.Text: "Text", model.UUID: "Text", model.Enum: "Text", model.JSON: "Text",
	model.Int: "Integer", model.BigInt: "Integer", model.Reference: "Integer", model.Unsigned: "Unsigned",
	model.Bool: "Bool", model.DateTime: "Time", model.Date: "Date", model.Decimal: "Decimal",
}

// Model writes models/<entity>.model.go: how the entity is stored and what its lists allow.
func (s *Scope) Model(name string) ([]byte, error) {
	f := s.newFile("models")
	f.Commentf("%s describes the table %s: its columns in order, what a list may be sorted and filtered", s.E.GoName(), s.E.Table)
	f.Comment("by, and the codes its errors carry (the standards, §9).")
	f.Var().Id(s.E.GoName()).Op("=").Qual(sqlmodelPath, "Table").ValuesFunc(func(g *jen.Group) {
		g.Line().Id("Name").Op(":").Lit(s.E.Table)
		g.Line().Id("Entity").Op(":").Lit(s.E.Name)
		g.Line().Id("Columns").Op(":").Index().Qual(listingPath, "Column").ValuesFunc(s.modelColumns)
		if uniques := s.Uniques(); len(uniques) > 0 {
			g.Line().Id("Unique").Op(":").Map(jen.String()).Index().String().ValuesFunc(s.modelUniques)
		}
		g.Line().Id("Codes").Op(":").Qual(sqlmodelPath, "Codes").ValuesFunc(s.modelCodes)
		if !s.E.NoOutbox {
			g.Line().Id("Outbox").Op(":").True()
		}
		g.Line()
	})
	return source(f, name, s.P.Module)
}

func (s *Scope) modelColumns(g *jen.Group) {
	g.Line().Add(column("id", "Integer", true, true))
	for _, field := range s.E.Fields {
		g.Line().Add(column(field.Name, listingKinds[field.Type], sortable(field), filterable(field)))
	}
	g.Line().Add(column("created_at", "Time", true, true))
	g.Line().Add(column("updated_at", "Time", true, true))
	g.Line()
}

func (s *Scope) modelUniques(g *jen.Group) {
	for _, unique := range s.Uniques() {
		g.Line().Lit(s.E.UniqueName(unique.Columns...)).Op(":").Add(stringList(unique.Columns))
	}
	g.Line()
}

func (s *Scope) modelCodes(g *jen.Group) {
	for _, kind := range codeKinds {
		g.Line().Id(kind).Op(":").Qual(s.path("global_config"), "Code"+s.E.GoName()+kind)
	}
	g.Line()
}

// sortable reports whether a list may be sorted by the field: a page's cursor holds its value, so
// that very long strings are left out.
func sortable(f model.Field) bool {
	return filterable(f) && f.Type != model.Bool && f.MaxLength() <= model.MaxIndexedLength
}

// filterable reports whether a list may be filtered by the field: a decimal only as far as a list
// compares it exactly in both dialects.
func filterable(f model.Field) bool {
	const wholeDigits = 35
	return f.Filterable() && (f.Type != model.Decimal || f.Precision-f.Scale <= wholeDigits)
}

// column writes one listing.Column.
func column(name, kind string, sort, filter bool) *jen.Statement {
	return jen.ValuesFunc(func(g *jen.Group) {
		g.Id("Name").Op(":").Lit(name)
		g.Id("Kind").Op(":").Qual(listingPath, kind)
		if sort {
			g.Id("Sort").Op(":").True()
		}
		if filter {
			g.Id("Filter").Op(":").True()
		}
	})
}

// stringList writes {"a", "b"}, an element of a map of string lists.
func stringList(values []string) *jen.Statement {
	return jen.ValuesFunc(func(g *jen.Group) {
		for _, value := range values {
			g.Lit(value)
		}
	})
}
