package gosource

import (
	"go/ast"
	"reflect"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// readModels notes the types that stand for tables.
func (r *reader) readModels() {
	done := make(map[string]bool)
	for i := range r.file.Funcs {
		f := &r.file.Funcs[i]
		switch f.Name {
		case "TableName", "CollectionName":
			if f.Receiver != "" && !done[f.Receiver] {
				r.methodModel(f)
				done[f.Receiver] = true
			}
		case "Annotations":
			r.entAnnotation(f, done)
		}
	}
	defer r.entRefs()
	used := r.usedModels()
	for _, t := range r.file.Types {
		if !done[t.Name] {
			r.structModel(&t, used)
		}
	}
	r.descriptions()
}

// methodModel is a type with a TableName method.
func (r *reader) methodModel(f *fact.Func) {
	m := fact.Model{Name: f.Receiver, Var: f.Receiver, Library: r.library(f.Name), Pos: f.Pos, End: f.End}
	if f.Returns != nil {
		m.Table = *f.Returns
	} else if decl := r.funcs[f.Receiver+"."+f.Name]; decl != nil {
		if text := r.returnsOf(decl); textual(text) {
			m.Table.Parts = text
		}
	}
	if len(m.Table.Parts) == 0 {
		m.Table.Parts = unknown("")
	}
	name := m.Table.Parts
	var a fact.Access
	r.splitDatabase(&a, unquote(name), nil)
	m.Table, m.Database = a.Name, a.Database
	for _, t := range r.file.Types {
		if t.Name == f.Receiver {
			m.Refs = r.refs(&t)
		}
	}
	r.file.Models = append(r.file.Models, m)
}

// method tells a TableName method, whose returns are worth knowing even in part.
func method(decl *ast.FuncDecl) bool { return decl.Recv != nil && decl.Name.Name == "TableName" }

// returnsOf is what a function with several returns may return. Its local variables are not known, so
// that only whole texts count.
func (r *reader) returnsOf(decl *ast.FuncDecl) parts {
	var texts []parts
	if decl.Body == nil {
		return nil
	}
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			if len(n.Results) == 1 {
				text := r.fold(n.Results[0])
				if _, whole := plain(text); whole || method(decl) {
					texts = append(texts, text)
				}
			}
		}
		return true
	})
	return choose(texts)
}

// library guesses which library a TableName method speaks to.
func (r *reader) library(method string) string {
	if method == "CollectionName" {
		return "mgm"
	}
	for _, path := range r.imports {
		switch {
		case strings.Contains(path, "xorm"):
			return "xorm"
		case strings.Contains(path, "beego") && strings.HasSuffix(path, "/orm"):
			return "beego"
		}
	}
	for _, t := range r.file.Types {
		for _, f := range t.Fields {
			switch {
			case strings.Contains(f.Tag, `xorm:"`):
				return "xorm"
			case strings.Contains(f.Tag, `orm:"`) && !strings.Contains(f.Tag, `gorm:"`):
				return "beego"
			}
		}
	}
	return "gorm"
}

// structModel is a type that tags, an embedded base or its use make a model.
func (r *reader) structModel(t *fact.Type, used map[string]string) {
	m := fact.Model{Name: t.Name, Var: t.Name, Derived: true, Pos: t.Pos, End: t.End}
	for _, f := range t.Fields {
		tag := reflect.StructTag(f.Tag)
		switch {
		case f.Name == "BaseModel" && strings.HasSuffix(f.Type, "bun.BaseModel"), f.Name == "tableName", f.Name == "TableName" && f.Type == "struct{}":
			m.Library = "bun"
			if name := tagTable(tag); name != "" {
				m.Derived = false
				r.tagText(&m, t, name)
			}
		case m.Library != "":
		case strings.HasSuffix(f.Type, "gorm.Model") || hasTag(tag, "gorm"):
			m.Library = "gorm"
		case hasTag(tag, "xorm"):
			m.Library = "xorm"
		case hasTag(tag, "orm") && r.importsElement("orm"):
			m.Library = "beego"
		case f.Name == "Schema" && f.Type == "ent.Schema":
			m.Library = "ent"
		}
	}
	if m.Library == "" {
		m.Library = used[t.Name]
	}
	if m.Library == "" {
		return
	}
	m.Refs = r.refs(t)
	r.file.Models = append(r.file.Models, m)
}

func hasTag(tag reflect.StructTag, key string) bool {
	value, ok := tag.Lookup(key)
	return ok && value != "-"
}

// tagTable is the table's name in a tag of bun or go-pg.
func tagTable(tag reflect.StructTag) string {
	for _, key := range [...]string{"bun", "pg", "sql"} {
		value, ok := tag.Lookup(key)
		if !ok {
			continue
		}
		for i, option := range strings.Split(value, ",") {
			if name, ok := strings.CutPrefix(option, "table:"); ok {
				return name
			}
			if i == 0 && option != "" && !strings.Contains(option, ":") {
				return option
			}
		}
	}
	return ""
}

// tagText places a name that stands in a struct tag.
func (r *reader) tagText(m *fact.Model, t *fact.Type, name string) {
	at := strings.Index(r.src[t.Pos:t.End], name)
	for at >= 0 && !tagged(r.src[t.Pos:int(t.Pos)+at]) {
		next := strings.Index(r.src[int(t.Pos)+at+1:t.End], name)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	pos := t.Pos + fact.Pos(max(at, 0))
	p := fact.Part{Literal: name, Pos: pos, End: pos + fact.Pos(len(name))}
	var a fact.Access
	r.splitDatabase(&a, parts{p}, nil)
	m.Table, m.Database = a.Name, a.Database
}

// tagged tells that what precedes ends inside a tag's value.
func tagged(before string) bool {
	return strings.HasSuffix(before, `"`) || strings.HasSuffix(before, "table:")
}

// refs are the fields whose types are other structs: relations, where the library has them.
func (r *reader) refs(t *fact.Type) []fact.ModelRef {
	var refs []fact.ModelRef
	for _, f := range t.Fields {
		typ := bareType(f.Type)
		name := lastName(typ)
		if name == "" || strings.ContainsAny(typ, "{( [") || name[0] < 'A' || name[0] > 'Z' || notModel[firstName(typ)+"."] || f.Name == "BaseModel" {
			continue
		}
		if spec := r.types[typ]; spec != nil {
			if _, ok := spec.Type.(*ast.StructType); !ok {
				continue
			}
		}
		refs = append(refs, fact.ModelRef{Field: f.Name, Model: typ})
	}
	return refs
}

// entAnnotation reads entsql.Annotation{Table: "…"} of an ent schema.
func (r *reader) entAnnotation(f *fact.Func, done map[string]bool) {
	for i := range r.file.Objects {
		o := &r.file.Objects[i]
		if o.Pos < f.Pos || o.End > f.End || o.Type != "entsql.Annotation" && o.Type != "schema.Annotation" {
			continue
		}
		for _, field := range o.Fields {
			if field.Key == "Table" && field.Value.Text != nil {
				done[f.Receiver] = true
				r.file.Models = append(r.file.Models, fact.Model{
					Name: f.Receiver, Var: f.Receiver, Table: *field.Value.Text, Library: "ent", Pos: o.Pos, End: o.End,
				})
			}
		}
	}
}

// entRefs reads the edges of ent's schemas: edge.To("barn", Barn.Type).
func (r *reader) entRefs() {
	for i := range r.file.Calls {
		c := &r.file.Calls[i]
		if c.Callee != "edge.To" && c.Callee != "edge.From" || c.Func < 0 || len(c.Args) < 2 || c.Args[0].Text == nil {
			continue
		}
		name, known := plain(c.Args[0].Text.Parts)
		target, typed := strings.CutSuffix(c.Args[1].Ref, ".Type")
		if !known || !typed {
			continue
		}
		for j := range r.file.Models {
			if m := &r.file.Models[j]; m.Library == "ent" && m.Name == r.file.Funcs[c.Func].Receiver {
				m.Refs = append(m.Refs, fact.ModelRef{Field: pascal(name), Model: target})
			}
		}
	}
}

// pascal writes the name of an edge as ent's methods have it: home_address as HomeAddress.
func pascal(name string) string {
	var out strings.Builder
	for word := range strings.SplitSeq(name, "_") {
		if word != "" {
			out.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return out.String()
}

// usedModels are the types of this file that its own queries use as models.
func (r *reader) usedModels() map[string]string {
	used := make(map[string]string)
	for _, a := range r.file.Accesses {
		if a.Kind == fact.ByModel && a.Path == "" && r.types[a.Model] != nil {
			used[a.Model] = r.library("")
		}
	}
	return used
}

// descriptions are the tables that generated platforms describe as values:
// var User = sqlmodel.Table{Name: "users"}.
func (r *reader) descriptions() {
	for _, o := range r.file.Objects {
		if o.Type != "sqlmodel.Table" || o.Name == "" || o.Func != fact.None {
			continue
		}
		for _, field := range o.Fields {
			if field.Key == "Name" && field.Value.Text != nil {
				r.file.Models = append(r.file.Models, fact.Model{
					Name: o.Name, Var: o.Name, Table: *field.Value.Text, Library: "vtgen", Pos: o.Pos, End: o.End,
				})
			}
		}
	}
}
