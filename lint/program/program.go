// Package program links the facts of single files into a program: constants are followed across
// files and packages, SQL texts scanned for tables, models resolved, calls between layers found,
// and every file given its module and every table its owner.
package program

import (
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
	// Owners says which module owns which table.
	Owners *Owners
	// Standard is set when the code base is laid out by the standards (§1), so that the rules about
	// layout apply.
	Standard bool
}

// File is a file in its program.
type File struct {
	*fact.File
	Layer Layer
	// Module is the module the file belongs to, "" where that cannot be told.
	Module string
	// Imported are the files of the program behind the imports, by local name.
	Imported map[string]*File
	// Importers are the files of the program that import this one.
	Importers []*File
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
	// SQL is the text as scanned, with holes, and Start and Stop enclose the table in it; "" for others.
	SQL         string
	Start, Stop int
	// Query is the sqlc query's name.
	Query string
}

// Owners is who owns which table.
type Owners struct {
	// Tables are sorted by database and name.
	Tables []Ownership
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
}
