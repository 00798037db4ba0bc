package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// handleKind is what an expression gives access to.
type handleKind uint8

const (
	handleNone       handleKind = iota
	handleKnex                  // knex, a transaction of it
	handleMongoose              // mongoose, a connection of it
	handleDatabase              // a Db of the mongodb driver
	handleCollection            // a collection
	handleModel                 // a model of mongoose, sequelize, objection
	handleRepository            // a repository of TypeORM
	handleManager               // an entity manager or data source
	handlePrisma                // a Prisma client
	handleDocument              // a document or row of a model
	handleModels                // an object of models
)

// handle is what is known of an expression that reaches data.
type handle struct {
	kind     handleKind
	model    string // the dotted local name of the model
	name     *node  // of the collection or database
	scope    *scope // of name
	database *node
	dbScope  *scope
	binding  *binding
	sure     bool // declared as such, not only named like it
}

// handleOf tells what an expression reaches.
func (r *reader) handleOf(n *node, s *scope, depth int) handle {
	if n == nil || depth > 12 {
		return handle{}
	}
	r.budget--
	switch n.kind {
	case nodeName:
		return r.handleOfName(n, s, depth)
	case nodeMember:
		if n.x.kind == nodeName && (n.x.name == "this" || n.x.name == "self") {
			return r.handleOfField(n, s, depth)
		}
		return r.followAll(n, s, depth)
	case nodeCall, nodeIndex, nodeAwait:
		return r.followAll(n, s, depth)
	case nodeNew:
		return r.handleOfNew(n, s, depth)
	case nodeBinary:
		if n.op == opOr || n.op == opNullish {
			for _, e := range n.list {
				if h := r.handleOf(e, s, depth+1); h.kind != handleNone {
					return h
				}
			}
		}
	}
	return handle{}
}

// followAll follows a chain from its root.
func (r *reader) followAll(n *node, s *scope, depth int) handle {
	if path, immediate, called, ok := requireOf(n); ok && (!called || path == "knex") {
		return handleOfModule(path, immediate)
	}
	root, list := links(n)
	if root == nil || root == n || len(list) > 30 {
		return handle{}
	}
	h, at := r.rootHandle(root, list, s, depth+1)
	for i, l := range list {
		if i < at {
			continue
		}
		next, used := r.follow(h, l, s)
		if !used {
			if i == len(list)-1 && h.kind == handleModel && l.call && documentMethods[l.name] {
				h.kind = handleDocument
				return h
			}
			return r.byShape(l.name, i == len(list)-1 && !l.call)
		}
		h = next
	}
	return h
}

// rootHandle tells what a chain begins with, and how many links that takes: this.x is one thing.
func (r *reader) rootHandle(root *node, list []link, s *scope, depth int) (handle, int) {
	if root.kind != nodeName || root.name != "this" && root.name != "self" && root.name != "that" || len(list) == 0 {
		return r.handleOf(root, s, depth), 0
	}
	field := list[0].node
	if list[0].call {
		if field.x.kind != nodeMember {
			return handle{}, 0
		}
		return r.handleOfField(field.x, s, depth), 0
	}
	if field.kind != nodeMember {
		return handle{}, 0
	}
	return r.handleOfField(field, s, depth), 1
}

// byShape judges the last member of a chain by its name: services.user_model.
func (r *reader) byShape(name string, whole bool) handle {
	if !whole {
		return handle{}
	}
	return shape(name)
}

func (r *reader) handleOfName(n *node, s *scope, depth int) handle {
	b := s.lookup(n.name)
	if b == nil {
		h := shape(n.name)
		h.model = n.name
		return h
	}
	if b.busy {
		return handle{}
	}
	b.busy = true
	h := r.handleOfBinding(b, depth)
	b.busy = false
	h.binding = b
	if h.kind == handleModel || h.kind == handleModels {
		if h.model == "" || b.kind == bindImport {
			h.model = n.name
		}
	}
	return h
}

func (r *reader) handleOfBinding(b *binding, depth int) handle {
	if h := handleOfType(b.typ, ""); h.kind != handleNone {
		return h
	}
	switch b.kind {
	case bindImport:
		h := handleOfModule(b.module, b.member)
		if h.kind == handleNone || h.kind == handleModels && b.member != "" && b.member != "*" && b.member != "default" {
			if other := shape(b.name); other.kind != handleNone && !foreign(b.module) {
				return other
			}
		}
		return h
	case bindClass:
		if r.entity(b.class) {
			return handle{kind: handleModel, model: b.name, sure: true}
		}
	case bindParam:
		if h := shape(b.name); h.kind != handleModel {
			return h
		}
		return handle{kind: handleModel, model: b.name}
	case bindVariable:
		if b.over != nil {
			if h := r.handleOf(b.over, b.scope, depth+1); h.kind == handleDocument {
				return h
			}
			return handle{}
		}
		if b.value != nil && b.path == "" {
			if h := r.handleOf(b.value, b.scope, depth+1); h.kind != handleNone {
				return h
			}
		}
		if b.value != nil && b.path != "" {
			if h := r.handleOf(b.value, b.scope, depth+1); h.kind == handleModels {
				return handle{kind: handleModel, model: b.name}
			}
		}
		for _, c := range b.changes[:min(len(b.changes), 4)] {
			if c.op == '=' {
				if h := r.handleOf(c.value, c.scope, depth+1); h.kind != handleNone {
					return h
				}
			}
		}
		if b.value == nil || b.value.kind == nodeCall || b.value.kind == nodeMember || b.value.kind == nodeName || b.value.kind == nodeAwait || b.value.kind == nodeNew {
			return shape(b.name)
		}
	}
	return handle{}
}

// handleOfField judges this.x by the field's type, its decorator, or what is assigned to it.
func (r *reader) handleOfField(n *node, s *scope, depth int) handle {
	name := "this." + n.name
	if k := s.class; k != nil {
		if f := k.fields[n.name]; f != nil {
			if h := handleOfType(f.typ, f.mark); h.kind != handleNone {
				return h
			}
			if f.value != nil && !(f.value.kind == nodeName && f.value.name == n.name && f.scope.lookup(n.name) == nil) {
				if h := r.handleOf(f.value, f.scope, depth+1); h.kind != handleNone {
					if h.kind == handleModel && h.model == "" {
						h.model = name
					}
					return h
				}
			}
		}
	} else if f, ok := r.loose[name]; ok && f.value != nil {
		if h := r.handleOf(f.value, f.scope, depth+1); h.kind != handleNone {
			return h
		}
	}
	h := shape(n.name)
	h.model = name
	return h
}

func (r *reader) handleOfNew(n *node, s *scope, depth int) handle {
	name := lastPart(r.dotted(n.x))
	switch name {
	case "PrismaClient":
		return handle{kind: handlePrisma, sure: true}
	case "DataSource", "EntityManager":
		return handle{kind: handleManager, sure: true}
	}
	if h := r.handleOf(n.x, s, depth+1); h.kind == handleModel {
		h.kind = handleDocument
		return h
	}
	return handle{}
}

// documentMethods give a document, or several.
var documentMethods = set("findOne", "findById", "create", "findByPk", "findOneAndUpdate", "findByIdAndUpdate", "find",
	"findAll", "build", "findOrFail", "forge", "findOneOrFail", "hydrate")

// handleOfType judges a TypeScript type, and the name in the decorator beside it.
func handleOfType(typ, mark string) handle {
	name, argument, generic := strings.Cut(strings.TrimSpace(typ), "<")
	argument = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(argument), ">"))
	argument = strings.TrimPrefix(argument, "typeof ")
	if i := strings.IndexAny(argument, ",&|<"); i >= 0 {
		argument = strings.TrimSpace(argument[:i])
	}
	if mark != "" {
		argument = mark
	}
	switch lastPart(name) {
	case "Repository", "MongoRepository", "TreeRepository", "EntityRepository", "SqlEntityRepository":
		if argument != "" {
			return handle{kind: handleRepository, model: argument, sure: true}
		}
	case "Model", "ModelClass", "PaginateModel", "ReturnModelType", "ModelStatic", "AggregatePaginateModel", "SoftDeleteModel", "LeanModel", "ModelCtor", "ModelType":
		if generic || mark != "" {
			if mark == "" {
				argument = strings.TrimSuffix(argument, "Document")
			}
			return handle{kind: handleModel, model: argument, sure: true}
		}
	case "Knex", "Transaction":
		if name == "Knex" || name == "Knex.Transaction" {
			return handle{kind: handleKnex, sure: true}
		}
	case "PrismaClient", "PrismaService", "TransactionClient":
		return handle{kind: handlePrisma, sure: true}
	case "EntityManager", "DataSource":
		return handle{kind: handleManager, sure: true}
	case "Db":
		return handle{kind: handleDatabase, sure: true}
	case "Connection":
		if mark != "" {
			return handle{kind: handleMongoose}
		}
	}
	return handle{}
}

// handleOfModule judges what a module gives.
func handleOfModule(path, member string) handle {
	switch path {
	case "knex":
		return handle{kind: handleKnex, sure: true}
	case "mongoose":
		if member == "" || member == "default" || member == "*" || strings.HasPrefix(member, "connection") {
			return handle{kind: handleMongoose, sure: true}
		}
		return handle{}
	}
	if !strings.HasPrefix(path, ".") && !strings.HasPrefix(path, "@/") && !strings.HasPrefix(path, "~") && !strings.HasPrefix(path, "src/") && !strings.HasPrefix(path, "#") && !strings.HasPrefix(path, "models") && !strings.HasPrefix(path, "app/") {
		return handle{}
	}
	lower := strings.ToLower(path)
	switch {
	case foreign(path):
		return handle{}
	case strings.HasSuffix(lower, "/models") || strings.HasSuffix(lower, "/models/index") || strings.HasSuffix(lower, "/models/index.js") || lower == "models" || strings.HasSuffix(lower, "/entities"):
		if member == "" || member == "*" || member == "default" {
			return handle{kind: handleModels, sure: true}
		}
		if titled(member) || shape(member).kind == handleModel {
			return handle{kind: handleModel, sure: true}
		}
	case strings.Contains(lower, "models/") || strings.Contains(lower, "model/") || strings.Contains(lower, ".model") || strings.Contains(lower, "_model") || strings.Contains(lower, "entities/") || strings.Contains(lower, ".entity") || strings.Contains(lower, "/schemas/") || strings.Contains(lower, ".schema"):
		return handle{kind: handleModel, sure: true}
	}
	return handle{}
}

// foreign reports whether a module holds code that only has methods named like a model's.
func foreign(path string) bool {
	lower := strings.ToLower(path)
	for _, mark := range []string{"service", "controller", "repositor", "util", "helper", "middleware", "validat", "route", "component", "hook", "store", "/dao", "interface", "/types", "viewmodel", "view_model", "/dto", "client"} {
		if strings.Contains(lower, mark) {
			return true
		}
	}
	return false
}

func titled(s string) bool { return s != "" && s[0] >= 'A' && s[0] <= 'Z' }

// shape judges a name alone.
func shape(name string) handle {
	switch name {
	case "knex", "trx", "Knex":
		return handle{kind: handleKnex}
	case "mongoose":
		return handle{kind: handleMongoose}
	case "prisma", "prismaClient", "prismaService", "prisma_client":
		return handle{kind: handlePrisma}
	case "entityManager", "manager", "dataSource", "em", "AppDataSource", "transactionalEntityManager", "transactionManager":
		return handle{kind: handleManager}
	case "models", "Models":
		return handle{kind: handleModels}
	}
	lower := strings.ToLower(name)
	switch {
	case strings.HasSuffix(lower, "viewmodel"), strings.HasSuffix(lower, "view_model"):
	case strings.HasSuffix(name, "_model"), strings.HasSuffix(name, "Model") && len(name) > 5, strings.HasSuffix(name, "_MODEL"):
		return handle{kind: handleModel, model: name}
	}
	return handle{}
}

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
