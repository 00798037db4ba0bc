package program

import (
	"sort"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// Place is a position in a file of the program.
type Place struct {
	File         *File
	Line, Column int
}

// Access is a function that accesses a table, and how.
type Access struct {
	Place
	// Module is the module of the file, "" where it has none.
	Module string
	// Name is the function's name with its class, "" outside of functions.
	Name string
	Mode fact.Mode
	// Function is the function; its Index is fact.None outside of functions.
	Function Function
	// Steps are the calls between the function and the table: 0 for one that accesses it itself.
	Steps int
}

// Discovery is what one needs to know before using a table (the standards, §3.8.3).
type Discovery struct {
	// Ownership is the table's; nil when the table is not known.
	*Ownership
	// Services are the files of the owner's service, Repositories those of the data repositories
	// that access the table.
	Services, Repositories []*File
	// Methods are the owner's service methods that read or write the table, through repository
	// methods or not.
	Methods []Access
	// Direct are the owner's own accesses to the table; Foreign those of all others.
	Direct, Foreign []Access
}

// Discover tells who owns a table, by which methods to reach it, and who else touches it. A database
// of "" finds the table in the only database that has it.
func Discover(p *Program, database, table string) *Discovery {
	d := &Discovery{Ownership: p.Owners.Of(database, table)}
	if d.Ownership == nil {
		return d
	}
	repositories := map[*File]bool{}
	for _, i := range p.graph.users[keyOf(d.Database, d.Table)] {
		u := &p.Tables[i]
		if !u.Sure && !u.Shaped {
			continue
		}
		access := p.accessOf(u)
		switch {
		case u.File.Test || u.File.Layer == TestLayer || u.File.Layer == Migration:
			continue
		case u.File.Generated:
			continue // of sqlc, the file of the queries counts
		case u.File.BelongsTo(d.Ownership):
			d.Direct = append(d.Direct, access)
		default:
			d.Foreign = append(d.Foreign, access)
		}
		if u.File.Layer == Repository && !repositories[u.File] {
			repositories[u.File] = true
			d.Repositories = append(d.Repositories, u.File)
		}
	}
	for _, file := range p.Files {
		if file.Layer == Service && d.Owned(file.Module) && !file.Test {
			d.Services = append(d.Services, file)
		}
	}
	d.Methods = p.methods(d.Ownership)
	return d
}

// accessOf describes a use of a table.
func (p *Program) accessOf(u *TableUse) Access {
	line, column := u.File.Position(u.Pos)
	return Access{
		Place: Place{u.File, line, column}, Module: u.File.Module, Name: functionName(u.File, u.Func), Mode: u.Mode,
		Function: Function{u.File, u.Func},
	}
}

// functionName returns a function's name with its class; that of the named function around an
// unnamed one.
func functionName(file *File, index int32) string {
	for index >= 0 && int(index) < len(file.Funcs) {
		f := &file.Funcs[index]
		if f.Name != "" {
			return joinDots(baseType(f.Receiver), f.Name)
		}
		index = f.Outer
	}
	return ""
}

// FunctionName returns the name of a function of the file with its class, "" where there is none.
func (f *File) FunctionName(index int32) string { return functionName(f, index) }

// reached is a function from which a table is reached, how, and over how many calls.
type reached struct {
	function Function
	mode     fact.Mode
	steps    int
}

// climb goes up the calls from the functions that access a table.
type climb struct {
	queue []reached
	seen  map[Function]map[fact.Mode]bool
}

func (c *climb) push(r reached) {
	if r.function.Index < 0 || r.function.File.Test || r.function.File.Layer == TestLayer || c.seen[r.function][r.mode] {
		return
	}
	if c.seen[r.function] == nil {
		c.seen[r.function] = map[fact.Mode]bool{}
	}
	c.seen[r.function][r.mode] = true
	c.queue = append(c.queue, r)
}

// methodsFor finds the owner's service methods that reach a table, going up from the functions that
// access it. It does not go through services of other modules: what these do with the table's data
// is theirs.
func (p *Program) methodsFor(owner *Ownership) []Access {
	c := climb{seen: map[Function]map[fact.Mode]bool{}}
	for _, i := range p.graph.users[keyOf(owner.Database, owner.Table)] {
		u := &p.Tables[i]
		if u.Mode == fact.Schema || !u.Sure && !u.Shaped {
			continue
		}
		c.push(reached{Function{u.File, u.Func}, u.Mode, 0})
		for _, f := range p.graph.byQuery[i] {
			c.push(reached{f, u.Mode, 1})
		}
	}
	var all []Access
	for n := 0; n < len(c.queue); n++ {
		r := c.queue[n]
		file := r.function.File
		if (file.Layer == Service || file.Layer == EventHandler) && !owner.Owned(file.Module) {
			continue
		}
		if f := r.function.Fact(); file.Layer == Service && f.Name != "" && f.Name != "constructor" {
			line, column := file.Position(f.Pos)
			all = append(all, Access{Place{file, line, column}, file.Module, functionName(file, r.function.Index), r.mode, r.function, r.steps})
		}
		for _, caller := range p.graph.callers[r.function] {
			c.push(reached{caller, r.mode, r.steps + 1})
		}
	}
	sortAccesses(all)
	return all
}

// sortAccesses sorts by file, position and mode.
func sortAccesses(all []Access) {
	sort.SliceStable(all, func(i, j int) bool {
		a, b := &all[i], &all[j]
		if a.File != b.File {
			return a.File.Path < b.File.Path
		}
		if a.Function.Fact().Pos != b.Function.Fact().Pos {
			return a.Function.Fact().Pos < b.Function.Fact().Pos
		}
		return a.Mode < b.Mode
	})
}

// methods is methodsFor, kept for the next finding on the same table.
func (p *Program) methods(owner *Ownership) []Access {
	key := keyOf(owner.Database, owner.Table)
	if kept, ok := p.graph.methods.Load(key); ok {
		return kept.([]Access)
	}
	all := p.methodsFor(owner)
	p.graph.methods.Store(key, all)
	return all
}

// Method returns the owner's service method that fits a use of its table best: of those that access
// it in the same mode, the one that shares most words with the function and the SQL that use it. Whoever
// only reads is sent to a method that does not write. It is "" when the owner has none.
func (p *Program) Method(owner *Ownership, u *TableUse) string {
	wanted := map[string]bool{}
	for _, text := range []string{functionName(u.File, u.Func), u.SQL, u.Table, u.Sink} {
		for _, word := range nameWords(text) {
			wanted[word] = true
		}
	}
	if u.Mode == fact.Schema {
		return ""
	}
	methods := p.methods(owner)
	writes := map[Function]bool{}
	for i := range methods {
		writes[methods[i].Function] = writes[methods[i].Function] || methods[i].Mode == fact.Write
	}
	best, score := "", 0
	for i := range methods {
		m := &methods[i]
		if writes[m.Function] != (u.Mode == fact.Write) || !callable(m.Function) {
			continue
		}
		n := 10
		for i, word := range nameWords(m.Name[strings.LastIndexByte(m.Name, '.')+1:]) {
			switch {
			case wanted[word]:
				n += 4
			case i == 0 && changing[word] && u.Mode == fact.Read:
				n -= 5
			}
		}
		if n -= min(m.Steps, 3); n > score {
			best, score = m.methodName(), n
		}
	}
	return best
}

// changing are the first words of methods that change something, whatever they read of a table.
var changing = rootWords("create add insert new register set save store update change edit patch delete remove drop clear reset close init")

func rootWords(text string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(text) {
		set[rootWord(word)] = true
	}
	return set
}

// callable reports whether other modules can call a service's method.
func callable(f Function) bool {
	fn := f.Fact()
	if f.File.Language == fact.Go {
		return fn.Exported
	}
	return fn.Outer < 0 && !strings.HasPrefix(fn.Name, "_") && !strings.HasPrefix(fn.Name, "#")
}

// methodName is how a suggestion names a method: service.method.
func (a *Access) methodName() string {
	if class, name, ok := strings.Cut(a.Name, "."); ok {
		return class + "." + name
	}
	return joinDots(a.File.stem+"_service", a.Name)
}
