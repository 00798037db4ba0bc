package controllers

import (
	"context"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/service"

	"example.com/aip/classes"
	"example.com/aip/validations"
)

// UserAccountController turns requests on user accounts into calls of their service (the standards,
// §8.1). A body that reaches it has passed its validation.
type UserAccountController struct {
	service service.Owner[classes.UserAccount]
}

// NewUserAccountController returns the controller over the user account service.
func NewUserAccountController(owner service.Owner[classes.UserAccount]) *UserAccountController {
	return &UserAccountController{service: owner}
}

// Create stores the user account that the body describes.
func (c *UserAccountController) Create(ctx context.Context, body *validations.UserAccountCreate) (classes.UserAccount, error) {
	created, err := c.service.Create(ctx, body.Entity())
	return created, apperr.At("user_account.controller.go:001 | Create", err)
}

// Get returns the user account with this id.
func (c *UserAccountController) Get(ctx context.Context, id int64) (classes.UserAccount, error) {
	userAccount, err := c.service.Get(ctx, id)
	return userAccount, apperr.At("user_account.controller.go:002 | Get", err)
}

// List returns one page of user accounts.
func (c *UserAccountController) List(ctx context.Context, query listing.Query) (listing.Page[classes.UserAccount], error) {
	page, err := c.service.List(ctx, query)
	return page, apperr.At("user_account.controller.go:003 | List", err)
}

// Update changes the fields that the body holds and leaves the others as they are.
func (c *UserAccountController) Update(ctx context.Context, id int64, body *validations.UserAccountUpdate) (classes.UserAccount, error) {
	updated, err := c.service.Update(ctx, id, body.Apply)
	return updated, apperr.At("user_account.controller.go:004 | Update", err)
}

// Delete removes the user account with this id.
func (c *UserAccountController) Delete(ctx context.Context, id int64) error {
	return apperr.At("user_account.controller.go:005 | Delete", c.service.Delete(ctx, id))
}
