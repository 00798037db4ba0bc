package routes

import (
	"github.com/go-chi/chi/v5"
	"github.com/vtgen/vtgen/runtime/httpapi"

	"example.com/aip/controllers"
	"example.com/aip/global_config"
	"example.com/aip/models"
)

// AllowedAppRoutes mounts the routes of allowed apps (the standards, §8.2).
func AllowedAppRoutes(router chi.Router, api *httpapi.API, controller *controllers.AllowedAppController) {
	const invalid = global_config.CodeAllowedAppInvalid
	const path = "/api/v1/allowed_apps"

	// @route   POST /api/v1/allowed_apps
	// @desc    Create an allowed app
	// @access  Public
	router.Post(path, httpapi.Create(api, invalid, controller.Create))

	// @route   GET /api/v1/allowed_apps
	// @desc    List allowed apps, filtered and sorted by the columns the model lists
	// @access  Public
	router.Get(path, httpapi.List(api, models.AllowedApp.Columns, invalid, controller.List))

	// @route   GET /api/v1/allowed_apps/{id}
	// @desc    Get an allowed app
	// @access  Public
	router.Get(path+"/{id}", httpapi.Get(api, invalid, controller.Get))

	// @route   PATCH /api/v1/allowed_apps/{id}
	// @desc    Change the fields given of an allowed app
	// @access  Public
	router.Patch(path+"/{id}", httpapi.Update(api, invalid, controller.Update))

	// @route   DELETE /api/v1/allowed_apps/{id}
	// @desc    Delete an allowed app
	// @access  Public
	router.Delete(path+"/{id}", httpapi.Delete(api, invalid, controller.Delete))
}
