package code

import (
	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/templates"
)

// Fixed writes a Go file of a fixed shape about the entity from its template.
func (s *Scope) Fixed(templateName, name string) ([]byte, error) {
	return fixedFile(templateName, name, s.P.Module, s)
}

// ModuleService writes services/<module>.service.go, the door to a module that has no entity of its
// own name.
func ModuleService(p model.Platform, module, name string) ([]byte, error) {
	text, err := templates.Render("module/service.go.tmpl", struct{ Name, GoName string }{module, model.GoName(module)}, nil)
	if err != nil {
		return nil, err
	}
	return Format(name, p.Module, text)
}
