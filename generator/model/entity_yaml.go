package model

import (
	"bytes"
	"errors"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// Keys of an entity's file, in the order in which they are written.
var (
	entityKeys = []string{"name", "plural", "table", "database", "module", "uses", "store", "outbox", "fields", "indexes"}
	fieldKeys  = []string{"name", "type", "values", "precision", "scale", "reference", "required", "nullable", "unique", "index", "sensitive", "default", "min", "max"}
	indexKeys  = []string{"columns", "unique"}
)

// ParseEntity reads an entity from YAML. A field is a mapping
//
//   - {name: email, type: string, required: true, max: 320}
//
// or a specification as [ParseField] reads it. Unknown and repeated keys,
// anchors and aliases are refused. Errors begin with file, which is used for
// nothing else, and the line.
func ParseEntity(yaml []byte, file string) (Entity, error) {
	root, err := readYAML(yaml, file)
	if err != nil {
		return Entity{}, err
	}
	doc := entityReader{yamlReader: yamlReader{file: file}, lines: map[string]int{}}
	e := doc.entity(root)
	if doc.err != nil {
		return Entity{}, doc.err
	}
	e, err = NewEntity(e)
	if err != nil {
		return Entity{}, doc.locate(err)
	}
	return e, nil
}

// entityReader reads an entity and remembers the lines of its parts.
type entityReader struct {
	yamlReader
	lines map[string]int // by the place of a located error
}

// locate puts file and line before an error.
func (r *entityReader) locate(err error) error {
	line := r.lines[""]
	var l located
	if errors.As(err, &l) {
		if exact, ok := r.lines[l.place]; ok {
			line = exact
		}
		err = l.error
	}
	return fmt.Errorf("%s:%d: %w", r.file, line, err)
}

func (r *entityReader) entity(root *yaml.Node) Entity {
	keys := r.mapping(root, "an entity", entityKeys...)
	r.lines[""] = root.Line
	for key, node := range keys {
		r.lines[key] = node.Line
	}
	e := Entity{
		Name:     r.text(keys["name"]),
		Plural:   r.text(keys["plural"]),
		Table:    r.text(keys["table"]),
		Database: r.text(keys["database"]),
		Module:   r.text(keys["module"]),
		Store:    r.text(keys["store"]),
		Uses:     r.texts(keys["uses"]),
		NoOutbox: keys["outbox"] != nil && !r.flag(keys["outbox"]),
	}
	for i, n := range r.list(keys["fields"]) {
		r.lines[fieldPlace(i)] = n.Line
		e.Fields = append(e.Fields, r.field(n))
	}
	for i, n := range r.list(keys["indexes"]) {
		r.lines[fmt.Sprintf("indexes[%d]", i)] = n.Line
		e.Indexes = append(e.Indexes, r.index(n))
	}
	return e
}

// field reads one field of either form.
func (r *entityReader) field(n *yaml.Node) Field {
	if n.Kind == yaml.ScalarNode {
		f, err := ParseField(r.text(n))
		if err != nil {
			r.fail(n, "%w", err)
		}
		return f
	}
	keys := r.mapping(n, "a field", fieldKeys...)
	f := Field{
		Name:      r.text(keys["name"]),
		Required:  r.flag(keys["required"]),
		Nullable:  r.flag(keys["nullable"]),
		Unique:    r.flag(keys["unique"]),
		Index:     r.flag(keys["index"]),
		Sensitive: r.flag(keys["sensitive"]),
		Default:   r.optionalText(keys["default"]),
		Min:       r.optionalText(keys["min"]),
		Max:       r.optionalText(keys["max"]),
	}
	if r.err != nil {
		return Field{}
	}
	if err := r.fieldType(&f, keys); err != nil {
		r.fail(n, "field %q: %w", clip(f.Name), err)
	}
	return f
}

// fieldType reads the type, with its arguments in parentheses ("decimal(12,2)")
// or as keys of their own.
func (r *entityReader) fieldType(f *Field, keys map[string]*yaml.Node) error {
	text := r.text(keys["type"])
	if text == "" {
		return fmt.Errorf("the type is missing: write one such as type: string")
	}
	if len(text) > maxSpec {
		return fmt.Errorf("the type has %d bytes and %d are allowed: shorten it", len(text), maxSpec)
	}
	tokens, err := specTokens(text)
	if err != nil {
		return err
	}
	p := specParser{tokens: tokens}
	name, err := p.word("the type")
	if err != nil {
		return err
	}
	if err := r.takeArguments(&p, f, name, keys); err != nil {
		return err
	}
	if len(p.tokens) > 0 {
		return fmt.Errorf("%s follows the type %q: give modifiers as keys of their own", p.peek(), name)
	}
	return nil
}

// takeArguments reads a type's arguments from its parentheses, or from keys
// when it has none.
func (r *entityReader) takeArguments(p *specParser, f *Field, name string, keys map[string]*yaml.Node) error {
	separate := keys["values"] != nil || keys["precision"] != nil || keys["scale"] != nil || keys["reference"] != nil
	if len(p.tokens) > 0 || !separate {
		if separate {
			return fmt.Errorf("type %q has arguments in parentheses and as keys: keep one form", name)
		}
		return p.fieldType(f, name)
	}
	t, err := parseType(name)
	if err != nil {
		return err
	}
	f.Type = t
	f.Values, f.Reference = r.texts(keys["values"]), r.text(keys["reference"])
	if f.Precision, err = r.count("precision", keys); err != nil {
		return err
	}
	f.Scale, err = r.count("scale", keys)
	return err
}

func (r *entityReader) count(key string, keys map[string]*yaml.Node) (int, error) {
	if keys[key] == nil {
		return 0, nil
	}
	return parseCount(key, r.text(keys[key]))
}

// index reads one composite index: a list of columns, or a mapping.
func (r *entityReader) index(n *yaml.Node) Index {
	if n.Kind == yaml.SequenceNode {
		return Index{Columns: r.texts(n)}
	}
	keys := r.mapping(n, "an index", indexKeys...)
	return Index{Columns: r.texts(keys["columns"]), Unique: r.flag(keys["unique"])}
}

// YAML returns the entity as its file; [ParseEntity] reads it back as the same
// value. Plural and table are always written, so that a later vtgen with other
// plurals does not rename a table.
func (e Entity) YAML() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# The entity %s, as `vtgen generate` makes its files.\n", e.Name)
	doc := newMapping()
	doc.add("name", textNode(e.Name))
	doc.add("plural", textNode(e.Plural))
	doc.add("table", textNode(e.Table))
	if e.Database != "" {
		doc.add("database", textNode(e.Database))
	}
	if e.Module != e.Name {
		doc.add("module", textNode(e.Module))
	}
	if len(e.Uses) > 0 {
		doc.add("uses", textsNode(e.Uses))
	}
	if e.Store != "" && e.Store != SQL {
		doc.add("store", textNode(e.Store))
	}
	if e.NoOutbox {
		doc.add("outbox", plainNode("false"))
	}
	fields := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for _, f := range e.Fields {
		fields.Content = append(fields.Content, f.node())
	}
	doc.add("fields", fields)
	if len(e.Indexes) > 0 {
		doc.add("indexes", indexesNode(e.Indexes))
	}
	b.Write(doc.encode())
	return b.Bytes()
}

func indexesNode(indexes []Index) *yaml.Node {
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for _, index := range indexes {
		m := newFlowMapping()
		m.add("columns", textsNode(index.Columns))
		if index.Unique {
			m.add("unique", plainNode("true"))
		}
		list.Content = append(list.Content, m.node)
	}
	return list
}

// node returns the field as one line of YAML.
func (f Field) node() *yaml.Node {
	m := newFlowMapping()
	m.add("name", textNode(f.Name))
	if f.Type == Enum {
		m.add("type", textNode(string(Enum)))
		m.add("values", textsNode(f.Values))
	} else {
		m.add("type", textNode(f.TypeSpec()))
	}
	for _, mod := range f.modifiers() {
		switch {
		case mod.value == nil:
			m.add(mod.key, plainNode("true"))
		case f.isNumber() || f.Type == Bool || mod.key != "default":
			m.add(mod.key, plainNode(*mod.value))
		default:
			m.add(mod.key, textNode(*mod.value))
		}
	}
	return m.node
}

func (f Field) isNumber() bool {
	switch f.Type {
	case Int, BigInt, Unsigned, Decimal:
		return true
	}
	return false
}
