package schema

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/vtgen/vtgen/generator/model"
)

// SQLCArgument, as the first argument of the vtgen binary, makes it behave as sqlc: sqlc's own entry
// point ends the process on errors and keeps state between runs, so it only ever runs in a child.
const SQLCArgument = "__sqlc"

// ColumnType is the Go type of one column in the typed queries.
type ColumnType struct {
	Import, Name string
	Pointer      bool
}

// Typed is what the typed queries of one table are made from.
type Typed struct {
	Entity model.Entity
	// Schema and Queries are the SQL texts.
	Schema, Queries []byte
	// Columns are the Go types of the fields, by column.
	Columns map[string]ColumnType
}

// The files that sqlc reads and writes.
const (
	configFile  = "sqlc.json"
	schemaFile  = "schema.sql"
	dbFile      = "zz_generated_db.go"
	modelsFile  = "zz_generated_models.go"
	queriesFile = "zz_generated_queries.sql"
)

// TypedQueries runs sqlc once on the queries of all given tables and returns its files by table and
// by name. executable is the vtgen binary. An error in the queries is reported with their line.
func TypedQueries(ctx context.Context, executable string, all []Typed) (files map[string]map[string][]byte, err error) {
	files = map[string]map[string][]byte{}
	if len(all) == 0 {
		return files, nil
	}
	folder, err := os.MkdirTemp("", "vtgen-sqlc-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for typing queries: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if err := prepare(folder, all); err != nil {
		return nil, err
	}
	if err := runSQLC(ctx, executable, folder); err != nil {
		return nil, err
	}
	for _, t := range all {
		typed, err := readFiles(filepath.Join(folder, t.Entity.TablePackage(), "out"))
		if err != nil {
			return nil, fmt.Errorf("reading the typed queries of %s: %w", t.Entity.Table, err)
		}
		if err := checkTypes(t.Entity.Table, typed); err != nil {
			return nil, err
		}
		files[t.Entity.Table] = typed
	}
	return files, nil
}

// prepare writes sqlc's input: a folder per table, and one configuration for all.
func prepare(folder string, all []Typed) error {
	var packages []any
	for _, t := range all {
		packages = append(packages, t.config())
		own := filepath.Join(folder, t.Entity.TablePackage())
		if err := os.Mkdir(own, 0o700); err != nil {
			return fmt.Errorf("preparing the queries of %s: %w", t.Entity.Table, err)
		}
		for name, content := range map[string][]byte{schemaFile: t.Schema, queriesFile: t.Queries} {
			if err := os.WriteFile(filepath.Join(own, name), content, 0o600); err != nil {
				return fmt.Errorf("preparing the queries of %s: %w", t.Entity.Table, err)
			}
		}
	}
	config, err := json.Marshal(map[string]any{"version": "2", "sql": packages})
	if err != nil {
		return fmt.Errorf("preparing the queries: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, configFile), config, 0o600); err != nil {
		return fmt.Errorf("preparing the queries: %w", err)
	}
	return nil
}

func runSQLC(ctx context.Context, executable, folder string) error {
	command := exec.CommandContext(ctx, executable, SQLCArgument, "generate", "--file", configFile, "--no-remote")
	command.Dir = folder
	var stderr bytes.Buffer
	command.Stderr = &stderr
	if err := command.Run(); err != nil {
		message := strings.TrimSpace(strings.ReplaceAll(stderr.String(), queriesFile, "queries"))
		err = fmt.Errorf("typing the queries: %w: %s", err, message)
		if exit := new(exec.ExitError); errors.As(err, &exit) && exit.Exited() {
			return model.Invalid(err) // sqlc read the queries and refused them
		}
		return err
	}
	return nil
}

// config is sqlc's configuration of one table: every column has exactly the type of the class's
// field, and every name is ours, so that nothing is left to sqlc's own rules of naming and typing.
func (t Typed) config() any {
	type override struct {
		Column string         `json:"column"`
		GoType map[string]any `json:"go_type"`
	}
	rename := map[string]string{"id": "ID", "created_at": "CreatedAt", "updated_at": "UpdatedAt", "previous_updated_at": "PreviousUpdatedAt"}
	if _, taken := t.Entity.Field(t.Entity.Table); !taken {
		rename[t.Entity.Table] = "Row"
	}
	var overrides []override
	for _, f := range t.Entity.Fields {
		rename[f.Name] = f.GoName()
		column := t.Columns[f.Name]
		goType := map[string]any{"type": column.Name, "pointer": column.Pointer}
		if column.Import != "" {
			goType["import"] = column.Import
		}
		overrides = append(overrides, override{Column: t.Entity.Table + "." + f.Name, GoType: goType})
	}
	own := t.Entity.TablePackage() + "/"
	return map[string]any{
		"engine": "mysql", "schema": own + schemaFile, "queries": own + queriesFile,
		"gen": map[string]any{"go": map[string]any{
			"package": t.Entity.TablePackage(), "out": own + "out",
			"output_db_file_name": dbFile, "output_models_file_name": modelsFile,
			"emit_exact_table_names": true, "emit_empty_slices": true,
			"rename": rename, "overrides": overrides,
		}},
	}
}

func readFiles(folder string) (map[string][]byte, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		files[entry.Name()] = content
	}
	return files, nil
}

// checkTypes type-checks the typed queries without loading what they import: it finds the names
// that sqlc lets collide, not wrong uses of other packages.
func checkTypes(table string, files map[string][]byte) error {
	set := token.NewFileSet()
	var parsed []*ast.File
	for name, content := range files {
		file, err := parser.ParseFile(set, name, content, parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("checking the typed queries of %s: %w", table, err)
		}
		parsed = append(parsed, file)
	}
	var problems []error
	config := types.Config{
		Importer: noImporter{},
		Error: func(err error) {
			var problem types.Error
			if !errors.As(err, &problem) || !strings.Contains(problem.Msg, "could not import") {
				problems = append(problems, err)
			}
		},
	}
	_, _ = config.Check(table, set, parsed, nil) // its errors went to Error
	if len(problems) > 0 {
		return fmt.Errorf("the typed queries of %s do not compile; rename the column or query named here: %w", table, errors.Join(problems...))
	}
	return nil
}

// noImporter imports nothing: go/types then takes every use of the package for correct.
type noImporter struct{}

func (noImporter) Import(path string) (*types.Package, error) {
	return nil, fmt.Errorf("could not import %s: not loaded", path)
}
