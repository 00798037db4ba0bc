package code

import (
	"github.com/dave/jennifer/jen"

	"github.com/vtgen/vtgen/generator/model"
)

// Repository writes data_repositories/<table>.data_repository.go: every query on the entity's table
// and nothing else (the standards, §3.7).
func (s *Scope) Repository(name string) ([]byte, error) {
	r := &repository{Scope: s, ids: &logIDs{file: packageName(name)}, f: s.newFile("data_repositories")}
	r.queries = s.path("data_repositories/internal/" + s.E.TablePackage())
	r.f.ImportAlias(r.queries, "queries")
	for _, write := range []func(){r.declare, r.create, r.get, r.list, r.update, r.delete} {
		write()
		r.f.Line()
	}
	for _, reference := range s.Foreign() {
		r.finder(reference)
		r.f.Line()
	}
	if len(r.Times()) > 0 {
		r.storable()
		r.f.Line()
	}
	r.scan()
	r.f.Line()
	r.sortValue()
	return source(r.f, name, s.P.Module)
}

// repository builds one repository file.
type repository struct {
	*Scope
	ids     *logIDs
	f       *jen.File
	queries string
}

// typeName is the repository's type.
func (r *repository) typeName() string { return r.E.GoName() + "DataRepository" }

// method begins a method with the given name and parameters after the context.
func (r *repository) method(name string, parameters ...jen.Code) *jen.Statement {
	parameters = append([]jen.Code{jen.Id("ctx").Qual("context", "Context")}, parameters...)
	return r.f.Func().Params(jen.Id("r").Op("*").Id(r.typeName())).Id(name).Params(parameters...)
}

// fail writes: if err != nil { return <zero>, models.X.Fail("<id>", err) }.
func (r *repository) fail(function string, zero ...jen.Code) *jen.Statement {
	return jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(append(zero, r.wrap(function))...))
}

// wrap writes models.X.Fail("<id>", err).
func (r *repository) wrap(function string) *jen.Statement {
	return jen.Qual(r.path("models"), r.E.GoName()).Dot("Fail").Call(r.ids.lit(function), jen.Err())
}

// zero is the empty class.
func (r *repository) zero() *jen.Statement { return r.class().Values() }

// params writes queries.<Query>Params{<fields>, <more>}, one field a line.
func (r *repository) params(query string, more ...jen.Code) *jen.Statement {
	return jen.Qual(r.queries, query+"Params").ValuesFunc(func(g *jen.Group) {
		for _, field := range r.E.Fields {
			g.Line().Id(field.GoName()).Op(":").Id(r.E.GoVar()).Dot(field.GoName())
		}
		for _, one := range more {
			g.Line().Add(one)
		}
		g.Line()
	})
}

func (r *repository) declare() {
	r.f.Commentf("%s holds every query on %s; nothing else may touch the table (the standards,", r.typeName(), r.E.Table)
	r.f.Comment("§3.7).")
	r.f.Type().Id(r.typeName()).Struct(
		jen.Id("db").Op("*").Qual(sqldbPath, "DB"),
		jen.Id("queries").Op("*").Qual(r.queries, "Queries"),
	)
	r.f.Line()
	r.f.Commentf("New%s returns the repository over db.", r.typeName())
	r.f.Func().Id("New"+r.typeName()).Params(jen.Id("db").Op("*").Qual(sqldbPath, "DB")).Op("*").Id(r.typeName()).Block(
		jen.Id("db").Op("=").Id("db").Dot("As").Call(jen.Lit(r.E.Module)),
		jen.Return(jen.Op("&").Id(r.typeName()).Values(
			jen.Id("db").Op(":").Id("db"),
			jen.Id("queries").Op(":").Qual(r.queries, "New").Call(jen.Id("db")),
		)),
	)
}

// then is the last parameter of a method that changes a row.
func (r *repository) then() *jen.Statement {
	return jen.Id("then").Op("...").Qual(sqlmodelPath, "Then").Types(r.class())
}

// change writes sqlmodel.Change(ctx, r.db, models.X, func(ctx) (X, error) {<write>}, then...).
func (r *repository) change(write func(g *jen.Group)) *jen.Statement {
	return jen.Qual(sqlmodelPath, "Change").Call(
		jen.Id("ctx"), jen.Id("r").Dot("db"), jen.Qual(r.path("models"), r.E.GoName()),
		jen.Func().Params(jen.Id("ctx").Qual("context", "Context")).Params(r.class(), jen.Error()).BlockFunc(write),
		jen.Id("then").Op("..."),
	)
}

func (r *repository) create() {
	entity := r.E.GoVar()
	r.f.Commentf("Create stores the %s and returns it with its id and times.", model.Words(r.E.Name))
	r.method("Create", jen.Id(entity).Add(r.class()), r.then()).Params(r.class(), jen.Error()).BlockFunc(func(g *jen.Group) {
		if len(r.Times()) > 0 {
			g.Id(r.storableName()).Call(jen.Op("&").Id(entity))
		}
		g.Id("now").Op(":=").Qual(sqltypePath, "Now").Call()
		g.List(jen.Id("created"), jen.Err()).Op(":=").Add(r.change(func(g *jen.Group) {
			g.List(jen.Id("id"), jen.Err()).Op(":=").Id("r").Dot("queries").Dot("Create").Call(jen.Id("ctx"), r.params("Create",
				jen.Id("CreatedAt").Op(":").Id("now"),
				jen.Id("UpdatedAt").Op(":").Id("now"),
			))
			g.List(jen.Id(entity).Dot("ID"), jen.Id(entity).Dot("CreatedAt"), jen.Id(entity).Dot("UpdatedAt")).Op("=").List(jen.Id("id"), jen.Id("now"), jen.Id("now"))
			g.Return(jen.Id(entity), jen.Err())
		}))
		g.Add(r.fail("Create", r.zero()))
		g.Return(jen.Id("created"), jen.Nil())
	})
}

func (r *repository) get() {
	r.f.Commentf("Get returns the %s with this id.", model.Words(r.E.Name))
	r.method("Get", jen.Id("id").Int64()).Params(r.class(), jen.Error()).Block(
		jen.List(jen.Id("row"), jen.Err()).Op(":=").Id("r").Dot("queries").Dot("Get").Call(jen.Id("ctx"), jen.Id("id")),
		r.fail("Get", r.zero()),
		jen.Return(r.class().Call(jen.Id("row")), jen.Nil()),
	)
}

func (r *repository) list() {
	page := jen.Qual(listingPath, "Page").Types(r.class())
	r.f.Commentf("List returns the page of %s that the query asks for.", model.Words(r.E.Plural))
	r.method("List", jen.Id("query").Qual(listingPath, "Query")).Params(page, jen.Error()).Block(
		jen.List(jen.Id("page"), jen.Err()).Op(":=").Qual(sqlmodelPath, "List").Call(
			jen.Id("ctx"), jen.Id("r").Dot("db"), jen.Qual(r.path("models"), r.E.GoName()), jen.Id("query"),
			jen.Id(r.scanName()), jen.Id(r.sortValueName()),
		),
		r.fail("List", page.Clone().Values()),
		jen.Return(jen.Id("page"), jen.Nil()),
	)
}

func (r *repository) update() {
	entity := r.E.GoVar()
	r.f.Comment("Update reads, changes and writes in that order, and does it again when another writer was faster.")
	r.f.Comment("An error from change leaves everything as it was.")
	r.method("Update", jen.Id("id").Int64(), jen.Id("change").Func().Params(jen.Op("*").Add(r.class())).Error(), r.then()).Params(r.class(), jen.Error()).BlockFunc(func(g *jen.Group) {
		g.Var().Id(entity).Add(r.class())
		g.Err().Op(":=").Qual(sqlmodelPath, "Retry").Call(jen.Id("ctx"), jen.Func().Params(jen.Id("ctx").Qual("context", "Context")).Error().BlockFunc(func(g *jen.Group) {
			g.List(jen.Id("row"), jen.Err()).Op(":=").Id("r").Dot("queries").Dot("Get").Call(jen.Id("ctx"), jen.Id("id"))
			g.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err()))
			g.Id(entity).Op("=").Add(r.class()).Call(jen.Id("row"))
			g.If(jen.Err().Op(":=").Id("change").Call(jen.Op("&").Id(entity)), jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err()))
			if len(r.Times()) > 0 {
				g.Id(r.storableName()).Call(jen.Op("&").Id(entity))
			}
			g.List(jen.Id(entity).Dot("ID"), jen.Id(entity).Dot("CreatedAt")).Op("=").List(jen.Id("row").Dot("ID"), jen.Id("row").Dot("CreatedAt"))
			g.Id(entity).Dot("UpdatedAt").Op("=").Qual(sqltypePath, "NowAfter").Call(jen.Id("row").Dot("UpdatedAt"))
			g.List(jen.Id("_"), jen.Err()).Op("=").Add(r.change(r.writeUpdate))
			g.Return(jen.Err())
		}))
		g.Add(r.fail("Update", r.zero()))
		g.Return(jen.Id(entity), jen.Nil())
	})
}

// writeUpdate writes what an update does in the end.
func (r *repository) writeUpdate(g *jen.Group) {
	entity := r.E.GoVar()
	g.List(jen.Id("written"), jen.Err()).Op(":=").Id("r").Dot("queries").Dot("Update").Call(jen.Id("ctx"), r.params("Update",
		jen.Id("UpdatedAt").Op(":").Id(entity).Dot("UpdatedAt"),
		jen.Id("ID").Op(":").Id("id"),
		jen.Id("PreviousUpdatedAt").Op(":").Id("row").Dot("UpdatedAt"),
	))
	g.Return(jen.Id(entity), jen.Qual(sqlmodelPath, "Written").Call(jen.Id("written"), jen.Err()))
}

func (r *repository) delete() {
	r.f.Commentf("Delete removes the %s with this id.", model.Words(r.E.Name))
	r.method("Delete", jen.Id("id").Int64(), r.then()).Error().Block(
		jen.List(jen.Id("_"), jen.Err()).Op(":=").Add(r.change(func(g *jen.Group) {
			g.List(jen.Id("row"), jen.Err()).Op(":=").Id("r").Dot("queries").Dot("Get").Call(jen.Id("ctx"), jen.Id("id"))
			g.If(jen.Err().Op("!=").Nil()).Block(jen.Return(r.zero(), jen.Err()))
			g.List(jen.Id("deleted"), jen.Err()).Op(":=").Id("r").Dot("queries").Dot("Delete").Call(jen.Id("ctx"), jen.Id("id"))
			g.If(jen.Err().Op("==").Nil().Op("&&").Id("deleted").Op("==").Lit(0)).Block(
				jen.Err().Op("=").Qual("database/sql", "ErrNoRows"),
			)
			g.Return(r.class().Call(jen.Id("row")), jen.Err())
		})),
		jen.Return(r.wrap("Delete")),
	)
}

// finder writes the method that finds what refers to an entity of another module.
func (r *repository) finder(reference Reference) {
	parameter := jen.Id("reference")
	if reference.Field.Nullable {
		parameter = jen.Op("&").Id("reference")
	}
	r.f.Commentf("%s returns the ids of the first %s whose %s is the given one.", reference.Finder, model.Words(r.E.Plural), reference.Field.Name)
	r.method(reference.Finder, jen.Id("reference").Int64()).Params(jen.Index().Int64(), jen.Error()).Block(
		jen.List(jen.Id("ids"), jen.Err()).Op(":=").Id("r").Dot("queries").Dot(reference.Finder).Call(jen.Id("ctx"), parameter),
		jen.Return(jen.Id("ids"), r.wrap(reference.Finder)),
	)
}

func (r *repository) storableName() string { return "storable" + r.E.GoName() }

// storable writes the function that gives the times the form in which they are stored.
func (r *repository) storable() {
	entity := r.E.GoVar()
	r.f.Commentf("%s brings the times to the form in which they are stored, so that what is returned is what", r.storableName())
	r.f.Comment("will be read.")
	r.f.Func().Id(r.storableName()).Params(jen.Id(entity).Op("*").Add(r.class())).BlockFunc(func(g *jen.Group) {
		for _, field := range r.Times() {
			convert := "UTC"
			if field.Nullable {
				convert = "NullUTC"
			}
			g.Id(entity).Dot(field.GoName()).Op("=").Qual(sqltypePath, convert).Call(jen.Id(entity).Dot(field.GoName()))
		}
	})
}

func (r *repository) scanName() string { return "scan" + r.E.GoName() }

// scan writes the function that reads one row of a list.
func (r *repository) scan() {
	entity := r.E.GoVar()
	r.f.Commentf("%s reads one row whose columns are those of the model.", r.scanName())
	rows := jen.Id("rows").Op("*").Qual("database/sql", "Rows")
	r.f.Func().Id(r.scanName()).Params(rows, jen.Id(entity).Op("*").Add(r.class())).Error().Block(
		jen.Return(jen.Id("rows").Dot("Scan").CallFunc(func(g *jen.Group) {
			g.Line().Op("&").Id(entity).Dot("ID")
			for _, field := range r.E.Fields {
				g.Line().Op("&").Id(entity).Dot(field.GoName())
			}
			g.Line().Op("&").Id(entity).Dot("CreatedAt")
			g.Line().Op("&").Id(entity).Dot("UpdatedAt")
			g.Line()
		})),
	)
}

func (r *repository) sortValueName() string { return "sortValueOf" + r.E.GoName() }

// sortValue writes the function from which a page's cursor is made.
func (r *repository) sortValue() {
	entity := r.E.GoVar()
	r.f.Commentf("%s returns what the column holds; a page's cursor is made of it.", r.sortValueName())
	r.f.Func().Id(r.sortValueName()).Params(jen.Id(entity).Add(r.class()), jen.Id("column").String()).Any().Block(
		jen.Switch(jen.Id("column")).BlockFunc(func(g *jen.Group) {
			for _, field := range r.E.Fields {
				if sortable(field) {
					g.Case(jen.Lit(field.Name)).Block(jen.Return(jen.Id(entity).Dot(field.GoName())))
				}
			}
			g.Case(jen.Lit("created_at")).Block(jen.Return(jen.Id(entity).Dot("CreatedAt")))
			g.Case(jen.Lit("updated_at")).Block(jen.Return(jen.Id(entity).Dot("UpdatedAt")))
		}),
		jen.Return(jen.Id(entity).Dot("ID")),
	)
}
