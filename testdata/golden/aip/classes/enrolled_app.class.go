package classes

import (
	"time"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

// EnrolledApp is one row of enrolled_apps as the layers pass it on (the standards, §4.1).
type EnrolledApp struct {
	ID         int64           `json:"id"`
	AppKey     string          `json:"app_key"`
	Title      string          `json:"title"`
	Active     bool            `json:"active"`
	MonthlyFee sqltype.Decimal `json:"monthly_fee"`
	CreatedAt  time.Time       `json:"created_at"`
	UpdatedAt  time.Time       `json:"updated_at"`
}

// The events in the life of an enrolled app; each carries it as it then was (the standards, §3.3).
var (
	EnrolledAppCreated = events.Define[EnrolledApp]("ENROLLED_APP_CREATED")
	EnrolledAppUpdated = events.Define[EnrolledApp]("ENROLLED_APP_UPDATED")
	EnrolledAppDeleted = events.Define[EnrolledApp]("ENROLLED_APP_DELETED")
)
