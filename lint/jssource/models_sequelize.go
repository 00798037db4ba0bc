package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// sequelizeDefine reads sequelize.define('user', { … }, { tableName }).
func (r *reader) sequelizeDefine(site *callSite) {
	n := site.node
	options := first(n.list[min(len(n.list), 2):])
	if !textual(n.list[0]) || n.list[1].kind != nodeObject && options == nil {
		return
	}
	if root := r.dotted(n.x.x); root == "customElements" || root == "window.customElements" || root == "monaco" {
		return
	}
	name, _ := r.fold(n.list[0], site.scope, n.pos)
	if text := plain(name); text != "" {
		r.sequelize(fact.Model{Name: text, Var: modelVar(site.name)}, options, n, site.scope)
	}
}

// sequelizeInit reads User.init({ … }, { sequelize, modelName, tableName }).
func (r *reader) sequelizeInit(site *callSite) {
	n := site.node
	options, s, ok := r.resolve(n.list[1], site.scope, 0)
	if !ok || options.kind != nodeObject {
		return
	}
	if property(options, "sequelize") == nil && property(options, "modelName") == nil && property(options, "tableName") == nil {
		return
	}
	name := r.dotted(n.x.x)
	if name == "super" || name == "this" || name == "" {
		name = site.name
		if site.scope.class != nil {
			name = site.scope.class.name
		}
	}
	m := fact.Model{Name: name, Var: name}
	if model := property(options, "modelName"); model != nil && model.kind == nodeString {
		m.Name = model.name
	}
	r.sequelize(m, options, n, s)
}

func (r *reader) sequelize(m fact.Model, options, n *node, s *scope) {
	m.Library = "sequelize"
	if options != nil {
		if v, vs, ok := r.resolve(options, s, 0); ok {
			options, s = v, vs
		}
	}
	if table := property(options, "tableName"); table != nil {
		m.Table, _ = r.fold(table, s, n.pos)
	} else if freeze := property(options, "freezeTableName"); freeze != nil && r.src[freeze.pos:freeze.end] == "true" && len(n.list) > 0 && n.list[0].kind == nodeString {
		m.Table, _ = r.fold(n.list[0], s, n.pos)
	}
	if schema := property(options, "schema"); schema != nil {
		if t, _ := r.fold(schema, s, n.pos); known(t) {
			m.Database = t
		}
	}
	r.addModel(m, n)
}

// association reads sequelize's User.hasMany(Post, { as: 'posts' }).
func (r *reader) association(site *callSite) {
	n := site.node
	if n.x == nil || n.x.kind != nodeMember || len(n.list) == 0 {
		return
	}
	switch n.x.name {
	case "belongsTo", "hasMany", "hasOne", "belongsToMany":
	default:
		return
	}
	owner, target := r.dotted(n.x.x), r.dotted(n.list[0])
	if site.scope.class != nil && owner == "this" {
		owner = site.scope.class.name
	}
	if owner == "" || target == "" {
		return
	}
	root, _, dotted := strings.Cut(target, ".")
	if b := site.scope.lookup(root); dotted && b != nil && b.kind == bindParam {
		target = lastPart(target) // associate(models): one of all models
	}
	as := ""
	if len(n.list) > 1 {
		if v := property(n.list[1], "as"); v != nil && v.kind == nodeString {
			as = v.name
		}
	}
	if as == "" {
		as = lastPart(target)
	}
	for i := range r.file.Models {
		if m := &r.file.Models[i]; m.Var == owner || m.Name == owner {
			m.Refs = append(m.Refs, fact.ModelRef{Field: r.intern(as), Model: r.intern(target)})
			return
		}
	}
}
