package jssource

import (
	"path"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// decoratorOf returns the decorator of that name and its arguments.
func (r *reader) decoratorOf(list []*node, names ...string) (*node, []*node) {
	for _, d := range list {
		if d == nil {
			continue
		}
		callee, args := d, []*node(nil)
		if d.kind == nodeCall {
			callee, args = d.x, d.list
		}
		last := lastPart(r.dotted(callee))
		for _, name := range names {
			if last == name {
				return d, args
			}
		}
	}
	return nil, nil
}

// entity reports whether a class is a model.
func (r *reader) entity(k *class) bool {
	if d, _ := r.decoratorOf(k.decorators, "Entity", "Table", "Schema", "ViewEntity", "ChildEntity"); d != nil {
		return true
	}
	if f := k.fields["tableName"]; f != nil && f.static {
		return true
	}
	if _, ok := k.methods["tableName"]; ok {
		return true
	}
	if k.extends == nil {
		return false
	}
	switch lastPart(r.dotted(k.extends)) {
	case "Model", "BaseModel", "BaseEntity", "base_model", "Document":
		return true
	}
	return false
}

// modelClass makes the Model of a class: an entity, a sequelize-typescript table, a NestJS schema, an
// objection or bookshelf model.
func (r *reader) modelClass(k *class) {
	if k.name == "" {
		return
	}
	m := fact.Model{Name: k.name, Var: k.name}
	at := &node{pos: k.pos, end: k.end}
	if d, args := r.decoratorOf(k.decorators, "Entity", "ViewEntity"); d != nil {
		m.Library = "typeorm"
		r.entityOptions(&m, args, k.scope)
	} else if d, args := r.decoratorOf(k.decorators, "Table"); d != nil {
		m.Library = "sequelize"
		r.tableOptions(&m, args, k.scope)
	} else if d, args := r.decoratorOf(k.decorators, "Schema"); d != nil {
		m.Library = "mongoose"
		r.schemaOptions(&m, args, k.scope)
	} else if d, args := r.decoratorOf(k.decorators, "modelOptions"); d != nil {
		m.Library = "mongoose"
		r.typegoose(&m, args, k.scope)
	} else if d, args := r.decoratorOf(k.decorators, "Collection"); d != nil && len(args) == 1 && r.uses("fireorm") {
		m.Library = "fireorm"
		m.Table, _ = r.fold(args[0], k.scope, -1)
	} else if !r.tableNameOf(&m, k) {
		return
	}
	r.memberRefs(&m, k)
	r.relationMappings(&m, k)
	r.addModel(m, at)
}

// entityOptions reads @Entity('users'), @Entity({ name, schema, database }) and @Entity('users', { schema }).
func (r *reader) entityOptions(m *fact.Model, args []*node, s *scope) {
	for _, a := range args {
		v, vs, ok := r.resolve(a, s, 0)
		if ok && v.kind == nodeObject {
			r.option(&m.Table, v, vs, "name")
			r.option(&m.Table, v, vs, "tableName") // MikroORM
			r.option(&m.Table, v, vs, "collection")
			r.option(&m.Database, v, vs, "schema")
			r.option(&m.Database, v, vs, "database")
			continue
		}
		if t, _ := r.fold(a, s, -1); known(t) {
			m.Table = t
		}
	}
}

func (r *reader) option(t *fact.Text, object *node, s *scope, key string) {
	if v := property(object, key); v != nil {
		if folded, _ := r.fold(v, s, -1); known(folded) {
			*t = folded
		}
	}
}

func (r *reader) tableOptions(m *fact.Model, args []*node, s *scope) {
	if len(args) == 0 {
		return
	}
	v, vs, ok := r.resolve(args[0], s, 0)
	if !ok || v.kind != nodeObject {
		return
	}
	r.option(&m.Table, v, vs, "tableName")
	r.option(&m.Database, v, vs, "schema")
	if name := property(v, "modelName"); name != nil && name.kind == nodeString {
		m.Name = name.name
	}
}

func (r *reader) schemaOptions(m *fact.Model, args []*node, s *scope) {
	if len(args) == 0 {
		return
	}
	if v, vs, ok := r.resolve(args[0], s, 0); ok {
		r.option(&m.Table, v, vs, "collection")
	}
}

// typegoose reads @modelOptions({ schemaOptions: { collection } }).
func (r *reader) typegoose(m *fact.Model, args []*node, s *scope) {
	if len(args) == 0 {
		return
	}
	r.option(&m.Table, property(args[0], "schemaOptions"), s, "collection")
	r.option(&m.Table, property(args[0], "options"), s, "customName")
}

// typegooseModel reads getModelForClass(User, options), whose class may have options of its own.
func (r *reader) typegooseModel(site *callSite) {
	n := site.node
	m := fact.Model{Name: n.list[0].name, Var: modelVar(site.name), Library: "mongoose"}
	if b := site.scope.lookup(n.list[0].name); b != nil && b.kind == bindClass {
		if d, args := r.decoratorOf(b.class.decorators, "modelOptions"); d != nil {
			r.typegoose(&m, args, b.class.scope)
		}
	}
	r.typegoose(&m, n.list[1:], site.scope)
	r.addModel(m, n)
}

// tableNameOf reads static tableName = 'x', static get tableName(), get tableName(), and reports
// whether there is one.
func (r *reader) tableNameOf(m *fact.Model, k *class) bool {
	m.Library = "objection"
	if k.extends != nil && strings.Contains(strings.ToLower(r.dotted(k.extends)), "bookshelf") {
		m.Library = "bookshelf"
	}
	var value *node
	s := k.scope
	if f := k.fields["tableName"]; f != nil && f.value != nil {
		value, s = f.value, f.scope
	} else if fn := k.methods["tableName"]; fn != nil && len(fn.returns) == 1 && fn.scope != nil {
		value, s = fn.returns[0], fn.scope
	} else if f := r.loose[k.name+".tableName"]; f != nil && f.value != nil {
		value, s = f.value, f.scope
	}
	if value == nil || k.extends == nil && k.methods["tableName"] == nil && (k.fields["tableName"] == nil || !k.fields["tableName"].static) {
		return false
	}
	t, _ := r.fold(value, s, -1)
	if !known(t) {
		return false
	}
	if i := strings.IndexByte(plain(t), '.'); i > 0 {
		p := t.Parts[0]
		m.Database = fact.Text{Parts: []fact.Part{cut(p, 0, i)}}
		t = fact.Text{Parts: []fact.Part{cut(p, i+1, len(p.Literal))}}
	}
	m.Table = t
	return true
}

// memberRefs reads the references that decorators of fields declare: @ManyToOne(() => User),
// @Prop({ ref: 'User' }), @BelongsTo(() => User).
func (r *reader) memberRefs(m *fact.Model, k *class) {
	for _, member := range k.members {
		for _, d := range member.decorators {
			if d == nil || d.kind != nodeCall || len(d.list) == 0 {
				continue
			}
			switch lastPart(r.dotted(d.x)) {
			case "ManyToOne", "OneToMany", "OneToOne", "ManyToMany", "BelongsTo", "HasMany", "HasOne", "BelongsToMany":
				r.ref(m, member.name, d.list[0], k.scope)
			case "Prop", "prop":
				r.refs(m, d.list[0], k.scope, member.name, 0)
			}
		}
	}
}

// relationMappings reads objection's static relationMappings.
func (r *reader) relationMappings(m *fact.Model, k *class) {
	var value *node
	s := k.scope
	if f := k.fields["relationMappings"]; f != nil && f.value != nil {
		value, s = f.value, f.scope
	} else if fn := k.methods["relationMappings"]; fn != nil && len(fn.returns) == 1 && fn.scope != nil {
		value, s = fn.returns[0], fn.scope
	}
	if value == nil {
		return
	}
	if value.kind == nodeFunc && len(value.fn.returns) == 1 && value.fn.scope != nil {
		value, s = value.fn.returns[0], value.fn.scope
	}
	if value.kind != nodeObject {
		return
	}
	for _, p := range value.list {
		if p.kind != nodeProperty || p.x == nil {
			continue
		}
		model := property(p.x, "modelClass")
		if model == nil {
			continue
		}
		if file := r.moduleFile(model, s); file != "" && p.name != "" {
			m.Refs = append(m.Refs, fact.ModelRef{Field: r.intern(p.name), Model: r.intern(file)})
			continue
		}
		r.ref(m, p.name, model, s)
	}
}

// moduleFile returns the relative path of the file that an expression names or loads: path.join(__dirname,
// 'user'), __dirname + '/user', require('./user'), a function that returns one of them. It is "" for
// anything else.
func (r *reader) moduleFile(n *node, s *scope) string {
	if n.kind == nodeFunc && len(n.fn.returns) == 1 && n.fn.scope != nil {
		n, s = n.fn.returns[0], n.fn.scope
	}
	if module, _, _, ok := requireOf(n); ok {
		if !strings.HasPrefix(module, ".") {
			return ""
		}
		return module
	}
	var pieces []*node
	between := ""
	switch {
	case n.kind == nodeCall && (lastPart(r.dotted(n.x)) == "join" || lastPart(r.dotted(n.x)) == "resolve"):
		pieces, between = n.list, "/"
	case n.kind == nodeBinary && n.op == '+', n.kind == nodeTemplate && n.x == nil:
		pieces = n.list
	}
	if n.kind == nodeTemplate && len(pieces) > 0 { // nothing before the first hole
		if t, _ := r.fold(pieces[0], s, -1); plain(t) != "" {
			return ""
		}
		pieces = pieces[1:]
	}
	if len(pieces) < 2 || pieces[0].kind != nodeName || pieces[0].name != "__dirname" {
		return ""
	}
	file := "."
	for _, piece := range pieces[1:] {
		t, _ := r.fold(piece, s, -1)
		if plain(t) == "" {
			return ""
		}
		file += between + plain(t)
	}
	return relative(path.Clean(file))
}

// relative returns a path of a file relative to the one that names it, "" for a package.
func relative(module string) string {
	if strings.HasPrefix(module, "/") || strings.HasPrefix(module, "@") || module == "" || module == "." {
		return ""
	}
	if !strings.HasPrefix(module, ".") {
		return "./" + module
	}
	return module
}
