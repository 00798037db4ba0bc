package generator

import (
	"context"
	"fmt"
	"path"

	"github.com/vtgen/vtgen/generator/code"
	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/generator/project"
	"github.com/vtgen/vtgen/generator/schema"
)

// entityFile is one Go file that every entity has: where it goes and what writes it.
type entityFile struct {
	directory string
	// suffix follows the entity's file stem, or the repository's where table is set.
	suffix string
	table  bool
	render func(s *code.Scope, name string) ([]byte, error)
}

// fixed renders a file from its template.
func fixed(templateName string) func(*code.Scope, string) ([]byte, error) {
	return func(s *code.Scope, name string) ([]byte, error) {
		return s.Fixed("entity/"+templateName+".go.tmpl", name)
	}
}

// entityFiles are the Go files of an entity, layer by layer.
var entityFiles = []entityFile{
	{directory: "classes", suffix: ".class.go", render: (*code.Scope).Class},
	{directory: "classes", suffix: ".class_test.go", render: fixed("class_test")},
	{directory: "global_config", suffix: ".error_codes.go", render: fixed("error_codes")},
	{directory: "models", suffix: ".model.go", render: (*code.Scope).Model},
	{directory: "data_repositories", suffix: ".data_repository.go", table: true, render: (*code.Scope).Repository},
	{directory: "data_repositories", suffix: ".data_repository_test.go", table: true, render: fixed("data_repository_test")},
	{directory: "services", suffix: ".service.go", render: fixed("service")},
	{directory: "services", suffix: ".service_test.go", render: fixed("service_test")},
	{directory: "validations", suffix: ".validation.go", render: (*code.Scope).Validation},
	{directory: "validations", suffix: ".validation_test.go", render: fixed("validation_test")},
	{directory: "controllers", suffix: ".controller.go", render: fixed("controller")},
	{directory: "controllers", suffix: ".controller_test.go", render: fixed("controller_test")},
	{directory: "routes", suffix: ".routes.go", render: fixed("routes")},
	{directory: "routes", suffix: ".routes_test.go", render: fixed("routes_test")},
	{directory: "event_driven_services", suffix: "_events.service.go", render: fixed("events")},
	{directory: "event_driven_services", suffix: "_events.service_test.go", render: fixed("events_test")},
	{directory: "utils/samples", suffix: ".sample.go", render: (*code.Scope).Samples},
}

// path is where the file of an entity goes.
func (f entityFile) path(e model.Entity) string {
	stem := e.Name
	if f.table {
		stem = e.RepositoryStem()
	}
	if f.suffix[0] == '.' {
		stem = model.FileStem(stem)
	}
	return path.Join(f.directory, stem+f.suffix)
}

// rendering is an entity about to be rendered.
type rendering struct {
	scope     *code.Scope
	migration int
	// schema and queries are as they are on disk, where the user may have added to the queries, and
	// as generated where they are not there yet.
	schema, queries []byte
	typed           map[string][]byte
}

// prepare resolves the entities and types the queries of all of them at once.
func (g *Generator) prepare(ctx context.Context, selected []model.Entity, all code.Entities) ([]*rendering, error) {
	numbers, err := g.numbers()
	if err != nil {
		return nil, err
	}
	var renderings []*rendering
	var tables []schema.Typed
	for _, e := range creationOrder(selected) {
		r, err := g.resolve(e, all, numbers)
		if err != nil {
			return nil, err
		}
		renderings = append(renderings, r)
		tables = append(tables, r.table())
	}
	typed, err := schema.TypedQueries(ctx, g.Executable, tables)
	if err != nil {
		return nil, fmt.Errorf("%w (the queries are in data_repositories/queries)", err)
	}
	for _, r := range renderings {
		r.typed = typed[r.scope.E.Table]
	}
	return renderings, nil
}

// resolve finds everything an entity is rendered from.
func (g *Generator) resolve(e model.Entity, all code.Entities, numbers *numbers) (*rendering, error) {
	base, err := g.project.Base(entityOwner(e))
	if err != nil {
		return nil, err
	}
	firstCode, migration := numbers.of(base)
	scope, err := code.NewScope(g.project.Platform, e, all, firstCode)
	if err != nil {
		return nil, err
	}
	r := &rendering{scope: scope, migration: migration}
	if r.schema, err = g.current(schemaFile(e), schema.Schema(e, all)); err != nil {
		return nil, err
	}
	r.queries, err = g.current(queryFile(e), schema.Queries(e, finders(scope)))
	return r, err
}

// table is what the entity's typed queries are made from.
func (r *rendering) table() schema.Typed {
	columns := map[string]schema.ColumnType{}
	for _, field := range r.scope.E.Fields {
		columns[field.Name] = schema.ColumnType(r.scope.FieldType(field))
	}
	return schema.Typed{Entity: r.scope.E, Schema: r.schema, Queries: r.queries, Columns: columns}
}

// entityOwner is the owner under whose name an entity's base is kept.
func entityOwner(e model.Entity) string { return "entity_" + e.Name }

// outputs renders everything that belongs to one entity alone.
func (r *rendering) outputs(all code.Entities) (Owned, error) {
	s := r.scope
	owned := Owned{Owner: entityOwner(s.E)}
	add := func(policy Policy, name string, content []byte) {
		owned.Outputs = append(owned.Outputs, Output{Path: name, Content: content, Policy: policy})
	}
	add(Once, project.EntityFile(s.E.Name), s.E.YAML())
	for _, file := range entityFiles {
		name := file.path(s.E)
		content, err := file.render(s, name)
		if err != nil {
			return owned, err
		}
		add(Yours, name, content)
	}
	add(Yours, schemaFile(s.E), schema.Schema(s.E, all))
	add(Yours, queryFile(s.E), schema.Queries(s.E, finders(s)))
	for _, dialect := range schema.Dialects {
		name := path.Join("migrations", string(dialect), schema.MigrationName(r.migration, s.E))
		add(Once, name, schema.Migration(dialect, s.E, all))
	}
	for name, content := range r.typed {
		full := path.Join("data_repositories/internal", s.E.TablePackage(), name)
		formatted, err := code.Format(full, s.P.Module, content)
		if err != nil {
			return owned, err
		}
		add(Rewritten, full, formatted)
	}
	return owned, nil
}

// queryFile is where the queries of an entity's table are.
func queryFile(e model.Entity) string {
	return path.Join("data_repositories/queries", model.FileStem(e.Table)+".sql")
}

// schemaFile is where an entity's table is described as it is now.
func schemaFile(e model.Entity) string {
	return path.Join("models/schemas", e.FileStem()+".schema.sql")
}

// finders are the queries that find what refers to another module's entity, by column.
func finders(s *code.Scope) map[string]string {
	names := map[string]string{}
	for _, reference := range s.Foreign() {
		names[reference.Field.Name] = reference.Finder
	}
	return names
}
