package routes

import (
	"github.com/go-chi/chi/v5"
	"github.com/vtgen/vtgen/runtime/httpapi"

	"example.com/aip/controllers"
	"example.com/aip/global_config"
	"example.com/aip/models"
)

// AIWorkerRoutes mounts the routes of ai workers (the standards, §8.2).
func AIWorkerRoutes(router chi.Router, api *httpapi.API, controller *controllers.AIWorkerController) {
	const invalid = global_config.CodeAIWorkerInvalid
	const path = "/api/v1/ai_workers"

	// @route   POST /api/v1/ai_workers
	// @desc    Create an ai worker
	// @access  Public
	router.Post(path, httpapi.Create(api, invalid, controller.Create))

	// @route   GET /api/v1/ai_workers
	// @desc    List ai workers, filtered and sorted by the columns the model lists
	// @access  Public
	router.Get(path, httpapi.List(api, models.AIWorker.Columns, invalid, controller.List))

	// @route   GET /api/v1/ai_workers/{id}
	// @desc    Get an ai worker
	// @access  Public
	router.Get(path+"/{id}", httpapi.Get(api, invalid, controller.Get))

	// @route   PATCH /api/v1/ai_workers/{id}
	// @desc    Change the fields given of an ai worker
	// @access  Public
	router.Patch(path+"/{id}", httpapi.Update(api, invalid, controller.Update))

	// @route   DELETE /api/v1/ai_workers/{id}
	// @desc    Delete an ai worker
	// @access  Public
	router.Delete(path+"/{id}", httpapi.Delete(api, invalid, controller.Delete))
}
