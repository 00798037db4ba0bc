package validation

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/vtgen/vtgen/runtime/optional"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

// maxJSONDepth bounds the nesting of a JSON document: MySQL stops at 100, and code that walks one recurses.
const maxJSONDepth = 32

// JSON checks a JSON document: well formed and at most 32 levels deep.
func JSON[T interface{ sqltype.JSON | *sqltype.JSON }](p *Problems, field string, v optional.Value[T], rules ...Rule[sqltype.JSON]) {
	if document, ok := given[sqltype.JSON](v); ok {
		// The rules go first: to measure is cheaper than to parse.
		apply(p, field, document, append(rules[:len(rules):len(rules)], shallow))
	}
}

func shallow(document sqltype.JSON) string {
	decoder := jsontext.NewDecoder(strings.NewReader(document.String()))
	for {
		_, err := decoder.ReadToken()
		switch {
		case errors.Is(err, io.EOF):
			return ""
		case err != nil:
			return "must be valid JSON"
		case decoder.StackDepth() > maxJSONDepth:
			return fmt.Sprintf("must not be nested more than %d levels deep", maxJSONDepth)
		}
	}
}

// MaxBytes limits a JSON document to max bytes of compact text.
func MaxBytes(max int) Rule[sqltype.JSON] {
	return func(document sqltype.JSON) string {
		if len(document) > max {
			return fmt.Sprintf("must be at most %d bytes of JSON", max)
		}
		return ""
	}
}
