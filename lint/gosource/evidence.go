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
		if !c.isORM {
			c.handle = r.chainHandle(c)
		}
	}
	return c.isORM
}

// mayBe tells whether a chain is one of a query builder or ORM, or another file can tell whether it is.
func (c *chain) mayBe(r *reader) bool { return c.orm(r) || c.handle != "" }

func (c *chain) findEvidence(r *reader) bool {
	if c.base == nil && (len(c.links) == 1 || r.dotQueries) {
		return r.dotQueries && r.funcs[c.links[0].name] == nil && r.lookup(c.links[0].name) == nil
	}
	for _, l := range c.links {
		if l.word.telltale {
			return true
		}
	}
	if c.base == nil { // GetDB().Create(&user)
		return isDatabaseName(c.links[0].name) && c.links[0].name != "NewDB" || isDatabaseType(bareType(r.calledResult(c.links[0].name)))
	}
	if r.isDatabase(c.base) {
		return true
	}
	if len(c.links) < 2 || c.root == "" {
		return false
	}
	if isDatabaseName(c.links[0].name) {
		return true
	}
	typ := bareType(r.typeOf(c.base)) // s.session().Find(&users)
	return typ != "" && isDatabaseType(bareType(r.declaredResult(typ+"."+c.links[0].name)))
}

// ownType tells the types of the program itself, by their names: what is called on a *models.Bucket is no
// query because it goes by the name b.
func ownType(typ string) bool {
	name := lastName(bareType(typ))
	return name != "" && name[0] >= 'A' && name[0] <= 'Z' && !strings.HasSuffix(name, "Session") && !strings.HasSuffix(name, "Engine") &&
		!strings.HasSuffix(name, "DB") && !strings.HasSuffix(name, "Conn") && !strings.HasSuffix(name, "Tx") && !strings.HasSuffix(name, "Query") &&
		!strings.HasSuffix(name, "Builder") && !strings.HasSuffix(name, "Executor") && !strings.HasSuffix(name, "Querier")
}

// calledResult is the type of the first result of a function of this file or function variable.
func (r *reader) calledResult(name string) string {
	if v := r.lookup(name); v != nil {
		return functionResult(v.typ)
	}
	return r.declaredResult(name)
}

// functionResult is the first result in a function's type as written.
func functionResult(typ string) string {
	rest, ok := strings.CutPrefix(typ, "func(")
	if !ok {
		return ""
	}
	open := 1
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case '(':
			open++
		case ')':
			open--
		}
		if open == 0 {
			result, _, _ := strings.Cut(strings.Trim(rest[i+1:], " ()"), ",")
			return result
		}
	}
	return ""
}

// embedsDatabase tells a struct of this file that embeds a handle, and so has its methods.
func (r *reader) embedsDatabase(typ string) bool {
	spec := r.types[typ]
	if spec == nil {
		return false
	}
	structure, ok := spec.Type.(*ast.StructType)
	if !ok || structure.Fields == nil {
		return false
	}
	for _, field := range structure.Fields.List {
		if name := baseName(field.Type); len(field.Names) == 0 && strings.Contains(name, ".") && isDatabaseType(name) {
			return true
		}
	}
	return false
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
			if v.orm || len(v.accesses) > 0 && r.file.Accesses[v.accesses[0]].Handle == "" {
				return true
			}
		} else if path, ok := r.imports[id.Name]; ok {
			return isQueryPackage(path)
		}
	}
	typ := r.typeOf(e)
	if typ != "" {
		if isDatabaseType(bareType(typ)) {
			return true
		}
		if notModel[firstName(bareType(typ))+"."] && !strings.HasPrefix(bareType(typ), "sql.") {
			return false
		}
		if r.embedsDatabase(bareType(typ)) {
			return true
		}
	}
	name := lastName(r.dotted(e))
	return isDatabaseName(name) || isShortName(name) && r.queries && !ownType(typ)
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
