package model

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxYAML is the longest YAML file that is read, in bytes.
const maxYAML = 256 << 10

// readYAML returns the root of a file's only document. Nothing is decoded into
// Go values, so a key can be reported with its line and an alias never grows.
func readYAML(text []byte, file string) (*yaml.Node, error) {
	if len(text) > maxYAML {
		return nil, fmt.Errorf("%s: the file has %d bytes and %d are allowed: split what it says", file, len(text), maxYAML)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var doc, next yaml.Node
	if err := decoder.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s: the file is empty: it needs at least a line `name: …`", file)
		}
		return nil, fmt.Errorf("%s: read YAML: %w", file, err)
	}
	if err := decoder.Decode(&next); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: the file goes on after its first document: remove the `---` and what follows", file)
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return nil, fmt.Errorf("%s: the file is empty: it needs at least a line `name: …`", file)
	}
	return doc.Content[0], nil
}

// yamlReader takes values out of YAML nodes and keeps the first error, with its
// line; after an error all values are zero.
type yamlReader struct {
	file string
	err  error
}

// fail records the first error, at the line of n.
func (r *yamlReader) fail(n *yaml.Node, format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s:%d: %w", r.file, n.Line, fmt.Errorf(format, args...))
	}
}

// plain refuses what makes a YAML file mean something else than it shows.
func (r *yamlReader) plain(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		r.fail(n, "anchors and aliases are not supported here: write the value out")
	case n.Style&yaml.TaggedStyle != 0:
		r.fail(n, "the tag %q is not supported here: remove it", clip(n.Tag))
	}
	return r.err == nil
}

// mapping returns the values of n by key; what is how errors call n.
func (r *yamlReader) mapping(n *yaml.Node, what string, allowed ...string) map[string]*yaml.Node {
	if !r.plain(n) {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.fail(n, "%s must be a mapping of keys and values (%s)", what, strings.Join(allowed, ", "))
		return nil
	}
	values := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !r.plain(key) {
			return nil
		}
		if !slices.Contains(allowed, key.Value) || key.Kind != yaml.ScalarNode {
			r.fail(key, "%s has no key %q: use %s", what, clip(key.Value), strings.Join(allowed, ", "))
			return nil
		}
		if values[key.Value] != nil {
			r.fail(key, "%s has the key %q twice: keep one", what, key.Value)
			return nil
		}
		values[key.Value] = value
	}
	return values
}

// text returns a scalar as it is written; a missing one is "".
func (r *yamlReader) text(n *yaml.Node) string {
	if p := r.optionalText(n); p != nil {
		return *p
	}
	return ""
}

// optionalText returns a scalar as it is written, whatever type YAML sees in
// it: `values: [yes, no]` are words here. A missing one is nil.
func (r *yamlReader) optionalText(n *yaml.Node) *string {
	if n == nil || !r.plain(n) {
		return nil
	}
	if n.Kind != yaml.ScalarNode {
		r.fail(n, "a single value is expected here, not a list or a mapping")
		return nil
	}
	if n.Tag == "!!null" {
		r.fail(n, "the value is empty: write \"\" for empty text, \"null\" in quotes for that word, or remove the key")
		return nil
	}
	value := n.Value
	return &value
}

// flag returns a bool; a missing one is false.
func (r *yamlReader) flag(n *yaml.Node) bool {
	if n == nil || !r.plain(n) {
		return false
	}
	if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" {
		r.fail(n, "%q is neither true nor false", clip(n.Value))
		return false
	}
	return strings.EqualFold(n.Value, "true")
}

// list returns the elements of a sequence; a missing one has none.
func (r *yamlReader) list(n *yaml.Node) []*yaml.Node {
	if n == nil || !r.plain(n) {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.fail(n, "a list is expected here: write [a, b], or one `- a` a line")
		return nil
	}
	return n.Content
}

// texts returns the scalars of a sequence.
func (r *yamlReader) texts(n *yaml.Node) []string {
	var all []string
	for _, e := range r.list(n) {
		all = append(all, r.text(e))
	}
	return all
}

// yamlMapping builds a mapping whose keys keep their order.
type yamlMapping struct{ node *yaml.Node }

func newMapping() yamlMapping {
	return yamlMapping{&yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}}
}

func newFlowMapping() yamlMapping {
	m := newMapping()
	m.node.Style = yaml.FlowStyle
	return m
}

func (m yamlMapping) add(key string, value *yaml.Node) {
	m.node.Content = append(m.node.Content, textNode(key), value)
}

// encode writes the mapping. The encoder fails on broken nodes only, and
// writing into memory does not fail, so no error is left to report.
func (m yamlMapping) encode() []byte {
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	_ = encoder.Encode(m.node)
	_ = encoder.Close()
	return b.Bytes()
}

func textNode(value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value}
}

// plainNode is a scalar written without quotes: a number or a bool.
func plainNode(value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Value: value}
}

func textsNode(values []string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: yaml.FlowStyle}
	for _, v := range values {
		n.Content = append(n.Content, textNode(v))
	}
	return n
}
