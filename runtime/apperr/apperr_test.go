package apperr

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestConstructors(t *testing.T) {
	cause := errors.New("dial tcp 10.0.0.7: refused")
	tests := []struct {
		name        string
		err         *Error
		status      int
		filter      Filter
		description string
		cause       error
	}{
		{"not found", NotFound("VTAPP-XXX01", "ai_worker not found"), 404, InvalidRequest, "ai_worker not found", nil},
		{"invalid", Invalid("VTAPP-XXX01", "bad name", cause), 400, InvalidRequest, "bad name", cause},
		{"conflict", Conflict("VTAPP-XXX01", "taken", cause), 409, UserEndViolation, "taken", cause},
		{"technical", Technical("VTAPP-XXX01", cause), 500, TechnicalIssue, TechnicalDescription, cause},
		{"new", New(429, RateLimitExceeded, "VTAPP-XXX01", "too many", nil), 429, RateLimitExceeded, "too many", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := test.err
			if e.Status != test.status || e.Filter != test.filter || e.Code != "VTAPP-XXX01" || e.Description != test.description {
				t.Errorf("got %+v", e)
			}
			if !errors.Is(e.Unwrap(), test.cause) {
				t.Errorf("the cause is %v, want %v", e.Unwrap(), test.cause)
			}
			if strings.Contains(e.Description, "10.0.0.7") {
				t.Errorf("the description %q shows the cause", e.Description)
			}
		})
	}
}

func TestErrorText(t *testing.T) {
	var none *Error
	tests := []struct {
		err  *Error
		want string
	}{
		{NotFound("VTAPP-XXX01", "ai_worker not found"), "VTAPP-XXX01: ai_worker not found"},
		{Invalid("", "bad name", nil), "bad name"},
		{Technical("VTWE-7", io.EOF), "VTWE-7: " + TechnicalDescription + ": EOF"},
		{none, "no error"},
	}
	for _, test := range tests {
		if got := test.err.Error(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
	if none.Unwrap() != nil {
		t.Error("a nil error has a cause")
	}
}

func TestAt(t *testing.T) {
	if At("a.go:001 | F", nil) != nil {
		t.Error("At made an error of nil")
	}
	known := NotFound("VTAPP-XXX01", "no such row")
	err := At("b.go:002 | G", fmt.Errorf("get: %w", At("a.go:001 | F", errors.Join(known, io.EOF))))
	if !errors.Is(err, io.EOF) || !errors.Is(err, known) {
		t.Error("errors.Is does not see through At")
	}
	var as *Error
	if !errors.As(err, &as) || as != known {
		t.Error("errors.As does not see through At")
	}
	if want := "b.go:002 | G: get: a.go:001 | F: "; !strings.HasPrefix(err.Error(), want) {
		t.Errorf("the text is %q and should begin with %q", err, want)
	}
}

// cyclic is an error that wraps itself, as a careless Unwrap method makes it.
type cyclic struct{ next error }

func (c *cyclic) Error() string { return "cyclic" }
func (c *cyclic) Unwrap() error { return c.next }

// wide wraps itself twice, which doubles what is to be seen at every step.
type wide struct{}

func (w wide) Error() string   { return "wide" }
func (w wide) Unwrap() []error { return []error{w, w, nil} }

func TestIDs(t *testing.T) {
	loop := &cyclic{}
	loop.next = loop
	tests := []struct {
		name string
		err  error
		want []string
	}{
		{"nil", nil, nil},
		{"none", io.EOF, nil},
		{"chain", At("c", fmt.Errorf("x: %w", At("b", At("a", io.EOF)))), []string{"c", "b", "a"}},
		{"through an Error", At("b", Technical("VTAPP-XXX01", At("a", io.EOF))), []string{"b", "a"}},
		{"joined", At("d", errors.Join(At("c", io.EOF), At("b", At("a", io.EOF)))), []string{"d", "c", "b", "a"}},
		{"cyclic", At("a", loop), []string{"a"}},
		{"cyclic and wide", At("a", wide{}), []string{"a"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := IDs(test.err); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestFrom(t *testing.T) {
	inner := NotFound("VTAPP-XXX01", "inner")
	outer := Technical("VTAPP-XXX02", At("a", inner))
	loop := &cyclic{}
	loop.next = loop
	var none *Error
	tests := []struct {
		name string
		err  error
		want *Error
	}{
		{"nil", nil, nil},
		{"other", io.EOF, nil},
		{"itself", inner, inner},
		{"wrapped", At("b", fmt.Errorf("x: %w", inner)), inner},
		{"the outermost wins", At("b", outer), outer},
		{"the first of joined", errors.Join(io.EOF, inner, outer), inner},
		{"cyclic", loop, nil},
		{"a nil pointer is no error", fmt.Errorf("x: %w", none), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := From(test.err)
			if got != test.want || ok != (test.want != nil) {
				t.Errorf("got %v, %t; want %v", got, ok, test.want)
			}
		})
	}
}

func TestOrigin(t *testing.T) {
	inner := At("inner.go:001 | First", errors.New("broken"))
	for name, err := range map[string]error{
		"itself":  inner,
		"wrapped": fmt.Errorf("more: %w", At("outer.go:001 | Second", fmt.Errorf("more: %w", inner))),
		"joined":  errors.Join(errors.New("plain"), At("a.go:001 | A", inner), At("b.go:001 | B", errors.New("other"))),
	} {
		place, ok := Origin(err)
		if !ok || !strings.HasSuffix(place.File, "apperr_test.go") || !strings.HasSuffix(place.Function, "TestOrigin") {
			t.Errorf("%s: got %v, %t", name, place, ok)
		}
		if first, _ := Origin(inner); place.Line != first.Line {
			t.Errorf("%s: got line %d, want that of the first place, %d", name, place.Line, first.Line)
		}
	}
	for _, err := range []error{nil, errors.New("plain")} {
		if place, ok := Origin(err); ok {
			t.Errorf("%v has the origin %v", err, place)
		}
	}
}
