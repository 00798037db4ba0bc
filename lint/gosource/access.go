package gosource

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// modes are what the methods of query builders, ORMs and document drivers do. A chain with a schema
// or writing method in it changes or writes, else one with a reading method reads.
var modes = func() map[string]fact.Mode {
	all := make(map[string]fact.Mode)
	for mode, names := range map[fact.Mode]string{
		fact.Read: `Select From Find First Take Last Scan Pluck Count Rows Row FindInBatches FirstOrInit Get Exist Exists Iterate
			All One Values ValuesList ValuesFlat Sum Sums SumInt NewSelect FindOne FindId FindByID Aggregate CountDocuments
			EstimatedDocumentCount Distinct Watch Pipe Read Documents Snapshots GetAll FindAndCount FindAndCountAll ScanStruct
			ScanStructs ScanVal ScanVals LoadRelated QueryRow Load LoadOne ForEach Array Query GetX OnlyX Only FirstX AllX
			SelectFrom FetchOne Fields ReadRow`,
		fact.Write: `Insert Update Delete Replace InsertInto DeleteFrom ReplaceInto Create Save Updates UpdateColumn
			UpdateColumns FirstOrCreate CreateInBatches InsertOne InsertMulti InsertMany UpdateOne UpdateMany UpdateByID UpdateId
			ReplaceOne DeleteOne DeleteMany BulkWrite FindOneAndUpdate FindOneAndDelete FindOneAndReplace Upsert UpsertId Remove
			RemoveAll RemoveId UpdateAll NewInsert NewUpdate NewDelete InsertOrUpdate ReadOrCreate SetMap Add CopyFrom
			CreateBulk DeleteOneID UpdateOneID DeleteAll InsertX Incr Decr Truncate InsertIgnore InsertGetId NewMerge
			InsertBySql OnConflict CreateOne SaveX ExecX BulkInsert InsertAndGetId NewTruncateTable UpdateWithOptimistic
			Destroy ValidateAndCreate ValidateAndSave ValidateAndUpdate`,
		fact.Schema: `AutoMigrate CreateTable DropTable NewCreateTable NewDropTable Sync Sync2 NewAddColumn NewDropColumn
			NewCreateIndex Indexes EnsureIndex CreateIndex DropTables CreateTables AddColumn DropColumn RenameTable HasTable
			DropCollection CreateCollection Migrator CreateIndexes AlterColumn`,
	} {
		for _, name := range strings.Fields(names) {
			all[name] = mode
		}
	}
	return all
}()

func (c *chain) mode() fact.Mode {
	mode := fact.ModeUnknown
	for i, l := range c.links {
		m := l.word.mode
		if l.name == "Drop" && i > 0 {
			m = fact.Schema
		}
		if l.name == "Set" && c.has("Doc") != nil {
			m = fact.Write
		}
		mode = max(mode, m)
	}
	if mode == fact.ModeUnknown && c.has("Association") != nil {
		mode = fact.Read
		if c.has("Append", "Replace", "Clear") != nil {
			mode = fact.Write
		}
	}
	return mode
}

// found is what the links of one chain name together.
type found struct {
	chain    *chain
	mode     fact.Mode
	model    string // the model that relations start from
	named    bool   // a table, collection or model has been named
	sure     bool   // … by something that only a query has
	database parts
	ids      []int
}

// chainAccess emits the tables, collections and models that a chain uses, and says what stays open
// for a later call on its result.
func (r *reader) chainAccess(c *chain) value {
	if r.standard(c) || len(c.links) > maxLinks {
		return value{}
	}
	f := &found{chain: c, mode: c.mode()}
	base := value{}
	if c.base != nil {
		if id, ok := unwrap(c.base).(*ast.Ident); ok {
			if v := r.lookup(id.Name); v != nil {
				base = v.value
				f.database, f.named = v.database, slices.ContainsFunc(v.accesses, r.isMain)
			}
		}
		if f.database == nil {
			f.database = r.late.databases[r.handleKey(c.base)]
		}
	}
	for i := range c.links {
		r.linkAccess(f, &c.links[i], i)
	}
	if r.importsElement("go-jet") {
		r.jetTables(f)
	}
	if len(f.ids) == 0 && c.base != nil && len(base.accesses) == 0 {
		r.handleUse(c, f.mode)
	}
	f.ids = append(f.ids, r.applyMode(base.accesses, f.mode, c)...)
	return value{accesses: f.ids, database: f.database}
}

// applyMode says what a later call does with tables that were named before: the first use completes
// the access, another kind of use is one more.
func (r *reader) applyMode(ids []int, mode fact.Mode, c *chain) []int {
	if mode == fact.ModeUnknown {
		return ids
	}
	out := slices.Clone(ids)
	for _, id := range ids {
		a := r.file.Accesses[id]
		switch {
		case !r.isMain(id) || a.Mode == mode:
		case a.Mode == fact.ModeUnknown && a.Func == r.fn:
			r.file.Accesses[id].Mode = mode
			r.file.Accesses[id].Via = c.last().callee
		case r.has(ids, a, mode):
		default:
			if a.Mode == fact.ModeUnknown {
				r.late.used[id] = true
			}
			a.Mode, a.Func, a.Via = mode, r.fn, c.last().callee
			r.file.Accesses = append(r.file.Accesses, a)
			out = append(out, len(r.file.Accesses)-1)
		}
	}
	return out
}

// isMain tells the tables that a query is about from those that it joins or loads along.
func (r *reader) isMain(id int) bool { return r.file.Accesses[id].Path == "" && !r.late.joined[id] }

func (r *reader) has(ids []int, a fact.Access, mode fact.Mode) bool {
	return slices.ContainsFunc(ids, func(id int) bool {
		b := r.file.Accesses[id]
		return b.Pos == a.Pos && b.Mode == mode && b.Func == r.fn
	})
}

// linkAccess emits what one call of a chain names.
func (r *reader) linkAccess(f *found, l *link, i int) {
	args := l.args()
	switch l.name {
	case "Table", "From", "Into", "Insert", "Update", "Delete", "Replace", "InsertInto", "DeleteFrom", "SelectFrom", "ReplaceInto",
		"TableExpr", "ModelTableExpr", "QueryTable", "ReplaceTable", "FromTable", "InsertIgnoreInto", "Model", "Truncate":
		if len(args) > 0 && (f.chain.mayBe(r) || l.name == "Table" && f.chain.has("Dataset") != nil) && !f.chain.qualified(r, l) {
			r.tableLink(f, l)
		}
	case "Join", "LeftJoin", "RightJoin", "InnerJoin", "CrossJoin", "FullJoin", "OuterJoin", "LeftOuterJoin", "RightOuterJoin",
		"FullOuterJoin", "NaturalJoin", "JoinTable":
		if len(args) > 0 && f.chain.mayBe(r) {
			r.joinLink(f, l)
		}
	case "T", "S":
		if r.importName(f.chain.root) == "goqu" && len(args) == 1 {
			r.goquTable(f, l, i)
		}
	case "Dataset":
		if len(args) == 1 {
			f.database = r.fold(args[0])
		}
	case "Database", "DB", "UseDb", "Db":
		if len(args) > 0 && len(args) < 3 && textual(r.fold(args[0])) {
			f.database = r.fold(args[0])
		}
	case "CopyFrom", "CopyIn", "CopyInSchema", "InsertOrUpdate", "InsertMap", "InsertOrUpdateMap", "ReadRow", "UpdateMap", "InsertStruct":
		r.bulkLink(f, l)
	default:
		r.ormLink(f, l)
		r.collectionLink(f, l)
		return
	}
	r.ormLink(f, l)
}

// tableLink handles methods whose first argument is a table's name, a model or a table expression.
func (r *reader) tableLink(f *found, l *link) {
	e := l.args()[0]
	if r.isGoquTable(e) {
		return
	}
	text := r.fold(e)
	if !textual(text) {
		if model := r.modelType(e); model != "" {
			switch l.name {
			case "Model", "QueryTable", "Table", "From", "Into":
				r.addModel(f, l, e, model, f.mode)
			}
			return
		}
		if model := r.beanSymbol(e); l.name == "Model" && model != "" {
			r.addModel(f, l, e, model, f.mode)
			return
		}
		if !nameable(text) && r.typeOf(e) != "string" || isNil(e) {
			return
		}
	}
	if s, known := plain(text); known && s == "" {
		return
	}
	switch l.name {
	case "Insert", "Update", "Delete", "Replace", "Model":
		if !f.chain.builder(r) && (l.name != "Model" || !textual(text)) {
			return // gorm's Update("column", v), xorm's Insert(bean), a cache's Delete("key")
		}
	}
	if l.name == "Truncate" && len(l.args()) != 1 {
		return
	}
	mode := f.mode
	if m := l.word.mode; m == fact.Write {
		mode = m
	}
	r.addTables(f, l, text, e, mode)
	if s, known := plain(text); known && strings.ContainsAny(s, " (") || !textual(text) || r.importName(f.chain.root) == "builder" {
		return // what follows is the alias, of a query or as xorm has it
	}
	for _, more := range l.args()[1:] {
		if t := r.fold(more); l.name == "From" && textual(t) {
			r.addTables(f, l, t, more, mode)
		}
	}
}

// joinKinds are the first arguments of xorm's Join.
var joinKinds = map[string]bool{"LEFT": true, "INNER": true, "RIGHT": true, "FULL": true, "CROSS": true, "LEFT OUTER": true, "RIGHT OUTER": true, "OUTER": true}

func (r *reader) joinLink(f *found, l *link) {
	named, first := f.named, len(r.file.Accesses)
	defer func() {
		f.named = named
		for id := first; id < len(r.file.Accesses); id++ {
			r.late.joined[id] = true
		}
	}()
	e := l.args()[0]
	if kind, known := plain(r.fold(e)); known && joinKinds[strings.ToUpper(strings.TrimSpace(kind))] && len(l.args()) > 1 {
		e = l.args()[1]
		if list, ok := unwrap(e).(*ast.CompositeLit); ok && len(list.Elts) > 0 { // []string{"user", "u"}
			e = list.Elts[0]
		}
	}
	if r.isGoquTable(e) {
		return
	}
	text := r.fold(e)
	if textual(text) || nameable(text) && f.chain.builder(r) {
		r.addTables(f, l, text, e, fact.Read)
	} else if model := r.modelType(e); model != "" {
		r.addModel(f, l, e, model, fact.Read)
	}
}

// qualified tells goqu's S("schema").Table("name"), which goquTable sees to.
func (c *chain) qualified(r *reader, l *link) bool {
	return l.name == "Table" && c.links[0].name == "S" && r.importName(c.root) == "goqu"
}

// isGoquTable tells goqu's T("name") itself, which goquTable sees to.
func (r *reader) isGoquTable(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	for ok && calleeName(call) != "T" {
		if call, _, _, _ = inner(call); call == nil { // goqu.T("users").As("u")
			return false
		}
	}
	if !ok {
		return false
	}
	fun, ok := call.Fun.(*ast.SelectorExpr)
	return ok && r.importName(r.dotted(fun.X)) == "goqu"
}

// goquTable emits the table of goqu's T("name") within a query; of one that is kept in a variable the
// query is where the variable is.
func (r *reader) goquTable(f *found, l *link, i int) {
	if l.name == "T" && r.inherit == fact.ModeUnknown {
		return
	}
	f.sure = true
	defer func() { f.sure = false }()
	text := r.fold(l.args()[0])
	if l.name == "S" { // goqu.S("schema").Table("name")
		f.database = text
		if i+1 < len(f.chain.links) && f.chain.links[i+1].name == "Table" && len(f.chain.links[i+1].args()) == 1 {
			next := &f.chain.links[i+1]
			r.addTables(f, next, r.fold(next.args()[0]), next.args()[0], r.inherit)
		}
		return
	}
	r.addTables(f, l, text, l.args()[0], r.inherit)
}

// bulkLink handles COPY and Spanner's mutations, which name the table in an argument.
func (r *reader) bulkLink(f *found, l *link) {
	f.sure = true
	defer func() { f.sure = false }()
	args := l.args()
	pkg := r.importName(f.chain.root)
	switch {
	case l.name == "CopyFrom" && len(args) > 1:
		if lit, ok := unwrap(args[1]).(*ast.CompositeLit); ok {
			r.addTables(f, l, r.foldIdentifier(lit), args[1], fact.Write)
		}
	case l.name == "CopyIn" && len(args) > 1 && pkg == "pq":
		r.addTables(f, l, r.fold(args[0]), args[0], fact.Write)
	case l.name == "CopyInSchema" && len(args) > 2 && pkg == "pq":
		f.database = r.fold(args[0])
		r.addTables(f, l, r.fold(args[1]), args[1], fact.Write)
	case pkg == "spanner" && len(args) > 0:
		r.addTables(f, l, r.fold(args[0]), args[0], fact.Write)
	case l.name == "ReadRow" && len(args) > 2:
		r.addTables(f, l, r.fold(args[1]), args[1], fact.Read)
	}
}

// addTables emits the tables that a table expression such as "users AS u, oneid.roles" names.
func (r *reader) addTables(f *found, l *link, text parts, e ast.Expr, mode fact.Mode) {
	for _, name := range tableNames(text) {
		if f.chain.isCommon(r, name) {
			continue
		}
		a := fact.Access{Kind: fact.ByTable, Mode: mode, Via: l.callee}
		r.splitDatabase(&a, name, f.database)
		r.addAccess(f, a, e)
	}
}

// isCommon tells the name of a common table expression that the chain itself defines.
func (c *chain) isCommon(r *reader, name parts) bool {
	written, known := plain(name)
	for _, l := range c.links {
		if known && (l.name == "With" || l.name == "WithRecursive") && len(l.args()) > 1 {
			if defined, ok := plain(r.fold(l.args()[0])); ok && defined == written {
				return true
			}
		}
	}
	return false
}

// splitDatabase takes the database off a qualified name.
func (r *reader) splitDatabase(a *fact.Access, name, database parts) {
	a.Name, a.Database = fact.Text{Parts: name}, fact.Text{Parts: database}
	if len(name) != 1 || name[0].Hole != nil {
		return
	}
	literal := name[0].Literal
	if dot := strings.IndexByte(literal, '.'); dot > 0 && strings.Count(literal, ".") == 1 {
		a.Database.Parts = unquote(parts{slice(name[0], 0, dot)})
		a.Name.Parts = unquote(parts{slice(name[0], dot+1, len(literal))})
	}
}

func (r *reader) addAccess(f *found, a fact.Access, e ast.Expr) {
	a.Func = r.fn
	if c := f.chain; c != nil && !f.sure && a.Kind != fact.ByCollection && !c.orm(r) {
		a.Handle = c.handle
	}
	a.Pos, a.End = r.pos(e.Pos()), r.pos(e.End())
	if text := a.Name.Parts; len(text) > 0 && text[0].Hole == nil && text[len(text)-1].Hole == nil &&
		a.Pos <= text[0].Pos && text[len(text)-1].End <= a.End { // and not in a constant elsewhere
		a.Pos, a.End = text[0].Pos, text[len(text)-1].End
	}
	f.named = true
	f.ids = append(f.ids, len(r.file.Accesses))
	r.file.Accesses = append(r.file.Accesses, a)
}

func (r *reader) addModel(f *found, l *link, e ast.Expr, model string, mode fact.Mode) {
	if f.model == "" {
		f.model = model
	}
	r.addAccess(f, fact.Access{Kind: fact.ByModel, Mode: mode, Model: model, Via: l.callee}, e)
}

// modeOfArgs is the mode that a table named within an argument has: goqu's T("x") in From.
func (r *reader) modeOfArgs(c *chain, l *link, own fact.Mode) fact.Mode {
	switch l.name {
	case "Insert", "Update", "Delete", "Into", "Truncate":
		return fact.Write
	case "Join", "LeftJoin", "InnerJoin", "RightJoin", "CrossJoin", "FullJoin", "LeftOuterJoin", "Select", "Where", "FromQuery":
		return fact.Read
	case "From":
		if m := c.mode(); m != fact.ModeUnknown {
			return m
		}
		return fact.Read
	}
	return own
}
