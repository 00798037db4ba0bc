package main

import (
	"go/parser"
	"go/token"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		values []int
		want   int
	}{
		{[]int{4}, 4}, {[]int{3, 1}, 3}, {[]int{9, 1, 5}, 5}, {[]int{5, 1, 9, 1, 1}, 1},
	} {
		if got := median(test.values); got != test.want {
			t.Errorf("median of %v: got %d, want %d", test.values, got, test.want)
		}
	}
}

func TestParseStat(t *testing.T) {
	got, err := parseStat([]byte("42 (a ) name) S 1 42 42 0 -1 4194560 100 0 0 0 150 25 7 7 20 0 9 0 1000"))
	if err != nil || got != 1750*time.Millisecond {
		t.Errorf("got %s, %v", got, err)
	}
	for _, bad := range []string{"", "42 (x) S 1", "42 (x) S 1 42 42 0 -1 4194560 100 0 0 0 many 25"} {
		if got, err := parseStat([]byte(bad)); err == nil {
			t.Errorf("%q: got %s", bad, got)
		}
	}
}

// TestHandwrittenParses holds the source that is built within a platform: the go command does not
// look at it here.
func TestHandwrittenParses(t *testing.T) {
	if _, err := parser.ParseFile(token.NewFileSet(), "handwritten.go", handwritten, parser.AllErrors); err != nil {
		t.Error(err)
	}
}

// TestFlood counts the requests that arrive, and gives up on an answer that is not the one expected.
func TestFlood(t *testing.T) {
	var served atomic.Int64
	status := http.StatusOK
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		served.Add(1)
		if r.Method != "GET" || r.URL.Path != workloads[0].path {
			t.Errorf("got %s %s", r.Method, r.URL)
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(target.Close)
	s := &server{url: target.URL, client: target.Client(), command: exec.Command("target")}
	if err := s.flood(t.Context(), workloads[0], 10); err != nil || served.Load() != 10*clients {
		t.Errorf("got %v after %d requests", err, served.Load())
	}
	status = http.StatusTeapot
	if err := s.flood(t.Context(), workloads[0], 10); err == nil || !strings.Contains(err.Error(), "418") {
		t.Errorf("a wrong status: got %v", err)
	}
}
