// Package baseline keeps the findings that a code base had when it began to be linted, so that only
// new ones fail. An entry is known without line numbers, so that edits elsewhere in a file do not
// touch it. A baseline only shrinks: an entry whose finding is gone fails as well, until it is
// removed.
package baseline

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// Key is what findings are told apart by. Function is the function around the finding.
type Key struct {
	Rule     string `yaml:"rule"`
	Module   string `yaml:"module,omitempty"`
	Table    string `yaml:"table,omitempty"`
	Access   string `yaml:"access,omitempty"`
	Function string `yaml:"function,omitempty"`
	Path     string `yaml:"path"`
}

// Entry is a key and how many findings have it.
type Entry struct {
	Key   `yaml:",inline"`
	Count int `yaml:"count"`
}

// compare orders keys by path first, so that those of a file stand together.
func compare(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Table, b.Table),
		cmp.Compare(a.Access, b.Access), cmp.Compare(a.Function, b.Function), cmp.Compare(a.Module, b.Module))
}

// Baseline counts findings by key.
type Baseline struct{ counts map[Key]int }

// New returns the baseline of findings with these keys.
func New(keys []Key) *Baseline {
	b := &Baseline{counts: map[Key]int{}}
	for _, k := range keys {
		b.counts[k]++
	}
	return b
}

// Entries are the entries in order.
func (b *Baseline) Entries() []Entry {
	entries := make([]Entry, 0, len(b.counts))
	for key, count := range b.counts {
		entries = append(entries, Entry{key, count})
	}
	slices.SortFunc(entries, func(x, y Entry) int { return compare(x.Key, y.Key) })
	return entries
}

// Len is the number of findings in the baseline.
func (b *Baseline) Len() int {
	n := 0
	for _, count := range b.counts {
		n += count
	}
	return n
}

// Match tells which of the findings with these keys are in the baseline: of more than it counts, the
// first. Stale are the entries, with their counts, that no finding is left for.
func (b *Baseline) Match(keys []Key) (known []bool, stale []Entry) {
	left := make(map[Key]int, len(b.counts))
	for key, count := range b.counts {
		left[key] = count
	}
	known = make([]bool, len(keys))
	for i, key := range keys {
		if left[key] > 0 {
			left[key]--
			known[i] = true
		}
	}
	return known, (&Baseline{counts: positive(left)}).Entries()
}

func positive(counts map[Key]int) map[Key]int {
	kept := map[Key]int{}
	for key, count := range counts {
		if count > 0 {
			kept[key] = count
		}
	}
	return kept
}

// Difference counts the findings that are in this baseline and not in the one before, and the other way round.
func (b *Baseline) Difference(before *Baseline) (added, removed int) {
	for key, count := range b.counts {
		added += max(0, count-before.counts[key])
	}
	for key, count := range before.counts {
		removed += max(0, count-b.counts[key])
	}
	return added, removed
}

// Shrunk returns what the baseline and another have in common.
func (b *Baseline) Shrunk(to *Baseline) *Baseline {
	common := map[Key]int{}
	for key, count := range b.counts {
		common[key] = min(count, to.counts[key])
	}
	return &Baseline{counts: positive(common)}
}

// version is that of the file's form.
const version = 1

// maxBytes is the largest file that is read.
const maxBytes = 32 << 20

type document struct {
	Version  int     `yaml:"version"`
	Findings []Entry `yaml:"findings"`
}

// Parse reads a baseline. Errors begin with the file's name.
func Parse(text []byte, file string) (*Baseline, error) {
	if len(text) > maxBytes {
		return nil, fmt.Errorf("%s: the file has %d bytes and %d are allowed", file, len(text), maxBytes)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	var d document
	if err := decoder.Decode(&d); err != nil {
		return nil, fmt.Errorf("%s: reading the baseline: %w; write it with `vtgen lint baseline`", file, err)
	}
	if d.Version != version {
		return nil, fmt.Errorf("%s: the baseline has the version %d and this vtgen reads %d; write it again with `vtgen lint baseline`", file, d.Version, version)
	}
	b := &Baseline{counts: map[Key]int{}}
	for i, e := range d.Findings {
		switch {
		case e.Rule == "" || e.Path == "" || e.Count < 1:
			return nil, fmt.Errorf("%s: finding %d lacks its rule, its path or a count of at least 1", file, i+1)
		case b.counts[e.Key] > 0:
			return nil, fmt.Errorf("%s: finding %d (%s in %s) is there twice: keep one, with both counts", file, i+1, e.Rule, e.Path)
		}
		b.counts[e.Key] = e.Count
	}
	return b, nil
}

// YAML is the baseline as its file, a line per entry; [Parse] reads it back. The same findings give
// the same bytes.
func (b *Baseline) YAML() []byte {
	var out bytes.Buffer
	out.WriteString("# Findings that were there before; see `vtgen lint baseline --help`. This list may only get shorter.\n")
	fmt.Fprintf(&out, "version: %d\nfindings:", version)
	entries := b.Entries()
	if len(entries) == 0 {
		out.WriteString(" []")
	}
	out.WriteString("\n")
	for _, e := range entries {
		out.WriteString("  - " + line(e) + "\n")
	}
	return out.Bytes()
}

// line is an entry as one line of YAML.
func line(e Entry) string {
	var out bytes.Buffer
	out.WriteByte('{')
	for _, pair := range [][2]string{{"path", e.Path}, {"rule", e.Rule}, {"module", e.Module}, {"table", e.Table}, {"access", e.Access}, {"function", e.Function}} {
		if pair[1] != "" {
			fmt.Fprintf(&out, "%s: %s, ", pair[0], scalar(pair[1]))
		}
	}
	fmt.Fprintf(&out, "count: %d}", e.Count)
	return out.String()
}

// scalar writes a text so that it is read back as the same text.
func scalar(text string) string {
	for _, c := range text {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_', c == '/', c == '.', c == '-':
		default:
			return fmt.Sprintf("%q", text)
		}
	}
	var node yaml.Node
	if err := yaml.Unmarshal([]byte(text), &node); err != nil || len(node.Content) != 1 || node.Content[0].Tag != "!!str" || node.Content[0].Value != text {
		return fmt.Sprintf("%q", text)
	}
	return text
}
