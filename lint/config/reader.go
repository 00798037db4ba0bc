package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// reader takes values out of YAML nodes and keeps the first error, with its line; after an error
// all values are zero.
type reader struct {
	file string
	err  error
}

func (r *reader) fail(n *yaml.Node, format string, arguments ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s:%d: %w", r.file, n.Line, fmt.Errorf(format, arguments...))
	}
}

// document returns the root of the only document, nil for an empty file.
func (r *reader) document(text []byte) *yaml.Node {
	if len(text) > maxBytes {
		r.err = fmt.Errorf("%s: the file has %d bytes and %d are allowed", r.file, len(text), maxBytes)
		return nil
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document, next yaml.Node
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return nil
	} else if err != nil {
		r.err = fmt.Errorf("%s: reading YAML: %w", r.file, err)
		return nil
	}
	if err := decoder.Decode(&next); !errors.Is(err, io.EOF) {
		r.err = fmt.Errorf("%s: the file goes on after its first document: remove the `---` and what follows", r.file)
		return nil
	}
	if document.Kind != yaml.DocumentNode || len(document.Content) != 1 || document.Content[0].Tag == "!!null" {
		return nil
	}
	return document.Content[0]
}

// plain refuses what makes a YAML file mean something else than it shows.
func (r *reader) plain(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		r.fail(n, "anchors and aliases are not supported here: write the value out")
	case n.Style&yaml.TaggedStyle != 0:
		r.fail(n, "the tag %q is not supported here: remove it", clip(n.Tag))
	}
	return r.err == nil
}

// entries calls visit for the keys of a mapping in their order; each may be there once.
func (r *reader) entries(n *yaml.Node, visit func(key, value *yaml.Node)) {
	if n == nil || !r.plain(n) {
		return
	}
	if n.Kind != yaml.MappingNode {
		r.fail(n, "a mapping of keys and values is expected here")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content) && r.err == nil; i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !r.plain(key) || !r.plain(value) {
			return
		}
		if seen[key.Value] {
			r.fail(key, "the key %q is here twice: keep one", clip(key.Value))
			return
		}
		seen[key.Value] = true
		visit(key, value)
	}
}

// mapping returns the values of known keys.
func (r *reader) mapping(n *yaml.Node, what string, known []string) map[string]*yaml.Node {
	values := map[string]*yaml.Node{}
	r.entries(n, func(key, value *yaml.Node) {
		if key.Kind != yaml.ScalarNode || !slices.Contains(known, key.Value) {
			r.fail(key, "%s has no key %q%s; the keys are %s", what, clip(key.Value), nearest(key.Value, known), strings.Join(known, ", "))
		}
		values[key.Value] = value
	})
	return values
}

func (r *reader) list(n *yaml.Node) []*yaml.Node {
	if n == nil || !r.plain(n) {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.fail(n, "a list is expected here: write [a, b], or one `- a` a line")
		return nil
	}
	return n.Content
}

// text returns a value as it is written, "" for a missing one.
func (r *reader) text(n *yaml.Node) string {
	if n == nil || !r.plain(n) {
		return ""
	}
	switch {
	case n.Kind != yaml.ScalarNode:
		r.fail(n, "a single value is expected here, not a list or a mapping")
	case n.Tag == "!!null":
		r.fail(n, "the value is empty: write one, or remove the key")
	case len(n.Value) > maxText:
		r.fail(n, "the value has %d bytes and %d are allowed", len(n.Value), maxText)
	}
	if r.err != nil {
		return ""
	}
	return n.Value
}

// clip shortens what an error quotes.
func clip(text string) string {
	const most = 60
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
