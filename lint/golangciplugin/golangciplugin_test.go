package golangciplugin

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"
)

const service = `package services

import "database/sql"

type InvitationService struct{ db *sql.DB }

func (s *InvitationService) Forbid(id int) error {
	_, err := s.db.Exec("DELETE FROM oneid.allowed_app WHERE id = ?", id)
	return err
}
`

// TestPlugin does what golangci-lint does: it takes the registered plugin, and runs its analyzers.
func TestPlugin(t *testing.T) {
	root := t.TempDir()
	name := filepath.Join(root, "services", "invitation.service.go")
	for path, text := range map[string]string{
		filepath.Join(root, "go.mod"):          "module example.com/shop\n",
		filepath.Join(root, "vtgen-lint.yaml"): "owners: {app_operations: [oneid.allowed_app]}\nrules: {VT002: off}\n",
		filepath.Join(root, "strict.yaml"):     "rules: {VT001: off, VT002: off}\n",
		name:                                   service,
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	found := run(t, map[string]any{"severity": "error", "cache": t.TempDir()}, name)
	if len(found) != 1 || !strings.HasPrefix(found[0].Message, "VT001: ") || !strings.Contains(found[0].Message, "oneid.allowed_app") {
		t.Errorf("reported %+v", found)
	}
	if found := run(t, map[string]any{"config": filepath.Join(root, "strict.yaml"), "cache": t.TempDir()}, name); len(found) != 0 {
		t.Errorf("with another configuration it reports %+v", found)
	}
	if found := run(t, map[string]any{"cache": name}, name); len(found) != 1 {
		t.Errorf("without a cache it reports %+v", found)
	}
}

func run(t *testing.T, settings any, name string) []analysis.Diagnostic {
	t.Helper()
	create, err := register.GetPlugin("vtgen")
	if err != nil {
		t.Fatal(err)
	}
	plugin, err := create(settings)
	if err != nil {
		t.Fatal(err)
	}
	if plugin.GetLoadMode() != register.LoadModeSyntax {
		t.Errorf("the load mode is %s", plugin.GetLoadMode())
	}
	analyzers, err := plugin.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var found []analysis.Diagnostic
	pass := &analysis.Pass{Analyzer: analyzers[0], Fset: set, Files: []*ast.File{file}, Report: func(d analysis.Diagnostic) { found = append(found, d) }}
	if _, err := analyzers[0].Run(pass); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestUnknownSettings(t *testing.T) {
	if _, err := New(map[string]any{"sevrity": "error"}); err == nil || !strings.Contains(err.Error(), "sevrity") {
		t.Errorf("an unknown setting gives %v", err)
	}
}
