package report

import (
	"encoding/json"
	"io"

	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/baseline"
	"github.com/vtgen/vtgen/lint/rule"
)

// SchemaVersion is the version of the JSON report. It goes up when a field changes its meaning or
// goes away; new fields may come at any time.
const SchemaVersion = 1

// Document is the JSON report.
type Document struct {
	// Schema is [SchemaVersion].
	Schema int `json:"schemaVersion"`
	// Tool is the version of vtgen.
	Tool string `json:"toolVersion"`
	// Findings are all findings, those that are suppressed or in the baseline marked as such.
	Findings []lint.Finding `json:"findings"`
	// Stale are entries of the baseline without a finding.
	Stale []StaleEntry `json:"staleBaseline"`
	// Notes are about files that were skipped or could not be read to their end.
	Notes   []lint.Note `json:"notes"`
	Summary Counts      `json:"summary"`
}

// StaleEntry is an entry of the baseline and the number of findings that it has too many.
type StaleEntry struct {
	Rule     string `json:"rule"`
	Module   string `json:"module,omitempty"`
	Table    string `json:"table,omitempty"`
	Access   string `json:"access,omitempty"`
	Function string `json:"function,omitempty"`
	Path     string `json:"path"`
	Count    int    `json:"count"`
}

// Counts count files, and findings that are neither suppressed nor in the baseline.
type Counts struct {
	Files      int `json:"files"`
	Errors     int `json:"errors"`
	Warnings   int `json:"warnings"`
	Infos      int `json:"infos"`
	Suppressed int `json:"suppressed"`
	Baselined  int `json:"baselined"`
	Stale      int `json:"stale"`
}

// Counted counts what a result holds.
func Counted(r *lint.Result) Counts {
	c := Counts{Files: r.Files, Errors: r.Count(rule.Error), Warnings: r.Count(rule.Warning), Infos: r.Count(rule.Info), Stale: len(r.Stale)}
	for i := range r.Findings {
		switch f := &r.Findings[i]; {
		case f.Suppressed != nil:
			c.Suppressed++
		case f.Baselined:
			c.Baselined++
		}
	}
	return c
}

func writeJSON(out io.Writer, r *lint.Result, o Options) error {
	d := Document{Schema: SchemaVersion, Tool: o.Version, Findings: r.Findings, Stale: []StaleEntry{}, Notes: r.Notes, Summary: Counted(r)}
	if d.Findings == nil {
		d.Findings = []lint.Finding{}
	}
	if d.Notes == nil {
		d.Notes = []lint.Note{}
	}
	for _, e := range r.Stale {
		d.Stale = append(d.Stale, stale(e))
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(d)
}

func stale(e baseline.Entry) StaleEntry {
	return StaleEntry{e.Rule, e.Module, e.Table, e.Access, e.Function, e.Path, e.Count}
}
