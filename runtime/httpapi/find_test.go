package httpapi_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/httpapi"
	"github.com/vtgen/vtgen/runtime/validation"
)

func TestFind(t *testing.T) {
	var reported []apperr.Code
	api := httpapi.New(httpapi.Options{
		Codes:  httpapi.Codes{Unexpected: "VTWE-1"},
		Report: func(_ context.Context, code apperr.Code, _ error) { reported = append(reported, code) },
	})
	parse := func(values url.Values) (string, error) {
		if values.Get("name") == "" {
			return "", validation.Errors{{Field: "name", Message: "is required"}}
		}
		return values.Get("name"), nil
	}
	find := func(_ context.Context, name string) (string, error) {
		if name == "broken" {
			return "", context.DeadlineExceeded
		}
		return "found " + name, nil
	}
	for query, want := range map[string]struct {
		status int
		holds  string
	}{
		"name=x":      {http.StatusOK, `"DB_DATA":"found x"`},
		"":            {http.StatusBadRequest, `"VTWE-2"`},
		"name=%zz":    {http.StatusBadRequest, "properly escaped"},
		"name=broken": {http.StatusInternalServerError, `"VTWE-1"`},
	} {
		answer := httptest.NewRecorder()
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/?"+query, nil)
		httpapi.Find(api, "VTWE-2", parse, find)(answer, request)
		if answer.Code != want.status || !strings.Contains(answer.Body.String(), want.holds) {
			t.Errorf("%q: got %d %s, want %d with %s", query, answer.Code, answer.Body, want.status, want.holds)
		}
	}
	if len(reported) != 1 || reported[0] != "VTWE-1" {
		t.Errorf("reported %v, want the one failure of the platform itself", reported)
	}
}
