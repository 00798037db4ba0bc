package jssource

import (
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// collectModels makes the Models that calls and classes declare.
func (r *reader) collectModels() {
	for i := range r.calls {
		r.modelCall(&r.calls[i])
	}
	for _, k := range r.classes {
		r.modelClass(k)
	}
	r.collectionFunctions()
	for i := range r.calls {
		r.association(&r.calls[i])
	}
}

func tableMaker(name string) bool {
	switch name {
	case "pgTable", "mysqlTable", "sqliteTable", "singlestoreTable", "gelTable", "cockroachTable", "mssqlTable", "snowflakeTable":
		return true
	}
	return false
}

// modelVar is the variable of a model as other files see it.
func modelVar(name string) string {
	for _, prefix := range []string{"module.exports.", "exports."} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			return rest
		}
	}
	return name
}

func (r *reader) addModel(m fact.Model, n *node) {
	m.Name, m.Var = r.intern(m.Name), r.intern(m.Var)
	m.Derived = len(m.Table.Parts) == 0
	m.Pos, m.End = fact.Pos(n.pos), fact.Pos(n.end)
	r.file.Models = append(r.file.Models, m)
}

// modelCall makes the Model of a call that declares one.
func (r *reader) modelCall(site *callSite) {
	n := site.node
	if n.x == nil || len(n.list) == 0 {
		return
	}
	method := ""
	switch n.x.kind {
	case nodeMember, nodeName:
		method = n.x.name
	default:
		return
	}
	switch {
	case n.kind == nodeNew:
		switch {
		case method == "EntitySchema":
			r.entitySchema(site)
		case method == "Collection" && n.x.kind == nodeMember && n.x.x.kind == nodeName && (n.x.x.name == "Mongo" || n.x.x.name == "Meteor"):
			r.heldCollection(site.name, n.list[0], site.scope, n)
		}
	case method == "collection" && n.x.kind == nodeMember && n.x.x.kind != nodeString:
		r.collections = true
		if site.fn < 0 || strings.Contains(site.name, ".") {
			r.heldCollection(site.name, n.list[0], site.scope, n)
		}
	case method == "model" && len(n.list) >= 2:
		r.mongooseModel(site)
	case method == "discriminator" && n.x.kind == nodeMember && len(n.list) >= 2 && textual(n.list[0]):
		if name, _ := r.fold(n.list[0], site.scope, n.pos); plain(name) != "" {
			r.addModel(fact.Model{Name: plain(name), Var: modelVar(site.name), Base: r.dotted(n.x.x), Library: "mongoose"}, n)
		}
	case method == "define" && n.x.kind == nodeMember && len(n.list) >= 2:
		r.sequelizeDefine(site)
	case method == "init" && n.x.kind == nodeMember && len(n.list) >= 2:
		r.sequelizeInit(site)
	case tableMaker(method) || method == "table" && n.x.kind == nodeMember && r.drizzleSchema(n.x.x, site.scope):
		r.drizzleTable(site)
	case method == "relations" && len(n.list) > 1 && n.list[1].kind == nodeFunc && r.uses("drizzle-orm"):
		r.drizzleRelations(r.dotted(n.list[0]), n.list[1].fn)
	case method == "extend" && n.list[0].kind == nodeObject:
		if table, s := property(n.list[0], "tableName"), site.scope; table != nil {
			t, _ := r.fold(table, s, -1)
			r.addModel(fact.Model{Name: lastPart(site.name), Var: modelVar(site.name), Table: t, Library: "bookshelf"}, n)
		}
	case method == "getModelForClass" && n.list[0].kind == nodeName:
		r.typegooseModel(site)
	}
}

// property returns the value of an object literal's key, nil if it has none.
func property(object *node, name string) *node {
	if object == nil || object.kind != nodeObject {
		return nil
	}
	for _, p := range object.list {
		if p.kind == nodeProperty && p.name == name {
			return p.x
		}
	}
	return nil
}

// mongooseModel reads mongoose.model('name', schema, 'collection'), on any connection, and
// bookshelf.model('Name', { tableName }).
func (r *reader) mongooseModel(site *callSite) {
	n := site.node
	name, _ := r.fold(n.list[0], site.scope, n.pos)
	text := plain(name)
	if text == "" {
		text = r.modelName(n.list[0])
		if owner, ok := strings.CutSuffix(text, ".name"); ok { // model(User.name, schema)
			text = owner
		}
	}
	if text == "" || n.list[1].kind == nodeFunc || n.list[1].kind == nodeString || n.list[1].kind == nodeNumber {
		return
	}
	if table := property(n.list[1], "tableName"); table != nil {
		t, _ := r.fold(table, site.scope, -1)
		r.addModel(fact.Model{Name: text, Var: modelVar(site.name), Table: t, Library: "bookshelf"}, n)
		return
	}
	m := fact.Model{Name: text, Var: modelVar(site.name), Library: "mongoose"}
	if n.x.kind == nodeMember {
		m.Database = r.databaseOf(r.handleOf(n.x.x, site.scope, 0))
	}
	schema, ss := r.schemaOf(n.list[1], site.scope)
	if schema != nil {
		if len(schema.list) > 1 {
			if c := property(schema.list[1], "collection"); c != nil {
				m.Table, _ = r.fold(c, ss, -1)
			}
		}
		if len(schema.list) > 0 {
			r.refs(&m, schema.list[0], ss, "", 0)
		}
	}
	r.schemaCalls(&m, n.list[1], site.scope)
	if len(n.list) > 2 && (textual(n.list[2]) || n.list[2].kind == nodeName || n.list[2].kind == nodeMember) {
		if t, _ := r.fold(n.list[2], site.scope, n.pos); known(t) {
			m.Table = t
		}
	}
	r.addModel(m, n)
}

// plain returns a text that is one literal, else "".
func plain(t fact.Text) string {
	if len(t.Parts) == 1 && t.Parts[0].Hole == nil {
		return t.Parts[0].Literal
	}
	return ""
}

// schemaOf follows a schema to its new Schema(…).
func (r *reader) schemaOf(n *node, s *scope) (*node, *scope) {
	v, vs, ok := r.resolve(n, s, 0)
	if !ok || v == nil {
		return nil, nil
	}
	if v.kind == nodeNew || v.kind == nodeCall && strings.HasSuffix(r.dotted(v.x), "Schema") {
		if strings.HasSuffix(lastPart(r.dotted(v.x)), "chema") {
			return v, vs
		}
	}
	return nil, nil
}

// schemaCalls reads what is called on a schema's variable: schema.set('collection', 'x'),
// schema.virtual('posts', { ref }), schema.add({ … }).
func (r *reader) schemaCalls(m *fact.Model, schema *node, s *scope) {
	if schema.kind != nodeName {
		return
	}
	b := s.lookup(schema.name)
	if b == nil {
		return
	}
	for _, i := range r.schemaSites()[schema.name] {
		n := r.calls[i].node
		if r.calls[i].scope.lookup(schema.name) != b {
			continue
		}
		switch n.x.name {
		case "set":
			if len(n.list) > 1 && n.list[0].kind == nodeString && n.list[0].name == "collection" {
				m.Table, _ = r.fold(n.list[1], r.calls[i].scope, -1)
			}
		case "virtual":
			if len(n.list) > 1 && n.list[0].kind == nodeString {
				if ref := property(n.list[1], "ref"); ref != nil {
					r.ref(m, n.list[0].name, ref, r.calls[i].scope)
				}
			}
		case "add":
			r.refs(m, n.list[0], r.calls[i].scope, "", 0)
		}
	}
}

// schemaSites are the calls of variable.set, variable.virtual and variable.add, by variable.
func (r *reader) schemaSites() map[string][]int {
	if r.onSchemas != nil {
		return r.onSchemas
	}
	r.onSchemas = map[string][]int{}
	for i := range r.calls {
		n := r.calls[i].node
		if n.x == nil || n.x.kind != nodeMember || n.x.x.kind != nodeName || len(n.list) == 0 {
			continue
		}
		switch n.x.name {
		case "set", "virtual", "add":
			r.onSchemas[n.x.x.name] = append(r.onSchemas[n.x.x.name], i)
		}
	}
	return r.onSchemas
}

// refs finds the references in a schema's fields.
func (r *reader) refs(m *fact.Model, n *node, s *scope, path string, depth int) {
	if depth > 8 || n == nil || len(m.Refs) > 500 {
		return
	}
	switch n.kind {
	case nodeArray:
		for _, e := range n.list {
			r.refs(m, e, s, path, depth+1)
		}
	case nodeName, nodeMember, nodeNew:
		if n.kind == nodeName {
			if v, vs, ok := r.resolve(n, s, 0); ok && v.kind == nodeObject {
				r.refs(m, v, vs, path, depth+1)
				return
			}
		}
		if schema, ss := r.schemaOf(n, s); schema != nil && len(schema.list) > 0 {
			r.refs(m, schema.list[0], ss, path, depth+1)
		}
	case nodeObject:
		if ref := property(n, "ref"); ref != nil && ref.kind != nodeObject {
			r.ref(m, path, ref, s)
			return
		}
		if typ := property(n, "type"); typ != nil && (typ.kind == nodeArray || typ.kind == nodeName || typ.kind == nodeNew || typ.kind == nodeObject) {
			r.refs(m, typ, s, path, depth+1)
			if typ.kind != nodeObject {
				return
			}
		}
		for _, p := range n.list {
			if p.kind == nodeProperty && p.name != "" && p.x != nil && p.name != "type" && p.flags&flagMethod == 0 {
				r.refs(m, p.x, s, joinPath(path, p.name), depth+1)
			}
		}
	}
}

// ref adds one reference: a name, a model, or a function that returns one of them.
func (r *reader) ref(m *fact.Model, path string, n *node, s *scope) {
	if n.kind == nodeFunc && len(n.fn.returns) == 1 {
		n = n.fn.returns[0]
	}
	name := ""
	if t, _ := r.fold(n, s, -1); hasLiteral(t, 0) {
		name = plain(t)
	}
	if name == "" {
		name = strings.TrimSuffix(strings.TrimSuffix(r.dotted(n), ".modelName"), ".name")
	}
	if name == "" || path == "" || strings.Contains(name, "(") {
		return
	}
	m.Refs = append(m.Refs, fact.ModelRef{Field: r.intern(path), Model: r.intern(name)})
}

// drizzleSchema reports whether an expression is a drizzle schema: pgSchema('auth').
func (r *reader) drizzleSchema(n *node, s *scope) bool {
	v, _, ok := r.resolve(n, s, 0)
	return ok && v.kind == nodeCall && strings.HasSuffix(lastPart(r.dotted(v.x)), "Schema") && r.uses("drizzle-orm")
}

func (r *reader) drizzleTable(site *callSite) {
	n := site.node
	table, _ := r.fold(n.list[0], site.scope, n.pos)
	if !known(table) {
		return
	}
	m := fact.Model{Name: lastPart(site.name), Var: modelVar(site.name), Table: table, Library: "drizzle"}
	if n.x.kind == nodeMember {
		if v, vs, ok := r.resolve(n.x.x, site.scope, 0); ok && v.kind == nodeCall && len(v.list) > 0 {
			m.Database, _ = r.fold(v.list[0], vs, -1)
		}
	}
	r.addModel(m, n)
}

// drizzleRelations reads relations(tours, ({ one }) => ({ driver: one(drivers, …) })).
func (r *reader) drizzleRelations(table string, fn *function) {
	if len(fn.returns) != 1 || fn.scope == nil {
		return
	}
	i := slices.IndexFunc(r.file.Models, func(m fact.Model) bool { return m.Var == table })
	object, s, ok := r.resolve(fn.returns[0], fn.scope, 0)
	if i < 0 || !ok || object.kind != nodeObject {
		return
	}
	for _, p := range object.list {
		if p.kind == nodeProperty && p.x != nil && p.x.kind == nodeCall && len(p.x.list) > 0 {
			r.ref(&r.file.Models[i], p.name, p.x.list[0], s)
		}
	}
}

func (r *reader) entitySchema(site *callSite) {
	object, s, ok := r.resolve(site.node.list[0], site.scope, 0)
	if !ok || object.kind != nodeObject {
		return
	}
	m := fact.Model{Var: modelVar(site.name), Library: "typeorm"}
	if name := property(object, "name"); name != nil && name.kind == nodeString {
		m.Name = name.name
	}
	for key, target := range map[string]*fact.Text{"tableName": &m.Table, "schema": &m.Database} {
		if v := property(object, key); v != nil {
			*target, _ = r.fold(v, s, -1)
		}
	}
	if m.Name != "" {
		r.addModel(m, site.node)
	}
}
