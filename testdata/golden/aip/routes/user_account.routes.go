package routes

import (
	"github.com/go-chi/chi/v5"
	"github.com/vtgen/vtgen/runtime/httpapi"

	"example.com/aip/controllers"
	"example.com/aip/global_config"
	"example.com/aip/models"
)

// UserAccountRoutes mounts the routes of user accounts (the standards, §8.2).
func UserAccountRoutes(router chi.Router, api *httpapi.API, controller *controllers.UserAccountController) {
	const invalid = global_config.CodeUserAccountInvalid
	const path = "/api/v1/user_accounts"

	// @route   POST /api/v1/user_accounts
	// @desc    Create a user account
	// @access  Public
	router.Post(path, httpapi.Create(api, invalid, controller.Create))

	// @route   GET /api/v1/user_accounts
	// @desc    List user accounts, filtered and sorted by the columns the model lists
	// @access  Public
	router.Get(path, httpapi.List(api, models.UserAccount.Columns, invalid, controller.List))

	// @route   GET /api/v1/user_accounts/{id}
	// @desc    Get a user account
	// @access  Public
	router.Get(path+"/{id}", httpapi.Get(api, invalid, controller.Get))

	// @route   PATCH /api/v1/user_accounts/{id}
	// @desc    Change the fields given of a user account
	// @access  Public
	router.Patch(path+"/{id}", httpapi.Update(api, invalid, controller.Update))

	// @route   DELETE /api/v1/user_accounts/{id}
	// @desc    Delete a user account
	// @access  Public
	router.Delete(path+"/{id}", httpapi.Delete(api, invalid, controller.Delete))
}
