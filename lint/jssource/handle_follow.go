package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// follow goes one link on from a handle; used is false where the link is not a way to another
// handle.
func (r *reader) follow(h handle, l link, s *scope) (next handle, used bool) {
	switch h.kind {
	case handleMongoose:
		return r.followMongoose(h, l, s)
	case handleDatabase:
		if l.call && l.name == "collection" && len(l.args) > 0 {
			h.kind, h.name, h.scope = handleCollection, l.args[0], s
			return h, true
		}
	case handleModels:
		if !l.call && l.name != "[]" && l.name != "sequelize" && l.name != "Sequelize" {
			if l.name == "models" {
				return h, true
			}
			return handle{kind: handleModel, model: h.model + "." + l.name, sure: h.sure}, true
		}
	case handleModel, handleDocument:
		if l.call && l.name == "model" && len(l.args) == 1 && l.args[0].kind == nodeString { // this.model('visitor')
			return handle{kind: handleModel, model: l.args[0].name, sure: true}, true
		}
	case handleManager:
		if l.name == "manager" && !l.call {
			return h, true
		}
	}
	return r.followCall(h, l, s)
}

func (r *reader) followMongoose(h handle, l link, s *scope) (handle, bool) {
	switch {
	case l.name == "connection" || l.name == "mongoose" || l.name == "getClient" || l.name == "default" || l.name == "asPromise":
		return h, true
	case l.name == "db" && !l.call:
		return handle{kind: handleDatabase, sure: true, database: h.database, dbScope: h.dbScope}, true
	case (l.name == "useDb" || l.name == "db") && len(l.args) > 0:
		h.database, h.dbScope = l.args[0], s
		if l.name == "db" {
			h.kind = handleDatabase
		}
		return h, true
	case l.name == "createConnection" && l.call:
		h.database, h.dbScope = connectionDatabase(l.args), s
		return h, true
	case l.name == "collection" && l.call && len(l.args) > 0:
		h.kind, h.name, h.scope = handleCollection, l.args[0], s
		return h, true
	case l.name == "models" && !l.call:
		return handle{kind: handleModels, model: "mongoose.models", sure: true}, true
	case l.name == "model" && l.call && len(l.args) > 0:
		h.kind, h.sure = handleModel, true
		if len(l.args) == 1 && l.args[0].kind == nodeString {
			h.model = l.args[0].name
		}
		return h, true
	}
	return h, false
}

// connectionDatabase returns the dbName of createConnection's options.
func connectionDatabase(args []*node) *node {
	for _, a := range args {
		if a.kind != nodeObject {
			continue
		}
		for _, p := range a.list {
			if p.kind == nodeProperty && p.name == "dbName" {
				return p.x
			}
		}
	}
	return nil
}

// followCall follows the calls that give a handle whatever they are called on.
func (r *reader) followCall(h handle, l link, s *scope) (handle, bool) {
	if !l.call {
		if h.kind == handleNone && (l.name == "prisma" || l.name == "knex") {
			return shape(l.name), true
		}
		return h, false
	}
	switch l.name {
	case "db":
		if len(l.args) == 1 && l.args[0].kind != nodeObject && h.kind == handleNone {
			return handle{kind: handleDatabase, database: l.args[0], dbScope: s, sure: true}, true
		}
		if len(l.args) == 0 && h.kind == handleNone {
			return handle{kind: handleDatabase}, true
		}
	case "useDb":
		if len(l.args) > 0 {
			return handle{kind: handleMongoose, database: l.args[0], dbScope: s, sure: true}, true
		}
	case "getRepository", "getMongoRepository", "getTreeRepository", "getCustomRepository":
		if len(l.args) > 0 {
			return handle{kind: handleRepository, model: r.modelName(l.args[0]), sure: true}, true
		}
	case "model":
		if len(l.args) == 1 && l.args[0].kind == nodeString && h.kind == handleNone && titledOrSnake(l.args[0].name) {
			return handle{kind: handleModel, model: l.args[0].name}, true
		}
		if len(l.args) >= 2 && h.kind == handleNone {
			return handle{kind: handleModel, sure: true}, true
		}
	case "define":
		if len(l.args) >= 2 && l.args[0].kind == nodeString && l.args[1].kind == nodeObject {
			return handle{kind: handleModel, sure: true}, true
		}
	case "bindKnex", "bindTransaction":
		return h, h.kind == handleModel
	case "withTransaction", "bind", "withSchema":
		if h.kind == handleModel || h.kind == handleRepository {
			return h, l.name != "bind" && h.kind != handleNone
		}
	}
	return h, false
}

func titledOrSnake(s string) bool { return titled(s) || strings.Contains(s, "_") }

// modelName is a model named by an argument: a class, or its name in quotes.
func (r *reader) modelName(n *node) string {
	if n.kind == nodeString {
		return n.name
	}
	return r.dotted(n)
}

// text folds the name and database of a handle.
func (r *reader) databaseOf(h handle) fact.Text {
	if h.database == nil {
		return fact.Text{}
	}
	t, _ := r.fold(h.database, h.dbScope, -1)
	if !known(t) {
		return fact.Text{}
	}
	return t
}
