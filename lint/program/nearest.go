package program

import (
	"sort"
	"strings"
)

// namesake returns the module among files that has one of the names, or, where none has, the only one
// whose name begins or ends like one of them: user and session are equally near to user_sessions.
func (o *ownership) namesake(files []*File, names [][]string) (string, kinship) {
	if all := o.nearest(files, names, same); len(all) > 0 {
		if len(all) == 1 {
			return all[0], same
		}
		return "", strangers
	}
	first, last := o.nearest(files, names, beginning), o.nearest(files, names, ending)
	switch {
	case len(first) == 1 && (len(last) == 0 || len(last) == 1 && last[0] == first[0]):
		return first[0], beginning
	case len(first) == 0 && len(last) == 1:
		return last[0], ending
	}
	return "", strangers
}

// servicesNamed is nearest of all services, for the same name: by an index, since it is asked for every
// repository and model.
func (o *ownership) servicesNamed(names [][]string) []string {
	if o.named == nil {
		o.named = map[string][]*File{}
		for _, f := range o.services {
			module, stem := strings.Join(o.words(f.Module), " "), strings.Join(o.words(f.stem), " ")
			o.named[module] = append(o.named[module], f)
			if stem != module {
				o.named[stem] = append(o.named[stem], f)
			}
		}
	}
	var found []*File
	for _, name := range names {
		if len(name) > 0 {
			found = append(found, o.named[strings.Join(name, " ")]...)
		}
	}
	return modulesIn(found)
}

// nearest returns the modules of the files whose module or stem is as near to one of the names as asked.
func (o *ownership) nearest(files []*File, names [][]string, near kinship) []string {
	var found []*File
	for _, f := range files {
		for _, name := range names {
			if kin(o.words(f.Module), name) == near || kin(o.words(f.stem), name) == near {
				found = append(found, f)
				break
			}
		}
	}
	return modulesIn(found)
}

// words is nameWords, kept for the next time.
func (o *ownership) words(name string) []string {
	words, ok := o.kept[name]
	if !ok {
		words = nameWords(name)
		o.kept[name] = words
	}
	return words
}

// modulesIn returns the modules of files, sorted, each once.
func modulesIn(files []*File) []string {
	seen := map[string]bool{}
	var all []string
	for _, f := range files {
		if !seen[f.Module] {
			seen[f.Module] = true
			all = append(all, f.Module)
		}
	}
	sort.Strings(all)
	return all
}
