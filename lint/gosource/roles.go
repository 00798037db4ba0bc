package gosource

import (
	"go/ast"
	"go/token"
	"strings"
)

// role says what a call does with the texts among its arguments, and which argument is the SQL where
// it runs one.
func (r *reader) role(c *chain, i int) (u use, sql int) {
	l := &c.links[i]
	u = use{kind: argument, callee: l.callee}
	switch {
	case r.passesOn(c, l):
		return use{}, -1
	case r.isMessage(c, l) || compares[r.imports[c.root]] && r.standard(c):
		u.kind = message
	case r.standard(c):
	case c.base == nil && len(c.links) == 1 && !r.dotQueries && l.word.vague && l.name != "execute":
	case l.word.runs || (c.orm(r) && l.word.fragment):
		if at := r.sqlArg(l); at >= 0 {
			u.kind = executed
			return u, at
		}
		if (c.base != nil || len(c.links) > 1) && (!l.word.vague || receives(l)) {
			return u, named
		}
	}
	return u, -1
}

// compares are packages of the standard library whose functions look at texts and run none.
var compares = map[string]bool{
	"strings": true, "bytes": true, "slices": true, "maps": true, "regexp": true, "path": true, "path/filepath": true, "sort": true,
	"strconv": true, "unicode": true, "unicode/utf8": true,
}

// receives tells a call that is given where to put what it reads, as sqlx's Get(&user, query) is.
func receives(l *link) bool {
	for _, e := range l.args()[:len(l.args())-1] {
		if pointer, ok := e.(*ast.UnaryExpr); ok && pointer.Op == token.AND {
			return true
		}
	}
	return false
}

// named says that the SQL, if any, is one of the arguments that are names of other files' constants.
const named = -2

// isNamed tells an argument that another file may know to be SQL.
func (r *reader) isNamed(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident, *ast.SelectorExpr:
	case *ast.IndexExpr:
		if _, literal := e.Index.(*ast.BasicLit); !literal {
			return false
		}
	case *ast.CallExpr:
		return r.isMade(e)
	default:
		return false
	}
	text := r.fold(e)
	if len(text) != 1 || text[0].Hole == nil || text[0].Hole.Name == "" || len(text[0].Hole.Choices) > 0 {
		return false
	}
	name := text[0].Hole.Name
	if pkg, ok := r.imports[firstName(name)]; strings.HasSuffix(name, "()") || ok && isStandard(pkg) {
		return false
	}
	selector, member := e.(*ast.SelectorExpr)
	if !member || r.typeOf(selector.X) == "" {
		return true
	}
	last := strings.ToLower(lastName(name)) // a field is SQL only where its name says so
	return strings.Contains(last, "sql") || strings.Contains(last, "query") || strings.Contains(last, "stmt") || strings.Contains(last, "statement")
}

// isMade tells a call of another file's function, or the print of another file's format, that may make
// SQL of a table's name.
func (r *reader) isMade(call *ast.CallExpr) bool {
	text := r.fold(call)
	if len(text) != 1 || text[0].Hole == nil || len(text[0].Hole.Choices) > 0 {
		return false
	}
	hole := text[0].Hole
	return len(hole.Args) > 0 || strings.HasSuffix(hole.Name, "()") && r.imports[firstName(hole.Name)] != "" && strings.Count(hole.Name, ".") == 1
}

// passesOn tells the calls whose text fold understands: what becomes of it is said elsewhere.
func (r *reader) passesOn(c *chain, l *link) bool {
	if c.root == "" && c.base == nil {
		if l.name == "string" || l.name == "append" || r.aliases[l.name] {
			return true
		}
		decl := r.funcs[l.name]
		return decl != nil && r.lookup(l.name) == nil && onlyResult(decl) != nil && r.returnsText(decl)
	}
	if c.base != nil && len(c.links) == 1 {
		if _, array := c.base.(*ast.ArrayType); array {
			return true
		}
		switch r.imports[c.root] {
		case "fmt":
			return strings.HasPrefix(l.name, "Sprint") || strings.HasPrefix(l.name, "Append") ||
				strings.HasPrefix(l.name, "Fprint") && r.builderOf(l.args()[0]) != nil
		case "strings", "bytes":
			return keepsText[l.name]
		}
	}
	if strings.HasPrefix(l.name, "Write") && c.base != nil {
		return r.builderOf(c.base) != nil
	}
	switch l.name {
	case "In", "Named":
		return r.importName(c.root) == "sqlx"
	}
	return l.word.passing && l.name != "String"
}

// keepsText are the functions of strings and bytes that foldStrings follows.
var keepsText = map[string]bool{
	"TrimSpace": true, "ToUpper": true, "ToLower": true, "Repeat": true, "Clone": true, "Title": true, "ToTitle": true, "NewReader": true,
	"NewBufferString": true, "NewBuffer": true, "Join": true, "Trim": true, "TrimLeft": true, "TrimRight": true, "TrimPrefix": true,
	"TrimSuffix": true, "Replace": true, "ReplaceAll": true,
}

func (r *reader) returnsText(decl *ast.FuncDecl) bool {
	results := decl.Type.Results
	return results != nil && len(results.List) == 1 && (r.typeText(results.List[0].Type) == "string" || r.aliases[baseName(results.List[0].Type)])
}

// answer is what was found to a question, the zero value for one that was not asked yet.
type answer uint8

const (
	no answer = iota + 1
	yes
)

// standard tells chains on a package of Go's standard library, none of which runs SQL by itself.
func (r *reader) standard(c *chain) bool {
	if c.std == 0 {
		c.std = no
		if r.isStandardRoot(c) {
			c.std = yes
		}
	}
	return c.std == yes
}

func (r *reader) isStandardRoot(c *chain) bool {
	if c.root == "" || r.lookup(c.root) != nil {
		return false
	}
	path, ok := r.imports[c.root]
	return ok && path != "database/sql" && isStandard(path)
}

func firstSegment(path string) string {
	first, _, _ := strings.Cut(path, "/")
	return first
}

// sinks are the methods that run, prepare or queue SQL, by their names in lower case.
var sinks = map[string]bool{
	"query": true, "querycontext": true, "queryrow": true, "queryrowcontext": true, "exec": true, "execcontext": true,
	"prepare": true, "preparecontext": true, "get": true, "getcontext": true, "select": true, "selectcontext": true,
	"namedexec": true, "namedexeccontext": true, "namedquery": true, "namedquerycontext": true, "queryx": true,
	"queryxcontext": true, "queryrowx": true, "queryrowxcontext": true, "mustexec": true, "mustexeccontext": true,
	"rebind": true, "in": true, "named": true, "preparex": true, "preparexcontext": true, "preparenamed": true,
	"preparenamedcontext": true, "queue": true, "raw": true, "newraw": true, "rawquery": true, "sql": true, "newquery": true,
	"queryone": true, "queryonecontext": true, "execone": true, "execonecontext": true, "queryfunc": true, "queryinterface": true,
	"querystring": true, "queryresult": true, "tableexpr": true, "columnexpr": true, "modeltableexpr": true, "expr": true,
	"newstatement": true, "selectbysql": true, "insertbysql": true, "updatebysql": true, "deletebysql": true, "runquery": true,
	"runsql": true, "execsql": true, "executesql": true, "querysql": true, "execute": true, "executequery": true,
	"execquery": true, "queryall": true, "queryrows": true, "mustquery": true, "execmulti": true, "selectone": true,
	"selectint": true, "selectstr": true, "selectnullint": true, "preparebatch": true, "asyncinsert": true, "executebatch": true,
	"querywithcontext": true, "newrawquery": true, "queryrowsctx": true, "queryrowctx": true, "execctx": true, "preparectx": true,
	"queryrowspartialctx": true, "queryrowsnocache": true, "queryrownocache": true, "execnocache": true, "execnocachectx": true,
	"queryrownocachectx": true, "queryrowsnocachectx": true, "queryctx": true, "getone": true, "getall": true, "getvalue": true,
	"doquery": true, "doexec": true, "doselect": true, "queryandscan": true, "querysingle": true, "queryscalar": true,
	"executecontext": true, "singlestmt": true, "l": true,
}

// vague are sinks' names that say nothing of a function, only of a method.
var vague = map[string]bool{
	"get": true, "select": true, "in": true, "named": true, "queue": true, "expr": true, "l": true,
	"getone": true, "getall": true, "getvalue": true, "execute": true, "getcontext": true, "selectcontext": true,
}

// runsSQL tells whether a method's name is that of one that runs SQL.
func runsSQL(name string) bool {
	if name == "" || len(name) > 40 || name == "GET" {
		return false
	}
	lower := strings.ToLower(name)
	if sinks[lower] {
		return true
	}
	for _, prefix := range [...]string{"query", "exec", "mustexec", "must_exec", "runquery", "runsql", "namedexec", "namedquery", "raw"} {
		if strings.HasPrefix(lower, prefix) {
			return !strings.HasPrefix(lower, "executetempl") && !strings.HasPrefix(lower, "queryparam") && !strings.HasPrefix(lower, "queryesc")
		}
	}
	if strings.HasPrefix(lower, "log") || strings.HasPrefix(lower, "print") || strings.HasPrefix(lower, "format") {
		return false
	}
	return strings.HasSuffix(lower, "sql") || strings.HasSuffix(lower, "rawquery")
}

// fragments are the methods of query builders that take a piece of SQL.
var fragments = map[string]bool{
	"Where": true, "And": true, "Or": true, "Not": true, "Having": true, "Joins": true, "Join": true, "LeftJoin": true,
	"RightJoin": true, "InnerJoin": true, "CrossJoin": true, "FullJoin": true, "OuterJoin": true, "JoinClause": true,
	"Select": true, "Column": true, "Columns": true, "Order": true, "OrderBy": true, "Group": true, "GroupBy": true,
	"Suffix": true, "SuffixExpr": true, "Prefix": true, "PrefixExpr": true, "Options": true, "From": true, "Table": true,
	"Set": true, "Distinct": true, "Cols": true, "With": true, "Union": true, "WhereOr": true, "Find": true, "First": true,
	"Count": true, "Delete": true, "Update": true, "Insert": true, "Into": true, "Values": true, "FromSelect": true, "NotExists": true,
}

// sqlArg is the argument that is the SQL: the first text that may hold some, or else the first text
// with holes. Behind the name of another file's constant such a text is a parameter's value.
func (r *reader) sqlArg(l *link) int {
	fallback, behind := -1, false
	for j, e := range l.args() {
		switch unwrap(e).(type) {
		case *ast.CompositeLit, *ast.FuncLit:
			continue
		}
		text := r.fold(e)
		if !textual(text) {
			behind = behind || fallback < 0 && r.isNamed(e)
			continue
		}
		if interesting(text) {
			return j
		}
		if fallback < 0 && !behind {
			fallback = j
		}
	}
	return fallback
}

// messageMethods are methods that log or report on whatever they are called.
var messageMethods = map[string]bool{
	"Debug": true, "Info": true, "Warn": true, "Warning": true, "Fatal": true, "Trace": true, "Panic": true, "Skip": true,
	"Print": true, "Log": true, "Notice": true, "Critical": true, "Error": true, "Msg": true, "Errorf": true, "DPanic": true,
	"Failf": true, "Fail": true, "FailNow": true, "Verbose": true, "Alert": true, "Emergency": true, "Msgf": true,
}

// isMessageMethod tells one of them, with what may follow its name.
func isMessageMethod(name string) bool {
	for _, suffix := range [...]string{"Context", "Ctx", "Depth", "f", "ln", "w", "Ctxf", "S", "x", ""} {
		if trimmed, ok := strings.CutSuffix(name, suffix); ok && messageMethods[trimmed] {
			return true
		}
	}
	return false
}

// messagePackages are those that log, trace, describe or make errors.
var messagePackages = map[string]bool{
	"log": true, "slog": true, "zap": true, "logger": true, "klog": true, "glog": true, "logrus": true, "zerolog": true,
	"errors": true, "xerrors": true, "eris": true, "apperr": true, "oops": true, "logging": true, "flag": true,
	"pflag": true, "prometheus": true, "promauto": true, "logx": true, "xlog": true, "color": true, "pkgerrors": true,
	"errs": true, "cockroachdb": true, "hlog": true, "zlog": true, "validation": true, "i18n": true, "gettext": true,
	"cobra": true, "tracing": true, "otel": true, "trace": true, "attribute": true,
}

// isMessage tells calls that log, print, or make or report an error.
func (r *reader) isMessage(c *chain, l *link) bool {
	if c.base == nil {
		switch l.name {
		case "panic", "print", "println":
			return true
		}
		if len(c.links) == 1 {
			return logsByName(l.name)
		}
	}
	first := r.importName(firstName(c.root))
	if l.word.message || messagePackages[first] {
		return true
	}
	switch first {
	case "fmt":
		return strings.HasPrefix(l.name, "Print") || strings.HasPrefix(l.name, "Fprint") || l.name == "Errorf"
	case "http":
		return l.name == "Error"
	case "status":
		return l.name == "Error" || l.name == "Errorf" || l.name == "New" || l.name == "Newf"
	}
	switch strings.ToLower(lastName(c.root)) {
	case "log", "logger", "lg", "sugar":
		return true
	}
	switch l.name {
	case "Wrap", "Wrapf", "WithMessage", "WithMessagef", "AddError", "StartSpan", "SetStatus", "AddEvent":
		return true
	}
	return false
}

// logsByName tells functions that log by what they are called: logf, logQuery, debugf.
func logsByName(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(lower, "log") && !strings.HasPrefix(lower, "login") || strings.HasPrefix(lower, "debugf") || strings.HasPrefix(lower, "infof")
}

// importName is the name by which the role of a package is known: its path's last part.
func (r *reader) importName(name string) string {
	if pkg, ok := r.packages[name]; ok && r.lookup(name) == nil {
		return pkg
	}
	return name
}
