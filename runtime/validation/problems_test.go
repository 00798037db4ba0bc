package validation

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestProblems(t *testing.T) {
	var p Problems
	if err := p.Err(); err != nil {
		t.Fatalf("no problems make the error %v", err)
	}
	p.Required("here", true)
	p.Required("name", false)
	p.Add("age", "must be an integer")
	err := p.Err()
	if want := `"name" is required; "age" must be an integer`; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	var problems Errors
	if !errors.As(fmt.Errorf("create: %w", err), &problems) || len(problems) != 2 || problems[1].Field != "age" {
		t.Errorf("errors.As gave %v", problems)
	}
}

func TestErrorsAreBounded(t *testing.T) {
	var p Problems
	for i := range 25 {
		p.Add(fmt.Sprintf("f%d", i), "is wrong")
	}
	text := p.Err().Error()
	if strings.Count(text, "is wrong") != maxListed || !strings.HasSuffix(text, "; and 5 more") {
		t.Errorf("got %q", text)
	}
}

func TestProblemQuotesForeignNames(t *testing.T) {
	tests := []struct{ field, want string }{
		{"na\"me\n", `"na\"me\n" x`},
		{strings.Repeat("ä", 100), `"` + strings.Repeat("ä", 32) + `…" x`},
		{"a" + strings.Repeat("ä", 100), `"a` + strings.Repeat("ä", 31) + `…" x`},
		{"\xff", `"�" x`},
	}
	for _, test := range tests {
		if got := (Problem{Field: test.field, Message: "x"}).String(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}
