package cli

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commands calls visit for every command.
func commands(t *testing.T, visit func(t *testing.T, c *cobra.Command)) {
	t.Helper()
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		t.Run(c.CommandPath(), func(t *testing.T) { visit(t, c) })
		for _, child := range c.Commands() {
			walk(child)
		}
	}
	walk(newRoot(IO{}))
}

// TestHelp holds every command's help to what a reader needs: examples, and lines that fit.
func TestHelp(t *testing.T) {
	commands(t, func(t *testing.T, c *cobra.Command) {
		if c.Short == "" || c.Example == "" {
			t.Errorf("it has no short description or no example")
		}
		var out bytes.Buffer
		c.SetOut(&out)
		if err := c.Help(); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > 100 {
				t.Errorf("a line of the help has %d characters, 100 are the most: %s", n, line)
			}
		}
	})
}

// TestExamples parses every example as a shell and vtgen would.
func TestExamples(t *testing.T) {
	commands(t, func(t *testing.T, c *cobra.Command) {
		text := strings.ReplaceAll(c.Example, "\\\n", " ")
		for line := range strings.Lines(text) {
			words := shellWords(line)
			if len(words) == 0 || words[0] != "vtgen" {
				continue // such as cd, or a shell's own construction
			}
			command, rest, err := newRoot(IO{}).Find(words[1:])
			if err != nil {
				t.Errorf("%s: %v", line, err)
				continue
			}
			if err := command.ParseFlags(rest); err != nil {
				t.Errorf("%s: %v", line, err)
			}
			if err := command.ValidateArgs(command.Flags().Args()); err != nil && !strings.Contains(line, "completion") {
				t.Errorf("%s: %v", line, err)
			}
		}
	})
}

// shellWords splits a command line as far as the examples need it.
func shellWords(line string) []string {
	var words []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			words = append(words, part)
			continue
		}
		words = append(words, strings.Fields(part)...)
	}
	return words
}

// TestFlagsAreCompleted finds flags that a shell would complete with file names.
func TestFlagsAreCompleted(t *testing.T) {
	commands(t, func(t *testing.T, c *cobra.Command) {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if _, completed := c.GetFlagCompletionFunc(f.Name); f.Value.Type() != "bool" && !completed {
				t.Errorf("--%s has no completion", f.Name)
			}
		})
	})
}

func TestFieldCompletions(t *testing.T) {
	entities := []string{"ai_worker", "user_account"}
	for typed, want := range map[string]struct{ has, lacks []string }{
		"na":              {nil, []string{"na:string"}},
		"name:":           {[]string{"name:string", "name:decimal(12,2)", "name:enum(", "name:ref(user_account)"}, []string{"name:required"}},
		"name:str":        {[]string{"name:string"}, nil},
		"name:string:":    {[]string{"name:string:required", "name:string:max="}, []string{"name:string"}},
		"n:string:uni":    {[]string{"n:string:unique"}, nil},
		"n:int:unique,":   {[]string{"n:int:unique,min="}, []string{"n:int:unique,unique"}},
		"n:enum(a,b):":    {[]string{"n:enum(a,b):required"}, []string{"n:enum(a,required"}},
		"n:int:min=1,re":  {[]string{"n:int:min=1,required"}, []string{"n:int:min=1,min="}},
		"required:int:":   {[]string{"required:int:required"}, nil},
		"n:decimal(3,1):": {[]string{"n:decimal(3,1):required"}, nil},
	} {
		got := fieldCompletions(typed, entities)
		for _, word := range want.has {
			if !slices.Contains(got, word) {
				t.Errorf("%q is not completed to %q, but to %q", typed, word, got)
			}
		}
		for _, word := range want.lacks {
			if slices.Contains(got, word) {
				t.Errorf("%q is completed to %q", typed, word)
			}
		}
	}
}

func TestListCompletions(t *testing.T) {
	names := []string{"a", "b"}
	for typed, want := range map[string][]string{"": {"a", "b"}, "a,": {"a,b"}, "b,x": {"b,a"}} {
		if got := listCompletions(typed, names); !slices.Equal(got, want) {
			t.Errorf("%q is completed to %q, want %q", typed, got, want)
		}
	}
}
