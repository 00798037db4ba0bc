// Package suppress reads the comments by which code is allowed to break a rule:
//
//	// vtgen:allow VT001 the report joins both tables until the view is there until 2027-01-31
//
// A comment speaks for its own line when code precedes it there, else for the statement below it; above
// a function it speaks for the whole function. It must give a reason; it may end, and one that allows
// nothing is an error.
package suppress

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/vtgen/vtgen/lint/config"
	"github.com/vtgen/vtgen/lint/fact"
)

// DateFormat is how the end of a suppression is written.
const DateFormat = "2006-01-02"

// Suppression is one directive in a comment.
type Suppression struct {
	// Rules are the rules that it allows to be broken.
	Rules  []string
	Reason string
	// Until is the last day on which it holds, zero for ever.
	Until time.Time
	// Invalid says what is wrong with a directive that cannot be used, "" for one that can.
	Invalid string
	// Pos and End enclose the directive; Line is its line.
	Pos, End fact.Pos
	Line     int

	file *fact.File
	// target is the line that it speaks for, function the function that begins there.
	target   int
	trailing bool
	function *fact.Func
}

// Expired reports whether the suppression has ended by a day.
func (s *Suppression) Expired(today time.Time) bool {
	return !s.Until.IsZero() && today.Format(DateFormat) > s.Until.Format(DateFormat)
}

// Allows reports whether the suppression names a rule.
func (s *Suppression) Allows(rule string) bool { return slices.Contains(s.Rules, rule) }

// Read returns the directives in a file's comments. Source is the file's text.
func Read(f *fact.File, source string) []*Suppression {
	var found []*Suppression
	for _, comment := range f.Comments {
		if !strings.Contains(comment.Text, "vtgen:") || comment.Pos < 0 || comment.End < comment.Pos || int(comment.End) > len(source) {
			continue
		}
		pos := comment.Pos
		for line := range strings.Lines(source[comment.Pos:comment.End]) {
			text := strings.TrimLeft(line, blanksAndMarks)
			if s := parse(text); s != nil {
				s.file, s.trailing = f, comment.Trailing
				s.Pos = pos + fact.Pos(len(line)-len(strings.TrimLeft(line, " \t")))
				s.End = pos + fact.Pos(len(strings.TrimRight(line, " \t\r\n")))
				s.Line, _ = f.Position(s.Pos)
				s.aim(source, comment.End)
				found = append(found, s)
			}
			pos += fact.Pos(len(line))
		}
	}
	return found
}

// blanksAndMarks begin the lines of comments.
const blanksAndMarks = " \t*/-#"

// aim finds out what the suppression speaks for; its comment ends at end.
func (s *Suppression) aim(source string, end fact.Pos) {
	s.target = s.Line
	if s.trailing {
		return
	}
	last, _ := s.file.Position(end - 1)
	s.target = codeBelow(s.file, source, last)
	for i := range s.file.Funcs {
		f := &s.file.Funcs[i]
		if line, _ := s.file.Position(f.Pos); line == s.target {
			s.function = f
			return
		}
	}
}

// commentLine begins a line that is a comment, or a decorator, as a whole.
var commentLine = regexp.MustCompile(`^\s*(//|/\*|\*|--|#|@)`)

// codeBelow is the first line after one that is no comment.
func codeBelow(f *fact.File, source string, line int) int {
	for line++; line < len(f.LineStarts); line++ {
		from, to := int(f.LineStarts[line-1]), int(f.LineStarts[line])
		if to > len(source) || !commentLine.MatchString(source[from:to]) {
			break
		}
	}
	return line
}

// Covers reports whether the suppression speaks for a place.
func (s *Suppression) Covers(pos fact.Pos) bool {
	line, _ := s.file.Position(pos)
	switch {
	case line == s.target:
		return true
	case s.function != nil:
		return s.function.Pos <= pos && pos < s.function.End
	case line < s.target:
		return false
	}
	return s.sameStatement(pos)
}

// sameStatement reports whether a text or call that begins on the line the suppression speaks for
// reaches as far as pos, without a function between them: a query of several lines, or its call.
func (s *Suppression) sameStatement(pos fact.Pos) bool {
	reaches := func(from, to fact.Pos) bool {
		line, _ := s.file.Position(from)
		return line == s.target && from <= pos && pos < to && !s.functionBetween(from, pos)
	}
	f := s.file
	return slices.ContainsFunc(f.Strings, func(x fact.String) bool { return reaches(x.Pos, x.End) }) ||
		slices.ContainsFunc(f.Calls, func(x fact.Call) bool { return reaches(x.Pos, x.End) }) ||
		slices.ContainsFunc(f.Accesses, func(x fact.Access) bool { return reaches(x.Pos, x.End) }) ||
		slices.ContainsFunc(f.Objects, func(x fact.Object) bool { return reaches(x.Pos, x.End) }) ||
		slices.ContainsFunc(f.Models, func(x fact.Model) bool { return reaches(x.Pos, x.End) }) ||
		slices.ContainsFunc(f.Catches, func(x fact.Catch) bool { return reaches(x.Pos, x.End) })
}

func (s *Suppression) functionBetween(from, pos fact.Pos) bool {
	return slices.ContainsFunc(s.file.Funcs, func(f fact.Func) bool { return from < f.Pos && f.Pos <= pos && pos < f.End })
}

var (
	directive = regexp.MustCompile(`^vtgen:([A-Za-z_-]+)(.*)$`)
	ruleID    = regexp.MustCompile(`^VT\d{3}$`)
	ending    = regexp.MustCompile(`(?:^|[\s(])until\s+([^\s).]+)[).]*$`)
	aWord     = regexp.MustCompile(`\pL{2,}`)
)

// otherWords are directives of other tools, which people write by habit.
var otherWords = []string{"ignore", "disable", "nolint", "suppress", "noqa"}

// parse reads a directive; nil for a text that is none.
func parse(text string) *Suppression {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "*/"))
	match := directive.FindStringSubmatch(text)
	if match == nil {
		return nil
	}
	s := &Suppression{}
	word, rest := match[1], match[2]
	if word != "allow" {
		if !slices.Contains(otherWords, word) && config.Distance(word, "allow") > 2 {
			return nil // something else of vtgen's
		}
		s.Invalid = "there is no directive vtgen:" + word
		return s
	}
	s.read(rest)
	return s
}

// read takes the rules, the reason and the end out of what follows the directive's name.
func (s *Suppression) read(rest string) {
	words := strings.FieldsFunc(rest, func(r rune) bool { return r == ' ' || r == '\t' })
	for len(words) > 0 && strings.HasPrefix(words[0], "VT") {
		for _, id := range strings.FieldsFunc(words[0], func(r rune) bool { return r == ',' || r == ':' }) {
			if !ruleID.MatchString(id) {
				s.Invalid = "there is no rule " + id
				return
			}
			s.Rules = append(s.Rules, id)
		}
		words = words[1:]
	}
	s.Reason = strings.Join(words, " ")
	if match := ending.FindStringSubmatch(s.Reason); match != nil {
		day, err := time.Parse(DateFormat, match[1])
		if err != nil {
			s.Invalid = "the end " + match[1] + " is no date such as 2027-01-31"
			return
		}
		s.Until = day
		s.Reason = strings.TrimSpace(strings.TrimSuffix(s.Reason, match[0]))
	}
	s.Reason = strings.Trim(s.Reason, " -:()[]")
	switch {
	case len(s.Rules) == 0:
		s.Invalid = "it names no rule"
	case !aWord.MatchString(s.Reason):
		s.Invalid = "it gives no reason"
	}
}
