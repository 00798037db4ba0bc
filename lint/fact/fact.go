// Package fact is what the linter knows of one source file: one form for Go, JavaScript, TypeScript
// and SQL. A front end (gosource, jssource, sqlsource) makes the facts of a file from its text
// alone, without a build and without another file, so that they can be kept by the hash of that
// text. What needs other files (a constant of another package, the model behind an import) is left
// as a name, which package program resolves.
package fact

import (
	"bytes"
	"sort"
)

// Version is part of the key under which facts are kept: it goes up with every change of what a
// front end finds or of this package's types.
const Version = 4

// Language is what a file is written in.
type Language string

// The languages.
const (
	Go         Language = "go"
	JavaScript Language = "javascript"
	TypeScript Language = "typescript"
	SQL        Language = "sql"
	Prisma     Language = "prisma"
)

// Pos is a byte offset in a file; None where there is none.
type Pos int32

// None is the position of nothing, and the index of nothing.
const None = -1

// File is what a front end found in one file.
type File struct {
	// Path is relative to the root of the run, with slashes.
	Path     string
	Language Language
	// Package is the name in a Go file's package clause.
	Package string
	// Generated is set for files that carry the header of generated code.
	Generated bool
	// Test is set for test files, by the conventions of the language (_test.go, .test.js, .spec.ts,
	// a __tests__ or test folder).
	Test bool
	// Broken says why the file could not be read to its end; what was found before stands.
	Broken string
	// LineStarts are the offsets at which lines begin, the first 0.
	LineStarts []int32

	Imports []Import
	Consts  []Const
	// Vars are a Go file's variables of its top level with their types, as far as the file tells them.
	Vars     []TypedName
	Types    []Type
	Funcs    []Func
	Strings  []String
	Accesses []Access
	Models   []Model
	Calls    []Call
	Objects  []Object
	Catches  []Catch
	Env      []EnvRead
	Comments []Comment
}

// LineStarts returns the offsets at which the lines of a text begin, as File.LineStarts has them.
func LineStarts(text []byte) []int32 {
	starts := make([]int32, 1, bytes.Count(text, []byte("\n"))+1)
	for at := 0; ; {
		n := bytes.IndexByte(text[at:], '\n')
		if n < 0 {
			return starts
		}
		at += n + 1
		starts = append(starts, int32(at))
	}
}

// Position turns an offset into a line and a column, both from 1, the column in bytes.
func (f *File) Position(p Pos) (line, column int) {
	if p < 0 || len(f.LineStarts) == 0 {
		return 1, 1
	}
	i := sort.Search(len(f.LineStarts), func(i int) bool { return f.LineStarts[i] > int32(p) }) - 1
	return i + 1, int(p) - int(f.LineStarts[i]) + 1
}

// Import is an import or require.
type Import struct {
	// Name is the local name: the package's name or alias, the variable, "" for effects only. One
	// import of several names (destructuring, named imports) is several Imports.
	Name string
	// Path is as written: "../models/user.model", "github.com/x/y".
	Path string
	// Member is the name in the imported module where one was picked: {a: b} has Member a, Name b;
	// "default" for a default import; "*" for a namespace; "" for a Go package or a whole require.
	Member string
	// Immediate is what follows a require at once: require('x').y.z has "y.z".
	Immediate string
	Pos       Pos
}

// Text is a string expression folded as far as the file allows.
type Text struct {
	Parts []Part
}

// Part is a literal piece of a Text, or a hole in it.
type Part struct {
	// Literal is the value of the piece, unescaped; "" for a hole.
	Literal string
	// Pos is where the piece's value begins in the file (after the quote), End where it ends.
	Pos, End Pos
	// Escapes are the places where the value and the source drift apart, in order.
	Escapes []Escape
	// Hole is set for what is not known in this file.
	Hole *Hole
}

// Escape says that from the value's byte At on, source offsets are Skew bytes further on than At
// alone says: source = Pos + offset in value + Skew.
type Escape struct{ At, Skew int32 }

// Hole is an unknown piece of a Text.
type Hole struct {
	// Name is the dotted name as written, "TABLES.users" or "schema.UserTable", which program may
	// resolve to a constant; "" for any other expression.
	Name string
	// Choices are the texts it can be, where an expression chooses between known ones.
	Choices []Text
	// Args are what the format or function called Name is given; Arg says, in the text of such a one,
	// which of them stands here, from 1.
	Args []Text
	Arg  int32
	// Of says, in a script, of which function Arg is a parameter: its index in File.Funcs, from 1. Key is
	// set for a member of the parameter: find({ table }), options.table.
	Of  int32
	Key string
	// Value is set where only a value can stand: a %d verb, a number, a bound parameter.
	Value bool
}

// Const is a named text of a file's top level, or of a function where Func is not None: a constant,
// a variable that is assigned once, a member of an object or enum (dotted: "TABLES.users"), a
// static class member. Program resolves holes by it.
type Const struct {
	Name string
	Text Text
	// Exported is set where another file can name it.
	Exported bool
	Func     int32
	Pos      Pos
}

// Type is a struct or class.
type Type struct {
	Name string
	// Extends are the names of its base class or embedded structs.
	Extends []string
	// Arguments are the type arguments of the base class as written: "Pet" of Repository<Pet>.
	Arguments string
	// Fields are its fields' names to their types as written: Go struct fields, and what a
	// constructor assigns to this.x from a parameter, an import or a new expression.
	Fields []TypedName
	// Params are the names of a Go type's parameters.
	Params []string
	// Element is what a Go type that is a list or map has for members, as written.
	Element  string
	Exported bool
	Pos, End Pos
}

// TypedName is a field or parameter with its type as written ("*data_repositories.UserRepository"),
// or in JavaScript what was assigned to it as a dotted name; Tag is a Go struct tag, and Pos where a Go
// struct's field is.
type TypedName struct {
	Name, Type, Tag string
	Pos             Pos
}

// Func is a function, method or function-valued declaration. Index 0.. in File.Funcs; nested
// functions without a name belong to the Func around them unless they are handlers of their own.
type Func struct {
	// Name is the bare name, "" for an anonymous function passed as an argument.
	Name string
	// Receiver is the type or class it belongs to, without * .
	Receiver string
	// ReceiverName is the receiver's variable in Go ("s"), "this" in classes.
	ReceiverName string
	Params       []TypedName
	// TypeParams are the names of a generic Go function's type parameters.
	TypeParams []string
	// Result is the type of a Go function's first result as written.
	Result string
	// Returns is a text it always returns, such as a Go TableName method, if it does.
	Returns *Text
	Async   bool
	// HasTry is set when its body is, as a whole or in its asynchronous part, inside try/catch.
	HasTry   bool
	Exported bool
	// Doc is the comment right before it, without comment marks.
	Doc string
	// Outer is the index of the Func around it, or None.
	Outer int32
	// Statements counts the statements of its body, Branches the ifs, loops and switches.
	Statements, Branches int32
	Pos, End             Pos
}

// Role says where a String goes.
type Role uint8

// The roles, in the order of how sure they make that the text is SQL.
const (
	Unknown  Role = iota // a literal anywhere else: assigned, returned, in a list
	Executed             // an argument of a call that runs SQL, directly or through a local variable
	Argument             // an argument of any other call
	Message              // an argument of a call that logs, or the text of an error or panic
)

// String is a text that may be SQL.
type String struct {
	Text Text
	Role Role
	// Callee is the dotted name of the call it is an argument of, for all roles but Unknown.
	Callee string
	// Name is what it is assigned to, if it is.
	Name     string
	Func     int32
	Pos, End Pos
	// Query is the name of an sqlc query, and Owner the file's table where the file format says so.
	Query string
}

// Mode is how data is accessed.
type Mode uint8

// The modes.
const (
	ModeUnknown Mode = iota
	Read
	Write
	Schema // it is created, altered or dropped
)

// String returns the mode's name as reports have it.
func (m Mode) String() string {
	switch m {
	case Read:
		return "read"
	case Write:
		return "write"
	case Schema:
		return "schema"
	default:
		return "access"
	}
}

// AccessKind says by what a table or collection is named.
type AccessKind uint8

// The kinds.
const (
	ByTable      AccessKind = iota // a table name: knex('users'), squirrel.Select().From("users"), gorm Table("users")
	ByCollection                   // a document collection: db.collection('users'), {$lookup: {from: 'users'}}
	ByModel                        // a model: user_model.find(), db.Create(&User{}), populate('author')
)

// Access is the use of a table, collection or model that no SQL text names.
type Access struct {
	Kind AccessKind
	Mode Mode
	// Name is the table or collection. For ByModel it is empty and Model is set.
	Name Text
	// Database is the database or schema in scope, where the code says so.
	Database Text
	// Model is the dotted local name of the model or Go type: "user_model", "models.User", "this.userModel".
	// In Go it may be the name of what has the type where another file tells it: "findUser()", "Service.users".
	Model string
	// Handle names, in the same way, what the call is made on where only its type can tell whether that
	// is a database handle or query: "store.NewSession()". Without one the file tells it by itself.
	Handle string
	// Path is a populate path or relation ("author.company"), to be resolved by the Model's Refs. With
	// a dot before it only the model at its end is meant: those on the way have accesses of their own.
	Path string
	// Via is the call as written, for messages: "knex.from", "user_model.find", "$lookup".
	Via  string
	Func int32
	// Pos and End enclose the name in the source.
	Pos, End Pos
}

// Model declares what table or collection a model, class or Go type stands for.
type Model struct {
	// Name is the model's registered name or the Go type's; Var the variable, class or export that
	// holds it ("module.exports" when it is exported as a whole).
	Name, Var string
	// Table is empty where the library derives it from the name; Derived says so.
	Table    Text
	Derived  bool
	Database Text
	// Base is the dotted name of a model whose collection it shares, as a discriminator of mongoose does.
	Base string
	// Library is mongoose, sequelize, typeorm, objection, bookshelf, prisma, fireorm, gorm, xorm, bun, beego, ent.
	Library string
	// Refs are references to other models by field path.
	Refs     []ModelRef
	Pos, End Pos
}

// ModelRef says that a model's field refers to another model: by its registered name, by its name in the
// file, or with a dot at its beginning by the path of its file.
type ModelRef struct{ Field, Model string }

// Catch is where an error is handled: a catch block, a .catch callback, a Go `if err != nil` block,
// or an error that is dropped.
type Catch struct {
	// Kind is "catch", "promise", "if" (Go) or "dropped" (Go: assigned to _ or never looked at).
	Kind string
	// Empty: nothing but comments inside. Logs: it calls something that logs. Rethrows: it throws,
	// returns an error, calls next(error) or panics. Answers: it writes a response. Uses: it uses the error
	// in any other way.
	Empty, Logs, Rethrows, Answers, Uses bool
	// Call is the call whose error it is, as written, where that can be told.
	Call     string
	Func     int32
	Pos, End Pos
}

// EnvRead reads the environment: process.env.X, os.Getenv("X").
type EnvRead struct {
	Name     string
	Func     int32
	Pos, End Pos
}

// Comment is a comment that a rule may want: one that holds "vtgen:" or "@route", or that directly
// precedes a call at statement level.
type Comment struct {
	Text     string // without comment marks
	Pos, End Pos
	// Line is set when code precedes it on its line.
	Trailing bool
}
