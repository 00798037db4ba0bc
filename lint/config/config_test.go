package config

import (
	"reflect"
	"strings"
	"testing"
)

const whole = `database: oneid
databases: [oneid, ebb]
layout: free
aliases: {user: registration}
owners:
  invitation:
    - enroll_app_invitations
  app_operations:
    tables:
      - oneid.allowed_app
      - {table: oneid.enrolled_apps, access: {read: [billing]}}
    access: {read: [invitation]}
    files: [lib/apps/**]
    services: [services/apps.service.js]
  roles: {tables: [oneid.oneid_roles], access: private}
  zones: [{table: zones, access: {read: all}}]
layers:
  service: [app/services/]
rules:
  VT001: warning
  VT002:
    severity: error
    paths: {include: [services/**], exclude: [services/old.js]}
    options: {limit: 3, names: [a, b]}
exclude: [legacy/**]
baseline: lint/baseline.yaml
tests: skip
`

func TestParse(t *testing.T) {
	got, err := Parse([]byte(whole), FileName, []string{"VT001", "VT002"})
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Database: "oneid", Databases: []string{"oneid", "ebb"}, Layout: "free", Aliases: map[string]string{"user": "registration"},
		Modules: []Module{
			{Name: "app_operations", Tables: []Table{{Name: "oneid.allowed_app"}, {"oneid.enrolled_apps", []string{"billing"}}},
				Readers: []string{"invitation"}, Files: []string{"lib/apps/**", "services/apps.service.js"}},
			{Name: "invitation", Tables: []Table{{Name: "enroll_app_invitations"}}},
			{Name: "roles", Tables: []Table{{Name: "oneid.oneid_roles"}}},
			{Name: "zones", Tables: []Table{{"zones", []string{"*"}}}},
		},
		Layers: []Layer{{"service", []string{"app/services/"}}},
		Rules: map[string]Rule{"VT001": {Severity: "warning"}, "VT002": {Severity: "error", Include: []string{"services/**"},
			Exclude: []string{"services/old.js"}, Options: map[string]string{"limit": "3", "names": "a,b"}}},
		Exclude: []string{"legacy/**"}, Baseline: "lint/baseline.yaml", Tests: SkipTests,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v\nwant %+v", got, want)
	}
	for _, empty := range []string{"", "# nothing\n", "~\n"} {
		if c, err := Parse([]byte(empty), FileName, nil); err != nil || c.Tests != RelaxTests {
			t.Errorf("%q gives %+v and %v", empty, c, err)
		}
	}
}

func TestRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		text  string
		parts []string
	}{
		"syntax":          {"owners: [", []string{"c.yaml: reading YAML"}},
		"no mapping":      {"[a]", []string{"c.yaml:1: ", "mapping"}},
		"key":             {"database: a\nowner: {}\n", []string{"c.yaml:2: ", `"owner"`, `did you mean "owners"?`}},
		"strange key":     {"colour: red", []string{`"colour"`, "the keys are database, databases"}},
		"twice":           {"tests: skip\ntests: skip\n", []string{"c.yaml:2: ", "twice"}},
		"two documents":   {"tests: skip\n---\ntests: skip\n", []string{"first document"}},
		"anchor":          {"database: &a b", []string{"c.yaml:1: ", "anchors"}},
		"alias":           {"exclude: &a [b]\n", []string{"anchors"}},
		"tag":             {"database: !!binary YQ==", []string{"tag"}},
		"database":        {"database: a b", []string{`"a b"`, "a database"}},
		"empty value":     {"database:\n", []string{"c.yaml:1: ", "empty"}},
		"table":           {"owners:\n  a:\n    - x.y.z\n", []string{"c.yaml:3: ", `"x.y.z"`}},
		"table key":       {"owners: {a: [{name: b}]}", []string{`"name"`, "table, access"}},
		"no table":        {"owners: {a: [{access: private}]}", []string{"name is missing"}},
		"two owners":      {"owners: {a: [t], b: [t]}", []string{"t is listed for a and for b"}},
		"access":          {"owners: {a: {tables: [t], access: public}}", []string{`"public"`, "private"}},
		"access key":      {"owners: {a: {access: {write: [b]}}}", []string{`"write"`, "read"}},
		"layer":           {"layers: {services: [a]}", []string{`"services"`, `did you mean "service"?`}},
		"rule":            {"rules:\n  VT010: off\n", []string{"c.yaml:2: ", `"VT010"`, "VT001"}},
		"rule's name":     {"rules: {cross-module: off}", []string{"VT001"}},
		"severity":        {"rules: {VT001: eror}", []string{`did you mean "error"?`}},
		"paths":           {"rules: {VT001: {paths: {only: [a]}}}", []string{`"only"`}},
		"glob":            {"exclude: ['[a']", []string{`"[a"`}},
		"absolute":        {"exclude: [/etc]", []string{"relative"}},
		"above":           {"baseline: ../b.yaml", []string{"relative"}},
		"backslash":       {`baseline: a\b`, []string{"slashes"}},
		"no list":         {"exclude: a", []string{"a list"}},
		"no single value": {"database: [a]", []string{"single value"}},
		"tests":           {"tests: maybe", []string{"check, relax, skip"}},
		"too long":        {"exclude: [" + strings.Repeat("a", maxText+1) + "]", []string{"bytes"}},
		"too large":       {strings.Repeat("#", maxBytes+1), []string{"bytes"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse([]byte(tt.text), "c.yaml", []string{"VT001"})
			if err == nil {
				t.Fatal("it is accepted")
			}
			for _, part := range tt.parts {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("the error %q lacks %q", err, part)
				}
			}
		})
	}
}

func TestApplies(t *testing.T) {
	r := Rule{Include: []string{"services/"}, Exclude: []string{"**/*.old.js"}}
	for path, want := range map[string]bool{"services/a.js": true, "services/x/a.js": true, "a.js": false, "services/a.old.js": false, "servicesx/a.js": false} {
		if r.Applies(path) != want {
			t.Errorf("%s applies: %v", path, !want)
		}
	}
	if !(Rule{}).Applies("anything") {
		t.Error("a rule without paths applies nowhere")
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"allow", "alow", 1}, {"kitten", "sitting", 3}, {"ab", "ba", 2}} {
		if got := Distance(tt.a, tt.b); got != tt.want {
			t.Errorf("%q and %q are %d apart, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	for _, seed := range []string{"", "rules: {VT001: {options: {a: [b]}}}", "owners: {a: [b, {table: c.d}]}", "layers: {other: [a/]}", "? a\n: b"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := Parse(text, "c.yaml", nil)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "c.yaml:") {
				t.Errorf("the error %q does not begin with the file", err)
			}
			return
		}
		for _, globs := range append([][]string{c.Exclude}, c.Rules["VT001"].Include) {
			Match(globs, "a/b.js")
		}
		if again, err := Parse(text, "c.yaml", nil); err != nil || !reflect.DeepEqual(c, again) {
			t.Errorf("read twice, %q gives two configurations", text)
		}
	})
}

// TestProposal reads a proposal back: every owner is in it, and nothing that is undecided.
func TestProposal(t *testing.T) {
	text := Proposal([]Claim{
		{Table: "shop.orders", Module: "orders"}, {Table: "null", Module: "yes"}, {Table: "items", Module: "orders"}, {Table: "items", Module: "orders"},
		{Table: "lost", Comment: "nobody\nowners: {x: [y]}"}, {Table: "doubtful", Module: "orders", Comment: "by its name"}, {Table: "strange name\nowners: {x: [y]}", Module: "a"}, {Table: "t", Module: "a b"},
	})
	c, err := Parse(text, FileName, nil)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	want := []Module{{Name: "orders", Tables: []Table{{Name: "doubtful"}, {Name: "items"}, {Name: "shop.orders"}}}, {Name: "yes", Tables: []Table{{Name: "null"}}}}
	if !reflect.DeepEqual(c.Modules, want) || c.Tests != RelaxTests {
		t.Errorf("the proposal\n%s\nis read as %+v", text, c)
	}
	for _, part := range []string{"#   lost: nobody owners: {x: [y]}\n", "    - doubtful # by its name\n"} {
		if !strings.Contains(string(text), part) {
			t.Errorf("it lacks %q:\n%s", part, text)
		}
	}
	if _, err := Parse(Proposal(nil), FileName, nil); err != nil {
		t.Error(err)
	}
}
