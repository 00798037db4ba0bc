package code

import (
	"fmt"
	"time"

	"github.com/vtgen/vtgen/generator/model"
)

// BackgroundScope is one background service in its platform.
type BackgroundScope struct {
	P          model.Platform
	Background model.Background
	// Uses are the services it is given, sorted by name.
	Uses []Use
}

// NewBackgroundScope resolves the services that a background service is given.
func NewBackgroundScope(p model.Platform, b model.Background, all Entities) *BackgroundScope {
	s := &BackgroundScope{P: p, Background: b}
	for _, name := range b.Uses {
		use := Use{Name: name, Var: model.GoVar(name), Type: "*services." + model.GoName(name) + "Service"}
		if target, ok := all[name]; ok {
			use.Target, use.Var = &target, target.GoVar()
			use.Type = "service.Reader[classes." + target.GoName() + "]"
		}
		s.Uses = append(s.Uses, use)
	}
	return s
}

// Readers reports whether it is given the service of an entity.
func (s *BackgroundScope) Readers() bool {
	for _, use := range s.Uses {
		if use.Target != nil {
			return true
		}
	}
	return false
}

// Facades reports whether it is given the service of a whole module.
func (s *BackgroundScope) Facades() bool {
	for _, use := range s.Uses {
		if use.Target == nil {
			return true
		}
	}
	return false
}

// GoInterval is the interval as Go writes it: "15 * time.Minute".
func (s *BackgroundScope) GoInterval() string {
	d := s.Background.Interval
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{time.Hour, "time.Hour"}, {time.Minute, "time.Minute"}, {time.Second, "time.Second"}, {time.Millisecond, "time.Millisecond"}} {
		switch {
		case d == unit.length:
			return unit.name
		case d%unit.length == 0:
			return fmt.Sprintf("%d * %s", d/unit.length, unit.name)
		}
	}
	return fmt.Sprintf("%d", d)
}

// Fixed writes a file of a fixed shape about the background service from its template.
func (s *BackgroundScope) Fixed(templateName, name string) ([]byte, error) {
	return fixedFile(templateName, name, s.P.Module, s)
}
