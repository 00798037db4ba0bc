package program

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// collectModelCalls finds the calls in a file's functions of methods that a model may have, on a parameter
// or on a field that the constructor fills from one: model.findAll() in a function of model.
func (l *linker) collectModelCalls(file *File, all openUses) {
	for i := range file.Calls {
		call := &file.Calls[i]
		dot := strings.LastIndexByte(call.Callee, '.')
		if dot < 0 || call.Func < 0 {
			continue
		}
		object, method := call.Callee[:dot], call.Callee[dot+1:]
		if _, accesses := injectedModes[method]; !accesses && !libraryMethods[method] {
			continue
		}
		at := where{file, call.Func}
		fn, index := parameterNamed(at, object)
		if field, own := strings.CutPrefix(object, "this."); own {
			fn, index = l.constructorParameter(at, field)
		}
		if index >= 0 {
			all.add(Function{file, fn}, openUse{call: call, model: int32(index) + 1, at: at})
		}
	}
}

// constructorParameter finds the parameter of the constructor that a field of the class around a place is
// filled from.
func (l *linker) constructorParameter(at where, field string) (fn int32, index int) {
	own, ok := l.ownMember(at, "this", field)
	t := at.file.types[own.class]
	if !ok || t == nil {
		return fact.None, -1
	}
	for _, f := range t.Fields {
		if f.Name != field {
			continue
		}
		a := ancestor{at.file, t}
		for _, fn := range methodsOf(at.file, own.class, "constructor") {
			return fn, parameterOf(a, f)
		}
	}
	return fact.None, -1
}

// modelName returns what is given for the parameter of a model, and where; open is set while it is a
// parameter itself.
func (t *openUse) modelName() (name string, at where, open bool) {
	parameter := t.model
	for i := len(t.given) - 1; i >= 0; i-- {
		g := &t.given[i]
		if int(parameter) > len(g.texts) {
			return "", where{}, false
		}
		parts := g.texts[parameter-1].Parts
		if len(parts) != 1 || parts[0].Hole == nil || parts[0].Hole.Key != "" {
			return "", where{}, false
		}
		hole := parts[0].Hole
		if hole.Of == 0 {
			return hole.Name, g.at, false
		}
		parameter = hole.Arg
	}
	return "", where{}, true
}

// modelTemplateUse adds the use of the table of the model that a function is given.
func (l *linker) modelTemplateUse(file *File, call *fact.Call, t *openUse) {
	name, at, _ := t.modelName()
	if name == "" {
		return
	}
	l.steps = 0
	if m := l.modelNamed(at, name, 0); m != nil {
		if mode, accesses := libraryMode(m.Library, lastPart(t.call.Callee)); accesses {
			l.addCallUse(file, call, m, mode)
		}
	}
}
