package program

import (
	"sort"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// Sources of ownership, the strongest first.
const (
	FromConfiguration = "configuration"
	FromEntity        = "entity"
	FromRepository    = "data repository"
	FromModel         = "model"
	FromSchema        = "schema"
	FromService       = "service"
	FromStandards     = "standards"
)

// strength orders claims: only those of the greatest strength count. Within a source it grows with
// the kinship of the names.
var strength = map[string]int{
	FromConfiguration: 60, FromEntity: 50, FromRepository: 40, FromModel: 30, FromSchema: 20, FromService: 10, FromStandards: 5,
}

// tableKey is a table's identity: names are compared without regard to case.
type tableKey struct{ database, table string }

func keyOf(database, table string) tableKey {
	return tableKey{strings.ToLower(database), strings.ToLower(table)}
}

// tableInfo is what is known of a table while its owner is looked for.
type tableInfo struct {
	database, table string
	words           []string
	readers         []string
	claims          []rankedClaim
	models          []*model
	created         []*File
	uses            []int
}

type rankedClaim struct {
	Claim
	rank int
}

func (t *tableInfo) claim(module, source string, near kinship, file *File, pos fact.Pos) {
	if module == "" {
		return
	}
	t.claims = append(t.claims, rankedClaim{Claim{module, source, file, pos}, strength[source] + int(near)})
}

// ownership finds owners.
type ownership struct {
	*linker
	tables map[tableKey]*tableInfo
	// databases are those in which a table of a name is known.
	databases map[string]map[string]bool
	services  []*File
	ofService map[string]bool
	// tableFor is the table that each repository is for.
	tableFor map[*File]*tableInfo
	kept     map[string][]string
	// named are the services by the words of their module and of their stem.
	named map[string][]*File
	// usesOf are the tables that each repository uses.
	usesOf map[*File][]*tableInfo
	// housed are the tables that the module of their name accesses, see stranger.
	housed map[*tableInfo]bool
	// undecided are the orphans without a module yet, throughIndex the users of indexes, see orphans.
	undecided    map[*File]bool
	throughIndex map[*File]*users
}

// findOwners decides who owns each table, and with that the modules of repositories and models.
func (l *linker) findOwners() {
	o := &ownership{linker: l, tables: map[tableKey]*tableInfo{}, databases: map[string]map[string]bool{}, ofService: map[string]bool{}, tableFor: map[*File]*tableInfo{}, kept: map[string][]string{}, housed: map[*tableInfo]bool{}, throughIndex: map[*File]*users{}}
	for _, file := range l.p.Files {
		if file.Layer == Service && file.Module != "" && !file.Test {
			o.services = append(o.services, file)
			o.ofService[file.Module] = true
		}
	}
	o.scope()
	o.collect()
	o.declared()
	o.repositories()
	o.modelClaims()
	o.schemaClaims()
	o.orphans()
	o.settle()
	o.modelFiles()
	o.usageClaims()
	o.settle()
	o.orphanModels()
}

// defaultSchemas are what databases call the schema that need not be named.
var defaultSchemas = map[string]bool{"public": true, "dbo": true, "main": true}

// scope learns in which databases each table is known.
func (o *ownership) scope() {
	learn := func(database, table string) {
		if database == "" || table == "" || defaultSchemas[strings.ToLower(database)] {
			return
		}
		table = strings.ToLower(table)
		if o.databases[table] == nil {
			o.databases[table] = map[string]bool{}
		}
		o.databases[table][database] = true
	}
	for i := range o.options.Owners {
		learn(o.options.Owners[i].Database, o.options.Owners[i].Table)
	}
	for i := range o.options.Entities {
		learn(o.options.Entities[i].Database, o.options.Entities[i].Table)
	}
	for i := range o.p.Tables {
		if u := &o.p.Tables[i]; !u.Dynamic && !u.Message && (u.Sure || u.Shaped) {
			learn(u.Database, u.Table)
		}
	}
	for _, file := range o.p.Files {
		for _, m := range file.declares {
			learn(m.database, m.table)
		}
	}
	for _, c := range o.creates {
		learn(c.database, c.table)
	}
}

// database returns the database of a table that is named with or without one: the default, else the
// only one that has such a table, else "".
func (o *ownership) database(database, table string) string {
	if database != "" && !defaultSchemas[strings.ToLower(database)] {
		return database
	}
	known := o.databases[strings.ToLower(table)]
	if o.options.DefaultDatabase != "" && (len(known) != 1 || known[o.options.DefaultDatabase]) {
		return o.options.DefaultDatabase
	}
	if len(known) == 1 {
		for only := range known {
			return only
		}
	}
	return ""
}

// info returns what is known of a table, making it known.
func (o *ownership) info(database, table string) *tableInfo {
	database = o.database(database, table)
	key := keyOf(database, table)
	t := o.tables[key]
	if t == nil {
		t = &tableInfo{database: database, table: table, words: nameWords(table)}
		o.tables[key] = t
	}
	return t
}

// collect finds all tables: in the configuration, the entities, models, DDL and uses.
func (o *ownership) collect() {
	for i := range o.p.Tables {
		u := &o.p.Tables[i]
		if u.Dynamic || u.Table == "" {
			continue
		}
		u.Database = o.database(u.Database, u.Table)
		if u.Message || !u.Sure && !u.Shaped {
			continue
		}
		t := o.info(u.Database, u.Table)
		t.uses = append(t.uses, i)
	}
	for i := range o.p.Statements {
		s := &o.p.Statements[i]
		s.Database = o.database(s.Database, s.Table)
	}
	for _, file := range o.p.Files {
		for _, m := range file.declares {
			if m.table != "" && !file.Test {
				t := o.info(m.database, m.table)
				t.models = append(t.models, m)
			}
		}
	}
	for _, c := range o.creates {
		t := o.info(c.database, c.table)
		t.created = append(t.created, c.file)
	}
}

// declared takes the owners that the configuration and the entities name.
func (o *ownership) declared() {
	for i := range o.options.Owners {
		c := &o.options.Owners[i]
		t := o.info(c.Database, c.Table)
		t.readers = append(t.readers, c.Readers...)
		t.claim(o.aliased(c.Module), FromConfiguration, strangers, nil, fact.None)
	}
	for i := range o.options.Entities {
		e := &o.options.Entities[i]
		module := e.Module
		if module == "" {
			module = e.Name
		}
		o.info(e.Database, e.Table).claim(o.aliased(module), FromEntity, strangers, nil, fact.None)
	}
}

// settle makes the owners of the claims. It may be called again after more claims.
func (o *ownership) settle() {
	owners := &Owners{byName: map[string][]int{}}
	for _, t := range o.tables {
		owners.Tables = append(owners.Tables, t.ownership())
	}
	sort.Slice(owners.Tables, func(i, j int) bool {
		a, b := &owners.Tables[i], &owners.Tables[j]
		if a.Database != b.Database {
			return a.Database < b.Database
		}
		return a.Table < b.Table
	})
	for i := range owners.Tables {
		name := strings.ToLower(owners.Tables[i].Table)
		owners.byName[name] = append(owners.byName[name], i)
	}
	o.p.Owners = owners
}

// ownership makes the ownership of a table of its strongest claims.
func (t *tableInfo) ownership() Ownership {
	result := Ownership{Database: t.database, Table: t.table, Readers: t.readers}
	best := 0
	for i := range t.claims {
		best = max(best, t.claims[i].rank)
	}
	seen := map[string]bool{}
	for i := range t.claims {
		c := &t.claims[i]
		if c.rank != best {
			continue
		}
		result.Source = c.Source
		result.Claims = append(result.Claims, c.Claim)
		if !seen[c.Module] {
			seen[c.Module] = true
			result.Others = append(result.Others, c.Module)
		}
	}
	sort.SliceStable(result.Claims, func(i, j int) bool { return before(&result.Claims[i], &result.Claims[j]) })
	sort.Strings(result.Others)
	if len(result.Others) > 0 {
		result.Module, result.Others = result.Others[0], result.Others[1:]
	}
	return result
}

func before(a, b *Claim) bool {
	pathOf := func(c *Claim) string {
		if c.File == nil {
			return ""
		}
		return c.File.Path
	}
	if x, y := pathOf(a), pathOf(b); x != y {
		return x < y
	}
	if a.Pos != b.Pos {
		return a.Pos < b.Pos
	}
	return a.Module < b.Module
}

// Of returns the ownership of a table; with an empty database that of the only table of the name.
// It is nil when the table is not known.
func (o *Owners) Of(database, table string) *Ownership {
	if o == nil {
		return nil
	}
	all := o.byName[strings.ToLower(table)]
	for _, i := range all {
		if strings.EqualFold(o.Tables[i].Database, database) {
			return &o.Tables[i]
		}
	}
	if database == "" && len(all) == 1 {
		return &o.Tables[all[0]]
	}
	return nil
}
