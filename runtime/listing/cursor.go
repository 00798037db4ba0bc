package listing

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
)

// cursor is a position in a list, with the list it belongs to.
type cursor struct {
	List  string  `json:"l"` // fingerprint of the sort order and the filters
	Value *string `json:"v"` // of the sort column; null for NULL, and for a list sorted by id
	ID    int64   `json:"i"`
}

// errCursor is shown to the client.
var errCursor = errors.New("does not belong to this list: start again without it")

// resume makes the query begin after the position that text holds.
func (q *Query) resume(text string) error {
	if len(text) > maxCursor {
		return errCursor
	}
	decoded, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return errCursor
	}
	var c cursor
	if err := json.UnmarshalRead(bytes.NewReader(decoded), &c, json.RejectUnknownMembers(true)); err != nil {
		return errCursor
	}
	if c.List != q.fingerprint() {
		return errCursor
	}
	after := position{id: c.ID}
	if c.Value != nil {
		value, message := parseValue(q.sortColumn().Kind, *c.Value)
		if message != "" {
			return errCursor
		}
		after.value = value
	}
	q.after = &after
	return nil
}

// cursorAfter returns the cursor of the page that follows an item with these values.
func (q Query) cursorAfter(value any, id any) (string, error) {
	c := cursor{List: q.fingerprint()}
	var ok bool
	if c.ID, ok = id.(int64); !ok {
		return "", fmt.Errorf("the id is a %T and must be an int64", id)
	}
	if column := q.sortColumn(); column.Name != idColumn {
		text, err := formatValue(column.Kind, value)
		if err != nil {
			return "", fmt.Errorf("column %s: %w", column.Name, err)
		}
		if text != nil {
			if _, message := parseValue(column.Kind, *text); message != "" {
				return "", fmt.Errorf("the value of column %s %s to be part of a cursor: do not list the column as sortable", column.Name, message)
			}
		}
		c.Value = text
	}
	encoded, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("encode the cursor: %w", err)
	}
	text := base64.RawURLEncoding.EncodeToString(encoded)
	if len(text) > maxCursor {
		return "", fmt.Errorf("the value of column %s is too long for a cursor: do not list the column as sortable", q.sortColumn().Name)
	}
	return text, nil
}

// fingerprint tells lists apart: a position in one order means nothing in another. It is no protection and needs none, since a cursor
// holds nothing that a client could not ask for.
func (q Query) fingerprint() string {
	text := make([]byte, 0, 64)
	text = strconv.AppendBool(append(strconv.AppendQuote(text, q.sortColumn().Name), ' '), q.desc)
	for _, f := range q.filters {
		value := f.value
		if instant, ok := value.(time.Time); ok {
			value = instant.UnixMicro()
		}
		text = fmt.Appendf(text, " %q %s %q", f.column.Name, f.operator, fmt.Sprint(value))
	}
	hash := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(hash[:12])
}
