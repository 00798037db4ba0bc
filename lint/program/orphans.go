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

// orphans gives the data repositories without a module one: that of their only user, else that of the
// service with whose name theirs begins, else their own name. One that names no table by itself, as the
// base of others or a helper that is given one, is of no module. A file of queries is of the module of the
// repository that has its name.
func (o *ownership) orphans(uses map[*File][]*tableInfo) {
	if !o.p.Standard {
		return
	}
	var left []*File
	for _, file := range o.p.Files {
		if file.Layer == Repository && file.Module == "" && !file.Exempt() && (len(uses[file]) > 0 || o.tableFor[file] != nil) {
			left = append(left, file)
		}
	}
	for range deepestUsers {
		found := map[*File]string{}
		for _, file := range left {
			if users := o.usersOf(file); file.Module == "" && len(users) == 1 && o.houses(users[0]) {
				found[file] = users[0].Module
			}
		}
		for file, module := range found {
			file.Module = module
		}
	}
	for _, file := range left {
		if file.Module == "" && file.Language != fact.SQL {
			o.adopt(file)
		}
	}
	o.queryFiles(left)
	for _, file := range left {
		if t := o.tableFor[file]; t != nil && file.Language != fact.SQL {
			if near := kin(nameWords(file.stem), t.words); near > strangers {
				t.claim(file.Module, FromRepository, near, file, fact.None)
			}
		}
	}
}

// adopt gives an orphan that no single module uses the module of its name.
func (o *ownership) adopt(file *File) {
	users := o.usersOf(file)
	words := nameWords(file.stem)
	for n := len(words); n > 0 && len(users) == 0 && !plainStems[file.stem]; n-- {
		if all := o.servicesNamed([][]string{words[:n]}); len(all) == 1 {
			file.Module = all[0]
			return
		}
	}
	file.Module = o.stemModule(file)
	for _, user := range users {
		file.usedBy = append(file.usedBy, user.Module)
	}
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

// usersOf returns a file of each module that uses a file, directly or by way of an index.
func (o *ownership) usersOf(file *File) []*File {
	var users []*File
	seen := map[*File]bool{file: true}
	queue := []*File{file}
	for n := 0; n < len(queue) && len(queue) < 1000; n++ {
		for _, importer := range queue[n].Importers {
			if seen[importer] || importer.Exempt() {
				continue
			}
			seen[importer] = true
			switch {
			case importer.Module != "":
				if !slices.ContainsFunc(users, func(f *File) bool { return f.Module == importer.Module }) {
					users = append(users, importer)
				}
			case plainStems[importer.stem] && importer.Layer != Other:
				queue = append(queue, importer)
			}
		}
	}
	return users
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
	return housed && !slices.ContainsFunc(o.usersOf(file), func(f *File) bool {
		return strings.EqualFold(f.Module, table.table) || kin(o.words(f.Module), table.words) > strangers
	})
}
