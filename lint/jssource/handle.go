package jssource

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
	if n == nil || depth > 12 || r.budget < 0 {
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
	root, list := r.links(n)
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
			next, used = r.followValue(h, root, l, i, s)
		}
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

// followValue goes on where a chain's value is what counts, and not what the chain itself does:
// knex(configuration), anything.collection('x'), User.findOne().
func (r *reader) followValue(h handle, root *node, l link, i int, s *scope) (handle, bool) {
	if !l.call || len(l.args) == 0 {
		return h, false
	}
	switch {
	case h.kind == handleKnex && l.name == "" && l.args[0].kind != nodeString:
		return h, true
	case h.kind == handleNone && l.name == "collection" && (textual(l.args[0]) || l.args[0].kind == nodeMember) && root.name != "document":
		return handle{kind: handleCollection, name: l.args[0], scope: s}, true
	case h.kind == handleNone && i == 0 && documentMethods[l.name] && sureMethods[l.name] && r.importedEntity(root, s):
		return handle{kind: handleDocument, model: root.name}, true
	}
	return h, false
}

// rootHandle tells what a chain begins with, and how many links that takes: this.x is one thing.
func (r *reader) rootHandle(root *node, list []link, s *scope, depth int) (handle, int) {
	if root.kind == nodeName && len(list) > 0 && list[0].call && list[0].name == "" {
		// getRepository(User), model('x', schema)
		if h, used := r.followCall(handle{}, link{name: root.name, call: true, args: list[0].args, node: list[0].node}, s); used && root.name != "db" {
			return h, 1
		}
		if h := r.functionHandle(root.name, s, depth); h.kind != handleNone {
			return h, 1
		}
	}
	if root.kind != nodeName || root.name != "this" && root.name != "self" && root.name != "that" || len(list) == 0 {
		return r.handleOf(root, s, depth), 0
	}
	if s.class == nil && list[0].call {
		if h := r.schemaThis(s); h.kind != handleNone {
			return h, 0
		}
	}
	field := list[0].node
	if list[0].call {
		if field.x.kind != nodeMember {
			return handle{}, 0
		}
		h := r.handleOfField(field.x, s, depth)
		if len(list[0].args) == 0 && len(list) > 1 && gives[h.kind] {
			return h, 1 // this.userModel() gives the model of the request's tenant
		}
		if h.kind == handleNone && root.name == "this" && s.class != nil {
			h = r.ownMethod(s.class, list[0].name)
		}
		return h, 0
	}
	if field.kind != nodeMember {
		return handle{}, 0
	}
	return r.handleOfField(field, s, depth), 1
}

// gives are the handles that a function can give which is called without arguments.
var gives = map[handleKind]bool{handleModel: true, handleCollection: true, handleRepository: true, handleDatabase: true, handlePrisma: true, handleManager: true}

// functionHandle tells what a function of the file gives that only returns: () => db.collection('x').
func (r *reader) functionHandle(name string, s *scope, depth int) handle {
	b := s.lookup(name)
	if b == nil || b.busy {
		return handle{}
	}
	fn := b.fn
	if b.kind == bindVariable && b.value != nil && b.value.kind == nodeFunc && b.path == "" {
		fn = b.value.fn
	} else if b.kind != bindFunction {
		return handle{}
	}
	if fn == nil || len(fn.returns) != 1 || fn.scope == nil {
		return handle{}
	}
	b.busy = true
	h := r.handleOf(fn.returns[0], fn.scope, depth+1)
	b.busy = false
	if !gives[h.kind] {
		return handle{}
	}
	return h
}

// ownMethod tells what this is in a class that is a repository or a model itself: this.find().
func (r *reader) ownMethod(k *class, method string) handle {
	if k.extends == nil || k.methods[method] != nil {
		return handle{}
	}
	if h := handleOfType(r.dotted(k.extends)+"<"+k.extendsType+">", ""); h.kind == handleRepository {
		return h
	}
	if sureMethods[method] && r.entity(k) {
		return handle{kind: handleModel, model: k.name, sure: true}
	}
	return handle{}
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
		if b.judged == nil {
			h := handleOfModule(b.module, b.member)
			b.judged = &h
		}
		h := *b.judged
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
			if f.value != nil {
				if h := r.handleOf(f.value, f.scope, depth+1); h.kind != handleNone {
					if h.kind == handleModel && h.model == "" {
						h.model = name
					}
					return h
				}
			}
		} else if fn := k.methods[n.name]; fn != nil && len(fn.returns) == 1 && fn.scope != nil && len(fn.params) == 0 && !fn.busy {
			fn.busy = true
			h := r.handleOf(fn.returns[0], fn.scope, depth+1)
			fn.busy = false
			if gives[h.kind] {
				return h
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
