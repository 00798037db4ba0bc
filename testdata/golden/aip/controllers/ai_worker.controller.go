package controllers

import (
	"context"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/service"

	"example.com/aip/classes"
	"example.com/aip/validations"
)

// AIWorkerController turns requests on ai workers into calls of their service (the standards,
// §8.1). A body that reaches it has passed its validation.
type AIWorkerController struct {
	service service.Owner[classes.AIWorker]
}

// NewAIWorkerController returns the controller over the ai worker service.
func NewAIWorkerController(owner service.Owner[classes.AIWorker]) *AIWorkerController {
	return &AIWorkerController{service: owner}
}

// Create stores the ai worker that the body describes.
func (c *AIWorkerController) Create(ctx context.Context, body *validations.AIWorkerCreate) (classes.AIWorker, error) {
	created, err := c.service.Create(ctx, body.Entity())
	return created, apperr.At("ai_worker.controller.go:001 | Create", err)
}

// Get returns the ai worker with this id.
func (c *AIWorkerController) Get(ctx context.Context, id int64) (classes.AIWorker, error) {
	aiWorker, err := c.service.Get(ctx, id)
	return aiWorker, apperr.At("ai_worker.controller.go:002 | Get", err)
}

// List returns one page of ai workers.
func (c *AIWorkerController) List(ctx context.Context, query listing.Query) (listing.Page[classes.AIWorker], error) {
	page, err := c.service.List(ctx, query)
	return page, apperr.At("ai_worker.controller.go:003 | List", err)
}

// Update changes the fields that the body holds and leaves the others as they are.
func (c *AIWorkerController) Update(ctx context.Context, id int64, body *validations.AIWorkerUpdate) (classes.AIWorker, error) {
	updated, err := c.service.Update(ctx, id, body.Apply)
	return updated, apperr.At("ai_worker.controller.go:004 | Update", err)
}

// Delete removes the ai worker with this id.
func (c *AIWorkerController) Delete(ctx context.Context, id int64) error {
	return apperr.At("ai_worker.controller.go:005 | Delete", c.service.Delete(ctx, id))
}
