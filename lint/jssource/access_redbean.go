package jssource

import (
	"github.com/vtgen/vtgen/lint/fact"
)

// redbeanModes are the methods of redbean-node that take a table's name first.
var redbeanModes = map[string]fact.Mode{
	"find": fact.Read, "findOne": fact.Read, "findAll": fact.Read, "load": fact.Read, "count": fact.Read, "findOrDispense": fact.Read,
	"hasTable": fact.Schema, "wipe": fact.Write, "findAndExport": fact.Read, "findLast": fact.Read, "loadAll": fact.Read,
	"convertToBeans": fact.Read, "convertToBean": fact.Read, "findOneOrDispense": fact.Read, "trashBatch": fact.Write,
}

// redbeanWrites are the methods that take a bean, or several.
var redbeanWrites = set("store", "storeAll", "trash", "trashAll")

// redbean makes the accesses of a call of redbean-node: R.findOne('monitor', …), R.store(bean) with a
// bean that a call of it gave. It reports whether the chain is one.
func (c *chain) redbean() bool {
	if !c.r.isRedbean(c.root, c.site.scope) {
		return false
	}
	if len(c.links) == 0 || !c.links[0].call || len(c.links[0].args) == 0 {
		return false
	}
	l := c.links[0]
	first := l.args[0]
	if redbeanWrites[l.name] {
		if table, s := c.r.beanTable(first, c.site.scope); table != nil {
			t, _ := c.r.fold(table, s, -1)
			c.r.accessText(fact.Access{Kind: fact.ByTable, Mode: fact.Write, Via: c.via(0), Func: c.site.fn}, t, first)
		}
		return true
	}
	mode, ok := redbeanModes[l.name]
	if ok && (textual(first) || first.kind == nodeName || first.kind == nodeMember) {
		c.r.access(fact.Access{Kind: fact.ByTable, Mode: mode, Via: c.via(0), Func: c.site.fn}, first, c.site.scope)
	}
	return ok
}

// isRedbean reports whether an expression is what redbean-node exports.
func (r *reader) isRedbean(n *node, s *scope) bool {
	if n == nil || n.kind != nodeName {
		return false
	}
	b := s.lookup(n.name)
	return b != nil && b.kind == bindImport && b.module == "redbean-node"
}

// beanTable returns the table that a bean is of: that which the call named that gave it.
func (r *reader) beanTable(n *node, s *scope) (*node, *scope) {
	if n.kind == nodeName {
		b := s.lookup(n.name)
		if b == nil || b.kind != bindVariable || b.path != "" {
			return nil, nil
		}
		values := []*node{b.value, b.over}
		for _, change := range b.changes[:min(len(b.changes), 4)] {
			values = append(values, change.value)
		}
		for _, v := range values {
			if v == nil || v.kind == nodeName {
				continue
			}
			if table, at := r.beanTable(v, b.scope); table != nil {
				return table, at
			}
		}
		return nil, nil
	}
	root, list := r.links(n)
	if len(list) != 1 || !list[0].call || len(list[0].args) == 0 || !r.isRedbean(root, s) {
		return nil, nil
	}
	if _, ok := redbeanModes[list[0].name]; ok || list[0].name == "dispense" {
		return list[0].args[0], s
	}
	return nil, nil
}
