package models

import (
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sqlmodel"

	"example.com/aip/global_config"
)

// Invitation describes the table enroll_app_invitations: its columns in order, what a list may be sorted and filtered
// by, and the codes its errors carry (the standards, §9).
var Invitation = sqlmodel.Table{
	Name:   "enroll_app_invitations",
	Entity: "invitation",
	Columns: []listing.Column{
		{Name: "id", Kind: listing.Integer, Sort: true, Filter: true},
		{Name: "app_id", Kind: listing.Integer, Sort: true, Filter: true},
		{Name: "email", Kind: listing.Text, Sort: true, Filter: true},
		{Name: "role_name", Kind: listing.Text, Sort: true, Filter: true},
		{Name: "invited_by", Kind: listing.Integer, Sort: true, Filter: true},
		{Name: "expires_at", Kind: listing.Time, Sort: true, Filter: true},
		{Name: "amount", Kind: listing.Decimal, Sort: true, Filter: true},
		{Name: "created_at", Kind: listing.Time, Sort: true, Filter: true},
		{Name: "updated_at", Kind: listing.Time, Sort: true, Filter: true},
	},
	Codes: sqlmodel.Codes{
		NotFound:  global_config.CodeInvitationNotFound,
		Invalid:   global_config.CodeInvitationInvalid,
		Conflict:  global_config.CodeInvitationConflict,
		Technical: global_config.CodeInvitationTechnical,
	},
	Outbox: true,
}
