package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// modelModes are the methods of models that reach data. Those of sure are methods that hardly
// anything else has, so that a name that is only imported is taken for a model.
var modelModes = modes(fact.Read, "find", "findOne", "findById", "findAll", "findByPk", "findAndCountAll", "findAndCount",
	"count", "countDocuments", "estimatedDocumentCount", "aggregate", "distinct", "exists", "exist", "where", "findBy",
	"findOneBy", "findOneOrFail", "findOneByOrFail", "findByIds", "countBy", "sum", "max", "min", "average", "query",
	"findByIdOrFail", "watch", "paginate", "existsBy", "findOneById", "preload", "fetchAll", "fetch", "findTrees", "$where",
	"scope", "unscoped", "findMany", "findUnique", "findFirst", "findUniqueOrThrow", "findFirstOrThrow", "groupBy", "describe", "geoSearch",
	"mapReduce", "findOneOrNull", "findOrFail", "cursor", "aggregatePaginate", "textSearch", "scan", "findDeleted", "findOneDeleted", "findWithDeleted", "findOneWithDeleted", "countDeleted",
	"countWithDeleted", "all", "createQueryBuilder")

var modelWrites = modes(fact.Write, "create", "insert", "insertMany", "insertOne", "update", "updateOne", "updateMany", "delete",
	"deleteOne", "deleteMany", "remove", "save", "replaceOne", "findOneAndUpdate", "findOneAndDelete", "findOneAndReplace",
	"findOneAndRemove", "findByIdAndUpdate", "findByIdAndDelete", "findByIdAndRemove", "bulkWrite", "bulkSave", "bulkCreate",
	"upsert", "destroy", "truncate", "increment", "decrement", "findOrCreate", "findCreateFind", "restore", "softDelete",
	"softRemove", "clear", "recover", "createMany", "createManyAndReturn", "updateManyAndReturn", "findOneOrCreate", "deleteById",
	"initializeUnorderedBulkOp", "initializeOrderedBulkOp", "patch", "insertGraph", "upsertGraph", "findOrBuild", "persistAndFlush", "nativeInsert", "nativeUpdate", "nativeDelete")

var sureMethods = set("findById", "findByPk", "findAndCountAll", "findOneAndUpdate", "findOneAndDelete", "findByIdAndUpdate",
	"findByIdAndDelete", "findOneAndRemove", "findByIdAndRemove", "findOneAndReplace", "countDocuments",
	"estimatedDocumentCount", "bulkCreate", "insertMany", "updateOne", "updateMany", "deleteOne", "deleteMany",
	"findOrCreate", "findAll", "bulkWrite", "findOne", "aggregate", "replaceOne")

var prismaMethods = set("findMany", "findUnique", "findFirst", "findUniqueOrThrow", "findFirstOrThrow", "create", "createMany",
	"createManyAndReturn", "update", "updateMany", "upsert", "delete", "deleteMany", "count", "aggregate", "groupBy", "findRaw", "aggregateRaw", "updateManyAndReturn")

var surePrisma = set("findMany", "findUnique", "findFirst", "findUniqueOrThrow", "findFirstOrThrow", "createMany", "createManyAndReturn")

func modes(m fact.Mode, names ...string) map[string]fact.Mode {
	all := make(map[string]fact.Mode, len(names))
	for _, n := range names {
		all[n] = m
	}
	return all
}

// modeOf is the mode of a model's method; ok is false for what is not one.
func modeOf(method string) (fact.Mode, bool) {
	if m, ok := modelWrites[method]; ok {
		return m, true
	}
	m, ok := modelModes[method]
	return m, ok
}

// notData are methods that have a repository's or document's name but reach no data there.
func (c *chain) notData(h handle, method string) bool {
	switch h.kind {
	case handleRepository:
		return method == "create" || method == "where" || method == "max" && !h.sure
	case handleDocument:
		switch method {
		case "save", "remove", "deleteOne", "updateOne", "destroy", "update", "increment", "decrement", "restore", "fetch", "delete", "replaceOne":
			return false
		}
		return true
	}
	return false
}

// model makes the accesses of a chain that begins with a model, a repository or a document.
func (c *chain) model(h handle, at int) {
	c.populates(h.model, at)
	if at >= len(c.links) || !c.links[at].call || h.model == "" {
		return
	}
	l := c.links[at]
	mode, ok := modeOf(l.name)
	switch {
	case l.name == "addScope" && len(l.args) > 1:
		c.options(h.model, link{args: l.args[1:]})
		return
	case strings.HasSuffix(l.name, "elatedQuery"):
		c.relations(h.model, at)
		return
	case !ok && h.kind == handleDocument:
		c.association(h.model, at)
		return
	case !ok || c.notData(h, l.name):
		return
	}
	if (l.name == "query" && h.kind == handleModel || l.name == "where" || l.name == "scope" || l.name == "unscoped" || l.name == "createQueryBuilder" || l.name == "find") && c.laterWrite(at) {
		mode = fact.Write
	}
	if l.name == "query" && h.kind == handleModel && len(l.args) > 0 && l.args[0].kind == nodeString {
		return // it runs SQL
	}
	if l.name == "query" && h.kind != handleModel || l.name == "all" && !h.sure {
		return
	}
	at0 := c.root
	if at > 0 {
		at0 = c.links[at-1].node
	}
	c.modelAccess(fact.Access{Mode: mode, Via: c.via(at)}, h.model, at0)
	c.options(h.model, l)
	c.relations(h.model, at)
	if l.name == "query" && h.kind == handleModel {
		c.joinedTables(at + 1)
	}
}

// associationModes are what sequelize's methods for associations do, by how their names begin.
var associationModes = map[string]fact.Mode{
	"get": fact.Read, "count": fact.Read, "has": fact.Read, "set": fact.Write, "add": fact.Write, "create": fact.Write, "remove": fact.Write,
}

// association reads award.getPupils() and award.addPupil(pupil): the methods that a row has for an association.
func (c *chain) association(model string, at int) {
	name := c.links[at].name
	for verb, mode := range associationModes {
		rest, ok := strings.CutPrefix(name, verb)
		if !ok || !titled(rest) {
			continue
		}
		field := strings.ToLower(rest[:1]) + rest[1:]
		for _, path := range []string{field, field + "s", rest} {
			c.modelAccess(fact.Access{Mode: mode, Via: c.via(at), Path: "." + path}, model, c.links[at].node)
		}
	}
}

// rowMethods are called on what a query returns, or take it: what follows is no builder.
var rowMethods = set("then", "map", "filter", "flatMap", "reduce", "sort", "slice", "forEach", "find")

// joinedTables reads the tables that objection's builder joins by name: Lab.query().join('courses', …).
func (c *chain) joinedTables(from int) {
	for i := from; i < len(c.links); i++ {
		l := c.links[i]
		if l.call && rowMethods[l.name] {
			return
		}
		if l.call && joinVerbs[l.name] && len(l.args) > 1 && textual(l.args[0]) {
			c.r.access(fact.Access{Kind: fact.ByTable, Mode: fact.Read, Via: c.via(i), Func: c.site.fn}, l.args[0], c.site.scope)
		}
	}
}

// laterWrite reports whether a builder that a model begins writes.
func (c *chain) laterWrite(at int) bool {
	for _, l := range c.links[at+1:] {
		if l.call && (writeVerbs[l.name] || modelWrites[l.name] == fact.Write) {
			return true
		}
	}
	return false
}

// options looks at what a method's options include: sequelize's include, TypeORM's relations.
func (c *chain) options(model string, l link) {
	for _, a := range l.args {
		object, s, ok := c.r.resolve(a, c.site.scope, 0)
		if !ok || object.kind != nodeObject {
			continue
		}
		for _, p := range object.list {
			if p.kind != nodeProperty || p.x == nil {
				continue
			}
			switch p.name {
			case "include":
				c.include(model, p.x, s, 0)
			case "relations":
				c.paths(model, p.x, "", "relations", 0)
			case "populate":
				c.populate(model, "", p.x, 0)
			}
		}
	}
}

// include reads sequelize's include: models, { model, include }, associations by name.
func (c *chain) include(model string, n *node, s *scope, depth int) {
	if depth > 8 || n == nil {
		return
	}
	switch n.kind {
	case nodeArray:
		for _, e := range n.list {
			c.include(model, e, s, depth+1)
		}
	case nodeName, nodeMember:
		if v, vs, ok := c.r.resolve(n, s, 0); ok && v != n && (v.kind == nodeArray || v.kind == nodeObject) {
			c.include(model, v, vs, depth+1)
			return
		}
		if name := c.r.dotted(n); titled(lastPart(name)) || c.r.handleOf(n, s, 0).kind == handleModel {
			c.modelAccess(fact.Access{Mode: fact.Read, Via: "include"}, name, n)
		}
	case nodeString:
		c.modelAccess(fact.Access{Mode: fact.Read, Via: "include", Path: n.name}, model, n)
	case nodeObject:
		c.includeObject(model, n, s, depth)
	}
}

func (c *chain) includeObject(model string, n *node, s *scope, depth int) {
	inner := model
	for _, p := range n.list {
		if p.kind != nodeProperty || p.x == nil {
			continue
		}
		switch p.name {
		case "model":
			if name := c.r.dotted(p.x); name != "" {
				inner = name
				c.modelAccess(fact.Access{Mode: fact.Read, Via: "include"}, name, p.x)
			}
		case "association":
			if p.x.kind == nodeString {
				c.modelAccess(fact.Access{Mode: fact.Read, Via: "include", Path: p.x.name}, model, p.x)
			}
		}
	}
	for _, p := range n.list {
		if p.kind == nodeProperty && p.name == "include" {
			c.include(inner, p.x, s, depth+1)
		}
	}
}

// paths reads relations given as a list of dotted paths or as nested objects.
func (c *chain) paths(model string, n *node, prefix, via string, depth int) {
	if n == nil || depth > 8 {
		return
	}
	switch n.kind {
	case nodeString:
		c.modelAccess(fact.Access{Mode: fact.Read, Via: via, Path: joinPath(prefix, n.name)}, model, n)
	case nodeArray:
		for _, e := range n.list {
			c.paths(model, e, prefix, via, depth+1)
		}
	case nodeObject:
		for _, p := range n.list {
			if p.kind != nodeProperty || p.name == "" || p.x == nil || c.r.src[p.x.pos:p.x.end] == "false" {
				continue
			}
			path := joinPath(prefix, p.name)
			c.modelAccess(fact.Access{Mode: fact.Read, Via: via, Path: path}, model, p)
			if p.x.kind == nodeObject {
				inner := p.x
				for _, q := range p.x.list { // prisma: { include: { … } }
					if q.kind == nodeProperty && q.name == "include" && q.x != nil {
						inner = q.x
					}
				}
				if via == "relations" || inner != p.x {
					c.paths(model, inner, path, via, depth+1)
				}
			}
		}
	}
}

// relations reads objection's withGraphFetched('[pets.owner, children]') and bookshelf's withRelated.
func (c *chain) relations(model string, at int) {
	for i := at; i < len(c.links); i++ {
		l := c.links[i]
		if !l.call || len(l.args) == 0 {
			continue
		}
		switch l.name {
		case "withGraphFetched", "withGraphJoined", "joinRelated", "leftJoinRelated", "innerJoinRelated", "relatedQuery", "$relatedQuery", "eager", "joinEager":
			mode := fact.Read
			if strings.HasSuffix(l.name, "elatedQuery") && c.laterWrite(i) {
				mode = fact.Write
			}
			if l.args[0].kind == nodeString {
				for _, path := range relationPaths(l.args[0].name) {
					c.modelAccess(fact.Access{Mode: mode, Via: l.name, Path: path}, model, l.args[0])
				}
			}
			if l.args[0].kind == nodeObject {
				c.paths(model, l.args[0], "", "relations", 0)
			}
		case "insertGraph", "upsertGraph", "insertGraphAndFetch", "upsertGraphAndFetch":
			c.graph(model, l.args[0], "", l.name, 0)
		case "fetch", "fetchAll", "fetchPage":
			if l.args[0].kind == nodeObject {
				for _, p := range l.args[0].list {
					if p.kind == nodeProperty && p.name == "withRelated" {
						c.paths(model, p.x, "", "withRelated", 0)
					}
				}
			}
		}
	}
}

// graph reads what objection's insertGraph writes: the keys of an object that are relations of the model.
func (c *chain) graph(model string, n *node, prefix, via string, depth int) {
	if n == nil || depth > 8 {
		return
	}
	switch n.kind {
	case nodeArray:
		for _, e := range n.list {
			c.graph(model, e, prefix, via, depth+1)
		}
	case nodeObject:
		for _, p := range n.list {
			if p.kind != nodeProperty || p.name == "" || p.x == nil || textual(p.x) || p.x.kind == nodeNumber {
				continue
			}
			path := joinPath(prefix, p.name)
			c.modelAccess(fact.Access{Mode: fact.Write, Via: via, Path: "." + path}, model, p)
			c.graph(model, p.x, path, via, depth+1)
		}
	}
}

// relationPaths expands a relation expression: "[pets.owner, children]" has pets.owner and children.
func relationPaths(s string) []string {
	var paths []string
	var prefixes []string
	prefix, word := "", ""
	flush := func() {
		if word = strings.TrimSpace(word); word != "" && word != "." {
			if i := strings.IndexAny(word, "("); i >= 0 {
				word = word[:i]
			}
			if k := strings.Index(word, " as "); k >= 0 {
				word = word[:k]
			}
			paths = append(paths, joinPath(prefix, strings.Trim(word, ".")))
		}
		word = ""
	}
	for i := 0; i < len(s) && len(paths) < 50; i++ {
		switch s[i] {
		case '[':
			prefixes = append(prefixes, prefix)
			prefix = joinPath(prefix, strings.Trim(strings.TrimSpace(word), "."))
			if prefix != prefixes[len(prefixes)-1] {
				paths = append(paths, prefix)
			}
			word = ""
		case ']':
			flush()
			if n := len(prefixes); n > 0 {
				prefix, prefixes = prefixes[n-1], prefixes[:n-1]
			}
		case ',':
			flush()
		default:
			word += s[i : i+1]
		}
	}
	flush()
	return paths
}
