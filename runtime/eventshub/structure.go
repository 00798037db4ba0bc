package eventshub

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

const (
	// maxPaths and maxDepth bound the structure that is looked at: what is beyond does not count.
	maxPaths = 2000
	maxDepth = 16
	// maxPayload bounds the JSON whose structure is found out, in bytes.
	maxPayload = 1 << 20
)

var errTooLarge = errors.New("its JSON is too large")

// structureHash is the SHA-256 of how a payload is built: the sorted paths of its JSON with the types
// found there. Elements of an array share one path, so that their number does not matter.
func structureHash(payload any) (string, error) {
	var text limited
	if err := json.MarshalWrite(&text, payload); err != nil {
		return "", fmt.Errorf("encode the payload, a %T: %w", payload, err)
	}
	paths := map[string]bool{}
	decoder := jsontext.NewDecoder(&text.Buffer)
	if err := walk(decoder, "", 0, paths); err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the payload, a %T: %w", payload, err)
	}
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(maps.Keys(paths)), "\n")))
	return hex.EncodeToString(sum[:]), nil
}

// limited refuses to grow too large.
type limited struct{ bytes.Buffer }

// Write implements io.Writer.
func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > maxPayload {
		return 0, errTooLarge
	}
	return l.Buffer.Write(p)
}

// walk enters the paths of the next value.
func walk(d *jsontext.Decoder, path string, depth int, paths map[string]bool) error {
	kind := d.PeekKind()
	if len(paths) < maxPaths {
		paths[path+":"+typeName(kind)] = true
	}
	if depth == maxDepth || kind != '{' && kind != '[' {
		return d.SkipValue()
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() != '}' && d.PeekKind() != ']' {
		inner := path + "[]"
		if kind == '{' {
			name, err := d.ReadToken()
			if err != nil {
				return err
			}
			inner = path + "." + name.String()
		}
		if err := walk(d, inner, depth+1, paths); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

// typeName is the JSON type of a value.
func typeName(kind jsontext.Kind) string {
	switch kind {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case '0':
		return "number"
	case 't', 'f':
		return "boolean"
	}
	return "null"
}
