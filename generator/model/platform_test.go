package model

import (
	"strings"
	"testing"
)

func TestPlatformRoundTrip(t *testing.T) {
	for _, p := range []Platform{
		{Name: "aip", Module: "github.com/company/aip", Version: "1.2.0"},
		{Name: "true", Module: "aip"},
		{Name: "a_b2", Module: "example.com/Team/a-b.c~d/v2", Version: "v0.0.0-20261101000000-abcdef123456+dirty"},
		{Name: "null", Module: "example.com/x", Version: "(devel)"},
		{Name: "y", Module: "example.com/x", Version: "1.0"},
	} {
		got, err := ParsePlatform(p.YAML())
		if err != nil {
			t.Errorf("%s: %v", p.YAML(), err)
			continue
		}
		if got != p {
			t.Errorf("read %+v, want %+v", got, p)
		}
	}
}

func TestNewPlatform(t *testing.T) {
	p, err := NewPlatform("aip", "github.com/company/aip")
	if err != nil {
		t.Fatal(err)
	}
	want := "name: aip\nmodule: github.com/company/aip\n"
	if got := string(p.YAML()); !strings.HasSuffix(got, want) || !strings.HasPrefix(got, "#") {
		t.Errorf("YAML = %q, want a comment and %q", got, want)
	}
}

func TestNewPlatformRefuses(t *testing.T) {
	const module = "github.com/company/aip"
	tests := []struct {
		name, module string
		parts        []string
	}{
		{"", module, []string{"platform name is empty"}},
		{"my-app", module, []string{`"my-app"`, "hyphen", "write my_app"}},
		{"MyApp", module, []string{"capital", "write my_app"}},
		{strings.Repeat("a", 33), module, []string{"longer than 32"}},
		{"2fa", module, []string{"begins with a digit"}},
		{"services", module, []string{"directory of every platform"}},
		{"aux", module, []string{"device on Windows"}},
		{"aip", "", []string{"1 to 200"}},
		{"aip", strings.Repeat("a", 201), []string{"1 to 200"}},
		{"aip", "github.com//aip", []string{`part ""`}},
		{"aip", "/aip", []string{`part ""`}},
		{"aip", "github.com/.aip", []string{`part ".aip"`}},
		{"aip", "github.com/aip.", []string{`part "aip."`}},
		{"aip", "../aip", []string{`part ".."`}},
		{"aip", "github.com/a b", []string{`part "a b"`}},
		{"aip", "https://github.com/aip", []string{`part "https:"`}},
		{"aip", "github.com/é", []string{`part "é"`}},
		{"aip", "github.com/con.x/aip", []string{"Windows"}},
		{"aip", "github.com/vendor/aip", []string{`"vendor"`}},
		{"aip", "context", []string{`"context"`, "its own"}},
		{"aip", "all", []string{`"all"`}},
		{"aip", "-aip", []string{"hyphen"}},
		{"aip", "gopkg.in/aip.v1", []string{"gopkg.in"}},
		{"aip", "github.com/vtgen/vtgen/runtime", []string{"vtgen's own"}},
		{"aip", "github.com/company/aip/v1", []string{`"v1"`, "v2 or later"}},
		{"aip", "github.com/company/aip/v02", []string{`"v02"`}},
		{"aip", "github.com/company/aip/v2.1", []string{`"v2.1"`}},
	}
	for _, tt := range tests {
		_, err := NewPlatform(tt.name, tt.module)
		wantError(t, err, tt.parts...)
	}
}

func TestParsePlatformRefuses(t *testing.T) {
	tests := []struct {
		yaml  string
		parts []string
	}{
		{"", []string{"vtgen.yaml: ", "empty"}},
		{"# only a comment\n", []string{"empty"}},
		{"- a\n", []string{"vtgen.yaml:1: ", "mapping"}},
		{"name: aip\nmodul: x\n", []string{"vtgen.yaml:2: ", `"modul"`, "module"}},
		{"name: aip\nname: aip\n", []string{"vtgen.yaml:2: ", "twice"}},
		{"name: aip\nmodule: example.com/a\nversion: a b\n", []string{`"a b"`, "vtgen version"}},
		{"name: aip\nmodule: [a]\n", []string{"vtgen.yaml:2: ", "single value"}},
		{"name: aip\nmodule:\n", []string{"vtgen.yaml:2: ", "empty"}},
		{"name: &a aip\nmodule: *a\n", []string{"vtgen.yaml:1: ", "anchors"}},
		{"name: !!binary aip\n", []string{"tag", "remove"}},
		{"name: aip\n---\nname: b\n", []string{"---"}},
		{"name: [\n", []string{"read YAML"}},
		{"? [a]\n: b\n", []string{"no key"}},
		{strings.Repeat("#", maxYAML+1), []string{"bytes"}},
	}
	for _, tt := range tests {
		_, err := ParsePlatform([]byte(tt.yaml))
		wantError(t, err, tt.parts...)
	}
}
