package controllers

import (
	"context"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/service"

	"example.com/aip/classes"
	"example.com/aip/validations"
)

// AllowedAppController turns requests on allowed apps into calls of their service (the standards,
// §8.1). A body that reaches it has passed its validation.
type AllowedAppController struct {
	service service.Owner[classes.AllowedApp]
}

// NewAllowedAppController returns the controller over the allowed app service.
func NewAllowedAppController(owner service.Owner[classes.AllowedApp]) *AllowedAppController {
	return &AllowedAppController{service: owner}
}

// Create stores the allowed app that the body describes.
func (c *AllowedAppController) Create(ctx context.Context, body *validations.AllowedAppCreate) (classes.AllowedApp, error) {
	created, err := c.service.Create(ctx, body.Entity())
	return created, apperr.At("allowed_app.controller.go:001 | Create", err)
}

// Get returns the allowed app with this id.
func (c *AllowedAppController) Get(ctx context.Context, id int64) (classes.AllowedApp, error) {
	allowedApp, err := c.service.Get(ctx, id)
	return allowedApp, apperr.At("allowed_app.controller.go:002 | Get", err)
}

// List returns one page of allowed apps.
func (c *AllowedAppController) List(ctx context.Context, query listing.Query) (listing.Page[classes.AllowedApp], error) {
	page, err := c.service.List(ctx, query)
	return page, apperr.At("allowed_app.controller.go:003 | List", err)
}

// Update changes the fields that the body holds and leaves the others as they are.
func (c *AllowedAppController) Update(ctx context.Context, id int64, body *validations.AllowedAppUpdate) (classes.AllowedApp, error) {
	updated, err := c.service.Update(ctx, id, body.Apply)
	return updated, apperr.At("allowed_app.controller.go:004 | Update", err)
}

// Delete removes the allowed app with this id.
func (c *AllowedAppController) Delete(ctx context.Context, id int64) error {
	return apperr.At("allowed_app.controller.go:005 | Delete", c.service.Delete(ctx, id))
}
