package models

import (
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sqlmodel"

	"example.com/aip/global_config"
)

// AIWorker describes the table ai_workers: its columns in order, what a list may be sorted and filtered
// by, and the codes its errors carry (the standards, §9).
var AIWorker = sqlmodel.Table{
	Name:   "ai_workers",
	Entity: "ai_worker",
	Columns: []listing.Column{
		{Name: "id", Kind: listing.Integer, Sort: true, Filter: true},
		{Name: "name", Kind: listing.Text, Sort: true, Filter: true},
		{Name: "description", Kind: listing.Text},
		{Name: "provider", Kind: listing.Text, Sort: true, Filter: true},
		{Name: "temperature", Kind: listing.Decimal, Sort: true, Filter: true},
		{Name: "max_tokens", Kind: listing.Integer, Sort: true, Filter: true},
		{Name: "active", Kind: listing.Bool, Filter: true},
		{Name: "settings", Kind: listing.Text},
		{Name: "created_at", Kind: listing.Time, Sort: true, Filter: true},
		{Name: "updated_at", Kind: listing.Time, Sort: true, Filter: true},
	},
	Codes: sqlmodel.Codes{
		NotFound:  global_config.CodeAIWorkerNotFound,
		Invalid:   global_config.CodeAIWorkerInvalid,
		Conflict:  global_config.CodeAIWorkerConflict,
		Technical: global_config.CodeAIWorkerTechnical,
	},
	Outbox: true,
}
