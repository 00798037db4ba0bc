// Package gosource finds the facts of a Go file by its syntax alone: no types, no build and no
// other file. What another file knows is left as a name.
//
// One walk over the tree runs each function like a very simple interpreter: it keeps what every
// local variable holds as a text with holes, so that a query that is built up over twenty lines is
// one text when it reaches the call that runs it.
package gosource

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"sync"

	"github.com/vtgen/vtgen/lint/fact"
)

// The bounds that keep one file from taking the linter's time and memory.
const (
	maxText  = 64 << 10 // bytes of one folded text; the rest of it is cut off
	maxParts = 512      // parts of one folded text, those of its choices included
	maxFold  = 100      // nesting of names and calls within what they stand for
	maxSteps = 20_000   // expressions looked at to fold one
	maxLinks = 500      // calls in one chain
	maxDepth = 4000     // nesting of the syntax
)

// Read returns the facts of the Go file text, whose path is relative to the root of the run. A file
// with syntax errors has Broken set, and the facts of what could be parsed.
func Read(path string, text []byte) *fact.File {
	file := &fact.File{
		Path:       path,
		Language:   fact.Go,
		Test:       strings.HasSuffix(path, "_test.go"),
		LineStarts: fact.LineStarts(text),
	}
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, path, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		file.Broken = "parsing: " + err.Error()
	}
	if tree == nil {
		return file
	}
	r := newReader(file, string(text), tree, int(tree.FileStart))
	r.scratch, _ = scratches.Get().(*scratch)
	r.read()
	r.reset()
	scratches.Put(r.scratch)
	return file
}

// scratch is memory that one walk leaves to the next.
type scratch struct {
	words   words    // what names say
	vars    locals   // the local variables in scope
	journal []change // what assignments changed, for branches
	values  []value  // of the assignments walked now, innermost last
	chains  []*chain // of the calls walked now, outermost first
	nesting int      // how many of these there are
}

var scratches = sync.Pool{New: func() any { return &scratch{words: words{known: make(map[string]*word)}} }}

// reset lets go of the file that was walked.
func (s *scratch) reset() {
	s.words.recent = [len(s.words.recent)]recentWord{}
	clear(s.journal[:cap(s.journal)])
	clear(s.values[:cap(s.values)])
	for _, c := range s.chains {
		*c = chain{}
	}
	s.vars.cut(0)
	s.journal, s.values, s.nesting = s.journal[:0], s.values[:0], 0
}

// reader is the state of one walk.
type reader struct {
	*scratch
	file *fact.File
	tree *ast.File
	src  string
	base int

	imports    map[string]string        // local name to path
	elements   map[string]bool          // the parts of the imports' paths
	packages   map[string]string        // local name to the package's own
	queries    bool                     // a query builder or ORM is imported
	dotQueries bool                     // … without a name of its own
	shallow    bool                     // what functions do does not matter, see isShallow
	globals    map[string]*global       // constants and variables of the file's top level
	funcs      map[string]*ast.FuncDecl // by name, methods as "Type.Method"
	returns    map[*ast.FuncDecl]parts  // what functions with several returns return
	types      map[string]*ast.TypeSpec // types of the file's top level
	aliases    map[string]bool          // types whose underlying type is string

	fn      int32      // the function walked now
	results []string   // the names of its results
	depth   int        // nesting of the walk
	folding int        // nesting of folding
	steps   int        // expressions that the folding has looked at
	flow    value      // what the call walked last returns, as far as access goes
	last    *chain     // the chain walked last, until a call in the same place is walked
	inherit fact.Mode  // the mode of the builder around the expression
	dead    bool       // nothing after the statement walked last is reached
	args    []fact.Arg // allocated and not yet used

	strings    map[stringKey]int // emitted strings
	covered    []uint64          // a bit for every byte of the source that an emitted string holds
	candidates []candidate       // texts to emit where nothing else holds them
	comment    int               // the next comment to look at
	late       late              // what can be told at the end of the file only
}

func newReader(file *fact.File, src string, tree *ast.File, base int) *reader {
	return &reader{
		file: file, tree: tree, src: src, base: base, fn: fact.None,
		imports: make(map[string]string, len(tree.Imports)), elements: make(map[string]bool, 4*len(tree.Imports)),
		packages: make(map[string]string, len(tree.Imports)),
		globals:  make(map[string]*global),
		funcs:    make(map[string]*ast.FuncDecl, len(tree.Decls)),
		types:    make(map[string]*ast.TypeSpec),
		aliases:  make(map[string]bool),
		returns:  make(map[*ast.FuncDecl]parts),
		strings:  make(map[stringKey]int),
		covered:  make([]uint64, len(src)/64+1),
		late:     newLate(),
	}
}

func (r *reader) read() {
	if r.tree.Name != nil {
		r.file.Package = r.tree.Name.Name
	}
	r.file.Generated = ast.IsGenerated(r.tree)
	r.file.Calls = make([]fact.Call, 0, strings.Count(r.src, "(")/2)
	r.file.Funcs = make([]fact.Func, 0, len(r.tree.Decls))
	r.readImports()
	r.shallow = r.isShallow()
	r.declare()
	for _, decl := range r.tree.Decls {
		switch decl := decl.(type) {
		case *ast.GenDecl:
			r.genDecl(decl)
		case *ast.FuncDecl:
			r.funcDecl(decl)
		}
	}
	r.readConsts()
	r.readModels()
	r.readComments()
	r.settle()
	r.finishStrings()
}

// pos turns a position of the tree into an offset, kept inside the file.
func (r *reader) pos(p token.Pos) fact.Pos {
	if !p.IsValid() {
		return fact.None
	}
	return fact.Pos(min(max(int(p)-r.base, 0), len(r.src)))
}

// source is the text of an expression as written.
func (r *reader) source(n ast.Node) string {
	from, to := r.pos(n.Pos()), r.pos(n.End())
	if from < 0 || to < from {
		return ""
	}
	return r.src[from:to]
}

// typeText is a type as written, an anonymous struct or interface without its members.
func (r *reader) typeText(e ast.Expr) string {
	switch e := e.(type) {
	case nil:
		return ""
	case *ast.Ident:
		return e.Name
	case *ast.StructType:
		return "struct{}"
	case *ast.InterfaceType:
		return "interface{}"
	case *ast.ArrayType:
		return "[]" + r.typeText(e.Elt)
	case *ast.StarExpr:
		return "*" + r.typeText(e.X)
	case *ast.MapType:
		return "map[" + r.typeText(e.Key) + "]" + r.typeText(e.Value)
	case *ast.Ellipsis:
		return "..." + r.typeText(e.Elt)
	}
	return r.source(e)
}
