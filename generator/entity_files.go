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

// entityOutputs renders everything that belongs to one entity alone.
func (g *Generator) entityOutputs(ctx context.Context, s *code.Scope, all code.Entities, migration int) (Owned, error) {
	owned := Owned{Owner: "entity_" + s.E.Name}
	add := func(policy Policy, name string, content []byte) {
		owned.Outputs = append(owned.Outputs, Output{Path: name, Content: content, Policy: policy})
	}
	add(Yours, project.EntityFile(s.E.Name), s.E.YAML())
	for _, file := range entityFiles {
		name := file.path(s.E)
		content, err := file.render(s, name)
		if err != nil {
			return owned, err
		}
		add(Yours, name, content)
	}
	add(Yours, path.Join("models/schemas", s.E.FileStem()+".schema.sql"), schema.Schema(s.E, all))
	for _, dialect := range schema.Dialects {
		name := path.Join("migrations", string(dialect), schema.MigrationName(migration, s.E))
		add(Once, name, schema.Migration(dialect, s.E, all))
	}
	queries := schema.Queries(s.E, finders(s))
	add(Yours, queryFile(s.E), queries)
	typed, err := g.typedQueries(ctx, s, all, queries)
	if err != nil {
		return owned, err
	}
	owned.Outputs = append(owned.Outputs, typed...)
	return owned, nil
}

// queryFile is where the queries of an entity's table are.
func queryFile(e model.Entity) string {
	return path.Join("data_repositories/queries", model.FileStem(e.Table)+".sql")
}

// finders are the queries that find what refers to another module's entity, by column.
func finders(s *code.Scope) map[string]string {
	names := map[string]string{}
	for _, reference := range s.Foreign() {
		names[reference.Field.Name] = reference.Finder
	}
	return names
}

// typedQueries types the queries as they are on disk, where the user may have added some, and as
// generated where they are not there yet.
func (g *Generator) typedQueries(ctx context.Context, s *code.Scope, all code.Entities, generated []byte) ([]Output, error) {
	queries, err := g.current(queryFile(s.E), generated)
	if err != nil {
		return nil, err
	}
	table, err := g.current(path.Join("models/schemas", s.E.FileStem()+".schema.sql"), schema.Schema(s.E, all))
	if err != nil {
		return nil, err
	}
	columns := map[string]schema.ColumnType{}
	for _, field := range s.E.Fields {
		t := s.FieldType(field)
		columns[field.Name] = schema.ColumnType{Import: t.Import, Name: t.Name, Pointer: t.Pointer}
	}
	files, err := schema.TypedQueries(ctx, g.Executable, schema.Typed{Entity: s.E, Schema: table, Queries: queries, Columns: columns})
	if err != nil {
		return nil, fmt.Errorf("%w (the queries are in %s)", err, queryFile(s.E))
	}
	var outputs []Output
	for name, content := range files {
		full := path.Join("data_repositories/internal", s.E.TablePackage(), name)
		formatted, err := code.Format(full, s.P.Module, content)
		if err != nil {
			return nil, err
		}
		outputs = append(outputs, Output{Path: full, Content: formatted, Policy: Rewritten})
	}
	return outputs, nil
}
