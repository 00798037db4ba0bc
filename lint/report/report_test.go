package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/baseline"
	"github.com/vtgen/vtgen/lint/rule"
)

var update = flag.Bool("update", false, "write the expected reports")

const longLine = "const q = \"é\" + \"SELECT id FROM oneid.allowed_app\"; // and so on"

// sources are the files that the findings below are in.
var sources = map[string]string{
	"services/a b.js": "one\n\t\tdb.query('SELECT * FROM oneid.allowed_app')\n" + longLine + "\nx = `\n  SELECT\n`\n",
	"b.go":            "package b\x1b[31m\n",
}

func read(path string) ([]byte, error) {
	text, ok := sources[path]
	if !ok {
		return nil, errors.New("no such file")
	}
	return []byte(text), nil
}

// result has a finding of each kind.
func result() *lint.Result {
	at := func(path string, line, column, endLine, endColumn int) lint.Finding {
		return lint.Finding{Rule: "VT001", Name: "cross-module-table", Severity: rule.Error, Tier: rule.Certain, Path: path, Line: line, Column: column,
			EndLine: endLine, EndColumn: endColumn, Message: "invitation reads oneid.allowed_app", Module: "invitation", Database: "oneid", Table: "allowed_app",
			Owner: "app_operations", Access: "read", Function: "check", Suggestion: "call app_operations_service.is_app_allowed, 100%\nof it"}
	}
	first, second, third := at("services/a b.js", 2, 27, 2, 44), at("services/a b.js", 3, 34, 3, 51), at("services/a b.js", 4, 5, 6, 2)
	second.Severity, second.Tier, second.Suggestion = rule.Warning, rule.Likely, ""
	third.Suppressed = &lint.Suppressed{Reason: "the report joins both", Until: "2027-01-31", Line: 3}
	fourth, fifth, sixth := at("b.go", 1, 1, 1, 8), at("gone.go", 9, 1, 9, 1), at("services/a b.js", 4, 5, 6, 2)
	fourth.Severity, fifth.Baselined = rule.Info, true
	sixth.Rule, sixth.Name = "VT002", "other"
	return &lint.Result{
		Findings: []lint.Finding{fourth, fifth, first, second, third, sixth},
		Stale:    []baseline.Entry{{Key: baseline.Key{Rule: "VT001", Path: "old.js", Table: "t", Access: "write"}, Count: 2}},
		Notes:    []lint.Note{{Path: "lib.min.js", Reason: "skipped: it is a bundle by its name"}},
		Rules: []*rule.Rule{{ID: "VT001", Name: "cross-module-table", Summary: "reads a table of another module", Doc: "# Help", Default: rule.Error, Standards: []string{"§3.8.1"}},
			{ID: "VT002", Name: "other", Summary: "another", Default: rule.Warning}},
		Files: 3, Elapsed: 1230 * time.Millisecond,
	}
}

// TestReports compares each format with what is expected; -update writes that.
func TestReports(t *testing.T) {
	for name, color := range map[string]bool{"text": false, "text_color": true, "json": false, "sarif": false, "github": false} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			format, _, _ := strings.Cut(name, "_")
			if err := Write(&out, Format(format), result(), Options{Color: color, Version: "1.2.3", Read: read}); err != nil {
				t.Fatal(err)
			}
			if format == "text" {
				out.WriteString("----\n" + Summary(result(), color))
			}
			golden := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(out.Bytes(), want) {
				t.Errorf("the report is\n%s\nand not\n%s", out.Bytes(), want)
			}
		})
	}
	if err := Write(&bytes.Buffer{}, "xml", result(), Options{}); err == nil || !strings.Contains(err.Error(), "text, json, sarif, github") {
		t.Errorf("an unknown format gives %v", err)
	}
}

// TestEmptyReports: lists are empty and not null.
func TestEmptyReports(t *testing.T) {
	for format, parts := range map[Format][]string{JSON: {`"findings": []`, `"notes": []`, `"staleBaseline": []`}, SARIF: {`"results": []`, `"rules": []`}, Text: nil, GitHub: nil} {
		var out bytes.Buffer
		if err := Write(&out, format, &lint.Result{}, Options{}); err != nil {
			t.Fatal(err)
		}
		for _, part := range parts {
			if !strings.Contains(out.String(), part) {
				t.Errorf("%s lacks %s: %s", format, part, out.String())
			}
		}
		if parts == nil && out.Len() > 0 {
			t.Errorf("%s of nothing is %q", format, out.String())
		}
	}
	if got := Summary(&lint.Result{Files: 1, Known: true}, false); got != "no findings in 1 file, 0.00 s (nothing changed since the last run)\n" {
		t.Errorf("the summary is %q", got)
	}
}

// TestNothingMovesTheCursor: text of the code base must not reach a terminal as commands.
func TestNothingMovesTheCursor(t *testing.T) {
	r := result()
	r.Findings[0].Message, r.Findings[0].Suggestion = "a\x1b[2Jb", "c\u202ed\u009be"
	r.Notes[0].Reason = "\x1b]0;x\a"
	var out bytes.Buffer
	if err := Write(&out, Text, r, Options{Read: read}); err != nil {
		t.Fatal(err)
	}
	text := out.String() + Summary(r, false)
	if strings.ContainsAny(text, "\x1b\a\u202e\u009b\t") {
		t.Errorf("the report holds control characters: %q", text)
	}
}

func TestLongLinesAreCut(t *testing.T) {
	before, marked, after := clipLine("   "+strings.Repeat("b", 500), "table", strings.Repeat("a", 500))
	if n := len([]rune(before + marked + after)); n > maxShown+2 || !strings.HasPrefix(before, "…b") || marked != "table" || !strings.HasSuffix(after, "a…") {
		t.Errorf("the line is %q %q %q", before, marked, after)
	}
	if _, marked, after := clipLine("", strings.Repeat("m", 500), "a"); len([]rune(marked)) != maxShown+1 || after != "" {
		t.Errorf("a long place is %q %q", marked, after)
	}
}

// TestSARIFStructure checks what the SARIF 2.1.0 schema demands of the parts that are used.
func TestSARIFStructure(t *testing.T) {
	var out bytes.Buffer
	if err := Write(&out, SARIF, result(), Options{Read: read, Version: "1"}); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct {
						ID               string
						ShortDescription struct{ Text string }
						Help             struct{ Text string }
					}
				}
			}
			OriginalURIBaseIDs map[string]any `json:"originalUriBaseIds"`
			Invocations        []struct{ ExecutionSuccessful *bool }
			ColumnKind         string
			Results            []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct {
							URI       string
							URIBaseID string `json:"uriBaseId"`
						}
						Region struct{ StartLine, StartColumn, EndLine, EndColumn int }
					}
				}
				PartialFingerprints map[string]string
				Suppressions        []struct{ Kind, Justification string }
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if log.Version != "2.1.0" || !strings.Contains(log.Schema, "2.1.0") || run.Tool.Driver.Name == "" || run.Invocations[0].ExecutionSuccessful == nil {
		t.Errorf("the head is %+v", log)
	}
	prints := map[string]bool{}
	for _, r := range run.Results {
		if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("%s has the index of %s", r.RuleID, run.Tool.Driver.Rules[r.RuleIndex].ID)
		}
		place := r.Locations[0].PhysicalLocation
		if place.Region.StartLine < 1 || place.Region.StartColumn < 1 || place.Region.EndLine < place.Region.StartLine {
			t.Errorf("the region is %+v", place.Region)
		}
		if place.Region.EndLine == place.Region.StartLine && place.Region.EndColumn < place.Region.StartColumn {
			t.Errorf("the region ends before it begins: %+v", place.Region)
		}
		if _, known := run.OriginalURIBaseIDs[place.ArtifactLocation.URIBaseID]; !known || strings.ContainsAny(place.ArtifactLocation.URI, " \\") || strings.HasPrefix(place.ArtifactLocation.URI, "/") {
			t.Errorf("the location is %+v", place.ArtifactLocation)
		}
		if !strings.Contains("none note warning error", r.Level) || r.Message.Text == "" {
			t.Errorf("the result is %+v", r)
		}
		for _, value := range r.PartialFingerprints {
			if prints[value] {
				t.Errorf("two results have the fingerprint %s", value)
			}
			prints[value] = true
		}
		for _, s := range r.Suppressions {
			if s.Kind != "inSource" && s.Kind != "external" {
				t.Errorf("the suppression is %+v", s)
			}
		}
	}
	if len(prints) != len(run.Results) {
		t.Errorf("%d results have %d fingerprints", len(run.Results), len(prints))
	}
	// characters, not bytes
	if got, want := run.Results[3].Locations[0].PhysicalLocation.Region.StartColumn, 33; got != want {
		t.Errorf("behind é the column is %d, want %d", got, want)
	}
}
