package baseline

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

func k(rule, path string) Key {
	return Key{Rule: rule, Path: path, Module: "m", Table: "d.t", Access: "read", Function: "f"}
}

func TestMatch(t *testing.T) {
	b := New([]Key{k("VT001", "a.js"), k("VT001", "a.js"), k("VT002", "a.js")})
	other := k("VT001", "a.js")
	other.Function = "g"
	known, stale := b.Match([]Key{k("VT001", "a.js"), other, k("VT001", "a.js"), k("VT001", "a.js"), k("VT001", "b.js")})
	if want := []bool{true, false, true, false, false}; !reflect.DeepEqual(known, want) {
		t.Errorf("known are %v, want %v", known, want)
	}
	if want := []Entry{{k("VT002", "a.js"), 1}}; !reflect.DeepEqual(stale, want) {
		t.Errorf("stale are %v, want %v", stale, want)
	}
	if _, stale := b.Match(nil); len(stale) != 2 || stale[0].Count != 2 {
		t.Errorf("without findings, stale are %v", stale)
	}
}

// TestEveryPartOfTheKeyCounts changes one part at a time.
func TestEveryPartOfTheKeyCounts(t *testing.T) {
	whole := k("VT001", "a.js")
	b := New([]Key{whole})
	for i := range reflect.TypeFor[Key]().NumField() {
		other := whole
		reflect.ValueOf(&other).Elem().Field(i).SetString("other")
		if known, stale := b.Match([]Key{other}); known[0] || len(stale) != 1 {
			t.Errorf("a finding with another %s counts as known", reflect.TypeFor[Key]().Field(i).Name)
		}
	}
}

func TestShrunk(t *testing.T) {
	before := New([]Key{k("VT001", "a.js"), k("VT001", "a.js"), k("VT002", "a.js")})
	now := New([]Key{k("VT001", "a.js"), k("VT003", "a.js")})
	if added, removed := now.Difference(before); added != 1 || removed != 2 {
		t.Errorf("%d are added and %d removed, want 1 and 2", added, removed)
	}
	if got := before.Shrunk(now).Entries(); !reflect.DeepEqual(got, []Entry{{k("VT001", "a.js"), 1}}) {
		t.Errorf("it shrinks to %v", got)
	}
}

func TestYAML(t *testing.T) {
	var keys []Key
	for _, text := range []string{"plain/path.js", "true", "12", "~", "a: b", "x # y", "-", "", "é\n\"'", "\x01", "[a]", "null", "2027-01-01", "0x1f", "1_000", "."} {
		keys = append(keys, Key{Rule: "VT001", Path: "p" + text, Function: text, Table: text, Module: text, Access: text})
	}
	b := New(append(keys, keys[3]))
	text := b.YAML()
	again, err := Parse(text, "b.yaml")
	if err != nil || !reflect.DeepEqual(again, b) {
		t.Fatalf("%s\nis read as %v (%v)", text, again, err)
	}
	if !bytes.Equal(again.YAML(), text) {
		t.Error("written again it has other bytes")
	}
	if b.Len() != 17 || bytes.Count(text, []byte("\n")) != 16+3 {
		t.Errorf("%d findings in\n%s", b.Len(), text)
	}
	if empty, err := Parse(New(nil).YAML(), "b.yaml"); err != nil || empty.Len() != 0 {
		t.Errorf("an empty baseline is read as %v (%v)", empty, err)
	}
}

func TestRefused(t *testing.T) {
	for text, part := range map[string]string{
		"":                           "reading the baseline",
		"version: 2\nfindings: []\n": "version 2",
		"version: 1\nfinding: []\n":  "finding",
		"version: 1\nfindings:\n- {rule: VT001, path: a, count: 0}\n":                             "finding 1",
		"version: 1\nfindings:\n- {rule: VT001, path: a, line: 3, count: 1}\n":                    "line",
		"version: 1\nfindings:\n- {rule: V, path: a, count: 1}\n- {rule: V, path: a, count: 1}\n": "twice",
	} {
		if _, err := Parse([]byte(text), "b.yaml"); err == nil || !strings.HasPrefix(err.Error(), "b.yaml: ") || !strings.Contains(err.Error(), part) {
			t.Errorf("%q gives %v", text, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(New([]Key{k("VT001", "a.js")}).YAML())
	f.Add([]byte("version: 1\nfindings: []\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := Parse(text, "b.yaml")
		if err != nil {
			return
		}
		again, err := Parse(b.YAML(), "b.yaml")
		if err != nil || !reflect.DeepEqual(again, b) {
			t.Errorf("%q is written as %q, and read as %v (%v)", text, b.YAML(), again, err)
		}
	})
}
