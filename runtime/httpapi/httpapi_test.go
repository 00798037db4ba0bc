package httpapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/shopspring/decimal"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/logging"
	"github.com/vtgen/vtgen/runtime/optional"
	"github.com/vtgen/vtgen/runtime/sqltype"
	"github.com/vtgen/vtgen/runtime/validation"
)

var codes = Codes{
	InvalidBody: "BODY", TooLarge: "LARGE", UnsupportedMedia: "MEDIA", NotFound: "ROUTE", MethodNotAllowed: "METHOD", Unexpected: "UNEXPECTED",
}

const invalid = apperr.Code("INVALID")

type saveRequest struct {
	Name     optional.Value[string]                 `json:"name"`
	Nickname optional.Value[*string]                `json:"nickname"`
	Age      optional.Value[int8]                   `json:"age"`
	Count    optional.Value[*uint64]                `json:"count"`
	Active   optional.Value[bool]                   `json:"active"`
	At       optional.Value[*time.Time]             `json:"at"`
	Day      optional.Value[sqltype.Date]           `json:"day"`
	Price    optional.Value[*sqltype.Decimal]       `json:"price"`
	Cost     optional.Value[sqltype.Decimal]        `json:"cost"`
	Details  optional.Value[sqltype.JSON]           `json:"details"`
	Tags     optional.Value[[]string]               `json:"tags"`
	Inner    optional.Value[map[string]saveRequest] `json:"inner"`
}

func (in *saveRequest) Validate() error {
	var p validation.Problems
	p.Required("name", in.Name.Present)
	return p.Err()
}

type thing struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// fake is a controller whose answers the test chooses.
type fake struct {
	err   error
	saved *saveRequest
	query listing.Query
}

func (f *fake) create(_ context.Context, in *saveRequest) (thing, error) {
	f.saved = in
	return thing{ID: 1, Name: in.Name.V}, f.err
}

func (f *fake) get(_ context.Context, id int64) (*thing, error) { return &thing{ID: id}, f.err }

func (f *fake) list(_ context.Context, q listing.Query) (listing.Page[thing], error) {
	f.query = q
	return listing.Page[thing]{}, f.err
}

func (f *fake) update(_ context.Context, id int64, in *saveRequest) (thing, error) {
	f.saved = in
	return thing{ID: id, Name: in.Name.V}, f.err
}

func (f *fake) remove(context.Context, int64) error { return f.err }

// router serves the fake as a platform would, and logs to out.
func router(f *fake, out io.Writer) http.Handler {
	api := New(Options{Logger: logging.New(out, logging.Options{Level: slog.LevelDebug}), Codes: codes, MaxBody: 1000})
	r := chi.NewRouter()
	r.NotFound(api.NotFound)
	r.MethodNotAllowed(api.MethodNotAllowed)
	r.Get("/status", Show(api, func(context.Context) (string, error) { return "fine", f.err }))
	r.Post("/things", Create(api, invalid, f.create))
	r.Get("/things", List(api, []listing.Column{{Name: "name", Kind: listing.Text, Filter: true}}, invalid, f.list))
	r.Get("/things/{id}", Get(api, invalid, f.get))
	r.Patch("/things/{id}", Update(api, invalid, f.update))
	r.Delete("/things/{id}", Delete(api, invalid, f.remove))
	return r
}

func send(h http.Handler, method, target, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r = r.WithContext(logging.WithRequestID(r.Context(), "r1"))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func success(data string) string {
	return `{"STATUS":"SUCCESSFUL","ERROR_CODE":"","ERROR_FILTER":"","ERROR_DESCRIPTION":"","DB_DATA":` + data + `}`
}

func failure(filter apperr.Filter, code apperr.Code, description string) string {
	return `{"STATUS":"ERROR","ERROR_FILTER":"` + string(filter) + `","ERROR_CODE":"` + string(code) + `","ERROR_DESCRIPTION":"` +
		strings.ReplaceAll(description, `"`, `\"`) + `"}`
}

func TestRoutes(t *testing.T) {
	const notPositive = `"id" must be a positive number`
	tests := []struct {
		method, target, body string
		status               int
		want                 string
	}{
		{"POST", "/things", `{"name":"n"}`, 201, success(`{"id":1,"name":"n"}`)},
		{"GET", "/things/7", "", 200, success(`{"id":7,"name":""}`)},
		{"GET", "/things", "", 200, success(`{"items":[],"next_cursor":""}`)},
		{"PATCH", "/things/7", `{"name":"n"}`, 200, success(`{"id":7,"name":"n"}`)},
		{"DELETE", "/things/7", "", 200, success(`null`)},
		{"GET", "/status", "", 200, success(`"fine"`)},

		{"POST", "/things", `{}`, 400, failure(apperr.InvalidRequest, invalid, `"name" is required`)},
		{"PATCH", "/things/7", `{}`, 400, failure(apperr.InvalidRequest, invalid, `"name" is required`)},
		{"PATCH", "/things/0", `{"name":"n"}`, 400, failure(apperr.InvalidRequest, invalid, notPositive)},
		{"GET", "/things/-1", "", 400, failure(apperr.InvalidRequest, invalid, notPositive)},
		{"GET", "/things/01", "", 400, failure(apperr.InvalidRequest, invalid, notPositive)},
		{"GET", "/things/+1", "", 400, failure(apperr.InvalidRequest, invalid, notPositive)},
		{"GET", "/things/1.0", "", 400, failure(apperr.InvalidRequest, invalid, notPositive)},
		{"GET", "/things/9223372036854775808", "", 400, failure(apperr.InvalidRequest, invalid, notPositive)},
		{"DELETE", "/things/x", "", 400, failure(apperr.InvalidRequest, invalid, notPositive)},
		{"GET", "/things?foo=1", "", 400, failure(apperr.InvalidRequest, invalid, `"foo" is not allowed`)},
		{"GET", "/things?name=%zz", "", 400, failure(apperr.InvalidRequest, invalid, `"query" must be properly escaped`)},
		{"GET", "/other", "", 404, failure(apperr.InvalidRequest, "ROUTE", "there is nothing at this address")},
		{"PUT", "/things/7", "", 405, failure(apperr.InvalidRequest, "METHOD", "this address does not take the method PUT")},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.target, func(t *testing.T) {
			w := send(router(&fake{}, io.Discard), test.method, test.target, test.body)
			if w.Code != test.status || w.Body.String() != test.want {
				t.Errorf("got  %d %s\nwant %d %s", w.Code, w.Body, test.status, test.want)
			}
		})
	}
}

func TestAllowHeader(t *testing.T) {
	w := send(router(&fake{}, io.Discard), "PUT", "/things/7", "")
	if got, want := w.Header().Get("Allow"), "GET, PATCH, DELETE"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestErrors(t *testing.T) {
	const internal = "dial tcp 10.0.0.7: refused"
	technical := "something went wrong on our side; quote request r1 when you report it"
	tests := []struct {
		name   string
		err    error
		status int
		want   string
		log    string
	}{
		{"apperr", apperr.At("a.go:001 | F", apperr.Conflict("TAKEN", "it is taken", errors.New(internal))), 409,
			failure(apperr.UserEndViolation, "TAKEN", "it is taken"), `"level":"INFO"`},
		{"technical", apperr.At("a.go:001 | F", apperr.Technical("DB", errors.New(internal))), 500, failure(apperr.TechnicalIssue, "DB", technical),
			`"log_ids":["a.go:001 | F"]`},
		{"validation", apperr.At("a.go:001 | F", validation.Errors{{Field: "name", Message: "is rude"}}), 400,
			failure(apperr.InvalidRequest, invalid, `"name" is rude`), `"level":"INFO"`},
		{"other", errors.New(internal), 500, failure(apperr.TechnicalIssue, "UNEXPECTED", technical), `"level":"ERROR"`},
		{"cancelled inside", context.Canceled, 500, failure(apperr.TechnicalIssue, "UNEXPECTED", technical), `"level":"ERROR"`},
		{"impossible status", apperr.New(200, apperr.InvalidRequest, "X", internal, nil), 500, failure(apperr.TechnicalIssue, "UNEXPECTED", technical),
			`"level":"ERROR"`},
	}
	for _, test := range tests {
		for _, request := range []struct{ method, target, body string }{
			{"POST", "/things", `{"name":"n"}`}, {"GET", "/things", ""}, {"GET", "/things/7", ""}, {"PATCH", "/things/7", `{"name":"n"}`}, {"DELETE", "/things/7", ""},
		} {
			t.Run(test.name+" "+request.method+" "+request.target, func(t *testing.T) {
				var log bytes.Buffer
				w := send(router(&fake{err: test.err}, &log), request.method, request.target, request.body)
				if w.Code != test.status || w.Body.String() != test.want {
					t.Errorf("got  %d %s\nwant %d %s", w.Code, w.Body, test.status, test.want)
				}
				if strings.Contains(w.Body.String(), "10.0.0.7") {
					t.Error("the response shows an internal error")
				}
				if strings.Count(log.String(), "\n") != 1 || !strings.Contains(log.String(), test.log) || !strings.Contains(log.String(), `"request_id":"r1"`) {
					t.Errorf("logged %s", log.String())
				}
			})
		}
	}
}

func TestClientThatWentAway(t *testing.T) {
	var log bytes.Buffer
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := httptest.NewRecorder()
	router(&fake{err: apperr.Technical("DB", context.Canceled)}, &log).ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", "/things/7", nil))
	if w.Code != statusClientClosed || !strings.Contains(log.String(), `"level":"DEBUG"`) || strings.Count(log.String(), "\n") != 1 {
		t.Errorf("got %d, logged %s", w.Code, log.String())
	}
}

func TestUnencodableResult(t *testing.T) {
	var log bytes.Buffer
	api := New(Options{Logger: logging.New(&log, logging.Options{}), Codes: codes})
	r := chi.NewRouter()
	r.Get("/{id}", Get(api, invalid, func(context.Context, int64) (any, error) { return func() {}, nil }))
	w := send(r, "GET", "/1", "")
	if w.Code != 500 || !strings.Contains(w.Body.String(), `"ERROR_CODE":"UNEXPECTED"`) || !strings.Contains(log.String(), `"level":"ERROR"`) {
		t.Errorf("got %d %s, logged %s", w.Code, w.Body, log.String())
	}
}

func TestListPassesTheQuery(t *testing.T) {
	f := &fake{}
	send(router(f, io.Discard), "GET", "/things?limit=3&name=a%26b", "")
	text, args := f.query.Select("things", []string{"id"})
	if f.query.Limit() != 3 || !strings.Contains(text, "`name` = ?") || args[0] != "a&b" {
		t.Errorf("got %s %v", text, args)
	}
}

func TestBodyIsRead(t *testing.T) {
	f := &fake{}
	w := send(router(f, io.Discard), "POST", "/things", "\n"+`{"name":"n","nickname":null,"age":-3,"count":18446744073709551615,"active":false,
		"at":"2026-01-02T03:04:05.123456+02:00","day":"2026-01-02","price":0.10000000000000000000001,"cost":"1e2","details":{"b": 1,"a":[ ]},"tags":[]}`+" \n")
	if w.Code != 201 {
		t.Fatalf("got %d %s", w.Code, w.Body)
	}
	in := f.saved
	exact := decimal.New(0, 0).Add(decimal.RequireFromString("0.10000000000000000000001"))
	switch {
	case in.Name != optional.Of("n"), !in.Nickname.Present, in.Nickname.V != nil, in.Age != optional.Of(int8(-3)), *in.Count.V != 18446744073709551615,
		in.Active != optional.Of(false), in.At.V.UnixMicro() != 1767315845123456, in.Day.V.String() != "2026-01-02", !in.Price.V.Equal(exact),
		!in.Cost.V.Equal(decimal.New(100, 0)), in.Details.V != `{"b":1,"a":[]}`, in.Tags.V == nil, in.Inner.Present:
		t.Errorf("got %+v", in)
	}
}

func TestBodyIsRefused(t *testing.T) {
	const object = "the body must be a JSON object"
	deep := func(n int) string {
		return `{"name":"n","details":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}`
	}
	tests := []struct{ body, want string }{
		{``, object},
		{` `, object},
		{`null`, object},
		{`[]`, object},
		{`"x"`, object},
		{strings.Repeat(" ", 70) + `[]`, object},
		{`{"name":"n"} {}`, "the body must be valid JSON, which it is not at byte 13"},
		{`{"name":"n",}`, "the body must be valid JSON, which it is not at byte 11"},
		{`{"name":"n"`, "the body must be valid JSON, which it is not at byte 11"},
		{"{\"name\":\"\xff\"}", "the body must be valid JSON, which it is not at byte 9"},
		{`{"name":"a","name":"b"}`, `"name" must be given only once`},
		{`{"name":"n","details":{"a":1,"a":2}}`, `"details.a" must be given only once`},
		{`{"Name":"n"}`, `"Name" is not allowed`},
		{`{"name":"n","x":1}`, `"x" is not allowed`},
		{`{"name":"n","inner":{"k":{"x/y":1}}}`, `"inner.k.x/y" is not allowed`},
		{`{"name":null}`, `"name" must not be null`},
		{`{"name":1}`, `"name" must be a string`},
		{`{"nickname":{}}`, `"nickname" must be a string`},
		{`{"age":"1"}`, `"age" must be an integer`},
		{`{"age":1.5}`, `"age" must be an integer`},
		{`{"age":128}`, `"age" is out of range`},
		{`{"count":-1}`, `"count" must be an integer of at least 0`},
		{`{"active":"true"}`, `"active" must be a boolean`},
		{`{"at":"2026-01-02"}`, `"at" must be a date and time in the form YYYY-MM-DDThh:mm:ssZ`},
		{`{"at":1}`, `"at" must be a date and time in the form YYYY-MM-DDThh:mm:ssZ`},
		{`{"day":"2026-02-30"}`, `"day" must be a date in the form YYYY-MM-DD`},
		{`{"day":5}`, `"day" must be a date in the form YYYY-MM-DD`},
		{`{"price":"x"}`, `"price" must be a decimal number`},
		{`{"price":true}`, `"price" must be a decimal number`},
		{`{"cost":null}`, `"cost" must not be null`},
		{`{"cost":1e101}`, `"cost" must be a decimal number`},
		{`{"cost":1e999999999}`, `"cost" must be a decimal number`},
		{`{"cost":` + strings.Repeat("9", 129) + `}`, `"cost" must be a decimal number`},
		{`{"tags":"a"}`, `"tags" must be an array`},
		{`{"tags":["a",1]}`, `"tags.1" must be a string`},
		{`{"inner":[]}`, `"inner" must be an object`},
		{`{"inner":{"k":[]}}`, `"inner.k" must be an object`},
		{deep(32), "the body must not be nested more than 32 levels deep"},
		{`{"x":"` + strings.Repeat("[", 100) + `\"["}`, `"x" is not allowed`},
	}
	for _, test := range tests {
		t.Run(test.body, func(t *testing.T) {
			f := &fake{}
			w := send(router(f, io.Discard), "POST", "/things", test.body)
			if want := failure(apperr.InvalidRequest, "BODY", test.want); w.Code != 400 || w.Body.String() != want {
				t.Errorf("got  %d %s\nwant 400 %s", w.Code, w.Body, want)
			}
			if f.saved != nil {
				t.Error("the controller was called")
			}
		})
	}
	if w := send(router(&fake{}, io.Discard), "POST", "/things", deep(31)); w.Code != 201 {
		t.Errorf("a body of 32 levels: %s", w.Body)
	}
}

func TestBodyTooLarge(t *testing.T) {
	for size, status := range map[int]int{1000: 201, 1001: 413} {
		body := `{"name":"` + strings.Repeat("x", size-len(`{"name":""}`)) + `"}`
		w := send(router(&fake{}, io.Discard), "POST", "/things", body)
		if w.Code != status {
			t.Errorf("%d bytes: got %d %s", size, w.Code, w.Body)
		}
		if status == 413 && w.Body.String() != failure(apperr.InvalidRequest, "LARGE", "the body must not be larger than 1000 bytes") {
			t.Errorf("got %s", w.Body)
		}
	}
}

func TestMedia(t *testing.T) {
	tests := []struct {
		media, encoding string
		status          int
	}{
		{"application/json", "", 201},
		{"Application/JSON; charset=UTF-8", "identity", 201},
		{"", "", 415},
		{"text/plain", "", 415},
		{"application/x-www-form-urlencoded", "", 415},
		{"application/json-patch+json", "", 415},
		{"application/json; charset=latin1", "", 415},
		{"application/json;;", "", 415},
		{"application/json", "gzip", 415},
	}
	for _, test := range tests {
		r := httptest.NewRequest("POST", "/things", strings.NewReader(`{"name":"n"}`))
		r.Header.Set("Content-Type", test.media)
		r.Header.Set("Content-Encoding", test.encoding)
		w := httptest.NewRecorder()
		router(&fake{}, io.Discard).ServeHTTP(w, r)
		if w.Code != test.status || (w.Code == 415) != strings.Contains(w.Body.String(), `"ERROR_CODE":"MEDIA"`) {
			t.Errorf("%q %q: got %d %s", test.media, test.encoding, w.Code, w.Body)
		}
	}
}

// broken is a body whose connection fails.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("connection reset by 10.0.0.7") }

func TestBodyThatBreaksOff(t *testing.T) {
	r := httptest.NewRequest("POST", "/things", broken{})
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	router(&fake{}, io.Discard).ServeHTTP(w, r)
	if want := failure(apperr.InvalidRequest, "BODY", "the body could not be read to its end"); w.Code != 400 || w.Body.String() != want {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

// FuzzBody checks that every body gets an envelope, is never our fault, and that no answer names a Go type.
func FuzzBody(f *testing.F) {
	f.Add([]byte(`{"name":"n","age":1,"price":"1.5","at":"2026-01-02T03:04:05Z","inner":{"k":{"name":"x"}}}`))
	f.Add([]byte(`{"details":[[[{"a":1e5}]]],"tags":["\ud800"]}`))
	h := router(&fake{}, io.Discard)
	f.Fuzz(func(t *testing.T, body []byte) {
		w := send(h, "POST", "/things", string(body))
		text := w.Body.String()
		if w.Code != 201 && w.Code != 400 && w.Code != 413 {
			t.Errorf("got %d %s", w.Code, text)
		}
		if !strings.HasPrefix(text, `{"STATUS":`) {
			t.Errorf("no envelope: %s", text)
		}
		for _, word := range []string{"Go ", "optional.", "Value[", "sqltype", "int8", "unmarshal", "saveRequest"} {
			if strings.Contains(text, word) && !bytes.Contains(body, []byte(word)) {
				t.Errorf("the answer to %q shows %q: %s", body, word, text)
			}
		}
	})
}
