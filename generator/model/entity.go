package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Limits of an entity.
const (
	// MaxFields is the largest number of an entity's fields.
	MaxFields = 200
	// MaxIndexes is the largest number of indexes of a MySQL table, all kinds together.
	MaxIndexes = 64
	// MaxUses is the largest number of modules one service may be given.
	MaxUses = 50
	// maxIndexColumns and maxIndexBytes are MySQL's limits for one index.
	maxIndexColumns = 16
	maxIndexBytes   = 3072
)

// SQL is the only store so far.
const SQL = "sql"

// Entity is one kind of thing that a platform stores: a table, the module that
// owns it (the standards, §3.8.2), and the fields. The fields id, created_at and
// updated_at are implied.
type Entity struct {
	Name     string   // singular, snake_case
	Plural   string   // word in URLs and for collections; made from Name when empty
	Table    string   // Plural when empty
	Database string   // scope of ownership, such as "oneid"; may be empty
	Module   string   // owning module; Name when empty
	Uses     []string // modules or entities whose services this one's service is given; sorted
	Fields   []Field  // in the user's order
	Indexes  []Index  // composite ones, in the user's order
	Store    string   // "sql"
	// NoOutbox lets events be lost in a crash right after the change they tell of: without it the
	// event is stored in the transaction of the change, and delivered from there.
	NoOutbox bool
}

// Index is an index over several columns, or over one implied column.
type Index struct {
	Columns []string // in the order of the index
	Unique  bool     // no two rows share the values of all columns
}

// located is an error with the place in an entity that it is about, such as
// "fields[2]"; ParseEntity turns the place into a line.
type located struct {
	place string
	error
}

func (l located) Unwrap() error { return l.error }

func at(place string, err error) error { return located{place, err} }

// NewEntity returns e with its defaults filled in and every value checked and
// canonical. It shares no memory with e. The error names the entity, the value
// that is wrong, why, and what to write instead.
func NewEntity(e Entity) (Entity, error) {
	if err := checkIdentifier("entity", e.Name, maxEntityName); err != nil {
		return Entity{}, at("name", err)
	}
	e = e.filled()
	for _, step := range []func() error{e.checkNames, e.checkUses, e.checkFields, e.checkIndexes, e.checkRow} {
		if err := step(); err != nil {
			return Entity{}, e.wrap(err)
		}
	}
	return e, nil
}

// filled returns a copy of e with defaults for what is empty.
func (e Entity) filled() Entity {
	if e.Plural == "" {
		e.Plural = Pluralize(e.Name)
	}
	if e.Table == "" {
		e.Table = e.Plural
	}
	if e.Module == "" {
		e.Module = e.Name
	}
	if e.Store == "" {
		e.Store = SQL
	}
	e.Uses = cloneList(e.Uses)
	slices.Sort(e.Uses)
	e.Fields, e.Indexes = cloneList(e.Fields), cloneList(e.Indexes)
	for i := range e.Indexes {
		e.Indexes[i].Columns = cloneList(e.Indexes[i].Columns)
	}
	return e
}

// wrap names the entity in an error and keeps its place.
func (e Entity) wrap(err error) error {
	var l located
	if errors.As(err, &l) {
		return located{l.place, fmt.Errorf("entity %s: %w", e.Name, l.error)}
	}
	return fmt.Errorf("entity %s: %w", e.Name, err)
}

// systemDatabases are the names that MySQL, MariaDB and SQLite keep.
var systemDatabases = wordSet("information_schema main mysql performance_schema sys temp")

// ownTables are the tables that a platform makes for itself.
var ownTables = wordSet(`
	goose_db_version schema_migrations
	outbox_messages leases sessions data_pulse_figures data_pulse_messages
	goose_outbox_version goose_lease_version goose_session_version goose_data_pulse_version`)

func (e Entity) checkNames() error {
	if err := checkIdentifier("plural", e.Plural, maxTableName); err != nil {
		return at("plural", err)
	}
	if err := checkIdentifier("table", e.Table, maxTableName); err != nil {
		return at("table", err)
	}
	if ownTables[e.Table] || strings.HasPrefix(e.Table, "vtgen_") || strings.HasPrefix(e.Table, "sqlite_") {
		return at("table", fmt.Errorf("table name %q is kept for the database or for the platform itself: choose another table", e.Table))
	}
	if err := checkIdentifier("module", e.Module, maxEntityName); err != nil {
		return at("module", err)
	}
	if e.Database != "" {
		if err := checkIdentifier("database", e.Database, maxTableName); err != nil {
			return at("database", err)
		}
		if systemDatabases[e.Database] {
			return at("database", fmt.Errorf("database %q belongs to the database server: name the one that holds the table", e.Database))
		}
	}
	switch e.Store {
	case SQL:
		return nil
	case "mongo", "mongodb":
		return at("store", fmt.Errorf("store %q is not supported yet: use sql, or leave it out", e.Store))
	}
	return at("store", fmt.Errorf("store %q is unknown: use sql, or leave it out", clip(e.Store)))
}

func (e Entity) checkUses() error {
	if len(e.Uses) > MaxUses {
		return at("uses", fmt.Errorf("uses names %d modules and %d are allowed: split the module", len(e.Uses), MaxUses))
	}
	for i, name := range e.Uses {
		if err := checkIdentifier("module", name, maxEntityName); err != nil {
			return at("uses", fmt.Errorf("uses: %w", err))
		}
		if i > 0 && e.Uses[i-1] == name {
			return at("uses", fmt.Errorf("uses names %q twice: keep one", name))
		}
		if name == e.Name || name == e.Module {
			return at("uses", fmt.Errorf("uses names %q, the entity's own service: remove it", name))
		}
	}
	return nil
}

// checkFields makes every field canonical, and checks them against each other.
func (e Entity) checkFields() error {
	if len(e.Fields) == 0 {
		return at("fields", fmt.Errorf("there are no fields: name at least one, such as name:string:required"))
	}
	if len(e.Fields) > MaxFields {
		return at("fields", fmt.Errorf("there are %d fields and %d are allowed: split the entity", len(e.Fields), MaxFields))
	}
	goNames, goVars := map[string]string{}, map[string]string{}
	for _, name := range impliedFields {
		goNames[GoName(name)], goVars[GoVar(name)] = name, name
	}
	for i, field := range e.Fields {
		f, err := field.normalize()
		if err != nil {
			return at(fieldPlace(i), err)
		}
		e.Fields[i] = f
		if slices.ContainsFunc(e.Fields[:i], func(other Field) bool { return other.Name == f.Name }) {
			return at(fieldPlace(i), f.fail("it is given twice: keep one"))
		}
		if other, ok := goNames[f.GoName()]; ok {
			return at(fieldPlace(i), f.fail("it has the Go name %s, as field %s has: rename one", f.GoName(), other))
		}
		if other, ok := goVars[f.GoVar()]; ok {
			return at(fieldPlace(i), f.fail("it has the Go variable %s, as field %s has: rename one", f.GoVar(), other))
		}
		if f.Type == Reference && f.Reference == e.Name && f.Required {
			return at(fieldPlace(i), f.fail("a required reference to %s itself leaves no way to create the first row: let it be nullable", e.Name))
		}
		goNames[f.GoName()], goVars[f.GoVar()] = f.Name, f.Name
	}
	return e.checkConstants()
}

func fieldPlace(i int) string { return fmt.Sprintf("fields[%d]", i) }

// checkConstants refuses enum constants that would have one name: those of
// fields "a" (value "b_c") and "a_b" (value "c").
func (e Entity) checkConstants() error {
	owner := map[string]string{}
	for i, f := range e.Fields {
		for _, name := range f.constNames() {
			if other, ok := owner[name]; ok && other != f.Name {
				return at(fieldPlace(i), f.fail("it declares the Go name %s%s, as field %s does: rename one", e.GoName(), name, other))
			}
			owner[name] = f.Name
		}
	}
	return nil
}

// constNames returns what an enum field declares beside the class, without the
// entity's name: its type and its constants.
func (f Field) constNames() []string {
	if f.Type != Enum {
		return nil
	}
	names := []string{f.GoName()}
	for _, v := range f.Values {
		names = append(names, f.GoName()+ConstName(v))
	}
	return names
}

// Field returns the field of that name.
func (e Entity) Field(name string) (Field, bool) {
	for _, f := range e.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}
