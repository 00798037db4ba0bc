package program

import (
	"path"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// queryIndex files the tables of sqlc's queries under their names.
func (l *linker) queryIndex() map[string][]int {
	index := map[string][]int{}
	for i := range l.p.Tables {
		if u := &l.p.Tables[i]; u.Query != "" && u.File.Language == fact.SQL {
			index[u.Query] = append(index[u.Query], i)
		}
	}
	return index
}

// queryCall returns the tables of the sqlc query that a call runs. The code that sqlc generates need
// not be among the files: then the import tells the file of the queries by its name.
func (l *linker) queryCall(at where, callee string, queries map[string][]int) []int {
	i := strings.LastIndexByte(callee, '.')
	if i < 0 || at.file.Language != fact.Go {
		return nil
	}
	candidates := queries[callee[i+1:]]
	if len(candidates) == 0 {
		return nil
	}
	imported := l.importOfField(at, callee[:i])
	if imported == "" {
		return nil
	}
	var named, all []int
	for _, u := range candidates {
		file := l.p.Tables[u].File
		all = append(all, u)
		if file.stem == path.Base(imported) || strings.TrimSuffix(path.Base(file.Path), ".sql") == path.Base(imported) {
			named = append(named, u)
		}
	}
	if len(named) > 0 {
		return named
	}
	for _, u := range all {
		if l.p.Tables[u].File != l.p.Tables[all[0]].File {
			return nil
		}
	}
	return all
}
