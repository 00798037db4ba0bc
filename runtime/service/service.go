// Package service names what the layers of a platform ask of an entity's service, so that a
// controller, an event handler or another module's service depends on the question and not on who
// answers it (the standards, §3.8 and §4.1).
package service

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/listing"
)

// Reader is what one module may ask of data that another module owns (§3.8.4).
type Reader[T any] interface {
	// Get returns the entity with this id, or an [apperr.Error] with status 404.
	Get(ctx context.Context, id int64) (T, error)
}

// Owner is the whole service of an entity: the only door to the table behind it (§3.8.2).
type Owner[T any] interface {
	Reader[T]
	// Create stores the entity and returns it with its id and times.
	Create(ctx context.Context, entity T) (T, error)
	// List returns one page; the query holds only columns the entity's model lists.
	List(ctx context.Context, query listing.Query) (listing.Page[T], error)
	// Update applies change to the stored entity; change may run again when another writer was
	// faster, and an error from it leaves the entity as it was.
	Update(ctx context.Context, id int64, change func(*T) error) (T, error)
	// Delete removes the entity, or returns an [apperr.Error] with status 404.
	Delete(ctx context.Context, id int64) error
}

// Confirm asks the owner of a reference whether its target exists, unless the reference is as it was
// before: a row whose target has gone can still be changed otherwise. A nil id refers to nothing and
// passes. A missing target is the caller's mistake and becomes an invalid
// request with the given code, naming the field; any other error is returned wrapped.
func Confirm[T any](ctx context.Context, owner Reader[T], field string, before, after *int64, code apperr.Code) error {
	if after == nil || before != nil && *before == *after && *after != 0 {
		return nil
	}
	_, err := owner.Get(ctx, *after)
	if IsNotFound(err) {
		return apperr.Invalid(code, fmt.Sprintf("%q refers to something that does not exist", field), err)
	}
	if err != nil {
		return fmt.Errorf("asking the owner of %q for %d: %w", field, *after, err)
	}
	return nil
}

// IsNotFound reports whether err says that the entity asked for does not exist.
func IsNotFound(err error) bool {
	var failure *apperr.Error
	return errors.As(err, &failure) && failure.Status == http.StatusNotFound
}
