package program

import (
	"sort"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/sqltable"
)

// shortestSQL is the length of the shortest text that can name a table: "TABLE t".
const shortestSQL = 7

// findUses finds every use of a table: in SQL texts, in the calls of builders and drivers, through
// models.
func (l *linker) findUses() {
	l.findOpenFields()
	for _, file := range l.p.Files {
		from := len(l.p.Tables)
		executed := l.executedConstants(file)
		for i := range file.Strings {
			l.stringUses(file, &file.Strings[i], executed)
		}
		for i := range file.Accesses {
			l.accessUses(file, &file.Accesses[i])
		}
		l.tableObjectUses(file)
		l.injectedUses(file, from)
		l.tidyUses(from)
	}
	from := len(l.p.Tables)
	l.baseUses()
	l.parameterUses()
	l.genericUses()
	l.staticUses()
	l.orderUses(from)
}

// executedConstants returns the positions of the texts of this file's constants that this file runs
// by name: they count where they are written, and as run.
func (l *linker) executedConstants(file *File) map[fact.Pos]bool {
	executed := map[fact.Pos]bool{}
	for i := range file.Strings {
		s := &file.Strings[i]
		if s.Role != fact.Executed {
			continue
		}
		if pos, ok := l.namedText(file, s); ok {
			executed[pos] = true
		}
	}
	return executed
}

// namedText returns the position of the text of the same file that a String is by name alone.
func (l *linker) namedText(file *File, s *fact.String) (fact.Pos, bool) {
	if len(s.Text.Parts) != 1 || s.Text.Parts[0].Hole == nil || s.Text.Parts[0].Hole.Name == "" {
		return 0, false
	}
	constant, from := l.constant(where{file, s.Func}, s.Text.Parts[0].Hole.Name, 0)
	if constant == nil || from.file != file || len(constant.Text.Parts) == 0 {
		return 0, false
	}
	pos := constant.Text.Parts[0].Pos
	return pos, file.textAt[pos]
}

func (l *linker) stringUses(file *File, s *fact.String, executed map[fact.Pos]bool) {
	if len(s.Text.Parts) == 0 {
		return
	}
	if _, elsewhere := l.namedText(file, s); elsewhere {
		return
	}
	written := l.writtenElsewhere(file, s)
	sure := s.Role == fact.Executed || file.Language == fact.SQL || executed[s.Text.Parts[0].Pos]
	for _, f := range l.flatten(where{file, s.Func}, &s.Text) {
		if len(f.text) < shortestSQL {
			continue
		}
		result := sqltable.Scan(f.text)
		if result.Shape == sqltable.Prose {
			continue
		}
		l.count(file, s, &f, &result, sure)
		for i := range result.Creates {
			if ref := &result.Creates[i]; !ref.Dynamic && !ref.System && s.Role != fact.Message {
				l.creates = append(l.creates, creation{file, ref.Database, ref.Table})
			}
		}
		for i := range result.Tables {
			ref := &result.Tables[i]
			if ref.System {
				continue
			}
			use := TableUse{
				File: file, Database: knownDatabase(ref.Database), Table: ref.Table, Mode: modeOf(ref.Access), Func: s.Func,
				Sink: s.Callee, Via: "sql", Sure: sure, Shaped: result.Shape == sqltable.Statement,
				Message: s.Role == fact.Message, Dynamic: ref.Dynamic, SQL: f.text, Start: ref.Start, Stop: ref.End, Query: s.Query,
				Text: s.Pos, written: written, begin: s.Text.Parts[0].Pos,
			}
			use.Pos, use.End = f.source(ref.Start, ref.End)
			l.p.Tables = append(l.p.Tables, use)
		}
	}
}

// count keeps a whole statement for the rule about duplicates.
func (l *linker) count(file *File, s *fact.String, f *flat, result *sqltable.Result, sure bool) {
	if result.Shape != sqltable.Statement || s.Role == fact.Message || len(result.Tables) == 0 || byName(&s.Text) {
		return
	}
	for i := range result.Tables {
		if result.Tables[i].Dynamic {
			return
		}
	}
	l.p.Statements = append(l.p.Statements, Statement{
		File: file, Func: s.Func, Pos: s.Pos, End: s.End, SQL: f.text, Kind: string(result.Kind), Sure: sure,
		Database: result.Tables[0].Database, Table: result.Tables[0].Table, Mode: modeOf(result.Tables[0].Access),
	})
}

// byName reports whether a text is nothing but the name of one that is written elsewhere.
func byName(text *fact.Text) bool {
	return len(text.Parts) == 1 && text.Parts[0].Hole != nil
}

// knownDatabase returns a database's name, "" when a piece of it is not known.
func knownDatabase(name string) string {
	if hasHole(name) {
		return ""
	}
	return name
}

func modeOf(access sqltable.Access) fact.Mode {
	switch access {
	case sqltable.Read:
		return fact.Read
	case sqltable.Write:
		return fact.Write
	default:
		return fact.Schema
	}
}

func (l *linker) accessUses(file *File, a *fact.Access) {
	use := TableUse{
		File: file, Mode: a.Mode, Func: a.Func, Pos: a.Pos, End: a.End, Text: a.Pos, Sink: a.Via, Sure: true, Shaped: true, Via: via(a),
	}
	at := where{file, a.Func}
	library := ""
	if a.Handle != "" {
		var ok bool
		l.steps = 0
		if library, ok = l.isHandle(file, a.Handle); !ok {
			return
		}
	}
	if a.Kind == fact.ByModel {
		l.modelUses(at, a, use, library)
		return
	}
	if a.Kind == fact.ByTable && !l.builds(at, a.Via) {
		return
	}
	database := l.flatten(at, &a.Database)[0]
	for _, f := range l.flatten(at, &a.Name) {
		use.Database, use.Table = plainName(f.text)
		if database.text != "" && !database.holes && use.Database == "" {
			use.Database = database.text
		}
		use.Dynamic = hasHole(use.Table)
		if use.Dynamic && at.file.Language != fact.Go {
			l.steps = 0
			if m := l.modelNamed(at, holeName(&a.Name), 0); m != nil && m.table != "" { // a table object
				use.Database, use.Table, use.Dynamic, use.Model = m.database, m.table, false, m.file
			}
		}
		use.Database = knownDatabase(use.Database)
		if use.Table != "" && !strings.HasPrefix(use.Table, "(") && (use.Dynamic || !sqltable.System(use.Database, use.Table)) {
			l.p.Tables = append(l.p.Tables, use)
		}
	}
}

// holeName returns the dotted name that a text is by alone, or "".
func holeName(text *fact.Text) string {
	if !byName(text) || len(text.Parts) != 1 {
		return ""
	}
	return text.Parts[0].Hole.Name
}

// via names how an access was found.
func via(a *fact.Access) string {
	switch {
	case a.Path != "":
		return "populate"
	case a.Kind == fact.ByModel:
		return "model"
	case strings.Contains(a.Via, "$lookup") || strings.Contains(a.Via, "$graphLookup"):
		return "lookup"
	case a.Kind == fact.ByCollection:
		return "collection"
	default:
		return "builder"
	}
}

// modelUses adds the tables behind a model, or behind what a populate path leads to.
func (l *linker) modelUses(at where, a *fact.Access, use TableUse, library string) {
	l.steps = 0
	var m *model
	if clientModel(a) || a.Via == prismaRelation {
		m = l.registeredModel(at.file, clientName(a.Model))
	}
	if m == nil {
		m = l.modelNamed(at, a.Model, 0)
	}
	if m == nil && at.file.Language != fact.Go {
		if m = l.similarModel(at.file, a.Model); m != nil {
			use.Sure = false
		}
	}
	switch {
	case m != nil:
	case at.file.Language == fact.Go:
		if m = l.symbolModel(at, a.Model, library); m == nil && clientModel(a) {
			m = l.generatedModel(at.file, a.Model)
		}
	case a.Via == prismaRelation:
		m = l.globalModel(at.file, a.Model)
	case a.Path == "":
		m = l.globalModel(at.file, a.Model)
		if m == nil && clientModel(a) {
			use.Table = a.Model
			l.p.Tables = append(l.p.Tables, use)
			return
		}
	}
	if m == nil {
		return
	}
	models := []*model{m}
	if a.Path != "" {
		models = l.populated(m, a.Path)
	}
	for _, m := range models {
		if m.table == "" {
			continue
		}
		use.Database, use.Table, use.Model = m.database, m.table, m.file
		l.p.Tables = append(l.p.Tables, use)
	}
}

// prismaRelation is the Via of what the arguments of a call of Prisma's client lead to.
const prismaRelation = "prisma.relation"

// clientModel reports whether an access names its model as a member of a generated client, as in
// prisma.user.findMany(): the client has a member for each model of a schema that is not among the
// files.
func clientModel(a *fact.Access) bool {
	i := strings.LastIndexByte(a.Via, '.')
	return i > 0 && a.Model != "" && strings.HasSuffix(a.Via[:i], "."+a.Model)
}

// generatedModel finds the model behind a member of a client that ent, gorm's gen or the like has
// generated: the schema of that name, or what the library calls the table of one.
func (l *linker) generatedModel(file *File, name string) *model {
	if m := l.globalModel(file, name); m != nil {
		return m
	}
	for _, m := range l.registered[name] {
		if m.Library == "ent" {
			return m
		}
	}
	for i := range file.Imports {
		if path := file.Imports[i].Path; strings.HasSuffix(path, "/ent") {
			m := &fact.Model{Name: name, Var: name, Derived: true, Library: "ent"}
			return &model{Model: m, file: file, table: derivedTable("ent", name)}
		}
	}
	return nil
}

// globalModel finds a model that is named by its registered name alone, as in mongoose.model('user').
func (l *linker) globalModel(file *File, name string) *model {
	_, imported := file.importIndex[name]
	if all := l.registered[name]; len(all) == 1 && !imported {
		return all[0]
	}
	return nil
}

// tableObjectModes are the functions of vtgen's runtime that take a table object.
var tableObjectModes = map[string]fact.Mode{"List": fact.Read, "Change": fact.Write}

// tableObjectUses takes the calls that vtgen's runtime makes on a table object: sqlmodel.List(…, models.X, …).
func (l *linker) tableObjectUses(file *File) {
	if file.Language != fact.Go {
		return
	}
	for i := range file.Calls {
		call := &file.Calls[i]
		function, ok := strings.CutPrefix(call.Callee, "sqlmodel.")
		if !ok {
			continue
		}
		for _, arg := range call.Args {
			if arg.Ref == "" {
				continue
			}
			l.steps = 0
			if m := l.modelNamed(where{file, call.Func}, arg.Ref, 0); m != nil && m.Library == "vtgen" {
				l.p.Tables = append(l.p.Tables, TableUse{
					File: file, Database: m.database, Table: m.table, Mode: tableObjectModes[function], Func: call.Func, Pos: arg.Pos, End: arg.End, Text: call.Pos,
					Sink: call.Callee, Via: "model", Sure: true, Shaped: true, Model: m.file,
				})
			}
		}
	}
}

// tidyUses sorts the uses of a file by position and drops those that are there twice.
func (l *linker) tidyUses(from int) {
	uses := l.p.Tables[from:]
	sort.SliceStable(uses, func(i, j int) bool {
		a, b := &uses[i], &uses[j]
		if a.Pos != b.Pos {
			return a.Pos < b.Pos
		}
		if a.Table != b.Table {
			return a.Table < b.Table
		}
		return a.Mode < b.Mode
	})
	kept := uses[:0]
	for i := range uses {
		if n := len(kept); n > 0 && sameUse(&kept[n-1], &uses[i]) {
			kept[n-1].Sure = kept[n-1].Sure || uses[i].Sure
			kept[n-1].Shaped = kept[n-1].Shaped || uses[i].Shaped
			continue
		}
		kept = append(kept, uses[i])
	}
	l.p.Tables = l.p.Tables[:from+len(kept)]
}

func sameUse(a, b *TableUse) bool {
	return a.Pos == b.Pos && a.Table == b.Table && a.Database == b.Database && a.Mode == b.Mode
}

// builds reports whether the call of a plain function can be one of a query builder, as knex('users')
// is: not when the function is declared in the program, nor when it is a library's that builds no
// queries, as createHash('sha256') is.
func (l *linker) builds(at where, sink string) bool {
	if at.file.Language == fact.Go || strings.ContainsAny(sink, ".()") || sink == "" {
		return true
	}
	if i, imported := at.file.importIndex[sink]; imported {
		target := at.file.importTargets[i]
		return target != nil && len(target.funcIndex[sink]) == 0 || strings.Contains(at.file.Imports[i].Path, "knex")
	}
	return len(fileFunctions(at.file, "", sink)) == 0
}
