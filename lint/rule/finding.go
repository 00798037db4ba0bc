package rule

import (
	"fmt"
	"path"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
)

// OfUse begins a finding on the use of a table: where it is, how sure, and what identifies it.
func OfUse(u *program.TableUse) Finding {
	return Finding{
		Tier: TierOf(u), File: u.File.File, Pos: u.Pos, End: u.End, Module: u.File.Module,
		Table: TableName(u.Database, u.Table), Access: u.Mode.String(), Func: u.File.FunctionName(u.Func),
	}
}

// TierOf says how sure it is that a table is used: certain where a call runs the text, likely where
// the text is a whole statement, possible for the piece of one.
func TierOf(u *program.TableUse) Tier {
	switch {
	case u.Sure:
		return Certain
	case u.Shaped:
		return Likely
	default:
		return Possible
	}
}

// TableName is how messages name a table.
func TableName(database, table string) string {
	if database == "" {
		return table
	}
	return database + "." + table
}

// Verb is what a module does to a table, for messages.
func Verb(mode fact.Mode) string {
	switch mode {
	case fact.Read:
		return "reads"
	case fact.Write:
		return "writes"
	case fact.Schema:
		return "changes"
	default:
		return "uses"
	}
}

// Instead names what to call instead of using a table of another module: a method of the owner's service, or the service.
func Instead(p *program.Program, owner *program.Ownership, u *program.TableUse) string {
	if method := p.Method(owner, u); method != "" {
		return "ask " + method + " instead"
	}
	for _, file := range p.Files {
		if file.Layer == program.Service && file.Module == owner.Module && !file.Test {
			return fmt.Sprintf("ask %s, and give it a method for this if it has none", path.Base(file.Path))
		}
	}
	if p.Standard {
		return fmt.Sprintf("module %s has no service yet: give it one with a method for this, and call that", owner.Module)
	}
	return fmt.Sprintf("ask the service of module %s, and give it a method for this if it has none", owner.Module)
}
