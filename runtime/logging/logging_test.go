package logging

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/apperr"
)

// line logs once and returns the JSON line, without its time.
func line(t *testing.T, o Options, log func(*slog.Logger)) map[string]any {
	t.Helper()
	var out bytes.Buffer
	log(New(&out, o))
	if strings.Count(out.String(), "\n") != 1 {
		t.Fatalf("not one line: %q", out.String())
	}
	var got map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%v in %s", err, out.String())
	}
	if _, err := time.Parse(time.RFC3339Nano, fmt.Sprint(got["time"])); err != nil || !strings.HasSuffix(fmt.Sprint(got["time"]), "Z") {
		t.Errorf("the time is %v", got["time"])
	}
	delete(got, "time")
	return got
}

// text returns what a map of a JSON line looks like, in one order.
func text(t *testing.T, v any) string {
	t.Helper()
	encoded, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

func TestJSON(t *testing.T) {
	ctx := WithRequestID(t.Context(), "r1")
	var none context.Context // some callers have none
	tests := []struct {
		name string
		log  func(*slog.Logger)
		want string
	}{
		{"log id", func(l *slog.Logger) {
			l.InfoContext(ctx, "ai_worker.service.go:003 | Create | created | twice", "id", 7)
		},
			`{"func":"Create","id":7,"level":"INFO","log_id":"ai_worker.service.go:003","msg":"created | twice","request_id":"r1"}`},
		{"no log id", func(l *slog.Logger) { l.Warn("a | b | c") }, `{"level":"WARN","msg":"a | b | c"}`},
		{"half a log id", func(l *slog.Logger) { l.Error("a.go:001 | b") }, `{"level":"ERROR","msg":"a.go:001 | b"}`},
		{"too short a number", func(l *slog.Logger) { l.Error("a.go:1 | b | c") }, `{"level":"ERROR","msg":"a.go:1 | b | c"}`},
		{"nil context", func(l *slog.Logger) { l.Log(none, slog.LevelInfo, "m") }, `{"level":"INFO","msg":"m"}`},
		{"with", func(l *slog.Logger) { l.With("a", 1).With("b", 2).Info("m") }, `{"a":1,"b":2,"level":"INFO","msg":"m"}`},
		{"groups", func(l *slog.Logger) {
			l.With("a", 1).WithGroup("g").With("b", 2).WithGroup("").WithGroup("h").With("c", 3).InfoContext(ctx, "x.go:001 | F | m", "d", 4)
		}, `{"a":1,"func":"F","g":{"b":2,"h":{"c":3,"d":4}},"level":"INFO","log_id":"x.go:001","msg":"m","request_id":"r1"}`},
		{"empty group", func(l *slog.Logger) { l.WithGroup("g").Info("m") }, `{"level":"INFO","msg":"m"}`},
		{"group with only attributes", func(l *slog.Logger) { l.WithGroup("g").With("a", 1).Info("m") }, `{"g":{"a":1},"level":"INFO","msg":"m"}`},
		{"inline group", func(l *slog.Logger) { l.Info("m", slog.Group("", "a", 1, "token", "x")) }, `{"a":1,"level":"INFO","msg":"m","token":"[masked]"}`},
		{"many attributes", func(l *slog.Logger) {
			l.Info("m", "a", 1, "b", 2, "c", 3, "d", 4, "e", 5, "f", 6, "g", 7, "h", 8, "i", 9, "j", 10, "k", 11, "l", 12, "m", 13, "n", 14)
		}, `{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"k":11,"l":12,"level":"INFO","m":13,"msg":"m","n":14}`},
		{"error with ids", func(l *slog.Logger) {
			l.Info("m", "error", apperr.At("b.go:002 | G", apperr.At("a.go:001 | F", errors.New("no"))))
		}, `{"error":"b.go:002 | G: a.go:001 | F: no","level":"INFO","log_ids":["b.go:002 | G","a.go:001 | F"],"msg":"m"}`},
		{"error without ids", func(l *slog.Logger) { l.Info("m", "error", errors.New("no")) }, `{"error":"no","level":"INFO","msg":"m"}`},
		{"nil error", func(l *slog.Logger) { l.Info("m", "error", nil) }, `{"error":null,"level":"INFO","msg":"m"}`},
		{"values", func(l *slog.Logger) {
			l.Info("m", "t", time.Unix(0, 0).UTC(), "d", time.Second, "f", 1.5, "u", uint8(3), "n", nil, "raw", []byte("x"), "bin", []byte{0xff},
				"s", struct {
					A  int
					D  time.Duration
					E  error
					T  time.Time
					in int
				}{1, time.Minute, errors.New("e"), time.Unix(0, 0).UTC(), 2}, "mm", map[string]any{"k": []int{1}})
		}, `{"bin":"[1 bytes]","d":1000000000,"f":1.5,"level":"INFO","mm":{"k":[1]},"msg":"m","n":null,"raw":"x",` +
			`"s":{"A":1,"D":"1m0s","E":"e","T":"1970-01-01T00:00:00Z"},"t":"1970-01-01T00:00:00Z","u":3}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := line(t, Options{}, test.log)
			if got := text(t, got); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	got := line(t, Options{Level: slog.LevelWarn, Application: "aip", Sensitive: []string{"date_of_birth"}}, func(l *slog.Logger) {
		l.Info("not logged")
		l.Warn("m", "DateOfBirth", "1970-01-01", "date", "1970-01-01")
	})
	if want := `{"DateOfBirth":"[masked]","application":"aip","date":"1970-01-01","level":"WARN","msg":"m"}`; text(t, got) != want {
		t.Errorf("got  %s\nwant %s", text(t, got), want)
	}
}

func TestTextFormat(t *testing.T) {
	var out bytes.Buffer
	logger := New(&out, Options{Format: FormatText, Application: "aip"})
	logger.InfoContext(WithRequestID(t.Context(), "r1"), "worker.service.go:001 | Get | got it", "id", 7, "who", map[string]string{"password": "p"})
	_, got, _ := strings.Cut(out.String(), " ")
	want := `level=INFO msg="worker.service.go:001 | Get | got it" application=aip request_id=r1 id=7 who="{\"password\":\"[masked]\"}"` + "\n"
	if got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

func TestLinesCannotBeForged(t *testing.T) {
	const attack = "x\r\n2026-01-01 level=ERROR msg=forged\x1b[2J\u2028\u0085"
	for _, format := range []string{"json", FormatText} {
		var out bytes.Buffer
		logger := New(&out, Options{Format: format, Application: attack})
		logger.InfoContext(WithRequestID(t.Context(), attack), attack, attack, attack, "e", errors.New(attack), "b", []byte(attack),
			slog.Group(attack, "k", attack), "m", map[string]any{attack: attack}, "l", []string{attack})
		got := out.String()
		if strings.Count(got, "\n") != 1 || strings.ContainsAny(got, "\r\x1b\u2028") {
			t.Errorf("%s: %q", format, got)
		}
	}
}

func TestRequestID(t *testing.T) {
	if got := RequestID(context.Background()); got != "" {
		t.Errorf("got %q from an empty context", got)
	}
	if got := RequestID(WithRequestID(t.Context(), "a")); got != "a" {
		t.Errorf("got %q", got)
	}
}
