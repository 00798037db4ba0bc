package lintcorpus

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/vtgen/vtgen/lint/program"
)

// golden is a platform as vtgen generates it.
const golden = "../../testdata/golden/aip"

// entities reads the entities of the golden platform.
func entities(t *testing.T) []program.Entity {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(golden, "entities", "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%d entities, %v", len(names), err)
	}
	var all []program.Entity
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var e struct{ Name, Module, Database, Table string }
		if err := yaml.Unmarshal(text, &e); err != nil {
			t.Fatal(err)
		}
		all = append(all, program.Entity{Name: e.Name, Module: e.Module, Database: e.Database, Table: e.Table})
	}
	return all
}

// platform reads the golden platform as a case.
func platform(t *testing.T) *Case {
	t.Helper()
	c := &Case{Files: map[string]string{}, Options: program.Options{
		GoModules: []program.GoModule{{Dir: ".", Path: "example.com/aip"}}, Entities: entities(t),
	}}
	err := filepath.WalkDir(golden, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(golden, name)
		c.Files[filepath.ToSlash(relative)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestGeneratedPlatformIsClean lints what vtgen generates, with its entities and without.
func TestGeneratedPlatformIsClean(t *testing.T) {
	c := platform(t)
	for _, known := range [][]program.Entity{c.Options.Entities, nil} {
		c.Options.Entities = known
		p := program.Link(c.Facts(), c.Options)
		if !p.Standard {
			t.Error("it is not laid out by the standards")
		}
		for _, e := range known {
			module := e.Module
			if module == "" {
				module = e.Name
			}
			if o := p.Owners.Of(e.Database, e.Table); o == nil || o.Module != module || o.Source != program.FromEntity {
				t.Errorf("owner of %s: %+v, want %s", e.Table, o, module)
			}
		}
		for _, f := range Findings(p, nil) {
			line, _ := f.File.Position(f.Pos)
			t.Errorf("%s:%d: %s %s", f.File.Path, line, f.Rule, f.Message)
		}
	}
}

// TestGeneratedPlatformBroken breaks the platform in the ways that matter most, and finds each.
func TestGeneratedPlatformBroken(t *testing.T) {
	for _, test := range []struct{ file, added, rule, suggestion string }{
		{
			"data_repositories/queries/allowed_app.sql", "\n-- name: Emails :many\nSELECT u.email FROM oneid.user_accounts u;\n",
			"VT001", "ask UserAccountService.",
		},
		{
			"services/invitation.service.go", "\nfunc (s *InvitationService) peek(ctx context.Context, db *sql.DB) error {\n\t_, err := db.ExecContext(ctx, \"DELETE FROM oneid.allowed_app WHERE id = 1\")\n\treturn err\n}\n",
			"VT001", "ask AllowedAppService.Delete instead",
		},
		{
			"services/invitation.service.go", "\nfunc (s *InvitationService) use(other *data_repositories.AllowedAppDataRepository) {}\n",
			"VT004", "go through the service of module app_operations",
		},
		{
			"controllers/invitation.controller.go", "\nfunc list(db *sql.DB) { _, _ = db.Query(\"SELECT email FROM oneid.enroll_app_invitations\") }\n",
			"VT002", "data repository",
		},
	} {
		c := platform(t)
		c.Files[test.file] += test.added
		found := false
		for _, f := range Findings(program.Link(c.Facts(), c.Options), nil) {
			if f.Rule == test.rule && f.File.Path == test.file && strings.Contains(f.Suggestion, test.suggestion) {
				found = true
			} else {
				t.Logf("%s: %s %s; %s", test.file, f.Rule, f.Message, f.Suggestion)
			}
		}
		if !found {
			t.Errorf("%s with %q: no %s", test.file, test.added, test.rule)
		}
	}
}
