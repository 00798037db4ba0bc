package program

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// A model may have functions of its own that query it, statics and class methods: who calls one on the model
// of another module queries that module's table as if by find.

// staticUses adds the uses of models by calls of their own functions, from other files.
func (l *linker) staticUses() {
	own := map[*File]map[string][]*fact.Access{}
	names := map[string]bool{}
	for _, file := range l.p.Files {
		if len(file.declares) == 0 || file.Language == fact.Go || file.Test {
			continue
		}
		for i := range file.Accesses {
			a := &file.Accesses[i]
			if a.Kind != fact.ByModel || a.Path != "" || a.Func < 0 || file.Funcs[a.Func].Name == "" || file.models[a.Model] == nil {
				continue
			}
			if own[file] == nil {
				own[file] = map[string][]*fact.Access{}
			}
			name := file.Funcs[a.Func].Name
			own[file][name] = append(own[file][name], a)
			names[name] = true
		}
	}
	if len(names) == 0 {
		return
	}
	for _, file := range l.p.Files {
		if file.Language == fact.Go || file.Test {
			continue
		}
		for i := range file.Calls {
			call := &file.Calls[i]
			if dot := strings.LastIndexByte(call.Callee, '.'); dot > 0 && names[call.Callee[dot+1:]] && call.Func >= 0 {
				l.staticUse(file, call, call.Callee[:dot], own, call.Callee[dot+1:])
			}
		}
	}
}

func (l *linker) staticUse(file *File, call *fact.Call, object string, own map[*File]map[string][]*fact.Access, name string) {
	l.steps = 0
	m := l.modelNamed(where{file, call.Func}, object, 0)
	if m == nil || m.file == file {
		return
	}
	for _, a := range own[m.file][name] {
		if m.file.models[a.Model] == m {
			l.addCallUse(file, call, m, a.Mode)
		}
	}
}
