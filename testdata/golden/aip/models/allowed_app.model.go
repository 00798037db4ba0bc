package models

import (
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sqlmodel"

	"example.com/aip/global_config"
)

// AllowedApp describes the table allowed_app: its columns in order, what a list may be sorted and filtered
// by, and the codes its errors carry (the standards, §9).
var AllowedApp = sqlmodel.Table{
	Name:   "allowed_app",
	Entity: "allowed_app",
	Columns: []listing.Column{
		{Name: "id", Kind: listing.Integer, Sort: true, Filter: true},
		{Name: "user_id", Kind: listing.Integer, Sort: true, Filter: true},
		{Name: "app_id", Kind: listing.Integer, Sort: true, Filter: true},
		{Name: "allowed_until", Kind: listing.Date, Sort: true, Filter: true},
		{Name: "created_at", Kind: listing.Time, Sort: true, Filter: true},
		{Name: "updated_at", Kind: listing.Time, Sort: true, Filter: true},
	},
	Unique: map[string][]string{
		"uq_allowed_app_user_id_app_id": {"user_id", "app_id"},
	},
	Codes: sqlmodel.Codes{
		NotFound:  global_config.CodeAllowedAppNotFound,
		Invalid:   global_config.CodeAllowedAppInvalid,
		Conflict:  global_config.CodeAllowedAppConflict,
		Technical: global_config.CodeAllowedAppTechnical,
	},
	Outbox: true,
}
