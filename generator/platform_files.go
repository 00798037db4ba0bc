package generator

import (
	"path"
	"strings"

	"github.com/vtgen/vtgen/generator/code"
	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/generator/project"
	"github.com/vtgen/vtgen/templates"
)

// runtimeFolder is where a platform keeps its copy of the runtime module until that is published.
const runtimeFolder = "vtgen_runtime"

// platformOwner is the owner of what every platform has.
const platformOwner = "platform"

// platformOutputs renders what every platform has, whatever its entities are.
func platformOutputs(p model.Platform) (Owned, error) {
	owned := Owned{Owner: platformOwner}
	owned.Outputs = append(owned.Outputs, Output{Path: project.PlatformFile, Content: p.YAML()})
	names, err := templates.Names("platform")
	if err != nil {
		return owned, err
	}
	for _, name := range names {
		target := strings.TrimSuffix(strings.TrimPrefix(name, "platform/"), ".tmpl")
		content, err := templates.Render(name, p, nil)
		if err != nil {
			return owned, err
		}
		if path.Ext(target) == ".go" {
			if content, err = code.Format(target, p.Module, content); err != nil {
				return owned, err
			}
		}
		owned.Outputs = append(owned.Outputs, Output{Path: target, Content: content})
	}
	return owned, nil
}

// runtimeOutputs are the files of the runtime module. They are vtgen's: a newer vtgen brings newer
// ones.
func runtimeOutputs() []Output {
	var outputs []Output
	for _, file := range templates.Runtime() {
		outputs = append(outputs, Output{Path: path.Join(runtimeFolder, file.Name), Content: file.Data, Policy: Rewritten})
	}
	return outputs
}

// sharedOutputs are the files that all contents together make.
func sharedOutputs(p model.Platform, all code.Contents) ([]Output, error) {
	files := []struct {
		path   string
		render func(model.Platform, code.Contents, string) ([]byte, error)
	}{
		{"zz_generated_composition.go", code.Composition},
		{"global_config/zz_generated_sensitive_fields.go", code.SensitiveFields},
		{"global_config/zz_generated_table_owners.go", code.TableOwners},
		{"zz_generated_bg_services.go", code.BackgroundServices},
		{"services/zz_generated_modules.go", code.Modules},
	}
	if len(code.Facades(all.Entities)) == 0 {
		files = files[:4]
	}
	var outputs []Output
	for _, file := range files {
		content, err := file.render(p, all, file.path)
		if err != nil {
			return nil, err
		}
		outputs = append(outputs, Output{Path: file.path, Content: content, Policy: Rewritten})
	}
	return outputs, nil
}

// moduleOutputs renders the service of each module that needs one.
func moduleOutputs(p model.Platform, all []model.Entity) ([]Owned, error) {
	var out []Owned
	for _, facade := range code.Facades(all) {
		name := path.Join("services", model.FileStem(facade.Name)+".service.go")
		content, err := code.ModuleService(p, facade.Name, name)
		if err != nil {
			return nil, err
		}
		out = append(out, Owned{Owner: "module_" + facade.Name, Outputs: []Output{{Path: name, Content: content}}})
	}
	return out, nil
}
