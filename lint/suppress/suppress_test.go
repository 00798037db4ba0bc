package suppress

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vtgen/vtgen/lint/fact"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]Suppression{
		"vtgen:allow VT001 legacy report":             {Rules: []string{"VT001"}, Reason: "legacy report"},
		"vtgen:allow VT001,VT002 legacy":              {Rules: []string{"VT001", "VT002"}, Reason: "legacy"},
		"vtgen:allow VT001 VT002: legacy":             {Rules: []string{"VT001", "VT002"}, Reason: "legacy"},
		"vtgen:allow VT001 -- legacy":                 {Rules: []string{"VT001"}, Reason: "legacy"},
		"vtgen:allow VT001 legacy */":                 {Rules: []string{"VT001"}, Reason: "legacy"},
		"vtgen:allow VT001 wait until it works":       {Rules: []string{"VT001"}, Reason: "wait until it works"},
		"vtgen:allow VT001 légalité":                  {Rules: []string{"VT001"}, Reason: "légalité"},
		"vtgen:allow VT001 legacy (until 2027-01-31)": {Rules: []string{"VT001"}, Reason: "legacy", Until: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)},
		"vtgen:allow":                                            {Invalid: "names no rule"},
		"vtgen:allow legacy":                                     {Invalid: "names no rule"},
		"vtgen:allow VT001":                                      {Invalid: "no reason"},
		"vtgen:allow VT001 --":                                   {Invalid: "no reason"},
		"vtgen:allow VT001 until 2027-01-31":                     {Invalid: "no reason"},
		"vtgen:allow VT1 legacy":                                 {Invalid: "no rule VT1"},
		"vtgen:allow VT001 legacy until 2027-13-31":              {Invalid: "2027-13-31"},
		"vtgen:ignore VT001 legacy":                              {Invalid: "vtgen:ignore"},
		"vtgen:alow VT001 legacy":                                {Invalid: "vtgen:alow"},
		"vtgen:allow VT001 the view joins both until 2027-01-31": {Rules: []string{"VT001"}, Reason: "the view joins both", Until: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)},
	} {
		got := parse(text)
		if got == nil {
			t.Errorf("%q is no directive", text)
			continue
		}
		if want.Invalid != "" {
			if !strings.Contains(got.Invalid, want.Invalid) {
				t.Errorf("%q: %q lacks %q", text, got.Invalid, want.Invalid)
			}
			continue
		}
		if got.Invalid != "" || !slices.Equal(got.Rules, want.Rules) || got.Reason != want.Reason || !got.Until.Equal(want.Until) {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
	for _, text := range []string{"", "vtgen:route x", "see vtgen:allow", "@route GET /"} {
		if got := parse(text); got != nil {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}

func TestExpired(t *testing.T) {
	s := parse("vtgen:allow VT001 legacy until 2027-01-31")
	for day, want := range map[string]bool{"2027-01-30": false, "2027-01-31": false, "2027-02-01": true} {
		today, err := time.Parse(DateFormat, day)
		if err != nil {
			t.Fatal(err)
		}
		if s.Expired(today) != want {
			t.Errorf("on %s it is expired: %v", day, !want)
		}
	}
}

// source is a file in which each place is named by a mark that is a word of its own.
const source = `package a // vtgen:allow VT001 on the line
x1 := 1
// vtgen:allow VT002 on the line below

// vtgen:allow VT003 above others
// vtgen:allow VT004 above a line
x2 := 2
x3 := 3
/* Doc of f.
 * vtgen:allow VT005 for all of f
 * more of the doc
 */
// and a word
func f() {
	x4 := 4
	// vtgen:allow VT006 a query of several lines
	q := db.query(
		x5,
		func() { x6 },
	)
	x7 := 7
}
x8 := 8
`

func at(mark string) fact.Pos { return fact.Pos(strings.Index(source, mark)) }

// file has the facts of the source above.
func file() *fact.File {
	f := &fact.File{Path: "a.go", LineStarts: []int32{0}}
	for i, c := range source {
		if c == '\n' {
			f.LineStarts = append(f.LineStarts, int32(i+1))
		}
	}
	comment := func(from, to string, trailing bool) {
		pos := at(from)
		end := pos + fact.Pos(strings.Index(source[pos:], to)+len(to))
		text := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(source[pos:end], "//"), "/*"), "*/")
		f.Comments = append(f.Comments, fact.Comment{Text: text, Pos: pos, End: end, Trailing: trailing})
	}
	comment("// vtgen:allow VT001", "line", true)
	comment("// vtgen:allow VT002", "below", false)
	comment("// vtgen:allow VT003", "others", false)
	comment("// vtgen:allow VT004", "a line", false)
	comment("/* Doc", "*/", false)
	comment("// vtgen:allow VT006", "lines", false)
	f.Funcs = []fact.Func{{Name: "f", Pos: at("func f"), End: at("x8")}, {Pos: at("func()"), End: at(",\n\t)")}}
	f.Calls = []fact.Call{{Pos: at("db.query"), End: at("\tx7")}}
	return f
}

func TestCovers(t *testing.T) {
	all := Read(file(), source)
	if len(all) != 6 {
		t.Fatalf("read %d directives, want 6", len(all))
	}
	for rule, want := range map[string][]string{
		"VT001": {"package"},
		"VT002": {},
		"VT003": {"x2"},
		"VT004": {"x2"},
		"VT005": {"func f", "x4", "q :=", "x5", "x6", "x7"},
		"VT006": {"q :=", "x5"},
	} {
		i := slices.IndexFunc(all, func(s *Suppression) bool { return s.Allows(rule) })
		if all[i].Invalid != "" {
			t.Errorf("%s: %s", rule, all[i].Invalid)
		}
		for _, mark := range []string{"package", "x1", "x2", "x3", "func f", "x4", "q :=", "x5", "x6", "x7", "x8"} {
			if got := all[i].Covers(at(mark)); got != slices.Contains(want, mark) {
				t.Errorf("the suppression of %s covers %s: %v", rule, mark, got)
			}
		}
	}
	if line := all[4].Line; line != 10 {
		t.Errorf("the directive within a comment is on line %d, want 10", line)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"vtgen:allow VT001 a reason until 2027-01-31", "vtgen:allow VT001,VT002", "vtgen:alow", "vtgen:allow VT001 \x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := parse(text)
		if s == nil || s.Invalid != "" {
			return
		}
		if len(s.Rules) == 0 || s.Reason == "" {
			t.Errorf("%q is read as %+v", text, s)
		}
	})
}
