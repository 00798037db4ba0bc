package cli

import (
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestPlatformName(t *testing.T) {
	for path, want := range map[string]string{
		"aip":              "aip",
		"/src/my-platform": "my_platform",
		"My Platform":      "my_platform",
		"orderDesk":        "order_desk",
		"AIP":              "aip",
		"aip.v2":           "aip_v2",
		"_x_":              "x",
		"a--b":             "a_b",
		"b2bPortal":        "b2b_portal",
		"/":                "/",
		"über":             "über", // the model refuses it
	} {
		if got := platformName(path); got != want {
			t.Errorf("platformName(%q) is %q, want %q", path, got, want)
		}
	}
}

// awkward are words that a shell would take apart or replace.
var awkward = []string{"", " ", "a b", "it's", `"quoted"`, "$HOME", "`id`", "a;b", "a|b", "(x)", "*", "~", "a\\b", "a,b", "{a,b}", "#", "!x", "ü", "-n", "a\nb", "''"}

func TestQuoted(t *testing.T) {
	if got := quoted([]string{"vtgen", "new", "a/b-c.d_e", "x:y=z"}); got != "vtgen new a/b-c.d_e x:y=z" {
		t.Errorf("plain words are quoted: %s", got)
	}
	if runtime.GOOS == "windows" {
		return // without a POSIX shell
	}
	out, err := exec.Command("sh", "-c", quoted(append([]string{"printf", `%s\0`}, awkward...))).Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"); !slices.Equal(got, awkward) {
		t.Errorf("a shell makes %q of %q", got, awkward)
	}
}

func FuzzQuoteWord(f *testing.F) {
	for _, word := range awkward {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		got := quoteWord(word)
		if got == word && strings.Trim(word, plainWord) != "" || word == "" && got == "" {
			t.Errorf("%q is not quoted", word)
		}
		inner, quoted := strings.CutPrefix(got, "'")
		if quoted && strings.ReplaceAll(strings.TrimSuffix(inner, "'"), `'\''`, "'") != word {
			t.Errorf("%q is quoted as %s, which means something else", word, got)
		}
	})
}

func TestCounts(t *testing.T) {
	for n, want := range map[int][2]string{0: {"0 files", "0 files are"}, 1: {"1 file", "1 file is"}, 2: {"2 files", "2 files are"}} {
		if got := [2]string{count(n, "file"), are(n, "file")}; got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
