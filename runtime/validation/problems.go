package validation

import (
	"fmt"
	"strconv"
	"strings"
)

// maxListed bounds the problems named in one error text.
const maxListed = 20

// maxField bounds a field's name in an error text, in bytes: names of unknown fields are the client's own text.
const maxField = 64

// Problem is one thing that is wrong with a request.
type Problem struct {
	Field   string // the JSON name or query parameter
	Message string // what is wrong, to be read after the field: "is required"
}

// String gives the problem in Joi's form: `"name" is required`.
func (p Problem) String() string {
	field := strings.ToValidUTF8(p.Field, "�")
	if len(field) > maxField {
		field = strings.ToValidUTF8(field[:maxField], "") + "…"
	}
	return strconv.Quote(field) + " " + p.Message
}

// Errors is everything that is wrong with a request. Its text may be shown to the client.
type Errors []Problem

// Error lists the problems, at most 20 of them: `"name" is required; "age" must be an integer`.
func (e Errors) Error() string {
	texts := make([]string, 0, min(len(e), maxListed)+1)
	for _, problem := range e[:min(len(e), maxListed)] {
		texts = append(texts, problem.String())
	}
	if more := len(e) - maxListed; more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(texts, "; ")
}

// Problems collects what is wrong with a request. The zero value is ready for use.
type Problems struct {
	found Errors
}

// Add notes a problem; the message is read after the field's name: p.Add("name", "is required").
func (p *Problems) Add(field, message string) {
	p.found = append(p.found, Problem{Field: field, Message: message})
}

// Required notes a problem where a field that must be there is not.
func (p *Problems) Required(field string, present bool) {
	if !present {
		p.Add(field, "is required")
	}
}

// Err returns nil, or the collected problems as Errors in the order they were found.
func (p *Problems) Err() error {
	if len(p.found) == 0 {
		return nil
	}
	return p.found
}
