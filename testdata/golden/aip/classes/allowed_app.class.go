package classes

import (
	"time"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

// AllowedApp is one row of allowed_app as the layers pass it on (the standards, §4.1).
type AllowedApp struct {
	ID           int64         `json:"id"`
	UserID       int64         `json:"user_id"`
	AppID        int64         `json:"app_id"`
	AllowedUntil *sqltype.Date `json:"allowed_until"`
	CreatedAt    time.Time     `json:"created_at"`
	UpdatedAt    time.Time     `json:"updated_at"`
}

// The events in the life of an allowed app; each carries it as it then was (the standards, §3.3).
var (
	AllowedAppCreated = events.Define[AllowedApp]("ALLOWED_APP_CREATED")
	AllowedAppUpdated = events.Define[AllowedApp]("ALLOWED_APP_UPDATED")
	AllowedAppDeleted = events.Define[AllowedApp]("ALLOWED_APP_DELETED")
)
