package jssource

import (
	"github.com/vtgen/vtgen/lint/fact"
)

// prisma makes the accesses of client.model.method(…).
func (c *chain) prisma(at int) {
	if at+1 >= len(c.links) || c.links[at].call || !c.links[at+1].call {
		return
	}
	model, l := c.links[at], c.links[at+1]
	if !prismaMethods[l.name] || model.name == "[]" {
		return
	}
	mode, _ := modeOf(l.name)
	if l.name == "findRaw" || l.name == "aggregateRaw" {
		mode = fact.Read
	}
	via := c.via(at) + "." + l.name
	end := *model.node
	if model.node.kind == nodeMember {
		end.pos = model.node.end - int32(len(model.name))
	}
	c.modelAccess(fact.Access{Mode: mode, Via: via}, model.name, &end)
	for _, a := range l.args {
		p := prismaQuery{chain: c, model: model.name, scope: c.site.scope}
		p.arguments(a, "", 0)
	}
}

// prismaQuery reads the arguments of a call of Prisma's client. Which of their keys are relations
// only the schema tells, so that each that can be one is an access of its path.
type prismaQuery struct {
	*chain
	model string
	scope *scope
}

const deepestPrisma = 10

// nestedWrites are the keys under which a relation's rows are written with those of its owner.
var nestedWrites = set("create", "createMany", "connectOrCreate", "update", "updateMany", "upsert", "delete", "deleteMany")

// valueFilters begin the conditions on values, and not on relations.
var valueFilters = set("equals", "in", "notIn", "not", "lt", "lte", "gt", "gte", "contains", "startsWith", "endsWith", "has",
	"hasSome", "hasEvery", "isEmpty", "path", "search", "mode", "increment", "decrement", "set")

func (p prismaQuery) object(n *node, depth int) (*node, prismaQuery) {
	if n == nil || depth > deepestPrisma {
		return nil, p
	}
	object, s, ok := p.r.resolve(n, p.scope, 0)
	if !ok || object.kind != nodeObject {
		return nil, p
	}
	p.scope = s
	return object, p
}

// properties calls read for each property of an object, or of each object in an array.
func (p prismaQuery) properties(n *node, depth int, read func(p prismaQuery, property *node)) {
	if n != nil && n.kind == nodeArray {
		for _, e := range n.list {
			p.properties(e, depth+1, read)
		}
		return
	}
	object, p := p.object(n, depth)
	if object == nil {
		return
	}
	for _, q := range object.list {
		if q.kind == nodeProperty && q.x != nil && q.name != "" {
			read(p, q)
		}
	}
}

// arguments reads what a query selects, filters by and writes; path leads to the model it is of.
func (p prismaQuery) arguments(n *node, path string, depth int) {
	p.properties(n, depth, func(p prismaQuery, q *node) {
		switch q.name {
		case "include", "select", "with": // the last in drizzle's relational queries
			p.selected(q.x, path, depth+1)
		case "where":
			p.filtered(q.x, path, depth+1)
		case "data", "create", "update":
			p.written(q.x, path, depth+1)
		}
	})
}

// selected reads include and select.
func (p prismaQuery) selected(n *node, path string, depth int) {
	p.properties(n, depth, func(p prismaQuery, q *node) {
		switch {
		case p.r.src[q.x.pos:q.x.end] == "false":
		case q.name == "_count":
			p.arguments(q.x, path, depth+1)
		default:
			p.relation(fact.Read, joinPath(path, q.name), q)
			p.arguments(q.x, joinPath(path, q.name), depth+1)
		}
	})
}

// filtered reads a condition.
func (p prismaQuery) filtered(n *node, path string, depth int) {
	p.properties(n, depth, func(p prismaQuery, q *node) {
		switch q.name {
		case "AND", "OR", "NOT", "some", "every", "none", "is", "isNot":
			p.filtered(q.x, path, depth+1)
			return
		}
		inner, _ := p.object(q.x, depth+1)
		if inner == nil || len(inner.list) == 0 || valueFilters[inner.list[0].name] {
			return
		}
		p.relation(fact.Read, joinPath(path, q.name), q)
		p.filtered(q.x, joinPath(path, q.name), depth+1)
	})
}

// written reads the data of a write, with the rows of relations that are written with it.
func (p prismaQuery) written(n *node, path string, depth int) {
	p.properties(n, depth, func(p prismaQuery, q *node) {
		nested, inner := false, joinPath(path, q.name)
		if q.x.kind == nodeArray {
			return // a list of values: rows of relations are below a key such as create
		}
		p.properties(q.x, depth+1, func(p prismaQuery, w *node) {
			if nestedWrites[w.name] {
				nested = true
				p.written(w.x, inner, depth+2)
				p.arguments(w.x, inner, depth+2)
			}
		})
		if nested {
			p.relation(fact.Write, inner, q)
		}
	})
}

// relation makes the access of what a key leads to, if it is a relation.
func (p prismaQuery) relation(mode fact.Mode, path string, at *node) {
	key := node{pos: at.pos, end: at.pos + int32(len(at.name))}
	p.modelAccess(fact.Access{Mode: mode, Via: "prisma.relation", Path: "." + path}, p.model, &key)
}
