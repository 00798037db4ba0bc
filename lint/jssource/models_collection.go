package jssource

import (
	"github.com/vtgen/vtgen/lint/fact"
)

// heldCollection makes a Model of a collection that a name holds for other code: of an export, of a
// member of an object (db.users = client.collection('users')), of Meteor's new Mongo.Collection('cards').
func (r *reader) heldCollection(name string, arg *node, s *scope, at *node) {
	if name == "" || !textual(arg) && arg.kind != nodeName && arg.kind != nodeMember {
		return
	}
	if t, _ := r.fold(arg, s, -1); known(t) && plausibleName(t) {
		database := fact.Text{}
		if at.kind == nodeCall {
			database = r.databaseOf(r.handleOf(at, s, 0))
		}
		r.addModel(fact.Model{Var: modelVar(name), Table: t, Database: database, Library: "mongodb"}, at)
		r.markUsed(arg) // where it is used is an access, and not where it is held
	}
}

// collectionFunctions makes Models of the functions of the file's top that only return a collection:
// const getUsers = () => db.collection('users').
func (r *reader) collectionFunctions() {
	if !r.collections {
		return
	}
	for _, b := range r.top.names.sorted() {
		name := b.name
		h := r.functionHandle(name, r.top, 0)
		if h.kind == handleCollection && h.name != nil {
			r.heldCollection(name, h.name, h.scope, &node{pos: b.pos, end: b.pos})
		}
	}
}

// importedHandle reads users.findOne(…) where users is what an import gives: const users = db.users,
// const { users } = db, const users = await getUsers(). What that is the linked program knows.
func (c *chain) importedHandle() {
	at, members := 0, ""
	for at < len(c.links) && !c.links[at].call && at < 3 {
		members = joinPath(members, c.links[at].name)
		at++
	}
	if at == len(c.links) || !c.links[at].call || c.root.kind != nodeName {
		return
	}
	if _, ok := modeOf(c.links[at].name); !ok {
		return
	}
	b := c.site.scope.lookup(c.root.name)
	if b == nil || b.kind != bindVariable || b.value == nil || b.over != nil || b.plain() > 0 {
		return
	}
	value := b.value
	for value.kind == nodeAwait {
		value = value.x
	}
	root, _ := c.r.links(value)
	if root == nil || root.kind != nodeName {
		return
	}
	origin := b.scope.lookup(root.name)
	if origin == nil || origin.kind != bindImport || !mayBeOwn(origin.module) {
		return
	}
	if name := joinPath(joinPath(c.r.dotted(value), b.path), members); name != "" {
		c.model(handle{kind: handleModel, model: name}, at)
	}
}
