package logging

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/runtime/config"
)

const canary = "c4n4ry"

// token is a JSON web token in form, with the canary in its payload part.
const token = "eyJhbGciOiJIUzI1NiJ9." + canary + ".c2lnbmF0dXJl"

// logged writes one attribute in every way that slog knows and in both formats.
func logged(t *testing.T, attr slog.Attr) string {
	t.Helper()
	var out bytes.Buffer
	for _, format := range []string{"json", FormatText} {
		logger := New(&out, Options{Format: format})
		logger.Info("m", attr)
		logger.With(attr).Info("m")
		logger.WithGroup("g").With(attr).Info("m")
		logger.WithGroup("g").Info("m", attr)
		logger.Info("m", slog.Group("g", attr, slog.Group("h", attr)))
		logger.Info("m", "valuer", valuer{slog.GroupValue(attr)})
	}
	return out.String()
}

type valuer struct{ value slog.Value }

func (v valuer) LogValue() slog.Value { return v.value }

type account struct {
	Name     string            `json:"name"`
	Password string            `json:"password"`
	Header   http.Header       `json:"header"`
	Owner    *account          `json:"owner,omitempty"`
	Extra    map[string]any    `json:"extra,omitempty"`
	Labels   map[string]string `json:"labels,omitempty"`
	private  string
}

func TestMaskedByKey(t *testing.T) {
	for _, key := range []string{
		"password", "PASSWORD", "user_password", "passwordHash", "secret", "client-secret", "ClientSecret", "token", "access_token", "accessToken",
		"authtoken", "token_hash", "Authorization", "Set-Cookie", "cookie", "api_key", "apiKey", "X-API-Key", "credentials", "private_key", "db_pwd",
		"otp", "pin", "session_id",
	} {
		got := logged(t, slog.String(key, canary)) + logged(t, slog.Any(key, []string{canary})) + logged(t, slog.Group(key, "inner", canary)) +
			logged(t, slog.Any("data", map[string]any{key: canary})) + logged(t, slog.Any("data", []any{map[string]any{"in": map[string]any{key: []string{canary}}}})) +
			logged(t, slog.String("body", key+"="+canary+"&next=1")) + logged(t, slog.String("body", fmt.Sprintf(`{"%s": "%s"}`, key, canary)))
		if strings.Contains(got, canary) {
			t.Errorf("%s is shown:\n%s", key, got)
		}
	}
}

func TestNotMasked(t *testing.T) {
	for _, attr := range []slog.Attr{
		slog.String("name", "shown"), slog.String("total_tokens", "shown"), slog.String("shipping", "shown"), slog.String("compass", "shown"),
		slog.String("text", "12:30 shown@example.com"), slog.String("text", "shown: invalid token: unexpected end"), slog.String("text", "basically shown"),
		slog.String("text", "https://example.com:8080/a?b=c&d=shown"), slog.String("text", "size=3 shown"), slog.String("text", "a bearer"+"shown"),
		slog.Any("error", errors.New("shown: not found")), slog.Any("list", []string{"shown"}), slog.Any("who", account{Name: "shown"}),
	} {
		if got := logged(t, attr); strings.Count(got, "shown") < 12 || strings.Contains(strings.ReplaceAll(got, `password":"[masked]"`, ""), `password=[masked]`) {
			t.Errorf("%v is not shown everywhere:\n%s", attr, got)
		}
	}
}

func TestMaskedInValues(t *testing.T) {
	owner := &account{Name: "o", Password: canary}
	tests := map[string]any{
		"struct":            account{Password: canary, private: canary},
		"pointer":           &account{Owner: owner},
		"header":            account{Header: http.Header{"Authorization": {canary}, "X-Api-Key": {canary}}},
		"http header":       http.Header{"Cookie": {canary}},
		"map":               account{Extra: map[string]any{"deep": []any{map[string]any{"token": 7, "secret": canary}}}},
		"slice":             []account{{Password: canary}},
		"bytes":             []byte(`{"password":"` + canary + `"}`),
		"secret":            config.Secret(canary),
		"secrets":           map[string]config.Secret{"name": canary},
		"LogValuer":         valuer{slog.GroupValue(slog.String("password", canary))},
		"LogValuer inside":  map[string]any{"in": valuer{slog.GroupValue(slog.String("x", "Bearer "+canary), slog.Any("password", canary))}},
		"key":               map[string]string{"Bearer " + canary: "x"},
		"bearer":            "Authorization: Bearer " + canary,
		"bearer, any case":  "bEARER  " + canary,
		"basic":             "header basic " + canary + "==",
		"JWT":               "got " + token + " from x",
		"JWT without end":   "eyJhbGciOiJub25lIn0." + canary,
		"JWT in a list":     []string{token},
		"URL":               "dial amqp://user:" + canary + "@rabbit:5672/v",
		"URL without user":  "redis://:" + canary + "@redis:6379",
		"DSN":               "user:" + canary + "@tcp(db:3306)/aip?parseTime=true",
		"DSN, odd password": "root:p@/:" + canary + "@tcp(db:3306)/aip",
		"quoted URL":        `Get "https://u:` + canary + `@host/x": refused`,
		"query":             `Get "https://host/x?a=1&api_key=` + canary + `&b=2": refused`,
		"form":              "grant=x&client_secret=" + canary,
		"quoted value":      `password="` + canary + ` with spaces"`,
		"escaped JSON":      `body {\"password\":\"` + canary + `\"}`,
		"JSON":              `{"a":1,"password" : "x` + canary + `"}`,
		"JSON object":       `{"credentials": {"user":"u","x":["` + canary + `"]}, "y":1}`,
		"cut JSON":          `{"password":"x` + canary,
		"cut object":        `{"credentials": {"user":"` + canary,
		"inside another":    `{"text":"password=` + canary + `"}`,
		"JSON number":       `{"pin":"` + canary + `"}`,
		"error":             fmt.Errorf("connect: %w", errors.New("user:"+canary+"@tcp(db)/x")),
		"joined":            errors.Join(io.EOF, errors.New("token="+canary)),
		"error inside":      map[string]error{"e": errors.New("token=" + canary)},
		"Stringer":          &account{Labels: map[string]string{"url": "http://u:" + canary + "@h"}},
	}
	for name, value := range tests {
		t.Run(name, func(t *testing.T) {
			got := logged(t, slog.Any("value", value))
			if strings.Contains(got, canary) || !strings.Contains(got, "[masked]") {
				t.Errorf("%s", got)
			}
		})
	}
	t.Run("message", func(t *testing.T) {
		var out bytes.Buffer
		New(&out, Options{}).Info("a.go:001 | F | token=" + canary + " Bearer " + canary)
		if strings.Contains(out.String(), canary) {
			t.Error(out.String())
		}
	})
}

func TestMaskKeepsTheRest(t *testing.T) {
	h := &handler{keys: newKeys(nil)}
	tests := map[string]string{
		"dial amqp://user:pw@rabbit:5672/v now":   "dial amqp://user:[masked]@rabbit:5672/v now",
		"user:pw@tcp(db:3306)/aip?x=1 ":           "user:[masked]@tcp(db:3306)/aip?x=1 ",
		"a token=x&b=2, secret='y z' and":         "a token=[masked]&b=2, secret=[masked] and",
		`{"a":"b","password":"p\"q","c":[1,2]}`:   `{"a":"b","password":[masked],"c":[1,2]}`,
		"Authorization: Bearer abc.def-ghi, next": "Authorization: Bearer [masked], next",
		"jwt " + token + "!":                      "jwt [masked]!",
		"":                                        "",
		"@":                                       "@",
		"a@b.c d@e.f":                             "a@b.c d@e.f",
		"=":                                       "=",
	}
	for in, want := range tests {
		if got := h.maskText(in); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", in, got, want)
		}
	}
	long := h.maskText(strings.Repeat("ä", maxText))
	if !strings.HasSuffix(long, "ä…[cut]") || len(long) > maxText+20 {
		t.Errorf("a long text became %d bytes, ending in %q", len(long), long[len(long)-20:])
	}
}

// looped is a LogValuer that returns a group with itself.
type looped struct{}

func (looped) LogValue() slog.Value { return slog.GroupValue(slog.Any("again", looped{})) }

type panicking struct{}

func (*panicking) Error() string { panic("nil receiver") }

type panickingText struct{}

func (panickingText) MarshalText() ([]byte, error) { panic(canary) }

type chain struct{ Next *chain }

func TestHostileValues(t *testing.T) {
	cycle := &chain{}
	cycle.Next = cycle
	var none *panicking
	for name, value := range map[string]any{
		"endless LogValuer":  looped{},
		"inside":             []any{looped{}},
		"cycle":              cycle,
		"panic":              none,
		"panic inside":       map[string]any{"e": none},
		"panic in a method":  panickingText{},
		"panic in LogValuer": valuer{},
		"function":           struct{ F func() }{},
		"channel":            make(chan int),
		"not a number":       map[string]float64{"n": nan()},
		"large":              strings.Split(strings.Repeat("x", maxEncoded), ""),
		"bad JSON":           []byte(`{"a`),
		"bad text":           []string{"\xff"},
	} {
		t.Run(name, func(t *testing.T) {
			got := logged(t, slog.Any("value", value))
			if strings.Count(got, "\n") != 12 || strings.Contains(got, canary) || len(got) > 12*maxEncoded {
				t.Errorf("%.2000s", got)
			}
		})
	}
}

func nan() float64 { zero := 0.0; return zero / zero }

func TestKeysAreRememberedWithinBounds(t *testing.T) {
	k := newKeys(nil)
	for i := range maxKeys + 100 {
		if k.sensitive(fmt.Sprintf("name_%d", i)) || !k.sensitive(fmt.Sprintf("password_%d", i)) {
			t.Fatalf("key %d is decided wrongly", i)
		}
	}
	if got := len(*k.known.Load()); got > maxKeys {
		t.Errorf("%d keys are remembered", got)
	}
}

// FuzzMask checks that a secret in its usual surroundings never gets through, whatever stands around it.
func FuzzMask(f *testing.F) {
	f.Add("dial ", " failed")
	f.Add(`{"a":"`, `"}`)
	f.Add("eyJ", "@=:")
	f.Add("\xb2", "0")
	h := &handler{keys: newKeys(nil)}
	f.Fuzz(func(t *testing.T, before, after string) {
		if len(before)+len(after) > maxText/2 || strings.Contains(before+after, canary) {
			return
		}
		for _, secret := range []string{"Bearer " + canary, "https://u:" + canary + "@h", " password=" + canary, `"token":"` + canary + `"`, " " + token} {
			if got := h.maskText(before + " " + secret + " " + after); strings.Contains(got, canary) {
				t.Errorf("%q is shown in %q", secret, got)
			}
		}
		_ = logged(t, slog.Any(before, map[string]string{after: before}))
	})
}
