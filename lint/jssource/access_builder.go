package jssource

import (
	"regexp"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// Links of query builders.
var (
	writeVerbs = set("insert", "update", "del", "delete", "truncate", "increment", "decrement", "upsert", "merge",
		"onConflict", "batchInsert", "patch", "patchAndFetch", "patchAndFetchById", "insertAndFetch", "insertGraph",
		"upsertGraph", "deleteById", "insertInto", "updateTable", "deleteFrom", "replaceInto", "mergeInto", "replace", "save", "destroy", "softDelete", "restore")
	queryVerbs = set("where", "whereIn", "whereNot", "whereNotIn", "whereNull", "whereNotNull", "andWhere", "orWhere",
		"select", "insert", "update", "del", "delete", "first", "join", "leftJoin", "innerJoin", "rightJoin", "orderBy",
		"groupBy", "returning", "limit", "offset", "count", "countDistinct", "pluck", "increment", "decrement",
		"onConflict", "distinct", "having", "modify", "whereRaw", "eq", "neq", "single", "maybeSingle", "upsert", "match",
		"whereBetween", "whereExists", "whereLike", "whereILike", "columns", "column", "max", "min", "sum", "avg",
		"truncate", "transacting", "forUpdate", "filter", "leftOuterJoin", "crossJoin", "orderByRaw", "andWhereNot", "whereColumn", "clone", "toSQL", "timeout", "debug", "on")
	joinVerbs = set("join", "innerJoin", "leftJoin", "leftOuterJoin", "rightJoin", "rightOuterJoin", "outerJoin",
		"fullOuterJoin", "fullJoin", "crossJoin")
	schemaVerbs = set("createTable", "createTableIfNotExists", "alterTable", "table", "dropTable", "dropTableIfExists",
		"hasTable", "hasColumn", "renameTable", "createTableLike", "createView", "dropView", "addColumn", "removeColumn",
		"changeColumn", "renameColumn", "addIndex", "removeIndex", "addConstraint", "removeConstraint", "describeTable",
		"dropColumn", "createIndex", "createForeignKey", "addColumns", "dropForeignKey", "dropIndex", "changeTable", "createViewOrReplace")
	kyselyVerbs = map[string]fact.Mode{"selectFrom": fact.Read, "insertInto": fact.Write, "updateTable": fact.Write,
		"deleteFrom": fact.Write, "replaceInto": fact.Write, "mergeInto": fact.Write}
	commonVerbs = set("update", "delete", "first", "count", "filter", "match", "on", "debug", "clone", "timeout", "limit", "max",
		"min", "sum", "insert", "select", "having", "eq", "single", "truncate", "distinct", "offset", "modify", "column", "columns", "merge")
	databaseNames = set("db", "database", "knexDb", "tx", "qb", "conn", "pg", "DB", "queryBuilder", "query_builder", "builder", "k", "t", "transaction", "knexInstance", "knex_db", "mysql_knex", "writeDb", "readDb", "dbConn", "connection")
	helperVerbs   = set("insert", "update", "upsert", "replace", "delete", "remove")
	helperRoots   = set("db", "database", "conn", "connection", "trx", "tx", "mysql", "mysql_connection", "mysql_ops", "mysql_helper", "db_helper", "pool", "pg")
	tableForm     = regexp.MustCompile(`^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$`)
	databaseWord  = regexp.MustCompile(`(?i)(db|database|knex|sql|query|supabase|pool|connection|builder)`)
	selectVerbs   = set("select", "selectDistinct", "selectDistinctOn", "delete", "createQueryBuilder", "subQuery")
	configKeys    = set("client", "connection", "dialect", "pool", "debug", "host", "port", "user", "password", "filename", "url", "id", "name", "type")
	// tableCalls are callees that take a table's name when a query follows.
	tableCalls = set("", "db", "knex", "database", "conn", "connection", "trx", "tx", "qb", "pg", "mysql", "client", "pool", "knexDb", "k", "DB", "database_connection")
)

// builder looks for the tables that a query builder names. It reports whether the chain was one.
func (c *chain) builder(h handle, at int) bool {
	q := builder{chain: c, sure: h.kind == handleKnex, database: h.database, dbScope: h.dbScope, mode: fact.Read}
	if h.kind != handleKnex && h.kind != handleNone {
		if h.kind == handleModel || h.kind == handleRepository || h.kind == handleManager || h.kind == handlePrisma {
			return c.drizzle(h, at)
		}
		return false
	}
	if c.hasAny(writeVerbs) {
		q.mode = fact.Write
	}
	for i := at; i < len(c.links); i++ {
		q.link(i, at)
	}
	return q.found || c.drizzle(h, at)
}

// builder is a chain read as a query builder's.
type builder struct {
	*chain
	sure     bool // it is one
	found    bool // a table was found
	schema   bool // after .schema
	mode     fact.Mode
	database *node
	dbScope  *scope
}

func (q *builder) link(i, at int) {
	l := q.links[i]
	if !l.call {
		if l.name == "schema" {
			q.schema = true
		}
		return
	}
	if len(l.args) == 0 {
		return
	}
	if mode, ok := kyselyVerbs[l.name]; ok {
		q.tables(i, l.args[0], mode, true)
		return
	}
	switch {
	case l.name == "withSchema":
		q.database, q.dbScope = l.args[0], q.site.scope
	case q.schema && schemaVerbs[l.name]:
		q.tables(i, l.args[0], fact.Schema, true)
	case q.migration(i, l):
	case l.name == "batchInsert" && q.sure:
		q.tables(i, l.args[0], fact.Write, true)
	case l.name == "from" || l.name == "table" || l.name == "into":
		q.from(i, at, l)
	case tableCalls[l.name] && i == at && (l.name != "" || q.callable()):
		if q.sure && i == at || q.follows(i, l.name == "") || l.name == "" && q.namedDatabase() {
			q.tables(i, l.args[0], q.mode, q.sure)
		}
	case joinVerbs[l.name]:
		q.join(i, l)
	case q.helper(i, at, l):
		q.tables(i, l.args[0], fact.Write, false)
	}
}

// helper reports whether a link is that of a wrapper which writes a table by name:
// db.insert('user_accounts', { email }).
func (q *builder) helper(i, at int, l link) bool {
	if i != at || !helperVerbs[l.name] || !helperRoots[lastPart(q.r.dotted(q.root))] || len(l.args) < 2 || l.args[0].kind != nodeString {
		return false
	}
	switch l.args[1].kind {
	case nodeObject, nodeArray, nodeName:
		return tableForm.MatchString(l.args[0].name)
	}
	return false
}

// callable reports whether the root can be a builder that is called with a table: not $, d3 or the
// like, and not a function of this file.
func (q *builder) callable() bool {
	if q.sure {
		return true
	}
	name := lastPart(q.r.dotted(q.root))
	switch name {
	case "", "$", "jQuery", "cy", "d3", "request", "require", "expect", "describe", "it", "test", "fetch", "import", "axios", "cheerio", "supertest", "t", "super", "collection", "doc", "ref", "query", "select", "i18n", "chai", "should", "agent", "Schema", "angular":
		return false
	}
	if q.root.kind != nodeName {
		return true
	}
	b := q.site.scope.lookup(name)
	return b == nil || b.kind != bindFunction && b.kind != bindClass
}

func (q *builder) namedDatabase() bool {
	return len(q.links) == 1 && databaseNames[lastPart(q.r.dotted(q.root))]
}

// follows reports whether a verb of queries comes after link i. Behind a function of any name, only
// a verb counts that hardly anything else has: createHash('sha256').update(…) is no query.
func (q *builder) follows(i int, anyName bool) bool {
	if anyName && databaseNames[lastPart(q.r.dotted(q.root))] {
		anyName = false
	}
	for _, l := range q.links[i+1:] {
		if l.call && queryVerbs[l.name] && (!anyName || !commonVerbs[l.name]) {
			return true
		}
	}
	return false
}

// from reads .from(table), .into(table) and .table(table).
func (q *builder) from(i, at int, l link) {
	for _, before := range q.links[:i] {
		if before.name == "storage" {
			return // supabase.storage.from(bucket)
		}
	}
	ok := q.sure
	if !ok {
		root := q.r.dotted(q.root)
		if titled(root) && i == at && q.root.kind == nodeName || q.root.kind != nodeName && q.root.kind != nodeCall && root == "" {
			return
		}
		ok = q.otherVerb(i, !q.maybeDatabase())
	}
	if ok {
		mode := q.mode
		if l.name == "table" && len(l.args) > 1 && l.args[1].kind == nodeFunc {
			mode = fact.Schema
		}
		q.tables(i, l.args[0], mode, q.sure)
	}
}

// maybeDatabase reports whether the root can be a database or a query: not what is imported from a file
// of the project when neither its name nor the file's says so.
func (q *builder) maybeDatabase() bool {
	if q.root.kind != nodeName {
		return true
	}
	b := q.site.scope.lookup(q.root.name)
	return b == nil || b.kind != bindImport || !ownModule(b.module) || databaseNames[q.root.name] || databaseWord.MatchString(q.root.name+" "+b.module)
}

// otherVerb reports whether the chain has a verb of queries beside link i; with special one that hardly
// anything else has.
func (q *builder) otherVerb(i int, special bool) bool {
	for k, l := range q.links {
		if k != i && l.call && queryVerbs[l.name] && (!special || !commonVerbs[l.name]) {
			return true
		}
	}
	return false
}

// join reads .join(table, …): certain in a query, else by its arguments.
func (q *builder) join(i int, l link) {
	ok := q.sure || q.found
	if !ok && len(l.args) >= 2 {
		second := l.args[1]
		switch {
		case second.kind == nodeFunc:
			ok = l.name != "join" || l.args[0].kind == nodeString
		case second.kind == nodeString && len(l.args) >= 3:
			ok = strings.Contains(second.name, ".")
		}
	}
	if ok && l.args[0].kind == nodeString && strings.Contains(l.args[0].name, ".") && len(l.args) == 2 && !q.sure {
		ok = false // TypeORM's leftJoin('user.posts', 'post')
	}
	if ok {
		q.tables(i, l.args[0], fact.Read, q.sure)
	}
}

// migration reads the methods of sequelize's queryInterface and TypeORM's queryRunner.
func (q *builder) migration(i int, l link) bool {
	switch lastPart(q.r.dotted(q.root)) {
	case "queryInterface", "query_interface", "queryRunner", "qi":
	default:
		return false
	}
	mode := fact.Schema
	switch l.name {
	case "bulkInsert", "bulkDelete", "bulkUpdate", "insert", "upsert", "delete":
		mode = fact.Write
	default:
		if !schemaVerbs[l.name] {
			return false
		}
	}
	n := l.args[0]
	if n.kind == nodeNew && len(n.list) > 0 { // new Table({ name: 'x' })
		n = n.list[0]
	}
	if n.kind == nodeObject {
		for _, p := range n.list {
			if p.kind == nodeProperty && (p.name == "name" || p.name == "tableName") && p.x != nil {
				q.tables(i, p.x, mode, true)
			}
		}
		return true
	}
	q.tables(i, n, mode, true)
	return true
}

// tables makes the accesses of a table argument: a text, { alias: text }, or several.
func (q *builder) tables(i int, n *node, mode fact.Mode, sure bool) {
	switch n.kind {
	case nodeString, nodeTemplate, nodeBinary, nodeCond:
		if n.kind == nodeTemplate && n.x != nil {
			return
		}
		q.table(i, n, mode)
	case nodeName, nodeMember, nodeIndex:
		q.named(i, n, mode, sure)
	case nodeCall: // knex(this.table_name())
		if t, _ := q.r.fold(n, q.site.scope, n.pos); sure && known(t) {
			q.table(i, n, mode)
		}
	case nodeObject:
		for _, p := range n.list {
			// { alias: 'table' }, and not the configuration that a factory is called with.
			if len(n.list) > 4 || p.kind != nodeProperty || p.x == nil || !textual(p.x) && p.x.kind != nodeMember {
				return
			}
			if configKeys[p.name] {
				return
			}
		}
		for _, p := range n.list {
			q.tables(i, p.x, mode, sure)
		}
	case nodeArray:
		for _, e := range n.list {
			q.tables(i, e, mode, sure)
		}
	}
}

// named reads a table that a variable names. Where the chain is not surely a builder, it has to be
// known as a text, or be written like a constant.
func (q *builder) named(i int, n *node, mode fact.Mode, sure bool) {
	t, _ := q.r.fold(n, q.site.scope, n.pos)
	name := lastPart(q.r.dotted(n))
	if !sure && q.r.uses("drizzle-orm") && strings.ToUpper(name) != name && !hasLiteral(t, 0) && q.entityName(n) {
		return // a table object
	}
	if hasLiteral(t, 0) || known(t) && (strings.ToUpper(name) == name || sure && !titled(name) || strings.Contains(strings.ToLower(q.r.dotted(n)), "table")) {
		q.table(i, n, mode)
		return
	}
	if sure && n.kind != nodeIndex && q.follows(i, false) && len(t.Parts) == 1 && t.Parts[0].Hole != nil {
		// A table that only a run tells.
		q.r.file.Accesses = append(q.r.file.Accesses, fact.Access{
			Kind: fact.ByTable, Mode: mode, Name: t, Via: q.r.intern(q.via(i)), Func: q.site.fn, Pos: fact.Pos(n.pos), End: fact.Pos(n.end),
		})
		q.found = true
	}
}

func (q *builder) table(i int, n *node, mode fact.Mode) {
	before := len(q.r.file.Accesses)
	a := fact.Access{Kind: fact.ByTable, Mode: mode, Via: q.via(i), Func: q.site.fn}
	if q.database != nil {
		t, _ := q.r.fold(q.database, q.dbScope, -1)
		if known(t) {
			a.Database = t
		}
	}
	q.r.access(a, n, q.site.scope)
	q.found = q.found || len(q.r.file.Accesses) > before
}

// drizzle reads the builders that take a table or entity as a value: db.select().from(users),
// db.insert(users).values(…), dataSource.createQueryBuilder().from(User, 'u').
func (c *chain) drizzle(h handle, at int) bool {
	found := false
	for i := at; i < len(c.links); i++ {
		l := c.links[i]
		if !l.call || len(l.args) == 0 || l.args[0].kind != nodeName && l.args[0].kind != nodeMember {
			continue
		}
		mode := fact.Read
		switch l.name {
		case "from":
			aliased := len(l.args) == 2 && l.args[1].kind == nodeString && !titled(c.r.dotted(c.root))
			if !c.hasAny(selectVerbs) && !aliased {
				continue
			}
			if c.has("delete") {
				mode = fact.Write
			}
		case "insert", "update", "delete", "into":
			if l.name == "insert" && !c.has("values") || l.name == "update" && !c.has("set") {
				continue
			}
			mode = fact.Write
		case "leftJoin", "rightJoin", "innerJoin", "fullJoin", "crossJoin":
			if len(l.args) < 2 {
				continue
			}
		case "$count":
		default:
			continue
		}
		if c.entityName(l.args[0]) {
			c.modelAccess(fact.Access{Mode: mode, Via: c.via(i)}, c.r.dotted(l.args[0]), l.args[0])
			found = true
		}
	}
	return found && h.kind != handleRepository
}

// entityName reports whether an argument names a table object or entity.
func (c *chain) entityName(n *node) bool {
	name := c.r.dotted(n)
	root, _, member := strings.Cut(name, ".")
	b := c.site.scope.lookup(root)
	if b == nil {
		return false
	}
	switch b.kind {
	case bindImport:
		lower := strings.ToLower(b.module)
		return titled(lastPart(name)) || member || strings.Contains(lower, "schema") || strings.Contains(lower, "table") || strings.Contains(lower, "db") || c.r.uses("drizzle-orm")
	case bindVariable:
		return b.value != nil && b.value.kind == nodeCall && tableMaker(lastPart(c.r.dotted(b.value.x)))
	case bindClass:
		return c.r.entity(b.class)
	}
	return false
}

// uses reports whether the file imports a module or one below it.
func (r *reader) uses(module string) bool {
	for _, i := range r.file.Imports {
		if i.Path == module || strings.HasPrefix(i.Path, module+"/") {
			return true
		}
	}
	return false
}
