package gosource

import (
	"go/ast"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// beanVerbs are the methods that take a record, or a list or pointer of records, and so name its
// table by its type. The reading ones name none where the chain has named a table already: there the
// argument only receives.
var beanVerbs = map[string]bool{
	"Find": true, "First": true, "Take": true, "Last": true, "Get": true, "Exist": true, "Exists": true, "Count": true, "Rows": true,
	"Iterate": true, "FirstOrInit": true, "FindAndCount": true, "FindInBatches": true, "Read": true, "LoadRelated": true,
	"Create": true, "Save": true, "Insert": true, "InsertOne": true, "InsertMulti": true, "Update": true, "Updates": true,
	"UpdateColumns": true, "Delete": true, "FirstOrCreate": true, "CreateInBatches": true, "ReadOrCreate": true,
	"InsertOrUpdate": true, "AutoMigrate": true, "Sync": true, "Sync2": true, "DropTable": true, "CreateTable": true, "HasTable": true,
	"DropTables": true, "CreateTables": true, "Replace": true, "Sum": true, "SumInt": true, "Select": true, "Migrator": true,
	"All": true, "Destroy": true, "ValidateAndCreate": true, "ValidateAndSave": true, "ValidateAndUpdate": true, "ReadForUpdate": true, "Upsert": true, "HasColumn": true, "AddColumn": true, "DropColumn": true, "AlterColumn": true,
}

// ormLink emits the models that one call of a chain names.
func (r *reader) ormLink(f *found, l *link) {
	c := f.chain
	switch {
	case l.name == "G" && r.importName(c.root) == "gorm":
		if index, ok := l.call.Fun.(*ast.IndexExpr); ok {
			r.addModel(f, l, index.Index, bareType(r.typeText(index.Index)), f.mode)
		}
	case l.name == "Preload" || l.name == "Association" || l.name == "Relation" || l.name == "LoadRelated":
		r.relation(f, l)
	case l.name == "Joins" && len(l.args()) > 0:
		if path, known := plain(r.fold(l.args()[0])); known && path != "" && strings.IndexFunc(path, notInPath) < 0 {
			r.relation(f, l)
		}
	case l.name == "AddTableWithName" && len(l.args()) == 2: // gorp
		if model := r.modelType(l.args()[0]); model != "" {
			r.file.Models = append(r.file.Models, fact.Model{
				Name: model, Var: model, Table: fact.Text{Parts: r.fold(l.args()[1])}, Library: "gorp",
				Pos: r.pos(l.call.Pos()), End: r.pos(l.call.End()),
			})
		}
	case l.name == "Coll" && c.root == "mgm":
		if len(l.args()) > 0 {
			if model := r.modelType(l.args()[0]); model != "" {
				f.sure = true
				r.addModel(f, l, l.args()[0], model, f.mode)
			}
		}
	case l.word.bean && c.mayBe(r):
		r.beans(f, l)
	}
	r.generatedClient(f, l)
	r.ownTable(f, l)
	r.queryOf(f, l)
}

// queryOf emits the model of a record that a function is given which returns a query of it, as in
// orm.QuerySetter(ctx, &User{}, query).
func (r *reader) queryOf(f *found, l *link) {
	c := f.chain
	if l != &c.links[0] || f.named || l.word.bean || l.name == "Model" || l.word.opener {
		return
	}
	id, ident := c.base.(*ast.Ident)
	if c.base != nil && (!ident || r.lookup(id.Name) == nil && isStandard(r.imports[id.Name]) || r.lookup(id.Name) != nil && c.orm(r)) {
		return
	}
	for _, e := range l.args() {
		lit := isNew(e)
		if !lit {
			continue
		}
		model := r.modelType(e)
		if model == "" || strings.HasSuffix(model, "Config") || strings.HasSuffix(model, "Options") {
			continue
		}
		handle := ""
		switch typ := r.resultType(l.call); {
		case c.orm(r):
		case typ == "":
			if handle = r.resultSymbol(l.call); handle == "" {
				return
			}
		case !isDatabaseType(bareType(typ)):
			return
		}
		f.sure = true
		r.addModel(f, l, e, model, f.mode)
		f.sure = false
		r.file.Accesses[len(r.file.Accesses)-1].Handle = handle
		return
	}
}

// isNew tells an expression that makes a record without anything in it: &User{}, new(User), (*User)(nil).
func isNew(e ast.Expr) bool {
	switch x := unwrap(e).(type) {
	case *ast.CompositeLit:
		return len(x.Elts) == 0
	case *ast.CallExpr:
		id, ok := x.Fun.(*ast.Ident)
		_, conversion := x.Fun.(*ast.ParenExpr)
		return conversion || ok && id.Name == "new"
	}
	return false
}

// isOpener tells the functions that open a database or register a model: their argument is no record.
func isOpener(name string) bool {
	return hasAnyPrefix(name, "Open", "New", "Connect", "Init", "Must", "Register")
}

func notInPath(c rune) bool {
	return c != '.' && c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')
}

// beans emits the models of a verb's records.
func (r *reader) beans(f *found, l *link) {
	mode := l.word.mode
	if mode == fact.ModeUnknown {
		mode = f.mode
	}
	if mode == fact.Read && f.mode == fact.Write && l.name != "Find" {
		mode = f.mode
	}
	receives := mode == fact.Read && (f.named || f.chain.has("Raw", "SQL", "NewRaw", "Exec", "TableExpr") != nil)
	if receives || f.named && mode == fact.Write || r.sqlArgument(l) {
		return
	}
	for i, e := range l.args() {
		if mode != fact.Schema && i > 0 && f.named && l.name != "Insert" {
			break
		}
		if model := r.modelType(e); model != "" && (mode == fact.Schema || carriesRecord(r, e)) {
			r.addModel(f, l, e, model, mode)
		} else if model = r.beanSymbol(e); model != "" && (i == 0 || mode == fact.Write) {
			r.addModel(f, l, e, model, mode)
		}
	}
}

// beanSymbol is the symbol of an argument whose type another file tells.
func (r *reader) beanSymbol(e ast.Expr) string {
	switch unwrap(e).(type) {
	case *ast.Ident, *ast.SelectorExpr, *ast.CallExpr, *ast.IndexExpr, *ast.SliceExpr, *ast.StarExpr:
	default:
		return ""
	}
	if r.typeOf(e) != "" || textual(r.fold(e)) {
		return ""
	}
	return r.symbol(e)
}

// sqlArgument tells a call such as sqlx's Get(&user, "SELECT …"), whose text names the table.
func (r *reader) sqlArgument(l *link) bool {
	if l.name != "Get" && l.name != "Select" {
		return false
	}
	return len(l.args()) > 1 || l.name == "Select"
}

// carriesRecord tells arguments that hold a record of a table.
func carriesRecord(r *reader, e ast.Expr) bool {
	switch x := unwrap(e).(type) {
	case *ast.CompositeLit, *ast.Ident:
		return true
	case *ast.CallExpr:
		if id, ok := x.Fun.(*ast.Ident); ok && (id.Name == "new" || id.Name == "append" || r.funcs[id.Name] != nil) {
			return true
		}
		_, conversion := x.Fun.(*ast.ParenExpr)
		return conversion
	case *ast.SelectorExpr, *ast.IndexExpr, *ast.SliceExpr, *ast.StarExpr:
		return r.typeOf(x) != ""
	}
	return false
}

// relation emits the path of a relation from the chain's model.
func (r *reader) relation(f *found, l *link) {
	if len(l.args()) == 0 {
		return
	}
	e := l.args()[0]
	if l.name == "LoadRelated" && len(l.args()) > 1 {
		e = l.args()[1]
	}
	path, known := plain(r.fold(e))
	if !known || path == "" || strings.IndexFunc(path, notInPath) >= 0 {
		return
	}
	model := f.model
	if model == "" {
		model = r.laterModel(f.chain)
	}
	if model == "" {
		return
	}
	mode := fact.Read
	if l.name == "Association" && f.chain.has("Append", "Replace", "Clear", "Delete") != nil {
		mode = fact.Write
	}
	named := f.named
	r.addAccess(f, fact.Access{Kind: fact.ByModel, Mode: mode, Model: model, Path: path, Via: l.callee}, e)
	f.named = named
}

// laterModel is the model that a later call of the chain, or an earlier one on its base, names.
func (r *reader) laterModel(c *chain) string {
	for _, l := range c.links {
		if l.word.bean || l.name == "Model" {
			for _, e := range l.args() {
				if model := r.modelType(e); model != "" {
					return model
				}
			}
		}
	}
	if id, ok := c.base.(*ast.Ident); ok {
		if v := r.lookup(id.Name); v != nil {
			for _, a := range v.accesses {
				if model := r.file.Accesses[a].Model; model != "" {
					return model
				}
			}
		}
	}
	return ""
}

// entVerbs are the methods of ent's clients of one schema.
var entVerbs = map[string]fact.Mode{
	"Query": fact.Read, "Get": fact.Read, "GetX": fact.Read, "Create": fact.Write, "CreateBulk": fact.Write, "MapCreateBulk": fact.Write,
	"Update": fact.Write, "UpdateOne": fact.Write, "UpdateOneID": fact.Write, "Delete": fact.Write, "DeleteOne": fact.Write,
	"DeleteOneID": fact.Write,
}

// generatedClient emits the model behind a generated client: ent's client.User.Query(), gorm gen's
// query.User.WithContext(ctx), GoFrame's dao.User.Ctx(ctx), sqlboiler's models.Users(…).All(…).
func (r *reader) generatedClient(f *found, l *link) {
	c := f.chain
	if l != &c.links[0] || c.root == "" {
		return
	}
	f.sure = true
	defer func() { f.sure = false }()
	entity := lastName(c.root)
	exported := entity != "" && entity[0] >= 'A' && entity[0] <= 'Z' && entity != c.root
	switch {
	case exported && entVerbs[l.name] != fact.ModeUnknown && isEntClient(c.root[:len(c.root)-len(entity)-1]) && r.importsElement("ent"):
		r.addModel(f, l, c.base, entity, entVerbs[l.name])
		r.entEdges(f, entity)
	case exported && (l.name == "WithContext" || l.name == "Where" || l.name == "Ctx") && r.daoPackage(firstName(c.root)):
		r.addModel(f, l, c.base, entity, f.mode)
	case r.importsElement("sqlboiler") && r.imports[c.root] != "" && strings.HasSuffix(r.imports[c.root], "models"):
		if model, ok := strings.CutPrefix(l.name, "Find"); ok && model != "" {
			r.addModel(f, l, l.call.Fun, c.root+"."+model, fact.Read)
		} else if len(c.links) > 1 && l.name != "New" {
			r.addModel(f, l, l.call.Fun, c.root+"."+l.name, f.mode)
		}
	case r.importsElement("sqlboiler") && len(l.args()) > 1 && l.word.mode != fact.ModeUnknown:
		if model := r.modelType(c.base); strings.Contains(model, ".") {
			r.addModel(f, l, c.base, model, l.word.mode)
		}
	}
}

// entEdges emits the models that a query of ent loads along or goes on to: WithBarn(), QueryOwner().
func (r *reader) entEdges(f *found, entity string) {
	links := f.chain.links
	for i := 1; i < len(links); i++ {
		for _, verb := range [...]string{"With", "Query"} {
			edge, ok := strings.CutPrefix(links[i].name, verb)
			if !ok || edge == "" || edge[0] < 'A' || edge[0] > 'Z' {
				continue
			}
			at := links[i].call
			a := fact.Access{Kind: fact.ByModel, Mode: fact.Read, Model: entity, Path: "." + edge, Via: links[0].callee}
			r.addAccess(f, a, at)
			if fun, ok := at.Fun.(*ast.SelectorExpr); ok {
				added := &r.file.Accesses[len(r.file.Accesses)-1]
				added.Pos, added.End = r.pos(fun.Sel.Pos()), r.pos(fun.Sel.End())
			}
		}
	}
}

// isEntClient tells what ent's clients and transactions are usually called.
func isEntClient(name string) bool {
	lower := strings.ToLower(lastName(name))
	switch lower {
	case "c", "cli", "ent", "tx", "db", "orm", "data", "database":
		return true
	}
	return strings.HasSuffix(lower, "client") || strings.HasSuffix(lower, "tx") || strings.HasSuffix(lower, "db")
}

func (r *reader) daoPackage(name string) bool {
	path := r.imports[name]
	element := lastElement(path)
	return path != "" && r.lookup(name) == nil && (element == "query" || element == "dao" || element == "dal")
}

func lastElement(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// importsElement tells whether an import's path has the element.
func (r *reader) importsElement(element string) bool { return r.elements[element] }

// ownTable emits the tables that generated platforms list by their description:
// sqlmodel.List(ctx, db, models.User, …).
func (r *reader) ownTable(f *found, l *link) {
	if f.chain.root != "sqlmodel" || !strings.HasSuffix(r.imports["sqlmodel"], "/runtime/sqlmodel") {
		return
	}
	mode := l.word.mode
	switch l.name {
	case "List":
		mode = fact.Read
	case "Change":
		mode = fact.Write
	}
	if mode == fact.ModeUnknown || len(l.args()) < 3 {
		return
	}
	if model := r.dotted(l.args()[2]); model != "" {
		f.sure = true
		r.addModel(f, l, l.args()[2], model, mode)
	}
}
