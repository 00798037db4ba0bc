// Package program links the facts of single files into a program: constants are followed across
// files and packages, SQL texts scanned for tables, models resolved, calls between layers found,
// and every file given its module and every table its owner.
package program

import (
	"slices"

	"github.com/vtgen/vtgen/lint/fact"
)

// Layer is what a file is in the standards' directory structure (§1).
type Layer string

// The layers; Other is a file outside of all of them.
const (
	Service      Layer = "service"
	Repository   Layer = "data_repository"
	ModelLayer   Layer = "model"
	Controller   Layer = "controller"
	Route        Layer = "route"
	EventHandler Layer = "event_handler"
	Background   Layer = "bg_service"
	Connectivity Layer = "core_app_connectivity"
	Middleware   Layer = "middleware"
	Validation   Layer = "validation"
	ClassLayer   Layer = "class"
	ConfigLayer  Layer = "global_config"
	Plugin       Layer = "plugin"
	Utility      Layer = "util"
	Migration    Layer = "migration"
	TestLayer    Layer = "test"
	Other        Layer = "other"
)

// Program is a whole code base, linked.
type Program struct {
	// Files are in the order of their paths.
	Files []*File
	// Tables are all uses of tables and collections, in the order of file and position.
	Tables []TableUse
	// Statements are the whole SQL statements with known tables, in the order of file and position.
	Statements []Statement
	// Owners says which module owns which table.
	Owners *Owners
	// Standard is set when the code base is laid out by the standards (§1), so that the rules about
	// layout apply.
	Standard bool

	graph *graph
}

// File is a file in its program.
type File struct {
	*fact.File
	Layer Layer
	// Module is the module the file belongs to, "" where that cannot be told.
	Module string
	// Imported are the files of the program behind the imports, by local name: of a Go package its
	// first file.
	Imported map[string]*File
	// Importers are the files of the program that import this one: in Go those that use something
	// declared in it.
	Importers []*File
	// References are the uses of other files of the program, in order of position: imports in
	// JavaScript, names in Go.
	References []Reference

	symbols
	place
	dir string
	// Database and Table are those of the table that a data repository or model file is for, "" where
	// that cannot be told.
	Database, Table string

	// claimants are all modules that could own the file where Module alone does not say.
	claimants []string
	// usedBy are the modules that use a data repository which no service has.
	usedBy []string
}

// Reference is the use of another file.
type Reference struct {
	// Target is the file, Name what is used of it as written, "" for the import of a whole file.
	Target *File
	Name   string
	// Pos and End enclose the import or name as well as the facts say; Func is the function it is
	// in, or fact.None.
	Pos, End fact.Pos
	Func     int32
}

// TableUse is one use of a table, whatever form it has in the source.
type TableUse struct {
	File *File
	// Database is "" where the code does not say.
	Database, Table string
	Mode            fact.Mode
	// Func is the index of the function in the file, or fact.None.
	Func int32
	// Pos and End enclose the table's name in the source file.
	Pos, End fact.Pos
	// Sink is the call that takes the query or name, as written; Via how it was found: "sql",
	// "builder", "collection", "model", "populate", "lookup".
	Sink, Via string
	// Sure is set where a call runs the text; Shaped where the text is a whole statement.
	Sure, Shaped bool
	// Message is set for texts in logs and errors, which prove nothing.
	Message bool
	// Dynamic is set where a part of the name is not known; Table then has the known parts.
	Dynamic bool
	// Given is set where that part is given by others, a parameter or the field of a base class, and all
	// that were found give known names.
	Given bool
	// Elsewhere is set where the use counts at another place: where the text that is run here is written, or
	// where the text that is written here is run.
	Elsewhere bool
	// written is the text of another file that is run here by name, if it is.
	written textKey
	// begin is where the text begins.
	begin fact.Pos
	// SQL is the text as scanned, with holes, and Start and Stop enclose the table in it; "" for others.
	SQL         string
	Start, Stop int
	// Text is where the statement or call begins in the source: uses that share it belong together.
	Text fact.Pos
	// Query is the sqlc query's name.
	Query string
	// Model is the file that declares the model, for uses through one.
	Model *File
}

// Statement is a whole SQL statement in the source.
type Statement struct {
	File *File
	Func int32
	// Pos and End enclose the text in the source file.
	Pos, End fact.Pos
	// SQL is the text, with holes; Kind its verb.
	SQL, Kind string
	// Sure is set where a call runs the text.
	Sure bool
	// Database, Table and Mode are those of the first table.
	Database, Table string
	Mode            fact.Mode
}

// Owners is who owns which table.
type Owners struct {
	// Tables are sorted by database and name.
	Tables []Ownership
	byName map[string][]int
}

// Ownership is one table and its owner.
type Ownership struct {
	Database, Table string
	// Module is the owner, "" where there is none; Others are further claims, which is a violation.
	Module string
	Others []string
	// Source says what made it so: "configuration", "entity", "data repository", "model", "schema", "service".
	Source string
	// Readers are modules that the configuration lets read it.
	Readers []string
	// Claims are what Module and Others rest on, in the order of file and position.
	Claims []Claim
}

// Claim is what speaks for a module as the owner of a table.
type Claim struct {
	Module, Source string
	// File and Pos are where the claim is made; File is nil for configuration and entities.
	File *File
	Pos  fact.Pos
}

// Owned reports whether a module is the owner or one of several claimed ones.
func (o *Ownership) Owned(module string) bool {
	return module != "" && (o.Module == module || slices.Contains(o.Others, module))
}

// MayRead reports whether the configuration lets a module read the table.
func (o *Ownership) MayRead(module string) bool {
	return slices.Contains(o.Readers, "*") || slices.Contains(o.Readers, module)
}

// Exempt reports whether the file is none that the rules about data access accuse: a test, a
// migration, a seed or script, or generated code.
func (f *File) Exempt() bool {
	return f.Test || f.Generated || f.Layer == TestLayer || f.Layer == Migration
}

// BelongsTo reports whether the file is of the module that owns a table, or of one of several that
// could.
func (f *File) BelongsTo(owner *Ownership) bool {
	return owner.Owned(f.Module) || slices.ContainsFunc(f.claimants, owner.Owned) || slices.ContainsFunc(f.usedBy, owner.Owned)
}

// Shares reports whether two files are, or could be, of the same module.
func (f *File) Shares(other *File) bool {
	return f.Module == other.Module || slices.Contains(f.claimants, other.Module) || slices.Contains(other.claimants, f.Module) ||
		slices.Contains(f.usedBy, other.Module) || slices.Contains(other.usedBy, f.Module)
}

// DeclaresModels reports whether the file declares models.
func (f *File) DeclaresModels() bool { return len(f.declares) > 0 }

// NamedAfter reports whether a file's name begins with the name of a table, in its singular or plural
// (the standards, §3.7.2).
func NamedAfter(f *File, table string) bool {
	stem := f.stem
	if sub := subFolder(f); sub != "" && !f.byName {
		stem = sub
	}
	return beginsWith(nameWords(stem), nameWords(table))
}
