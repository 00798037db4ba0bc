package code

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/vtgen/vtgen/generator/model"
)

// The packages generated code imports.
const (
	runtimePath    = "github.com/vtgen/vtgen/runtime/"
	apperrPath     = runtimePath + "apperr"
	eventsPath     = runtimePath + "events"
	listingPath    = runtimePath + "listing"
	optionalPath   = runtimePath + "optional"
	samplePath     = runtimePath + "sample"
	sqldbPath      = runtimePath + "sqldb"
	sqlmodelPath   = runtimePath + "sqlmodel"
	sqltypePath    = runtimePath + "sqltype"
	validationPath = runtimePath + "validation"
)

// goTypes are the Go types of the field types whose Go type needs no more than that.
var goTypes = map[model.Type]GoType{
	model.String:    {Name: "string"},
	model.Text:      {Name: "string"},
	model.UUID:      {Name: "string"},
	model.Int:       {Name: "int32"},
	model.BigInt:    {Name: "int64"},
	model.Unsigned:  {Name: "uint64"},
	model.Reference: {Name: "int64"},
	model.Bool:      {Name: "bool"},
	model.Decimal:   {Import: sqltypePath, Name: "Decimal"},
	model.Date:      {Import: sqltypePath, Name: "Date"},
	model.JSON:      {Import: sqltypePath, Name: "JSON"},
	model.DateTime:  {Import: "time", Name: "Time"},
}

// GoType is a Go type: the package it comes from, "" for a predeclared one, and its name.
type GoType struct {
	Import, Name string
	// Pointer is set for a nullable field.
	Pointer bool
}

// FieldType returns the Go type of an entity's field, the same in every layer.
func (s *Scope) FieldType(f model.Field) GoType {
	t := goTypes[f.Type]
	if f.Type == model.Enum {
		t = GoType{Import: s.path("classes"), Name: s.enumName(f)}
	}
	t.Pointer = f.Nullable
	return t
}

// path is the import path of one of the platform's own packages.
func (s *Scope) path(directory string) string { return s.P.Module + "/" + directory }

// enumName is the name of an enum field's type: InvitationRoleName.
func (s *Scope) enumName(f model.Field) string { return s.E.GoName() + f.GoName() }

// jen writes the type.
func (t GoType) jen() *jen.Statement {
	statement := jen.Id(t.Name)
	if t.Import != "" {
		statement = jen.Qual(t.Import, t.Name)
	}
	if t.Pointer {
		return jen.Op("*").Add(statement)
	}
	return statement
}

// class is the entity's type in package classes.
func (s *Scope) class() *jen.Statement { return jen.Qual(s.path("classes"), s.E.GoName()) }

// literal writes a field's canonical text, a default or a limit, as a Go expression.
func (s *Scope) literal(f model.Field, text string) *jen.Statement {
	switch f.Type {
	case model.Int, model.BigInt, model.Unsigned, model.Reference, model.Bool:
		return jen.Op(text)
	case model.Decimal:
		return jen.Qual(sqltypePath, "MustDecimal").Call(jen.Lit(text))
	case model.Date:
		return jen.Qual(sqltypePath, "MustDate").Call(jen.Lit(text))
	case model.DateTime:
		return jen.Qual(sqltypePath, "MustTime").Call(jen.Lit(text))
	case model.JSON:
		return jen.Qual(sqltypePath, "JSON").Call(jen.Lit(text))
	case model.Enum:
		return jen.Qual(s.path("classes"), s.enumConstant(f, text))
	default:
		return jen.Lit(text)
	}
}

// enumConstant is the name of the constant that stands for an enum value.
func (s *Scope) enumConstant(f model.Field, value string) string {
	return s.enumName(f) + model.ConstName(value)
}

// integerLimits are the smallest and the largest value of an integer field, as Go writes them.
func integerLimits(f model.Field) (minimum, maximum string) {
	minimum, maximum = "-9223372036854775808", "9223372036854775807"
	switch f.Type {
	case model.Int:
		minimum, maximum = "-2147483648", "2147483647"
	case model.Unsigned:
		minimum = "0"
	case model.Reference:
		minimum = "1"
	}
	if f.Min != nil {
		minimum = *f.Min
	}
	if f.Max != nil {
		maximum = *f.Max
	}
	return minimum, maximum
}

// logIDs counts the log ids of one file (the standards, §5.1).
type logIDs struct {
	file string
	last int
}

// next returns the next id with the function it is in: "ai_worker.service.go:002 | Get".
func (l *logIDs) next(function string) string {
	l.last++
	return fmt.Sprintf("%s:%03d | %s", l.file, l.last, function)
}

// lit is next as a Go literal.
func (l *logIDs) lit(function string) *jen.Statement { return jen.Lit(l.next(function)) }
