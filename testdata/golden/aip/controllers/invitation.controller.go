package controllers

import (
	"context"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/service"

	"example.com/aip/classes"
	"example.com/aip/validations"
)

// InvitationController turns requests on invitations into calls of their service (the standards,
// §8.1). A body that reaches it has passed its validation.
type InvitationController struct {
	service service.Owner[classes.Invitation]
}

// NewInvitationController returns the controller over the invitation service.
func NewInvitationController(owner service.Owner[classes.Invitation]) *InvitationController {
	return &InvitationController{service: owner}
}

// Create stores the invitation that the body describes.
func (c *InvitationController) Create(ctx context.Context, body *validations.InvitationCreate) (classes.Invitation, error) {
	created, err := c.service.Create(ctx, body.Entity())
	return created, apperr.At("invitation.controller.go:001 | Create", err)
}

// Get returns the invitation with this id.
func (c *InvitationController) Get(ctx context.Context, id int64) (classes.Invitation, error) {
	invitation, err := c.service.Get(ctx, id)
	return invitation, apperr.At("invitation.controller.go:002 | Get", err)
}

// List returns one page of invitations.
func (c *InvitationController) List(ctx context.Context, query listing.Query) (listing.Page[classes.Invitation], error) {
	page, err := c.service.List(ctx, query)
	return page, apperr.At("invitation.controller.go:003 | List", err)
}

// Update changes the fields that the body holds and leaves the others as they are.
func (c *InvitationController) Update(ctx context.Context, id int64, body *validations.InvitationUpdate) (classes.Invitation, error) {
	updated, err := c.service.Update(ctx, id, body.Apply)
	return updated, apperr.At("invitation.controller.go:004 | Update", err)
}

// Delete removes the invitation with this id.
func (c *InvitationController) Delete(ctx context.Context, id int64) error {
	return apperr.At("invitation.controller.go:005 | Delete", c.service.Delete(ctx, id))
}
