package sqlguard

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// Mode is what becomes of a statement that touches another module's table.
type Mode int

// The modes.
const (
	// Fail returns a [Violation] instead of running the statement.
	Fail Mode = iota
	// Log runs the statement, and logs the violation once for each statement and module.
	Log
)

// Migrations is the module that may touch every table.
const Migrations = "migrations"

// Policy says which module owns which table, and what follows.
type Policy struct {
	// Owners has the owning module by table: "table", or "database.table" where the same name exists
	// in several databases. Letters of either case are the same. At least one is needed.
	Owners map[string]string
	// Readers has the modules beside the owner that may read a table, by the same names.
	Readers map[string][]string
	// Mode is Fail or Log.
	Mode Mode
	// Strict also logs, once for each statement, what cannot be judged: a statement without a module
	// in its context, and a table without an owner.
	Strict bool
	// Allow, when set, is asked about a use that the above forbids. It must be safe for concurrent use.
	Allow func(module string, use Use) bool
	// Logger gets what is logged; nil means silence.
	Logger *slog.Logger
}

// Use is a table that a statement touches.
type Use struct {
	// Database is the one that the statement names; empty where it names none.
	Database string
	Table    string
	// Access is "read", "write" (of rows) or "schema" (a change of the table itself).
	Access string
	// Owner is the module that owns the table; empty where none does.
	Owner string
}

// Violation is a statement that touches a table which its module does not own. It is an error that
// does not go away when the statement is run again.
type Violation struct {
	// Module is the one in the statement's context.
	Module string
	Use    Use
}

func (v *Violation) Error() string {
	table := v.Use.Table
	if v.Use.Database != "" {
		table = v.Use.Database + "." + table
	}
	return fmt.Sprintf("module %s must not touch (%s) the table %s, which module %s owns: ask the service of %s instead",
		v.Module, v.Use.Access, table, v.Use.Owner, v.Use.Owner)
}

type moduleKey struct{}

// As returns a context whose statements run on behalf of a module, until As is called again below it.
func As(ctx context.Context, module string) context.Context {
	return context.WithValue(ctx, moduleKey{}, module)
}

// Module returns the module on whose behalf ctx's statements run, or "".
func Module(ctx context.Context) string {
	module, _ := ctx.Value(moduleKey{}).(string)
	return module
}

// owners is a policy's Owners and Readers with folded names.
type owners struct {
	byTable map[string]string
	readers map[string][]string
}

func newOwners(p Policy) (owners, error) {
	if len(p.Owners) == 0 {
		return owners{}, errors.New("guard the database: the policy names no owner of any table: fill Policy.Owners")
	}
	o := owners{byTable: map[string]string{}, readers: map[string][]string{}}
	for table, module := range p.Owners {
		folded := strings.ToLower(table)
		if table == "" || module == "" {
			return owners{}, fmt.Errorf("guard the database: the owner of table %q is %q: give both a name", table, module)
		}
		if other, twice := o.byTable[folded]; twice && other != module {
			return owners{}, fmt.Errorf("guard the database: table %s has two owners, %s and %s: decide for one", folded, min(other, module), max(other, module))
		}
		o.byTable[folded] = module
	}
	for table, modules := range p.Readers {
		folded := strings.ToLower(table)
		o.readers[folded] = append(o.readers[folded], modules...)
	}
	return o, nil
}

// of returns the owner of a table and who else may read it. The name with its database counts first.
func (o owners) of(database, table string) (owner string, readers []string) {
	table = strings.ToLower(table)
	if database != "" {
		full := strings.ToLower(database) + "." + table
		if owner, known := o.byTable[full]; known {
			return owner, o.readers[full]
		}
	}
	return o.byTable[table], o.readers[table]
}
