package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/rule"
)

// The bounds of what is shown of a source.
const (
	maxShown   = 160 // characters of a line
	shownAhead = 40  // characters before the place in a line that is cut
	tabWidth   = 4
)

// painter colours words where that is wanted.
type painter bool

func (p painter) paint(code, text string) string {
	if !p || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// severity colours a severity, padded to the longest.
func (p painter) severity(s rule.Severity) string {
	codes := map[rule.Severity]string{rule.Error: "1;31", rule.Warning: "33", rule.Info: "36"}
	return p.paint(codes[s], fmt.Sprintf("%-7s", s))
}

// textWriter writes the report for people.
type textWriter struct {
	out   *bufio.Writer
	paint painter
	read  func(path string) ([]byte, error)
	path  string
	lines []string // of the file at path; nil when it cannot be read
}

func writeText(out io.Writer, r *lint.Result, o Options) error {
	w := &textWriter{out: bufio.NewWriter(out), paint: painter(o.Color), read: o.Read}
	width := positionWidth(r)
	for i := range r.Findings {
		f := &r.Findings[i]
		if !f.Open() {
			continue
		}
		if f.Path != w.path {
			w.open(f.Path)
		}
		w.finding(f, width)
	}
	if len(r.Stale) > 0 {
		w.stale(r)
	}
	return w.out.Flush()
}

// positionWidth is the width of the longest line:column.
func positionWidth(r *lint.Result) int {
	width := 0
	for i := range r.Findings {
		if r.Findings[i].Open() {
			width = max(width, len(position(&r.Findings[i])))
		}
	}
	return width
}

func position(f *lint.Finding) string { return fmt.Sprintf("%d:%d", f.Line, f.Column) }

// open begins the group of a file.
func (w *textWriter) open(path string) {
	if w.path != "" {
		_ = w.out.WriteByte('\n') // the writer keeps its error until it is flushed
	}
	w.path, w.lines = path, nil
	if w.read != nil {
		if text, err := w.read(path); err == nil {
			w.lines = strings.Split(string(text), "\n")
		}
	}
	_, _ = fmt.Fprintln(w.out, w.paint.paint("1", path))
}

// finding writes a finding: what is wrong, where it is seen, and what to do.
func (w *textWriter) finding(f *lint.Finding, width int) {
	_, _ = fmt.Fprintf(w.out, "  %s  %s  %s  %s\n", w.paint.paint("2", fmt.Sprintf("%-*s", width, position(f))),
		w.paint.severity(f.Severity), w.paint.paint("1", f.Rule), visible(f.Message))
	indent := strings.Repeat(" ", width+4)
	w.source(f, indent)
	if f.Suggestion != "" {
		_, _ = fmt.Fprintf(w.out, "%s%s %s\n", indent, w.paint.paint("32", "→"), visible(f.Suggestion))
	}
}

// source shows the line of a finding with the place underlined.
func (w *textWriter) source(f *lint.Finding, indent string) {
	if f.Line < 1 || f.Line > len(w.lines) {
		return
	}
	line := strings.TrimRight(w.lines[f.Line-1], "\r")
	from := min(max(f.Column-1, 0), len(line))
	to := len(line)
	if f.EndLine == f.Line {
		to = min(max(f.EndColumn-1, from), len(line))
	}
	before, marked, after := shownText(line[:from]), shownText(line[from:to]), shownText(line[to:])
	before, marked, after = clipLine(before, marked, after)
	gutter := w.paint.paint("2", "│ ")
	_, _ = fmt.Fprintf(w.out, "%s%s%s%s%s\n", indent, gutter, before, w.paint.paint("31", marked), after)
	_, _ = fmt.Fprintf(w.out, "%s%s%s%s\n", indent, gutter, strings.Repeat(" ", utf8.RuneCountInString(before)),
		w.paint.paint("31", strings.Repeat("^", max(1, utf8.RuneCountInString(marked)))))
}

// clipLine shortens a line around what is marked in it, and takes off its indentation.
func clipLine(before, marked, after string) (string, string, string) {
	before = strings.TrimLeft(before, " ")
	if n := utf8.RuneCountInString(before); n > shownAhead && n+utf8.RuneCountInString(marked+after) > maxShown {
		runes := []rune(before)
		before = "…" + string(runes[len(runes)-shownAhead:])
	}
	if runes := []rune(marked); len(runes) > maxShown {
		return before, string(runes[:maxShown]) + "…", ""
	}
	left := max(0, maxShown-utf8.RuneCountInString(before+marked))
	if runes := []rune(after); len(runes) > left {
		after = string(runes[:left]) + "…"
	}
	return before, marked, after
}

// shownText makes a piece of source safe to show: tabs as blanks, and nothing that moves the cursor.
func shownText(text string) string {
	return visible(strings.ReplaceAll(text, "\t", strings.Repeat(" ", tabWidth)))
}

// visible replaces what a terminal would obey, or could not show.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == utf8.RuneError || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '·'
		}
		return r
	}, text)
}

// stale lists the entries of the baseline that are to be removed.
func (w *textWriter) stale(r *lint.Result) {
	if w.path != "" {
		_ = w.out.WriteByte('\n')
	}
	_, _ = fmt.Fprintln(w.out, w.paint.paint("1", "in the baseline and found no more"))
	for _, e := range r.Stale {
		what := e.Rule
		for _, part := range []string{e.Table, e.Access, e.Function} {
			if part != "" {
				what += " " + part
			}
		}
		_, _ = fmt.Fprintf(w.out, "  %s  %s: %s%s\n", w.paint.paint("33", "stale"), visible(e.Path), visible(what), times(e.Count))
	}
	_, _ = fmt.Fprintf(w.out, "    %s `vtgen lint baseline` removes them\n", w.paint.paint("32", "→"))
}

func times(n int) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf(" (%d times)", n)
}

// Summary is one line about a result, and what else a person should know, for standard error.
func Summary(r *lint.Result, color bool) string {
	paint := painter(color)
	var out strings.Builder
	for _, n := range r.Notes {
		first, _, _ := strings.Cut(n.Reason, "\n")
		fmt.Fprintf(&out, "%s %s: %s\n", paint.paint("33", "note:"), visible(n.Path), visible(first))
	}
	if r.Warning != "" {
		fmt.Fprintf(&out, "%s %s\n", paint.paint("33", "note:"), visible(r.Warning))
	}
	fmt.Fprintf(&out, "%s in %s, %s\n", counted(r, paint), count(r.Files, "file", "files"), elapsed(r))
	return out.String()
}

// counted counts the findings, those that do not matter last.
func counted(r *lint.Result, paint painter) string {
	all := Counted(r)
	counts := []string{}
	for _, c := range []struct {
		n               int
		one, many, code string
	}{
		{all.Errors, "error", "errors", "1;31"}, {all.Warnings, "warning", "warnings", "33"}, {all.Infos, "hint", "hints", "36"},
		{all.Stale, "stale entry of the baseline", "stale entries of the baseline", "33"},
	} {
		if c.n > 0 {
			counts = append(counts, paint.paint(c.code, count(c.n, c.one, c.many)))
		}
	}
	head := paint.paint("32", "no findings")
	if len(counts) > 0 {
		head = strings.Join(counts, ", ")
	}
	for _, more := range []struct {
		n    int
		what string
	}{{all.Baselined, "in the baseline"}, {all.Suppressed, "suppressed"}} {
		if more.n > 0 {
			head += fmt.Sprintf(", %d %s", more.n, more.what)
		}
	}
	return head
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// elapsed is how long the run took, and whether anything had to be done.
func elapsed(r *lint.Result) string {
	text := fmt.Sprintf("%.2f s", r.Elapsed.Seconds())
	if r.Known {
		text += " (nothing changed since the last run)"
	}
	return text
}
