package controllers

import (
	"context"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/service"

	"example.com/aip/classes"
	"example.com/aip/validations"
)

// EnrolledAppController turns requests on enrolled apps into calls of their service (the standards,
// §8.1). A body that reaches it has passed its validation.
type EnrolledAppController struct {
	service service.Owner[classes.EnrolledApp]
}

// NewEnrolledAppController returns the controller over the enrolled app service.
func NewEnrolledAppController(owner service.Owner[classes.EnrolledApp]) *EnrolledAppController {
	return &EnrolledAppController{service: owner}
}

// Create stores the enrolled app that the body describes.
func (c *EnrolledAppController) Create(ctx context.Context, body *validations.EnrolledAppCreate) (classes.EnrolledApp, error) {
	created, err := c.service.Create(ctx, body.Entity())
	return created, apperr.At("enrolled_app.controller.go:001 | Create", err)
}

// Get returns the enrolled app with this id.
func (c *EnrolledAppController) Get(ctx context.Context, id int64) (classes.EnrolledApp, error) {
	enrolledApp, err := c.service.Get(ctx, id)
	return enrolledApp, apperr.At("enrolled_app.controller.go:002 | Get", err)
}

// List returns one page of enrolled apps.
func (c *EnrolledAppController) List(ctx context.Context, query listing.Query) (listing.Page[classes.EnrolledApp], error) {
	page, err := c.service.List(ctx, query)
	return page, apperr.At("enrolled_app.controller.go:003 | List", err)
}

// Update changes the fields that the body holds and leaves the others as they are.
func (c *EnrolledAppController) Update(ctx context.Context, id int64, body *validations.EnrolledAppUpdate) (classes.EnrolledApp, error) {
	updated, err := c.service.Update(ctx, id, body.Apply)
	return updated, apperr.At("enrolled_app.controller.go:004 | Update", err)
}

// Delete removes the enrolled app with this id.
func (c *EnrolledAppController) Delete(ctx context.Context, id int64) error {
	return apperr.At("enrolled_app.controller.go:005 | Delete", c.service.Delete(ctx, id))
}
