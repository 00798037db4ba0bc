package gosource

import (
	"go/ast"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// documentVerbs are methods that only collections of documents have.
var documentVerbs = map[string]bool{
	"FindOne": true, "InsertOne": true, "InsertMany": true, "UpdateOne": true, "UpdateMany": true, "UpdateByID": true, "ReplaceOne": true,
	"DeleteOne": true, "DeleteMany": true, "CountDocuments": true, "EstimatedDocumentCount": true, "FindOneAndUpdate": true,
	"FindOneAndDelete": true, "FindOneAndReplace": true, "BulkWrite": true, "Aggregate": true, "Distinct": true, "FindId": true,
	"UpsertId": true, "RemoveId": true, "UpdateId": true, "Indexes": true, "Watch": true, "Pipe": true, "EnsureIndex": true,
}

// collectionLink emits the collection that a call opens: Collection("users"), mgo's C("users"), and
// helpers such as OpenCollection(client, "users").
func (r *reader) collectionLink(f *found, l *link) {
	args := l.args()
	if len(args) == 0 || !l.word.collection || l.name == "C" && !r.importsElement("mgo.v2") && !r.importsElement("mgo") {
		return
	}
	at := 0
	if l.name != "Collection" && l.name != "C" {
		at = -1
		for i, e := range args {
			if text := r.fold(e); textual(text) || nameable(text) && r.typeOf(e) == "string" {
				at = i
			}
		}
		if at < 0 && len(args) == 1 && r.typeOf(args[0]) == "string" {
			at = 0
		}
		if at < 0 {
			return
		}
	}
	text := r.fold(args[at])
	if s, known := plain(text); known && (s == "" || strings.ContainsAny(s, " \n")) {
		return
	}
	if !textual(text) && r.modelType(args[at]) != "" {
		return
	}
	mode := f.mode
	switch {
	case strings.HasPrefix(l.name, "Create") || strings.HasPrefix(l.name, "Drop"):
		mode = fact.Schema
	}
	a := fact.Access{Kind: fact.ByCollection, Mode: mode, Via: l.callee, Name: fact.Text{Parts: text}, Database: fact.Text{Parts: f.database}}
	if len(f.ids) > 0 { // firestore's Collection("a").Doc(id).Collection("b"): the outer one is read through
		r.file.Accesses[f.ids[len(f.ids)-1]].Mode = fact.Read
	}
	r.addAccess(f, a, args[at])
}

func isCollectionName(name string) bool {
	switch name {
	case "Collection", "C", "Coll", "collection", "GetCollection", "OpenCollection", "UseCollection", "CollectionByName", "NewCollection",
		"getCollection", "openCollection", "CreateCollection", "GetMongoCollection", "CollectionGroup", "MongoCollection", "Collections",
		"DropCollection", "GetColl", "getColl", "DbCollection", "CreateMongoCollection", "ConnectCollection", "coll":
		return true
	}
	return false
}

// handleKey names a struct field or a variable of the package that may hold a handle.
func (r *reader) handleKey(e ast.Expr) string {
	switch e := unwrap(e).(type) {
	case *ast.Ident:
		if r.lookup(e.Name) == nil && r.imports[e.Name] == "" {
			return e.Name
		}
	case *ast.SelectorExpr:
		if owner := bareType(r.typeOf(e.X)); owner != "" {
			return owner + "." + e.Sel.Name
		}
		return r.dotted(e)
	}
	return ""
}

// handleUse notes a call on a handle whose collection another function, or file, has opened.
func (r *reader) handleUse(c *chain, mode fact.Mode) {
	key := r.handleKey(c.base)
	if key == "" || mode == fact.ModeUnknown {
		return
	}
	verb := false
	for _, l := range c.links {
		verb = verb || documentVerbs[l.name]
	}
	named := strings.Contains(strings.ToLower(lastName(key)), "coll") || strings.HasSuffix(r.typeOf(c.base), "mongo.Collection")
	named = named || r.importsElement("mongo-driver")
	r.late.uses = append(r.late.uses, handleUse{
		key: key, sure: verb && named,
		access: fact.Access{
			Kind: fact.ByCollection, Mode: mode, Via: c.last().callee, Func: r.fn,
			Pos: r.pos(c.base.Pos()), End: r.pos(c.base.End()),
		},
	})
}

// passedHandles notes collections that a helper is given, where its name says what it does with them:
// mongoutil.InsertMany(ctx, s.users, users).
func (r *reader) passedHandles(c *chain) {
	l := &c.links[0]
	if len(l.args()) == 0 || len(l.args()) > 8 || !r.elements["mongo"] && !r.elements["mongo-driver"] {
		return
	}
	if c.base != nil && (r.imports[c.root] == "" || isStandard(r.imports[c.root])) {
		return
	}
	mode := helperMode(l.name)
	if mode == fact.ModeUnknown {
		return
	}
	for _, e := range l.args()[:min(len(l.args()), 3)] {
		switch x := e.(type) {
		case *ast.Ident:
			if v := r.lookup(x.Name); v != nil && r.holdsCollection(v.accesses) {
				r.applyMode(v.accesses, mode, c)
			}
		case *ast.SelectorExpr:
			key := r.handleKey(x)
			named := strings.Contains(strings.ToLower(lastName(key)), "coll") || strings.HasSuffix(r.typeOf(x), "mongo.Collection")
			if named && key != "" {
				r.late.uses = append(r.late.uses, handleUse{key: key, sure: true, access: fact.Access{
					Kind: fact.ByCollection, Mode: mode, Via: l.callee, Func: r.fn, Pos: r.pos(x.Pos()), End: r.pos(x.End()),
				}})
			}
		}
	}
}

func (r *reader) holdsCollection(accesses []int) bool {
	return len(accesses) > 0 && r.file.Accesses[accesses[0]].Kind == fact.ByCollection
}

// helperMode is what a helper does with a collection, by the verb that its name begins with.
func helperMode(name string) fact.Mode {
	lower := strings.ToLower(name)
	switch {
	case hasAnyPrefix(lower, "find", "get", "count", "aggregate", "exist", "distinct", "list", "read", "query", "fetch", "search"):
		if hasAnyPrefix(lower, "findoneand", "findandupdate", "findandmodify") {
			return fact.Write
		}
		return fact.Read
	case hasAnyPrefix(lower, "insert", "create", "update", "upsert", "delete", "remove", "replace", "save", "bulkwrite", "write", "add", "increment"):
		if strings.Contains(lower, "index") {
			return fact.Schema
		}
		return fact.Write
	}
	return fact.ModeUnknown
}

// compositeAccess emits what a composite literal names: the collections of a pipeline's stages, and
// the table in a request to DynamoDB or Spanner.
func (r *reader) compositeAccess(lit *ast.CompositeLit, typ string) {
	if strings.Contains(typ, "dynamodb.") || strings.HasPrefix(lastName(typ), "TableName") {
		r.dynamoTable(lit, typ)
	}
	for _, element := range lit.Elts {
		key, value := r.pair(element)
		if len(key) > 1 && key[0] == '$' {
			r.stage(key, value)
		}
	}
	if key, value := r.ownPair(lit); len(key) > 1 && key[0] == '$' {
		r.stage(key, value)
	}
}

// pair is a key and value of a map.
func (r *reader) pair(element ast.Expr) (key string, value ast.Expr) {
	if pair, ok := element.(*ast.KeyValueExpr); ok {
		if lit, ok := pair.Key.(*ast.BasicLit); ok {
			return r.keyText(lit), pair.Value
		}
	}
	return "", nil
}

// ownPair is a bson.E by itself: {"$lookup", …} or {Key: "$lookup", Value: …}.
func (r *reader) ownPair(lit *ast.CompositeLit) (key string, value ast.Expr) {
	if len(lit.Elts) != 2 {
		return "", nil
	}
	first, second := lit.Elts[0], lit.Elts[1]
	if pair, ok := first.(*ast.KeyValueExpr); ok {
		other, ok := second.(*ast.KeyValueExpr)
		if name, isName := pair.Key.(*ast.Ident); !ok || !isName || name.Name != "Key" {
			return "", nil
		}
		first, second = pair.Value, other.Value
	}
	key, known := plain(r.fold(first))
	if !known {
		return "", nil
	}
	return key, second
}

// stage emits the collection that a pipeline's stage reads or writes.
func (r *reader) stage(name string, value ast.Expr) {
	switch name {
	case "$lookup", "$graphLookup":
		r.stageAccess(name, fact.Read, r.member(value, "from"), nil)
	case "$unionWith":
		if member := r.member(value, "coll"); member != nil {
			value = member
		}
		r.stageAccess(name, fact.Read, value, nil)
	case "$out", "$merge":
		var database ast.Expr
		for _, key := range []string{"into", "coll"} {
			if member := r.member(value, key); member != nil {
				if db := r.member(value, "db"); db != nil {
					database = db
				}
				value = member
			}
		}
		if db := r.member(value, "db"); db != nil {
			database = db
		}
		if member := r.member(value, "coll"); member != nil {
			value = member
		}
		r.stageAccess(name, fact.Write, value, database)
	}
}

func (r *reader) stageAccess(stage string, mode fact.Mode, name, database ast.Expr) {
	if name == nil {
		return
	}
	text := r.fold(name)
	if !nameable(text) {
		return
	}
	a := fact.Access{Kind: fact.ByCollection, Mode: mode, Via: stage, Name: fact.Text{Parts: text}}
	if database != nil {
		a.Database.Parts = r.fold(database)
	}
	r.addAccess(&found{}, a, name)
}

// member finds a key's value in a document, whichever way the document is written.
func (r *reader) member(e ast.Expr, key string) ast.Expr {
	lit, ok := unwrap(e).(*ast.CompositeLit)
	if !ok {
		return nil
	}
	for _, element := range lit.Elts {
		if got, value := r.pair(element); got == key {
			return value
		}
		if inner, ok := element.(*ast.CompositeLit); ok {
			if got, value := r.ownPair(inner); got == key {
				return value
			}
		}
	}
	return nil
}

// dynamoTable emits the table in a request such as dynamodb.GetItemInput{TableName: …}.
func (r *reader) dynamoTable(lit *ast.CompositeLit, typ string) {
	name := fieldOf(lit, "TableName")
	if name == nil {
		return
	}
	text := r.fold(name)
	if !nameable(text) {
		return
	}
	operation := lastName(typ)
	mode := fact.ModeUnknown
	switch {
	case hasAnyPrefix(operation, "Get", "Query", "Scan", "BatchGet"):
		mode = fact.Read
	case hasAnyPrefix(operation, "Put", "UpdateItem", "DeleteItem", "Delete", "Update", "BatchWrite") && !strings.Contains(operation, "Table"):
		mode = fact.Write
	case strings.Contains(operation, "Table"):
		mode = fact.Schema
	}
	r.addAccess(&found{}, fact.Access{Kind: fact.ByCollection, Mode: mode, Via: typ, Name: fact.Text{Parts: text}}, name)
}

func hasAnyPrefix(text string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(text, p) {
			return true
		}
	}
	return false
}
