package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/rule"
)

// The characters that mean something in a workflow command.
var (
	escapeMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	escapeProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// commands are GitHub's words for the severities.
var commands = map[rule.Severity]string{rule.Error: "error", rule.Warning: "warning", rule.Info: "notice"}

// writeGitHub writes a workflow command for each open finding.
func writeGitHub(out io.Writer, r *lint.Result) error {
	w := bufio.NewWriter(out)
	for i := range r.Findings {
		f := &r.Findings[i]
		if !f.Open() {
			continue
		}
		message := f.Message
		if f.Suggestion != "" {
			message += "\n" + f.Suggestion
		}
		place := fmt.Sprintf("file=%s,line=%d,endLine=%d", escapeProperty.Replace(f.Path), f.Line, max(f.Line, f.EndLine))
		if f.EndLine == f.Line {
			place += fmt.Sprintf(",col=%d,endColumn=%d", f.Column, f.EndColumn)
		}
		_, _ = fmt.Fprintf(w, "::%s %s,title=%s::%s\n", commands[f.Severity], place, // the writer keeps its error until it is flushed
			escapeProperty.Replace(f.Rule+" "+f.Name), escapeMessage.Replace(message))
	}
	for _, e := range r.Stale {
		_, _ = fmt.Fprintf(w, "::error file=%s,title=%s::%s\n", escapeProperty.Replace(e.Path), escapeProperty.Replace("stale baseline"),
			escapeMessage.Replace(fmt.Sprintf("the baseline has %s%s, which is found no more: `vtgen lint baseline` removes it", e.Rule, times(e.Count))))
	}
	return w.Flush()
}
