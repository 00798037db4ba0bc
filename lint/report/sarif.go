package report

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/cache"
	"github.com/vtgen/vtgen/lint/rule"
)

// The types below are the parts of SARIF 2.1.0 that are used.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool            `json:"tool"`
		Bases       map[string]sarifBase `json:"originalUriBaseIds"`
		Invocations []sarifInvocation    `json:"invocations"`
		Results     []sarifResult        `json:"results"`
		ColumnKind  string               `json:"columnKind"`
	}
	sarifBase struct {
		Description sarifText `json:"description"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string             `json:"id"`
		Name    string             `json:"name"`
		Short   sarifText          `json:"shortDescription"`
		Help    sarifHelp          `json:"help"`
		Default sarifConfiguration `json:"defaultConfiguration"`
		Tags    *sarifTags         `json:"properties,omitempty"`
	}
	sarifTags struct {
		Tags []string `json:"tags"`
	}
	sarifConfiguration struct {
		Level   string `json:"level"`
		Enabled bool   `json:"enabled"`
	}
	sarifHelp struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations"`
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
		Properties   sarifProperties    `json:"properties"`
	}
	sarifSuppression struct {
		Kind          string         `json:"kind"`
		Justification string         `json:"justification,omitempty"`
		Location      *sarifLocation `json:"location,omitempty"`
	}
	sarifProperties struct {
		Tier     rule.Tier `json:"tier"`
		Module   string    `json:"module,omitempty"`
		Table    string    `json:"table,omitempty"`
		Owner    string    `json:"owner,omitempty"`
		Access   string    `json:"access,omitempty"`
		Function string    `json:"function,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
	sourceRoot  = "%SRCROOT%"
)

// levels are SARIF's words for the severities.
var levels = map[rule.Severity]string{rule.Error: "error", rule.Warning: "warning", rule.Info: "note", rule.Off: "none"}

func writeSARIF(out io.Writer, r *lint.Result, o Options) error {
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: "vtgen", Version: o.Version, Rules: []sarifRule{}}},
		Bases:       map[string]sarifBase{sourceRoot: {sarifText{"the root of the code base"}}},
		Invocations: []sarifInvocation{{Successful: len(r.Failures) == 0}},
		Results:     []sarifResult{},
		ColumnKind:  "unicodeCodePoints",
	}
	index := map[string]int{}
	for i, one := range r.Rules {
		index[one.ID] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(one))
	}
	for _, n := range r.Notes {
		run.Invocations[0].Notifications = append(run.Invocations[0].Notifications,
			sarifNotification{"warning", sarifText{n.Reason}, []sarifLocation{{sarifPhysical{Artifact: artifact(n.Path)}}}})
	}
	for _, failure := range r.Failures {
		run.Invocations[0].Notifications = append(run.Invocations[0].Notifications, sarifNotification{Level: "error", Message: sarifText{failure}})
	}
	columns := columnCounter{read: o.Read}
	seen := map[string]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		run.Results = append(run.Results, sarifResultOf(f, index[f.Rule], columns.region(f), seen))
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(sarifLog{sarifSchema, "2.1.0", []sarifRun{run}})
}

func sarifRuleOf(r *rule.Rule) sarifRule {
	one := sarifRule{ID: r.ID, Name: r.Name, Short: sarifText{r.Summary}, Help: sarifHelp{r.Doc, r.Doc},
		Default: sarifConfiguration{levels[r.Default], r.Default != rule.Off}}
	if one.Help.Text == "" {
		one.Help = sarifHelp{r.Summary, r.Summary}
	}
	if len(r.Standards) > 0 {
		one.Tags = &sarifTags{r.Standards}
	}
	return one
}

// sarifResultOf makes a result. Findings with the same key are told apart by their number.
func sarifResultOf(f *lint.Finding, index int, region *sarifRegion, seen map[string]int) sarifResult {
	key := f.Key()
	fingerprint := cache.HashOf(fmt.Appendf(nil, "%q %q %q %q %q %q", key.Rule, key.Module, key.Table, key.Access, key.Function, key.Path)).String()
	seen[fingerprint]++
	message := f.Message
	if f.Suggestion != "" {
		message += ": " + f.Suggestion
	}
	one := sarifResult{
		RuleID: f.Rule, RuleIndex: index, Level: levels[f.Severity], Message: sarifText{message},
		Locations:    []sarifLocation{{sarifPhysical{artifact(f.Path), region}}},
		Fingerprints: map[string]string{"vtgenKey/v1": fmt.Sprintf("%s:%d", fingerprint, seen[fingerprint])},
		Properties:   sarifProperties{f.Tier, f.Module, f.QualifiedTable(), f.Owner, f.Access, f.Function},
	}
	if f.Baselined {
		one.Suppressions = append(one.Suppressions, sarifSuppression{Kind: "external", Justification: "it is in the baseline"})
	}
	if s := f.Suppressed; s != nil {
		comment := sarifLocation{sarifPhysical{artifact(f.Path), &sarifRegion{StartLine: s.Line}}}
		one.Suppressions = append(one.Suppressions, sarifSuppression{"inSource", s.Reason, &comment})
	}
	return one
}

// artifact is a file by its path from the root.
func artifact(path string) sarifArtifact {
	return sarifArtifact{(&url.URL{Path: path}).String(), sourceRoot}
}

// columnCounter turns columns in bytes into columns in characters.
type columnCounter struct {
	read  func(path string) ([]byte, error)
	path  string
	lines []string
}

// region is the place of a finding.
func (c *columnCounter) region(f *lint.Finding) *sarifRegion {
	if f.Path != c.path && c.read != nil {
		c.path, c.lines = f.Path, nil
		if text, err := c.read(f.Path); err == nil {
			c.lines = strings.Split(string(text), "\n")
		}
	}
	return &sarifRegion{f.Line, c.column(f.Line, f.Column), max(f.Line, f.EndLine), c.column(f.EndLine, f.EndColumn)}
}

func (c *columnCounter) column(line, column int) int {
	if line < 1 || line > len(c.lines) {
		return column
	}
	text := c.lines[line-1]
	return utf8.RuneCountInString(text[:min(max(column-1, 0), len(text))]) + 1
}
