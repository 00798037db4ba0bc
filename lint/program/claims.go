package program

import (
	"sort"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// repositories finds for each data repository the table that it is for and the module that it
// belongs to: together they are the claim on the table.
func (o *ownership) repositories() {
	uses := map[*File][]*tableInfo{}
	for _, t := range sortedTables(o.tables) {
		seen := map[*File]bool{}
		for _, i := range t.uses {
			if f := o.p.Tables[i].File; !seen[f] {
				seen[f] = true
				uses[f] = append(uses[f], t)
			}
		}
	}
	for _, file := range o.p.Files {
		if file.Layer != Repository || file.Exempt() {
			continue
		}
		table, near := o.tableOf(file, uses[file])
		var words []string
		if table != nil && !(near == strangers && o.p.Standard && o.isOrphan(file)) {
			words = table.words
		}
		modules := o.decided(table, o.modulesOf(file, words))
		if file.Module == "" && len(modules) > 0 {
			file.Module, file.claimants = modules[0], modules
		}
		if table == nil {
			continue
		}
		for _, module := range modules {
			from, pos := file, fact.Pos(fact.None)
			if len(modules) > 1 {
				from, pos = o.importOf(file, module)
			}
			table.claim(module, FromRepository, near, from, pos)
		}
		o.tableFor[file] = table
		if declared := table.ownership(); file.Module == "" || declared.Source == FromConfiguration || declared.Source == FromEntity {
			if declared.Module != "" && len(declared.Others) == 0 && near > strangers {
				file.Module, file.claimants = declared.Module, nil
			}
		}
	}
	o.orphans()
}

// orphans gives the data repositories that no service uses the module of their own name, where a code
// base follows the standards (§3.7.2): what they query is then theirs, or another module's.
func (o *ownership) orphans() {
	for _, file := range o.p.Files {
		if o.p.Standard && file.Layer == Repository && file.Module == "" && !file.Exempt() {
			file.Module = o.stemModule(file)
		}
	}
}

// isOrphan reports whether a data repository has a name of its own and nobody uses it: the one table that
// it happens to query does not make it the repository of that table.
func (o *ownership) isOrphan(file *File) bool {
	return !plainStems[file.stem] && len(o.importingServices(file)) == 0
}

// importOf returns where a module imports a file: that is its claim, when several do.
func (o *ownership) importOf(target *File, module string) (*File, fact.Pos) {
	for _, importer := range target.Importers {
		if importer.Module != module {
			continue
		}
		for _, r := range importer.References {
			if r.Target == target {
				return importer, r.Pos
			}
		}
	}
	return target, fact.None
}

// tableOf returns the table that a repository is for: the one whose name its own begins with, else
// the one that begins with or ends like it, else the only one it uses.
func (o *ownership) tableOf(file *File, used []*tableInfo) (*tableInfo, kinship) {
	stem := nameWords(file.stem)
	if sub := subFolder(file); sub != "" && !file.byName {
		stem = nameWords(sub)
	}
	var best *tableInfo
	near, length, tie := strangers, 0, false
	for _, t := range used {
		k := kin(stem, t.words)
		switch {
		case k == strangers, k < near, k == near && len(t.words) < length:
		case k == near && len(t.words) == length:
			tie = true
		default:
			best, near, length, tie = t, k, len(t.words), false
		}
	}
	if best != nil && !tie {
		return best, near
	}
	if best == nil && len(used) == 1 {
		return used[0], strangers
	}
	if len(used) == 0 {
		return o.knownTable(stem)
	}
	return nil, strangers
}

// knownTable finds a table by a repository's stem alone, for repositories whose queries are in
// another file.
func (o *ownership) knownTable(stem []string) (*tableInfo, kinship) {
	var best *tableInfo
	for _, t := range sortedTables(o.tables) {
		if kin(stem, t.words) == same {
			if best != nil {
				return nil, strangers
			}
			best = t
		}
	}
	if best == nil {
		return nil, strangers
	}
	return best, same
}

// sortedTables returns the tables in the order of their names.
func sortedTables(tables map[tableKey]*tableInfo) []*tableInfo {
	keys := make([]tableKey, 0, len(tables))
	for key := range tables {
		keys = append(keys, key)
	}
	sort.Slice(keys, func(i, j int) bool {
		if keys[i].table != keys[j].table {
			return keys[i].table < keys[j].table
		}
		return keys[i].database < keys[j].database
	})
	all := make([]*tableInfo, len(keys))
	for i, key := range keys {
		all[i] = tables[key]
	}
	return all
}

// modulesOf returns the modules that a repository or model can belong to: by its folder; by the
// service of the same name, whether or not it imports it; by the importing service with the nearest
// name; by the only importing one. Several are returned where nothing decides between them.
func (o *ownership) modulesOf(file *File, table []string) []string {
	if file.Module != "" {
		return []string{file.Module}
	}
	stem := nameWords(file.stem)
	if plainStems[file.stem] {
		stem = nil
	}
	names := [][]string{stem, table}
	if module := o.module(file.stem); module != file.stem && o.ofService[module] {
		return []string{module}
	}
	if all := o.servicesNamed(names); len(all) == 1 {
		return all
	}
	importers := o.importingServices(file)
	if module, near := o.namesake(importers, names); near > strangers {
		return []string{module}
	}
	if len(importers) > 0 && importers[0].Layer != Service {
		return nil // a controller that uses it is not its owner unless it has its name
	}
	if file.Layer == ModelLayer && outsiders(file) > len(importers) {
		return nil
	}
	all := modulesIn(importers)
	if file.Layer == ModelLayer && len(all) > mostClaimants {
		return nil // a model that everybody uses, by way of an index
	}
	if file.Language != fact.Go || file.Layer == Repository || len(all) == 1 {
		return all // in Go several services may use a model's type and none its table
	}
	return nil
}

// mostClaimants is how many modules may claim a table because they use its model and none is nearer.
const mostClaimants = 4

// outsiders counts the files of no layer and no module that import a model: where code outside of
// services uses it more than services do, a service of another name is one user of many.
func outsiders(file *File) int {
	n := 0
	for _, importer := range file.Importers {
		if importer.Layer == Other && importer.Module == "" && !importer.Exempt() && !plainStems[importer.stem] {
			n++
		}
	}
	return n
}

// importingServices returns the services that use a file, directly or through files of no module of
// their own such as an index; without any, the event handlers, controllers and the like that do.
func (o *ownership) importingServices(file *File) []*File {
	var services, others []*File
	seen := map[*File]bool{file: true}
	queue := []*File{file}
	for n := 0; n < len(queue) && len(queue) < 1000; n++ {
		for _, importer := range queue[n].Importers {
			if seen[importer] || importer.Test || importer.Layer == TestLayer || importer.Layer == Migration {
				continue
			}
			seen[importer] = true
			switch {
			case importer.Layer == Service && importer.Module != "":
				services = append(services, importer)
			case importer.Layer == Repository && file.Layer == ModelLayer, plainStems[importer.stem] && importer.Module == "" && importer.Layer != Other:
				queue = append(queue, importer)
			case importer.Module != "" && (importer.Layer == EventHandler || importer.Layer == Background || importer.Layer == Controller):
				others = append(others, importer)
			}
		}
	}
	if len(services) > 0 {
		return services
	}
	return others
}

// modelClaims lets the module that a model belongs to claim its table. Models in Go, several to a
// file, belong to whom their names are nearest.
func (o *ownership) modelClaims() {
	for _, t := range sortedTables(o.tables) {
		for _, m := range t.models {
			if m.file.Exempt() {
				continue
			}
			words := t.words
			modules := o.modelModules(m, words)
			for _, module := range modules {
				t.claim(module, FromModel, strangers, m.file, m.Pos)
			}
		}
	}
}

// modelModules returns the modules that a model's file, or else its name, gives its table to. A Prisma
// schema holds the models of all modules wherever it lies.
func (o *ownership) modelModules(m *model, table []string) []string {
	if m.file.Language != fact.Prisma {
		if m.file.Module != "" {
			return []string{m.file.Module}
		}
		if len(m.file.declares) == 1 {
			return o.modulesOf(m.file, table)
		}
	}
	if all := o.nearest(o.services, [][]string{table, nameWords(m.Name)}, same); len(all) == 1 {
		return all
	}
	return nil
}

// schemaClaims lets the service with the name of a schema file claim the table that it creates.
func (o *ownership) schemaClaims() {
	for _, t := range sortedTables(o.tables) {
		for _, file := range t.created {
			if file.Layer != ModelLayer || file.Exempt() {
				continue
			}
			if kin(nameWords(file.stem), t.words) == strangers && file.Module == "" {
				continue
			}
			if known := o.tableFor[file]; known == nil || kin(nameWords(file.stem), t.words) > kin(nameWords(file.stem), known.words) {
				o.tableFor[file] = t
			}
			for _, module := range o.modulesOf(file, t.words) {
				t.claim(module, FromSchema, strangers, file, fact.None)
			}
		}
	}
}

// modelFiles gives model and repository files their table and, where they have no module, that of its
// owner.
func (o *ownership) modelFiles() {
	for _, file := range o.p.Files {
		if t := o.tableFor[file]; t != nil {
			file.Database, file.Table = t.database, t.table
		} else if len(file.declares) == 1 {
			file.Database, file.Table = o.database(file.declares[0].database, file.declares[0].table), file.declares[0].table
		}
		if t := o.tableFor[file]; t != nil && file.Module == "" {
			if owner := o.p.Owners.Of(t.database, t.table); owner != nil && len(owner.Others) == 0 {
				file.Module = owner.Module
			}
		}
		if file.Module != "" || file.Layer != ModelLayer || len(file.declares) == 0 {
			continue
		}
		module := ""
		for _, m := range file.declares {
			owner := o.p.Owners.Of(o.database(m.database, m.table), m.table)
			if owner == nil || owner.Module == "" || len(owner.Others) > 0 || module != "" && module != owner.Module {
				module = ""
				break
			}
			module = owner.Module
		}
		file.Module = module
	}
}

// usageClaims gives a table that nothing declares to the module that uses it: the service of its
// name, else the only module that does. Uses outside of every module leave it without an owner.
func (o *ownership) usageClaims() {
	for _, t := range sortedTables(o.tables) {
		if len(t.claims) > 0 {
			continue
		}
		var services []*File
		users := map[string]int{}
		for _, i := range t.uses {
			u := &o.p.Tables[i]
			if u.File.Exempt() || u.Mode == fact.Schema {
				continue
			}
			if _, counted := users[u.File.Module]; !counted {
				users[u.File.Module] = i
			}
			if u.File.Layer == Service && u.File.Module != "" {
				services = append(services, u.File)
			}
		}
		if o.serviceOfName(t, services) {
			continue
		}
		if owner := o.standardOwner(t); owner != "" && strings.EqualFold(t.database, standardDatabase) {
			t.claim(owner, FromStandards, strangers, nil, fact.None)
			continue
		}
		if len(users) != 1 {
			continue
		}
		for module, i := range users {
			u := &o.p.Tables[i]
			source := FromService
			if u.File.Layer == Repository {
				source = FromRepository
			}
			if len(u.File.claimants) < 2 {
				t.claim(module, source, strangers, u.File, u.Pos)
			}
		}
	}
}

// serviceOfName gives a table to the service that has its name, or whose name the table's begins with,
// among those that use it.
func (o *ownership) serviceOfName(t *tableInfo, services []*File) bool {
	module, near := o.namesake(services, [][]string{t.words})
	if near < beginning {
		return false
	}
	for _, i := range t.uses {
		if u := &o.p.Tables[i]; u.File.Module == module {
			t.claim(module, FromService, near, u.File, u.Pos)
			return true
		}
	}
	return false
}
