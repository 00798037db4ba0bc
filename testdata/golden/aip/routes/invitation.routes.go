package routes

import (
	"github.com/go-chi/chi/v5"
	"github.com/vtgen/vtgen/runtime/httpapi"

	"example.com/aip/controllers"
	"example.com/aip/global_config"
	"example.com/aip/models"
)

// InvitationRoutes mounts the routes of invitations (the standards, §8.2).
func InvitationRoutes(router chi.Router, api *httpapi.API, controller *controllers.InvitationController) {
	const invalid = global_config.CodeInvitationInvalid
	const path = "/api/v1/invitations"

	// @route   POST /api/v1/invitations
	// @desc    Create an invitation
	// @access  Public
	router.Post(path, httpapi.Create(api, invalid, controller.Create))

	// @route   GET /api/v1/invitations
	// @desc    List invitations, filtered and sorted by the columns the model lists
	// @access  Public
	router.Get(path, httpapi.List(api, models.Invitation.Columns, invalid, controller.List))

	// @route   GET /api/v1/invitations/{id}
	// @desc    Get an invitation
	// @access  Public
	router.Get(path+"/{id}", httpapi.Get(api, invalid, controller.Get))

	// @route   PATCH /api/v1/invitations/{id}
	// @desc    Change the fields given of an invitation
	// @access  Public
	router.Patch(path+"/{id}", httpapi.Update(api, invalid, controller.Update))

	// @route   DELETE /api/v1/invitations/{id}
	// @desc    Delete an invitation
	// @access  Public
	router.Delete(path+"/{id}", httpapi.Delete(api, invalid, controller.Delete))
}
