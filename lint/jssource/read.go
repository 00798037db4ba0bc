// Package jssource is the linter's front end for JavaScript and TypeScript. It reads a file into
// facts with a lexer and a tolerant parser of its own: every text is accepted, types are skipped,
// and what cannot be read is passed over. It follows texts within the file only; names from other
// files are left to package program.
package jssource

import (
	"bytes"
	"path"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// maxText is the most bytes of one folded text that are kept.
const maxText = 64 << 10

// Read makes the facts of one JavaScript or TypeScript file from its path and text. The path tells
// the language (.ts, .tsx, .mts and .cts are TypeScript) and whether it is a test; the text may be
// anything.
func Read(name string, text []byte) *fact.File {
	r := &reader{
		file: &fact.File{Path: name, Language: fact.JavaScript, Test: isTest(name), LineStarts: fact.LineStarts(text)},
		src:  string(text),
	}
	typescript, jsx := false, true
	switch strings.ToLower(path.Ext(name)) {
	case ".ts", ".mts", ".cts":
		typescript, jsx = true, false
	case ".tsx":
		typescript = true
	}
	if typescript {
		r.file.Language = fact.TypeScript
	}
	r.file.Generated = isGenerated(text)
	// Flow's types in JavaScript are read like TypeScript's.
	flow := !typescript && bytes.Contains(text[:min(len(text), 1000)], []byte("@flow"))
	memory := arenas.Get().(*arena)
	defer memory.release()
	l := lex(text, typescript || flow, jsx, memory.tokens)
	memory.tokens = l.tokens
	r.file.Broken = l.broken
	r.arena, r.names = memory, memory.names
	r.tokens, r.comments = l.tokens, l.comments
	p := &parser{src: r.src, tokens: l.tokens, typescript: typescript || flow, arena: memory}
	r.top = &scope{fn: fact.None, function: &function{index: fact.None}}
	r.budget = 20*len(l.tokens) + 20000
	r.statements(p.program(), context{scope: r.top, fn: fact.None, doc: -1})
	r.link()
	return r.file
}

// reader holds what is known of a file while its facts are made: first the tree is walked once,
// which makes functions, calls and names; then texts are folded and uses of data recognised.
type reader struct {
	file     *fact.File
	src      string
	tokens   []token
	comments []comment
	arena    *arena
	names    map[string]string // what is interned
	top      *scope
	budget   int // how many steps folding may still take

	calls        []callSite
	chains       []chainSite
	objects      []objectSite
	texts        []textSite
	assigns      []assignSite
	classes      []*class
	functions    []*function // those with a Func of their own
	promises     []promiseSite
	exports      map[string]string // local name to exported name
	wholes       []textSite        // objects that are exported as the whole module
	whole        string            // the local name that is exported as the whole module
	loose        map[string]*field // this.x outside of classes
	sinks        map[*function]uint32
	private      map[string]bool // methods that their class keeps to itself
	strings      map[stringKey]int
	onSchemas    map[string][]int
	ofSchemas    map[*function]handle
	collections  bool                // a call of .collection is in the file
	namedQueries map[namedQuery]bool // made when first asked for
	used         map[*node]bool      // the names of collections that a variable's use has reported
	unused       []pendingCollection
	buffer       []byte
}

// callSite is a call with where it stands; index is its place in File.Calls, or None.
type callSite struct {
	node  *node
	scope *scope
	fn    int32
	index int32
	name  string // what its value is assigned to
}

// chainSite is a whole chain of members and calls.
type chainSite struct {
	node  *node
	scope *scope
	fn    int32
}

type objectSite struct {
	node  *node
	scope *scope
	index int32
}

// textSite is a text that stands somewhere; name is what it is assigned to.
type textSite struct {
	node  *node
	scope *scope
	fn    int32
	name  string
}

// link makes the facts that need the whole tree.
func (r *reader) link() {
	r.resolveAssigns()
	for _, p := range r.promises {
		r.promise(p)
	}
	r.markedComments()
	r.returnedTexts()
	r.fillArguments()
	r.collectConsts()
	r.collectStrings()
	r.collectAccesses()
	r.markExports()
}

// intern returns the string kept for s, so that facts do not hold the whole source.
func (r *reader) intern(s string) string {
	if s == "" {
		return ""
	}
	if kept, ok := r.names[s]; ok {
		return kept
	}
	kept := strings.Clone(s)
	r.names[kept] = kept
	return kept
}

// isTest reports whether a path is a test's, by the conventions of Jest, Mocha and their like.
func isTest(name string) bool {
	lower := strings.ToLower(name)
	base := path.Base(lower)
	for _, mark := range []string{".test.", ".spec.", "_test.", ".e2e.", ".e2e-spec.", "-test.", "_spec.", ".stories.", ".story."} {
		if strings.Contains(base, mark) {
			return true
		}
	}
	if strings.HasPrefix(base, "test.") || strings.HasPrefix(base, "tests.") {
		return true
	}
	for folder := range strings.SplitSeq(path.Dir(lower), "/") {
		switch folder {
		case "__tests__", "__test__", "__mocks__", "test", "tests", "spec", "e2e", "cypress", "fixtures", "__fixtures__",
			"playwright", "mocks":
			return true
		}
	}
	return false
}

// isGenerated looks for the marks that generators leave at the top of a file.
func isGenerated(text []byte) bool {
	head := bytes.ToLower(text[:min(len(text), 1200)])
	for _, mark := range []string{"@generated", "code generated", "auto-generated", "autogenerated", "automatically generated", "do not edit"} {
		if i := bytes.Index(head, []byte(mark)); i >= 0 && inComment(head, i) {
			return true
		}
	}
	return false
}

func inComment(head []byte, at int) bool {
	start := bytes.LastIndexByte(head[:at], '\n') + 1
	line := bytes.TrimLeft(head[start:at], " \t")
	return bytes.HasPrefix(line, []byte("//")) || bytes.HasPrefix(line, []byte("/*")) || bytes.HasPrefix(line, []byte("*")) ||
		bytes.LastIndex(head[:at], []byte("/*")) > bytes.LastIndex(head[:at], []byte("*/"))
}

// Minified reports whether a text was written by a minifier or bundler and not by a person: its
// lines are very long on average, or one line holds nearly all of a large file.
func Minified(text []byte) bool {
	if len(text) < 2000 {
		return false
	}
	lines := bytes.Count(text, []byte("\n")) + 1
	if len(text)/lines > 500 {
		return true
	}
	longest, start := 0, 0
	for start < len(text) {
		n := bytes.IndexByte(text[start:], '\n')
		if n < 0 {
			n = len(text) - start
		}
		longest = max(longest, n)
		start += n + 1
	}
	return longest > 20000 && longest*10 > len(text)*9
}
