package jssource

import "strings"

// In a function that belongs to a schema of mongoose, this is the model or a document of it: in
// schema.statics.x, schema.methods.x and what schema.pre and schema.post are given.

// schemaThis tells what this is in the function around a scope.
func (r *reader) schemaThis(s *scope) handle {
	for ; s != nil && s.function != nil; s = s.parent {
		if !s.function.arrow {
			return r.schemaFunctions()[s.function]
		}
	}
	return handle{}
}

// schemaFunctions are the functions of the file that belong to schemas, with what this is in them. They are
// found when first asked for.
func (r *reader) schemaFunctions() map[*function]handle {
	if r.ofSchemas != nil {
		return r.ofSchemas
	}
	r.ofSchemas = map[*function]handle{}
	models := r.schemaModels()
	if len(models) == 0 {
		return r.ofSchemas
	}
	for _, site := range r.calls {
		n := site.node
		if n.x == nil || n.x.kind != nodeMember || n.x.x.kind != nodeName || models[n.x.x.name] == "" || len(n.list) < 2 {
			continue
		}
		kind := handleModel
		switch n.x.name {
		case "method":
			kind = handleDocument
		case "pre", "post", "static", "query":
		default:
			continue
		}
		if fn := n.list[len(n.list)-1]; fn.kind == nodeFunc {
			r.ofSchemas[fn.fn] = handle{kind: kind, model: models[n.x.x.name], sure: true}
		}
	}
	for target, f := range r.loose {
		schema, rest, _ := strings.Cut(target, ".")
		what, _, _ := strings.Cut(rest, ".")
		if models[schema] == "" || f.value == nil || f.value.kind != nodeFunc {
			continue
		}
		switch what {
		case "statics", "query":
			r.ofSchemas[f.value.fn] = handle{kind: handleModel, model: models[schema], sure: true}
		case "methods":
			r.ofSchemas[f.value.fn] = handle{kind: handleDocument, model: models[schema], sure: true}
		}
	}
	return r.ofSchemas
}

// schemaModels are the names of the file's models by the variables of their schemas.
func (r *reader) schemaModels() map[string]string {
	models := map[string]string{}
	for _, site := range r.calls {
		n := site.node
		if n.x == nil || n.x.kind != nodeMember || n.x.name != "model" || len(n.list) < 2 || n.list[1].kind != nodeName {
			continue
		}
		if name, _ := r.fold(n.list[0], site.scope, n.pos); plain(name) != "" {
			models[n.list[1].name] = plain(name)
		}
	}
	return models
}
