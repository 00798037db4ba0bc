package program

import (
	"fmt"
	"sort"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// Proposal is a first ownership configuration, made of what the code base shows.
type Proposal struct {
	// Standard says whether the code base is laid out by the standards.
	Standard bool
	// Databases are those that the code names.
	Databases []string
	// Modules have at least one table, in the order of their names.
	Modules []ProposedModule
	// Unowned are the tables that no module could be given.
	Unowned []ProposedTable
}

// ProposedModule is a module and its tables.
type ProposedModule struct {
	Name   string
	Tables []ProposedTable
}

// ProposedTable is a table of a proposal.
type ProposedTable struct {
	Database, Table string
	// Comment says what the owner rests on where that is doubtful, and what was found where there is
	// none; "" for a table about which nothing is.
	Comment string
}

// Propose makes a first ownership configuration. Where the code does not decide it takes no side: the
// table is among the unowned ones, with what is known of it.
func Propose(p *Program) *Proposal {
	proposal := &Proposal{Standard: p.Standard}
	databases := map[string]bool{}
	modules := map[string][]ProposedTable{}
	for i := range p.Owners.Tables {
		o := &p.Owners.Tables[i]
		if !p.worthOwning(o) {
			continue
		}
		if o.Database != "" {
			databases[o.Database] = true
		}
		table := ProposedTable{Database: o.Database, Table: o.Table, Comment: p.doubt(o)}
		if o.Module == "" || len(o.Others) > 0 {
			proposal.Unowned = append(proposal.Unowned, table)
			continue
		}
		modules[o.Module] = append(modules[o.Module], table)
	}
	for name := range databases {
		proposal.Databases = append(proposal.Databases, name)
	}
	sort.Strings(proposal.Databases)
	for name, tables := range modules {
		proposal.Modules = append(proposal.Modules, ProposedModule{name, tables})
	}
	sort.Slice(proposal.Modules, func(i, j int) bool { return proposal.Modules[i].Name < proposal.Modules[j].Name })
	return proposal
}

// worthOwning leaves out tables that only tests and migrations know.
func (p *Program) worthOwning(o *Ownership) bool {
	if o.Module != "" {
		return true
	}
	for _, i := range p.graph.users[keyOf(o.Database, o.Table)] {
		if u := &p.Tables[i]; !u.File.Exempt() && (u.Sure || u.Shaped) {
			return true
		}
	}
	return false
}

// doubt says what is doubtful about an ownership, "" when nothing is.
func (p *Program) doubt(o *Ownership) string {
	switch {
	case len(o.Others) > 0:
		return "claimed by " + claimants(o)
	case o.Module == "":
		return "no owner found; used by " + p.usersOf(o, nil)
	case o.Source == FromService:
		return "no data repository, model or schema; used by " + p.usersOf(o, nil)
	}
	foreign := p.usersOf(o, func(f *File) bool { return !f.BelongsTo(o) })
	if foreign != "" && len(o.Claims) > 0 && o.Claims[0].File != nil {
		return "also used by " + foreign
	}
	return ""
}

// claimants lists who claims a table, with the files.
func claimants(o *Ownership) string {
	var all []string
	seen := map[string]bool{}
	for _, c := range o.Claims {
		if seen[c.Module] {
			continue
		}
		seen[c.Module] = true
		text := c.Module
		if c.File != nil {
			text += " (" + c.File.Path + ")"
		}
		all = append(all, text)
	}
	return strings.Join(all, " and ")
}

// mostNamed bounds how many files a comment names.
const mostNamed = 5

// usersOf lists the modules that use a table, each with its first place, where the file counts.
func (p *Program) usersOf(o *Ownership, counts func(*File) bool) string {
	var all []string
	seen := map[string]bool{}
	for _, i := range p.graph.users[keyOf(o.Database, o.Table)] {
		u := &p.Tables[i]
		if u.File.Exempt() || !u.Sure && !u.Shaped || u.Mode == fact.Schema || counts != nil && !counts(u.File) {
			continue
		}
		who := u.File.Module
		if who == "" {
			who = "no module"
		}
		if seen[who] {
			continue
		}
		seen[who] = true
		if len(all) == mostNamed {
			all = append(all, "others")
			break
		}
		line, _ := u.File.Position(u.Pos)
		all = append(all, fmt.Sprintf("%s (%s:%d)", who, u.File.Path, line))
	}
	return strings.Join(all, ", ")
}

// Reason says in a sentence without a full stop why a table has its owner.
func (o *Ownership) Reason() string {
	switch {
	case o.Module == "":
		return "nothing decides who owns it"
	case len(o.Others) > 0:
		return "it is claimed by " + claimants(o)
	case o.Source == FromConfiguration:
		return "the ownership file says so"
	case o.Source == FromEntity:
		return "its entity says so"
	case len(o.Claims) == 0 || o.Claims[0].File == nil:
		return "by its " + o.Source
	case o.Source == FromService:
		return "only its service uses the table, or has its name: " + o.Claims[0].File.Path
	}
	return fmt.Sprintf("its %s %s belongs to the module", o.Source, o.Claims[0].File.Path)
}
