package models

import (
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sqlmodel"

	"example.com/aip/global_config"
)

// EnrolledApp describes the table enrolled_apps: its columns in order, what a list may be sorted and filtered
// by, and the codes its errors carry (the standards, §9).
var EnrolledApp = sqlmodel.Table{
	Name:   "enrolled_apps",
	Entity: "enrolled_app",
	Columns: []listing.Column{
		{Name: "id", Kind: listing.Integer, Sort: true, Filter: true},
		{Name: "app_key", Kind: listing.Text, Sort: true, Filter: true},
		{Name: "title", Kind: listing.Text, Sort: true, Filter: true},
		{Name: "active", Kind: listing.Bool, Filter: true},
		{Name: "monthly_fee", Kind: listing.Decimal, Sort: true, Filter: true},
		{Name: "created_at", Kind: listing.Time, Sort: true, Filter: true},
		{Name: "updated_at", Kind: listing.Time, Sort: true, Filter: true},
	},
	Unique: map[string][]string{
		"uq_enrolled_apps_app_key": {"app_key"},
	},
	Codes: sqlmodel.Codes{
		NotFound:  global_config.CodeEnrolledAppNotFound,
		Invalid:   global_config.CodeEnrolledAppInvalid,
		Conflict:  global_config.CodeEnrolledAppConflict,
		Technical: global_config.CodeEnrolledAppTechnical,
	},
	Outbox: true,
}
