package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

var collectionReads = modes(fact.Read, "find", "findOne", "aggregate", "count", "countDocuments", "estimatedDocumentCount",
	"distinct", "watch", "indexes", "listIndexes", "stats", "get", "where", "doc", "onSnapshot", "orderBy", "limit",
	"findById", "mapReduce", "isCapped", "options", "indexExists", "select", "listDocuments", "where_in")

var collectionWrites = modes(fact.Write, "insertOne", "insertMany", "insert", "updateOne", "updateMany", "update", "deleteOne",
	"deleteMany", "remove", "replaceOne", "findOneAndUpdate", "findOneAndDelete", "findOneAndReplace", "bulkWrite",
	"save", "findAndModify", "add", "set", "initializeUnorderedBulkOp", "initializeOrderedBulkOp", "delete", "create")

var collectionSchemas = modes(fact.Schema, "createIndex", "createIndexes", "dropIndex", "dropIndexes", "drop", "rename", "ensureIndex")

func collectionMode(method string) fact.Mode {
	if m, ok := collectionWrites[method]; ok {
		return m
	}
	if m, ok := collectionSchemas[method]; ok {
		return m
	}
	return collectionReads[method]
}

// pendingCollection is a collection that was put into a variable.
type pendingCollection struct {
	access fact.Access
	node   *node
	scope  *scope
}

// collection makes the access of a collection with the mode of what follows.
func (c *chain) collection(h handle, at int) {
	if h.name == nil {
		return
	}
	a := fact.Access{Kind: fact.ByCollection, Via: c.via(max(at-1, 0)), Database: c.r.databaseOf(h), Func: c.site.fn}
	if at < len(c.links) {
		a.Mode = collectionMode(c.links[at].name)
		if c.links[at].name == "doc" { // firestore
			for _, l := range c.links[at+1:] {
				if m := collectionMode(l.name); l.call && m == fact.Write {
					a.Mode = m
				}
			}
		}
		if at == 0 && a.Mode == fact.ModeUnknown {
			return // a use of the variable that reaches no data
		}
		c.r.markUsed(h.name)
		t, _ := c.r.fold(h.name, h.scope, -1)
		at0 := h.name
		if at == 0 || h.scope != c.site.scope {
			at0 = c.root // a variable stands for the collection
		}
		c.r.accessText(a, t, at0)
		return
	}
	c.r.unused = append(c.r.unused, pendingCollection{access: a, node: h.name, scope: h.scope})
}

func (r *reader) markUsed(n *node) {
	if r.used == nil {
		r.used = map[*node]bool{}
	}
	r.used[n] = true
}

// unusedCollections makes the accesses of collections of which no use is seen.
func (r *reader) unusedCollections() {
	for _, p := range r.unused {
		if !r.used[p.node] {
			r.markUsed(p.node)
			r.access(p.access, p.node, p.scope)
		}
	}
}

// stages looks for the collections that an aggregation's stages name.
func (r *reader) stages(site objectSite) {
	for _, p := range site.node.list {
		if p.kind != nodeProperty || p.x == nil || len(p.name) < 4 || p.name[0] != '$' {
			continue
		}
		a := fact.Access{Kind: fact.ByCollection, Mode: fact.Read, Via: p.name, Func: r.file.Objects[site.index].Func}
		switch p.name {
		case "$lookup", "$graphLookup":
			r.stage(a, p.x, site.scope, "from")
		case "$unionWith":
			r.stage(a, p.x, site.scope, "coll")
		case "$merge", "$out":
			a.Mode = fact.Write
			key := "into"
			if p.name == "$out" {
				key = "coll"
			}
			r.stage(a, p.x, site.scope, key)
		}
	}
}

// fluentStages reads the stages of a pipeline that is built by calls: aggregate().lookup({ from }).
func (c *chain) fluentStages() {
	if !c.has("aggregate") {
		return
	}
	for _, l := range c.links {
		if !l.call || len(l.args) == 0 {
			continue
		}
		a := fact.Access{Kind: fact.ByCollection, Mode: fact.Read, Via: l.name, Func: c.site.fn}
		switch l.name {
		case "lookup", "graphLookup":
			c.r.stage(a, l.args[0], c.site.scope, "from")
		case "unionWith":
			c.r.stage(a, l.args[0], c.site.scope, "coll")
		}
	}
}

// stage makes the access of a stage whose value is a collection's name or an object that has it
// under key.
func (r *reader) stage(a fact.Access, n *node, s *scope, key string) {
	if v, vs, ok := r.resolve(n, s, 0); ok && v.kind == nodeObject {
		n, s = v, vs
	}
	if n.kind != nodeObject {
		if textual(n) || n.kind == nodeMember || n.kind == nodeName {
			r.access(a, n, s)
		}
		return
	}
	for _, p := range n.list {
		if p.kind == nodeProperty && p.name == "db" && p.x != nil {
			a.Database, _ = r.fold(p.x, s, -1)
		}
	}
	for _, p := range n.list {
		if p.kind != nodeProperty || p.name != key || p.x == nil {
			continue
		}
		if p.x.kind == nodeObject || r.collectionName(a, p.x, s) {
			if p.x.kind == nodeObject {
				r.stage(a, p.x, s, "coll")
			}
			continue
		}
		r.access(a, p.x, s)
	}
}

// collectionName reads from: user_model.collection.name, which names a model.
func (r *reader) collectionName(a fact.Access, n *node, s *scope) bool {
	name := r.dotted(n)
	model, ok := strings.CutSuffix(name, ".collection.name")
	if !ok {
		model, ok = strings.CutSuffix(name, ".collection.collectionName")
	}
	if !ok || model == "" {
		return false
	}
	a.Kind, a.Model = fact.ByModel, r.intern(model)
	a.Pos, a.End = fact.Pos(n.pos), fact.Pos(n.end)
	r.file.Accesses = append(r.file.Accesses, a)
	return true
}

// populates reads the .populate links of a chain.
func (c *chain) populates(model string, at int) {
	for i := at; i < len(c.links); i++ {
		l := c.links[i]
		if !l.call || l.name != "populate" && l.name != "deepPopulate" || len(l.args) == 0 {
			continue
		}
		c.populate(model, "", l.args[0], 0)
		if len(l.args) > 2 && (l.args[2].kind == nodeString || l.args[2].kind == nodeName && titled(l.args[2].name)) {
			c.modelAccess(fact.Access{Mode: fact.Read, Via: "populate"}, c.r.modelName(l.args[2]), l.args[2])
		}
	}
}

// populate reads what populate is given: "a b", { path, model, populate }, or several.
func (c *chain) populate(model, prefix string, n *node, depth int) {
	if depth > 8 || n == nil {
		return
	}
	switch n.kind {
	case nodeString:
		for path := range strings.FieldsSeq(n.name) {
			if model == "" || strings.HasPrefix(path, "-") {
				continue
			}
			if prefix != "" {
				path = "." + prefix + "." + path // what it leads through has an access of its own
			}
			c.modelAccess(fact.Access{Mode: fact.Read, Via: "populate", Path: path}, model, n)
		}
	case nodeArray:
		for _, e := range n.list {
			c.populate(model, prefix, e, depth+1)
		}
	case nodeName, nodeMember:
		if v, _, ok := c.r.resolve(n, c.site.scope, 0); ok && v != n && v.kind != nodeName {
			c.populate(model, prefix, v, depth+1)
		}
	case nodeObject:
		c.populateObject(model, prefix, n, depth)
	}
}

func (c *chain) populateObject(model, prefix string, n *node, depth int) {
	var path, explicit, inner *node
	for _, p := range n.list {
		if p.kind != nodeProperty || p.x == nil {
			continue
		}
		switch p.name {
		case "path":
			path = p.x
		case "model":
			explicit = p.x
		case "populate":
			inner = p.x
		}
	}
	next := prefix
	if path != nil && path.kind == nodeString {
		next = joinPath(prefix, path.name)
	}
	target := model
	if explicit != nil {
		if name := c.r.modelName(explicit); name != "" {
			c.modelAccess(fact.Access{Mode: fact.Read, Via: "populate"}, name, explicit)
			target, next = name, ""
		}
	} else if path != nil {
		c.populate(model, prefix, path, depth+1)
	}
	c.populate(target, next, inner, depth+1)
}

// callAccesses looks at calls for DynamoDB's TableName and firestore's collection(db, 'x').
func (r *reader) callAccesses(site *callSite) {
	n := site.node
	if n.x != nil && n.x.kind == nodeName && n.x.name == "collection" && len(n.list) >= 2 {
		if b := site.scope.lookup("collection"); b != nil && strings.HasPrefix(b.module, "firebase/") {
			r.access(fact.Access{Kind: fact.ByCollection, Via: "collection", Func: site.fn}, n.list[1], site.scope)
		}
		return
	}
	r.rowHelpers(site)
	for _, a := range n.list {
		if a.kind != nodeObject && a.kind != nodeName {
			continue
		}
		object, s, ok := r.resolve(a, site.scope, 0)
		if !ok || object.kind != nodeObject {
			continue
		}
		for _, p := range object.list {
			if p.kind == nodeProperty && p.name == "TableName" && p.x != nil {
				callee := r.callee(site)
				r.access(fact.Access{Kind: fact.ByCollection, Mode: dynamoMode(callee), Via: callee, Func: site.fn}, p.x, s)
			}
		}
	}
}

func dynamoMode(callee string) fact.Mode {
	switch last := strings.ToLower(lastPart(callee)); {
	case strings.Contains(last, "table"):
		return fact.Schema
	case strings.Contains(last, "put"), strings.Contains(last, "update"), strings.Contains(last, "delete"), strings.Contains(last, "write"):
		return fact.Write
	case strings.Contains(last, "get"), strings.Contains(last, "query"), strings.Contains(last, "scan"):
		return fact.Read
	}
	return fact.ModeUnknown
}
