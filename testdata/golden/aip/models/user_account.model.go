package models

import (
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sqlmodel"

	"example.com/aip/global_config"
)

// UserAccount describes the table user_accounts: its columns in order, what a list may be sorted and filtered
// by, and the codes its errors carry (the standards, §9).
var UserAccount = sqlmodel.Table{
	Name:   "user_accounts",
	Entity: "user_account",
	Columns: []listing.Column{
		{Name: "id", Kind: listing.Integer, Sort: true, Filter: true},
		{Name: "email", Kind: listing.Text, Sort: true, Filter: true},
		{Name: "display_name", Kind: listing.Text, Sort: true, Filter: true},
		{Name: "role", Kind: listing.Text, Sort: true, Filter: true},
		{Name: "recovery_code", Kind: listing.Text},
		{Name: "last_seen_at", Kind: listing.Time, Sort: true, Filter: true},
		{Name: "created_at", Kind: listing.Time, Sort: true, Filter: true},
		{Name: "updated_at", Kind: listing.Time, Sort: true, Filter: true},
	},
	Unique: map[string][]string{
		"uq_user_accounts_email": {"email"},
	},
	Codes: sqlmodel.Codes{
		NotFound:  global_config.CodeUserAccountNotFound,
		Invalid:   global_config.CodeUserAccountInvalid,
		Conflict:  global_config.CodeUserAccountConflict,
		Technical: global_config.CodeUserAccountTechnical,
	},
	Outbox: true,
}
