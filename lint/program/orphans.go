package program

import (
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// In a code base that follows the standards (§3.7.2), a data repository that no service uses has a module
// all the same: what it queries is that module's, or another's.

// deepestUsers is how many repositories are followed from one that is used by repositories alone.
const deepestUsers = 3

// orphans gives the data repositories without a module one: that of the owner of the table they have the
// name of, by its model or schema, else that of their only user, else that of the service with whose name
// theirs begins, else their own name. One that names no table by itself, as the base of others or a helper
// that is given one, is of no module. A file of queries is of the module of the repository of its name.
func (o *ownership) orphans() {
	if !o.p.Standard {
		return
	}
	var left []*File
	o.undecided = map[*File]bool{}
	for _, file := range o.p.Files {
		if file.Layer == Repository && file.Module == "" && !file.Exempt() && (len(o.usesOf[file]) > 0 || o.tableFor[file] != nil) {
			if o.ofOwner(file) {
				continue
			}
			left = append(left, file)
			o.undecided[file] = file.Language != fact.SQL
		}
	}
	for round := range deepestUsers {
		o.decide(left, round == deepestUsers-1)
	}
	o.queryFiles(left)
	var claiming []*File
	for _, file := range left {
		if t := o.tableFor[file]; t != nil && file.Language != fact.SQL && !t.settled() {
			claiming = append(claiming, file)
		}
	}
	for _, file := range claiming {
		t := o.tableFor[file]
		if near := kin(nameWords(file.stem), t.words); near > strangers {
			t.claim(file.Module, FromRepository, near, file, fact.None)
		}
	}
}

// orphanModels gives models whose tables nobody owns a module of their own name: what their hooks and
// methods query is that module's, or another's.
func (o *ownership) orphanModels() {
	for _, file := range o.p.Files {
		if !o.p.Standard || file.Layer != ModelLayer || file.Module != "" || file.Exempt() || len(file.declares) != 1 {
			continue
		}
		m := file.declares[0]
		if owner := o.p.Owners.Of(o.database(m.database, m.table), m.table); owner == nil || owner.Module == "" && len(owner.Others) == 0 {
			file.Module = o.stemModule(file)
		}
	}
}

// settled reports whether more speaks for an owner of a table than that a repository of another name uses
// no other table.
func (t *tableInfo) settled() bool {
	return slices.ContainsFunc(t.claims, func(c rankedClaim) bool { return c.rank != strength[FromRepository] })
}

// ofOwner gives a repository the module that owns the table which it has the name of, if one does.
func (o *ownership) ofOwner(file *File) bool {
	t := o.tableFor[file]
	if t == nil || !t.settled() || kin(nameWords(file.stem), t.words) == strangers {
		return false
	}
	if owner := t.ownership(); owner.Module != "" && len(owner.Others) == 0 {
		file.Module = owner.Module
	}
	return file.Module != ""
}

// decide gives orphans their modules: those that no undecided one uses, or all that are left.
func (o *ownership) decide(left []*File, all bool) {
	type decision struct {
		file   *File
		module string
		usedBy []string
	}
	var decided []decision
	o.throughIndex = map[*File]*users{}
	for _, file := range left {
		if !o.undecided[file] {
			continue
		}
		u := o.usersOf(file)
		switch {
		case u.undecided && !all:
		case len(u.files) == 1 && o.houses(u.files[0]):
			decided = append(decided, decision{file, u.files[0].Module, nil})
		default:
			decided = append(decided, decision{file, o.ownModule(file, len(u.files) > 0), modulesIn(u.files)})
		}
	}
	for _, d := range decided {
		d.file.Module, d.file.usedBy = d.module, d.usedBy
		o.undecided[d.file] = false
	}
}

// ownModule returns the module of a repository that no single module uses: of one that nothing uses that
// of the service with whose name its own begins, else its own, without what follows the table's.
func (o *ownership) ownModule(file *File, used bool) string {
	words := nameWords(file.stem)
	for n := len(words); n > 0 && !used && !plainStems[file.stem]; n-- {
		if all := o.servicesNamed([][]string{words[:n]}); len(all) == 1 {
			return all[0]
		}
	}
	own := o.stemModule(file)
	if t := o.tableFor[file]; t != nil && len(t.words) < len(words) && beginsWith(words, t.words) {
		if parts := strings.Split(own, "_"); len(parts) == len(words) { // session_read and session_write, of sessions
			own = strings.Join(parts[:len(t.words)], "_")
		}
	}
	return own
}

// queryFiles gives files of queries the module of the repository of their name, else their own name.
func (o *ownership) queryFiles(left []*File) {
	modules := map[string]string{}
	for _, file := range o.p.Files {
		if file.Layer == Repository && file.Language != fact.SQL && file.Module != "" && !file.Exempt() {
			modules[strings.Join(nameWords(file.stem), " ")] = file.Module
		}
	}
	for _, file := range left {
		if file.Module != "" || file.Language != fact.SQL {
			continue
		}
		if file.Module = modules[strings.Join(nameWords(file.stem), " ")]; file.Module == "" {
			file.Module = o.stemModule(file)
		}
	}
}

// houses reports whether a file that uses an orphan says by its module whose that is: a handler or
// background service that is named for what it does does not.
func (o *ownership) houses(user *File) bool {
	return user.Layer == Controller || user.Layer == Repository || o.ofService[user.Module]
}

// users are a file of each module that uses a repository, and whether an undecided orphan does.
type users struct {
	files     []*File
	undecided bool
}

// add takes a user.
func (u *users) add(user *File) {
	if !slices.ContainsFunc(u.files, func(f *File) bool { return f.Module == user.Module }) {
		u.files = append(u.files, user)
	}
}

// usersOf returns what uses a file, directly or by way of an index.
func (o *ownership) usersOf(file *File) *users {
	all := &users{}
	for _, importer := range file.Importers {
		switch {
		case importer.Exempt():
		case importer.Module != "":
			all.add(importer)
		case o.undecided[importer]:
			all.undecided = true
		case plainStems[importer.stem] && importer.Layer != Other:
			behind := o.throughIndex[importer]
			if behind == nil {
				o.throughIndex[importer] = all // an index that passes on itself
				behind = o.usersOf(importer)
				o.throughIndex[importer] = behind
			}
			all.undecided = all.undecided || behind.undecided
			for _, f := range behind.files {
				all.add(f)
			}
		}
	}
	return all
}

// stranger reports whether a repository that only the table it uses could tie to a module is not of that
// module: no service uses it, its name has nothing in common with the table's, and the module accesses
// the table elsewhere.
func (o *ownership) stranger(file *File, table *tableInfo, near kinship) bool {
	if !o.p.Standard || near > strangers || file.Language == fact.SQL {
		return false
	}
	if importers := o.importingServices(file); len(importers) > 0 && importers[0].Layer == Service {
		return false
	}
	housed, known := o.housed[table]
	if !known {
		modules := o.servicesNamed([][]string{table.words})
		housed = slices.ContainsFunc(table.uses, func(i int) bool {
			f := o.p.Tables[i].File
			return !f.Exempt() && (slices.Contains(modules, f.Module) || f.Layer == Repository && kin(nameWords(f.stem), table.words) > strangers)
		})
		o.housed[table] = housed
	}
	return housed && !slices.ContainsFunc(o.usersOf(file).files, func(f *File) bool {
		return strings.EqualFold(f.Module, table.table) || kin(o.words(f.Module), table.words) > strangers
	})
}
