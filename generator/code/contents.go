package code

import "github.com/vtgen/vtgen/generator/model"

// Contents are what a platform consists of, beside what every platform has.
type Contents struct {
	Entities   []model.Entity
	Events     []model.Event
	Background []model.Background
}

// Validate checks the contents of a platform against each other.
func (c Contents) Validate(p model.Platform) error {
	if err := model.ValidateAll(p, c.Entities); err != nil {
		return err
	}
	if err := model.ValidateEvents(c.Entities, c.Events); err != nil {
		return err
	}
	return model.ValidateBackground(c.Entities, c.Background)
}
