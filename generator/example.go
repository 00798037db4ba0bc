package generator

import (
	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/templates"
)

// ExampleEntities are the entities that the standards themselves use as examples: two modules'
// tables, and one that needs both (the standards, §3.8).
func ExampleEntities() ([]model.Entity, error) {
	names, err := templates.Names("example")
	if err != nil {
		return nil, err
	}
	var entities []model.Entity
	for _, name := range names {
		text, err := templates.Render(name, nil, nil)
		if err != nil {
			return nil, err
		}
		entity, err := model.ParseEntity(text, name)
		if err != nil {
			return nil, err
		}
		entities = append(entities, entity)
	}
	return entities, nil
}
