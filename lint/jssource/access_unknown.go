package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// unknown looks at a chain whose root is not known to reach data: what it calls may tell.
func (c *chain) unknown(h handle, at int) {
	if c.collectionCall() || c.queryBuilder("", at) || c.heldManager() {
		return
	}
	c.importedModel()
	c.importedHandle()
	c.nestedModel()
	c.explicitPopulate()
}

// collectionCall reads anything.collection('x') but the DOM's.
func (c *chain) collectionCall() bool {
	for i, l := range c.links {
		if !l.call || l.name != "collection" || len(l.args) == 0 || !textual(l.args[0]) && l.args[0].kind != nodeMember && l.args[0].kind != nodeName {
			continue
		}
		switch c.r.dotted(c.root) {
		case "document", "window", "$", "jQuery", "Backbone", "faker", "cy", "expect":
			return false
		}
		if l.args[0].kind != nodeString {
			t, _ := c.r.fold(l.args[0], c.site.scope, l.node.pos)
			if !hasLiteral(t, 0) && (!known(t) || i+1 >= len(c.links) || collectionMode(c.links[i+1].name) == fact.ModeUnknown) {
				return false
			}
		}
		h := handle{kind: handleCollection, name: l.args[0], scope: c.site.scope}
		c.collection(h, i+1)
		return true
	}
	return false
}

// importedModel reads User.findOne(…) where User is imported from a file of the project, or is a
// class of this file that is a model.
func (c *chain) importedModel() {
	if len(c.links) > 0 && c.links[0].call && sureMethods[c.links[0].name] && c.r.importedEntity(c.root, c.site.scope) {
		c.model(handle{kind: handleModel, model: c.root.name}, 0)
	}
}

// heldManager reads event.manager.update(User, …): the entity tells that the manager is TypeORM's.
func (c *chain) heldManager() bool {
	for i := 0; i+1 < len(c.links); i++ {
		l, next := c.links[i], c.links[i+1]
		if l.call || l.name != "manager" && l.name != "entityManager" || !next.call || len(next.args) == 0 || next.args[0].kind != nodeName {
			continue
		}
		if b := c.site.scope.lookup(next.args[0].name); b == nil || b.kind != bindClass && (b.kind != bindImport || foreign(b.module) || !mayBeOwn(b.module)) {
			continue
		}
		c.manager(handle{kind: handleManager}, i+1)
		return true
	}
	return false
}

// notEntities end the names of classes that have methods like a model's and are none.
var notEntities = []string{"service", "controller", "repository", "repo", "helper", "util", "utils", "api", "client", "manager",
	"store", "dao", "handler", "provider", "factory", "cache", "service_instance", "router", "gateway", "resolver"}

// importedEntity reports whether a name can be that of a model: it is written like a class, and
// imported from a file of the project that is not known to be something else.
func (r *reader) importedEntity(root *node, s *scope) bool {
	if root.kind != nodeName || !titled(root.name) {
		return false
	}
	lower := strings.ToLower(root.name)
	for _, suffix := range notEntities {
		if strings.HasSuffix(lower, suffix) {
			return false
		}
	}
	b := s.lookup(root.name)
	switch {
	case b == nil:
		return false
	case b.kind == bindImport:
		return !foreign(b.module) && mayBeOwn(b.module)
	case b.kind == bindClass:
		return b.class.extends != nil
	}
	return false
}

// nestedModel reads db.User.findAll(…) and tx.user.findMany(…).
func (c *chain) nestedModel() {
	for i := 0; i+1 < len(c.links) && i < 4; i++ {
		model, l := c.links[i], c.links[i+1]
		if model.call || !l.call {
			continue
		}
		switch {
		case titled(model.name) && (sureMethods[l.name] || modelWrites[l.name] == fact.Write && c.before(i) == "models" || l.name == "create" || l.name == "destroy" || l.name == "update" || l.name == "count") && c.databaseName(c.before(i)):
			c.model(handle{kind: handleModel, model: c.r.dotted(model.node)}, i+1)
		case surePrisma[l.name] || prismaMethods[l.name] && i == 0 && c.root.kind == nodeName && (c.root.name == "tx" || c.root.name == "trx" || c.root.name == "prisma") && len(l.args) > 0 && l.args[0].kind == nodeObject:
			if lower := strings.ToLower(model.name); strings.HasSuffix(lower, "service") || strings.HasSuffix(lower, "repository") || strings.HasSuffix(lower, "repo") {
				return
			}
			c.prisma(i)
		}
		return
	}
}

// before is the name of what stands before a link.
func (c *chain) before(i int) string {
	if i > 0 {
		return c.links[i-1].name
	}
	return lastPart(c.r.dotted(c.root))
}

func (c *chain) databaseName(name string) bool {
	switch name {
	case "db", "DB", "database", "models", "model", "sequelize", "orm", "ctx", "req", "app":
		return true
	}
	for _, suffix := range []string{"Db", "DB", "_db", "Models", "_models"} { // sequelizeDb.Users
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return false
}

// explicitPopulate reads document.populate({ path, model }): the model is named, whatever the
// document is.
func (c *chain) explicitPopulate() {
	for _, l := range c.links {
		if l.call && l.name == "populate" && len(l.args) > 0 {
			c.populate("", "", l.args[0], 0)
		}
	}
}

// manager makes the accesses of an entity manager: manager.find(User, …), with the entity first.
func (c *chain) manager(h handle, at int) {
	if at >= len(c.links) || !c.links[at].call {
		return
	}
	if c.queryBuilder("", at) {
		return
	}
	l := c.links[at]
	mode, ok := modeOf(l.name)
	if !ok || len(l.args) == 0 {
		if len(c.links) > at+1 {
			c.nestedModel()
		}
		return
	}
	entity := l.args[0]
	if entity.kind != nodeName || !titled(entity.name) {
		return
	}
	c.modelAccess(fact.Access{Mode: mode, Via: c.via(at)}, entity.name, entity)
	c.options(entity.name, l)
}

// queryBuilder reads TypeORM's joins over relations: createQueryBuilder('user')
// .leftJoinAndSelect('user.posts', 'post'). The builder may be in a variable.
func (c *chain) queryBuilder(model string, at int) bool {
	all := c.links
	if c.root.kind == nodeName {
		if b := c.site.scope.lookup(c.root.name); b != nil && b.kind == bindVariable && b.value != nil && b.path == "" {
			root, before := c.r.links(b.value)
			if root != nil && len(before) > 0 {
				h, used := c.r.rootHandle(root, before, b.scope, 0)
				for _, l := range before[used:] {
					next, used := c.r.follow(h, l, b.scope)
					if !used {
						break
					}
					h = next
				}
				if h.kind == handleRepository || h.kind == handleModel {
					model = h.model
				}
				all = append(before[:len(before):len(before)], c.links...)
			}
		}
	}
	return c.joins(model, all, len(all)-len(c.links))
}

// joins follows the aliases of a query builder's links; those before from were reported already.
func (c *chain) joins(model string, all []link, from int) bool {
	paths := map[string]string{}
	started := false
	for i, l := range all {
		if !l.call || len(l.args) == 0 {
			continue
		}
		text := ""
		if l.args[0].kind == nodeString {
			text = l.args[0].name
		}
		switch l.name {
		case "createQueryBuilder":
			started = true
			if titled(c.r.modelName(l.args[0])) && len(l.args) > 1 {
				model = c.r.modelName(l.args[0])
				if i >= from {
					c.modelAccess(fact.Access{Mode: fact.Read, Via: l.name}, model, l.args[0])
				}
				text = c.r.modelName(l.args[1])
			}
			paths[text] = ""
		case "leftJoin", "innerJoin", "leftJoinAndSelect", "innerJoinAndSelect", "leftJoinAndMapOne", "leftJoinAndMapMany", "innerJoinAndMapOne", "innerJoinAndMapMany":
			if !started && !strings.Contains(l.name, "And") {
				continue
			}
			started = true
			c.relation(model, l, paths, i >= from)
		}
	}
	return started
}

// relation reads one join of a relation: 'alias.relation', 'newAlias'.
func (c *chain) relation(model string, l link, paths map[string]string, report bool) {
	n, alias := l.args[0], 1
	if strings.Contains(l.name, "Map") && len(l.args) > 1 {
		n, alias = l.args[1], 2
	}
	if n.kind == nodeName && titled(n.name) {
		if report {
			c.modelAccess(fact.Access{Mode: fact.Read, Via: l.name}, n.name, n)
		}
		return
	}
	if n.kind != nodeString {
		return
	}
	owner, name, dotted := strings.Cut(n.name, ".")
	if !dotted {
		if report {
			c.r.access(fact.Access{Kind: fact.ByTable, Mode: fact.Read, Via: l.name, Func: c.site.fn}, n, c.site.scope)
		}
		return
	}
	path := joinPath(paths[owner], name)
	if alias < len(l.args) && l.args[alias].kind == nodeString && len(paths) < 100 {
		paths[l.args[alias].name] = path
	}
	if report && model != "" {
		c.modelAccess(fact.Access{Mode: fact.Read, Via: l.name, Path: path}, model, n)
	}
}

// expressionBuilder reads kysely's ({ selectFrom }) => selectFrom('users'), in a callback of a query.
func (c *chain) expressionBuilder() bool {
	if c.root.kind != nodeName || len(c.links) == 0 || !c.links[0].call || c.links[0].name != "" || len(c.links[0].args) == 0 {
		return false
	}
	mode, ok := kyselyVerbs[c.root.name]
	if b := c.site.scope.lookup(c.root.name); !ok || b == nil || b.kind != bindParam || !textual(c.links[0].args[0]) {
		return false
	}
	c.r.access(fact.Access{Kind: fact.ByTable, Mode: mode, Via: c.root.name, Func: c.site.fn}, c.links[0].args[0], c.site.scope)
	return true
}
