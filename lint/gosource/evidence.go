package gosource

import (
	"go/ast"
	"strings"
)

// A method called From, Create or Join is that of a query only where something says so: the type or
// name of what it is called on, the package it comes from, or another method of the chain that
// nothing else has. The linter must not take a service's Create(&user) for a table's.

// orm tells whether a chain is one of a query builder or ORM.
func (c *chain) orm(r *reader) bool {
	if !c.asked {
		c.asked, c.isORM = true, c.findEvidence(r)
	}
	return c.isORM
}

func (c *chain) findEvidence(r *reader) bool {
	if c.base == nil && (len(c.links) == 1 || r.dotQueries) {
		return r.dotQueries && r.funcs[c.links[0].name] == nil && r.lookup(c.links[0].name) == nil
	}
	for _, l := range c.links {
		if telltales[l.name] {
			return true
		}
	}
	if c.base == nil { // GetDB().Create(&user)
		return isDatabaseName(c.links[0].name) && c.links[0].name != "NewDB"
	}
	return r.isDatabase(c.base) || len(c.links) > 1 && isDatabaseName(c.links[0].name) && c.root != ""
}

// telltales are methods that only queries have.
var telltales = map[string]bool{
	"Preload": true, "Clauses": true, "NewSelect": true, "NewInsert": true, "NewUpdate": true, "NewDelete": true,
	"QueryTable": true, "SetMap": true, "ToSql": true, "ToSQL": true, "PlaceholderFormat": true, "Unscoped": true, "FindInBatches": true,
	"InsertInto": true, "DeleteFrom": true, "NewCreateTable": true, "NewDropTable": true, "TableExpr": true,
	"RunWith": true, "LeftJoin": true, "InnerJoin": true, "Joins": true, "AutoMigrate": true, "NewOrm": true,
	"UpdateColumns": true, "FirstOrCreate": true, "WherePK": true, "RowsAffected": true, "GroupBy": true, "OrderBy": true,
	"NewTruncateTable": true, "NoAutoCondition": true, "ReplaceInto": true, "SelectFrom": true, "NewRaw": true,
}

// isDatabase tells whether an expression is a database handle, session or query builder.
func (r *reader) isDatabase(e ast.Expr) bool {
	if id, ok := unwrap(e).(*ast.Ident); ok {
		if v := r.lookup(id.Name); v != nil {
			if v.orm || len(v.accesses) > 0 {
				return true
			}
		} else if path, ok := r.imports[id.Name]; ok {
			return isQueryPackage(path)
		}
	}
	if typ := r.typeOf(e); typ != "" {
		if isDatabaseType(bareType(typ)) {
			return true
		}
		if notModel[firstName(bareType(typ))+"."] && !strings.HasPrefix(bareType(typ), "sql.") {
			return false
		}
	}
	name := lastName(r.dotted(e))
	return isDatabaseName(name) || isShortName(name) && r.queries
}

// isDatabaseType tells the types of handles by their names.
func isDatabaseType(typ string) bool {
	pkg, name := firstName(typ), lastName(typ)
	switch pkg {
	case "gorm", "xorm", "bun", "orm", "squirrel", "sq", "goqu", "dbr", "pg", "sqlbuilder", "qb":
		return true
	}
	switch name {
	case "StatementBuilderType", "SelectBuilder", "InsertBuilder", "UpdateBuilder", "DeleteBuilder", "SelectDataset", "Ormer",
		"DB", "Tx", "Engine", "EngineInterface", "IDB":
		return pkg != "redis" && pkg != "leveldb" && pkg != "bolt" && pkg != "bbolt" && pkg != "badger" && pkg != "gin" && pkg != "html"
	}
	return false
}

// isDatabaseName tells what handles are usually called.
func isDatabaseName(name string) bool {
	lower := strings.ToLower(name)
	switch lower {
	case "db", "tx", "orm", "engine", "conn", "gdb", "trx", "psql", "sq", "sb", "qb", "dialect", "goqu", "squirrel",
		"newsession", "getengine", "database", "statementbuilder", "xdb", "dbr", "dbmap":
		return true
	}
	for _, suffix := range [...]string{"db", "gorm", "xorm", "querybuilder", "sqlbuilder", "stmtbuilder", "ormer", "dbconn", "dbsession", "dbengine"} {
		if strings.HasSuffix(lower, suffix) && !strings.HasSuffix(lower, "leveldb") && !strings.HasSuffix(lower, "boltdb") {
			return true
		}
	}
	return strings.HasSuffix(name, "Tx") || strings.HasSuffix(name, "DBTx") || strings.HasSuffix(name, "Builder") && strings.Contains(lower, "sql")
}

// isShortName tells names that mean a handle only where an ORM is imported.
func isShortName(name string) bool {
	switch strings.ToLower(name) {
	case "o", "x", "e", "s", "q", "d", "sess", "session", "builder", "stmt", "query", "b", "engine", "client", "store", "ds", "txn":
		return true
	}
	return false
}

// isQueryPackage tells the import paths of query builders and ORMs.
func isQueryPackage(path string) bool {
	switch packageName(path) {
	case "gorm", "xorm", "squirrel", "goqu", "bun", "orm", "dbr", "sqlbuilder", "dbx", "qb", "gorp", "sqlf", "reform", "rel", "gen", "spanner":
		return strings.Contains(firstSegment(path), ".")
	case "pg":
		return strings.Contains(path, "go-pg")
	case "g", "gdb":
		return strings.Contains(path, "gogf")
	case "pop":
		return strings.Contains(path, "gobuffalo") || strings.Contains(path, "ory")
	case "db":
		return strings.Contains(path, "upper") || strings.HasSuffix(path, "/models/db")
	}
	return false
}

// builder tells chains whose Insert, Update and Delete name a table rather than a record or column:
// those of squirrel, goqu and their like.
func (c *chain) builder(r *reader) bool {
	for _, l := range c.links {
		switch l.name {
		case "Columns", "SetMap", "ToSql", "ToSQL", "PlaceholderFormat", "RunWith", "Suffix", "Prepared", "InsertInto", "DeleteFrom",
			"Rows", "Returning", "FromSelect", "FromQuery", "SelectFrom", "Cols", "Vals", "Set", "Build", "ReplaceInto", "From", "Into":
			return true
		case "Values", "OrderBy", "GroupBy", "Options":
			return true
		}
	}
	if c.base == nil {
		return r.dotQueries
	}
	path, ok := r.imports[c.root]
	if ok && r.lookup(c.root) == nil {
		switch packageName(path) {
		case "squirrel", "goqu", "sqlbuilder", "dbr", "sqlf", "spanner", "bob", "builder":
			return true
		}
		return false
	}
	typ := bareType(r.typeOf(c.base))
	switch firstName(typ) {
	case "squirrel", "sq", "goqu", "dbr":
		return true
	}
	switch strings.ToLower(lastName(c.root)) {
	case "psql", "sq", "sb", "qb", "ub", "ib", "builder", "statementbuilder", "stmtbuilder", "dialect", "goqu", "sqlbuilder", "querybuilder", "qbuilder":
		return true
	}
	return strings.HasSuffix(strings.ToLower(lastName(typ)), "builder") || strings.HasSuffix(typ, "StatementBuilderType")
}
