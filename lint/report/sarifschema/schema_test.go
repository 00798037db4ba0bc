package sarifschema

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // has the schema in its source
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/vtgen/vtgen/internal/lintsetup"
	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/baseline"
	"github.com/vtgen/vtgen/lint/report"
	"github.com/vtgen/vtgen/lint/rule"
)

const schemaPackage = "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

// schemaText returns the schema, which is a constant in the source of a package that checks by it.
func schemaText(t *testing.T) string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", schemaPackage).Output()
	if err != nil {
		t.Fatalf("finding %s: %v", schemaPackage, err)
	}
	name := filepath.Join(strings.TrimSpace(string(dir)), "schema.go")
	tree, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	ast.Inspect(tree, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && len(lit.Value) > len(text) {
			text = lit.Value
		}
		return true
	})
	unquoted, err := strconv.Unquote(text)
	if err != nil || !strings.Contains(unquoted, "sarif-schema-2.1.0") {
		t.Fatalf("%s has no schema of SARIF 2.1.0: %v", name, err)
	}
	return unquoted
}

// schema compiles the schema; formats such as uri are checked as well.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(schemaText(t)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("sarif.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func validate(t *testing.T, compiled *jsonschema.Schema, r *lint.Result, read func(string) ([]byte, error)) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := report.Write(&out, report.SARIF, r, report.Options{Version: "v1.2.3", Read: read}); err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(document); err != nil {
		t.Errorf("the report is no SARIF 2.1.0: %v", err)
	}
	return out.Bytes()
}

// every is a result that uses all that a report can hold.
func every() *lint.Result {
	at := func(path string, line int, severity rule.Severity) lint.Finding {
		return lint.Finding{
			Rule: "VT001", Name: "cross-module-table", Severity: severity, Tier: rule.Likely, Path: path, Line: line, Column: 1, EndLine: line, EndColumn: 1,
			Message: "reads a table\nof \"another\" module \x1b[1m", Module: "a", Database: "d", Table: "t", Owner: "o", Access: "read", Function: "f", Suggestion: "call o",
		}
	}
	suppressed, known := at("dir/ä %20#?.go", 3, rule.Info), at("b.go", 2, rule.Error)
	suppressed.Suppressed = &lint.Suppressed{Reason: "why", Until: "2027-01-31", Line: 2}
	known.Baselined = true
	return &lint.Result{
		Findings: []lint.Finding{suppressed, known, at("b.go", 9, rule.Warning), at("b.go", 10, rule.Off)},
		Stale:    []baseline.Entry{{Key: baseline.Key{Rule: "VT001", Path: "old.js", Table: "t", Access: "write"}, Count: 2}},
		Notes:    []lint.Note{{Path: "lib.min.js", Reason: "skipped"}, {Reason: "no cache"}},
		Rules:    lint.AllRules(),
	}
}

func TestReportsAreSARIF(t *testing.T) {
	compiled := schema(t)
	missing := func(string) ([]byte, error) { return nil, errors.New("no such file") }
	t.Run("everything", func(t *testing.T) { validate(t, compiled, every(), missing) })
	t.Run("nothing", func(t *testing.T) { validate(t, compiled, &lint.Result{}, missing) })
	t.Run("a run", func(t *testing.T) {
		root := t.TempDir()
		write(t, root, "vtgen-lint.yaml", "owners:\n  account: [users]\n")
		write(t, root, "go.mod", "module example.com/a\n")
		write(t, root, "services/billing.service.go", "package services\n\nimport \"database/sql\"\n\n"+
			"func Bill(db *sql.DB) { _, _ = db.Exec(\"UPDATE users SET a = 1\") }\n")
		options, err := lintsetup.Options(root, "")
		if err != nil {
			t.Fatal(err)
		}
		result, err := lint.Run(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		if len(result.Findings) == 0 {
			t.Error("the run found nothing to report")
		}
		validate(t, compiled, result, func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(root, name)) })
	})
}

// TestSchemaRefuses makes sure that the schema is one: a report with a mistake in it is refused.
func TestSchemaRefuses(t *testing.T) {
	compiled := schema(t)
	text := validate(t, compiled, every(), func(string) ([]byte, error) { return nil, errors.New("no such file") })
	for _, mistake := range [][2]string{
		{`"version": "2.1.0"`, `"version": "2.2"`}, {`"level": "note"`, `"level": "info"`}, {`"kind": "inSource"`, `"kind": "comment"`},
		{`"ruleIndex"`, `"rule_index"`}, {`"startLine": 3`, `"startLine": 0`},
	} {
		broken := bytes.Replace(text, []byte(mistake[0]), []byte(mistake[1]), 1)
		if bytes.Equal(broken, text) {
			t.Errorf("the report has no %s", mistake[0])
			continue
		}
		var document any
		if err := json.Unmarshal(broken, &document); err != nil {
			t.Fatal(err)
		}
		if compiled.Validate(document) == nil {
			t.Errorf("the schema has nothing against %s", mistake[1])
		}
	}
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
