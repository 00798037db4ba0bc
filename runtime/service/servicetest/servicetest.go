// Package servicetest holds an in-memory service for tests of what stands above a service: the
// controller, the routes and the event handlers of an entity, and the services that ask it.
package servicetest

import (
	"context"
	"slices"
	"sync"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/listing"
)

// Memory is a service.Owner that keeps entities in memory, in the order of their ids. It is safe
// for concurrent use.
type Memory[T any] struct {
	// Err, when set, is what every method returns instead of working.
	Err error

	mu       sync.Mutex
	answers  int // how many more Gets find something; -1 for all
	last     int64
	entities map[int64]T
	identify func(entity *T, id int64)
}

// New returns an empty service; identify sets an entity's id, as the database would.
func New[T any](identify func(entity *T, id int64)) *Memory[T] {
	return &Memory[T]{entities: map[int64]T{}, identify: identify, answers: -1}
}

// Create stores the entity under the next id.
func (m *Memory[T]) Create(_ context.Context, entity T) (T, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return entity, m.Err
	}
	m.last++
	m.identify(&entity, m.last)
	m.entities[m.last] = entity
	return entity, nil
}

// VanishAfter makes every entity unknown to Get after so many more calls of it, as if they were deleted
// while somebody else worked.
func (m *Memory[T]) VanishAfter(calls int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answers = calls
}

// Get returns the entity with this id, or a 404 error with the code TEST-404.
func (m *Memory[T]) Get(_ context.Context, id int64) (T, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.answers == 0 {
		var none T
		return none, apperr.NotFound("TEST-404", "not found")
	}
	if m.answers > 0 {
		m.answers--
	}
	return m.get(id)
}

// get is Get for a caller that holds the lock.
func (m *Memory[T]) get(id int64) (T, error) {
	entity, ok := m.entities[id]
	switch {
	case m.Err != nil:
		return entity, m.Err
	case !ok:
		return entity, apperr.NotFound("TEST-404", "not found")
	}
	return entity, nil
}

// List returns every entity on one page: filters and order are the repository's affair.
func (m *Memory[T]) List(context.Context, listing.Query) (listing.Page[T], error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return listing.Page[T]{}, m.Err
	}
	page := listing.Page[T]{Items: make([]T, 0, len(m.entities))}
	for _, id := range m.ids() {
		page.Items = append(page.Items, m.entities[id])
	}
	return page, nil
}

// Update applies change to the entity with this id.
func (m *Memory[T]) Update(_ context.Context, id int64, change func(*T) error) (T, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	entity, err := m.get(id)
	if err != nil {
		return entity, err
	}
	if err := change(&entity); err != nil {
		return entity, err
	}
	m.entities[id] = entity
	return entity, nil
}

// Delete removes the entity with this id.
func (m *Memory[T]) Delete(_ context.Context, id int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.get(id); err != nil {
		return err
	}
	delete(m.entities, id)
	return nil
}

// ids returns the ids stored, in order.
func (m *Memory[T]) ids() []int64 {
	ids := make([]int64, 0, len(m.entities))
	for id := range m.entities {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
