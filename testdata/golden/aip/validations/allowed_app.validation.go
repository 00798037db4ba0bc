package validations

import (
	"github.com/vtgen/vtgen/runtime/optional"
	"github.com/vtgen/vtgen/runtime/sqltype"
	"github.com/vtgen/vtgen/runtime/validation"

	"example.com/aip/classes"
)

// AllowedAppCreate is the body of a request to create an allowed app (the standards, §11).
type AllowedAppCreate struct {
	UserID       optional.Value[int64]         `json:"user_id,omitzero"`
	AppID        optional.Value[int64]         `json:"app_id,omitzero"`
	AllowedUntil optional.Value[*sqltype.Date] `json:"allowed_until,omitzero"`
}

// Validate reports every rule the body breaks.
func (in *AllowedAppCreate) Validate() error {
	var problems validation.Problems
	problems.Required("user_id", in.UserID.Present)
	validation.Number(&problems, "user_id", in.UserID, validation.Min(1))
	problems.Required("app_id", in.AppID.Present)
	validation.Number(&problems, "app_id", in.AppID, validation.Min(1))
	return problems.Err()
}

// Entity is the allowed app that a valid body describes, with defaults for what it leaves out.
func (in *AllowedAppCreate) Entity() classes.AllowedApp {
	return classes.AllowedApp{
		UserID:       in.UserID.V,
		AppID:        in.AppID.V,
		AllowedUntil: in.AllowedUntil.V,
	}
}

// AllowedAppUpdate is the body of a request to change an allowed app: what it leaves out stays as it is.
type AllowedAppUpdate struct {
	UserID       optional.Value[int64]         `json:"user_id,omitzero"`
	AppID        optional.Value[int64]         `json:"app_id,omitzero"`
	AllowedUntil optional.Value[*sqltype.Date] `json:"allowed_until,omitzero"`
}

// Validate reports every rule the body breaks.
func (in *AllowedAppUpdate) Validate() error {
	var problems validation.Problems
	validation.Number(&problems, "user_id", in.UserID, validation.Min(1))
	validation.Number(&problems, "app_id", in.AppID, validation.Min(1))
	return problems.Err()
}

// Apply lays the body's fields over the stored ones. Its error is always nil: the signature is what a
// service's Update takes.
func (in *AllowedAppUpdate) Apply(allowedApp *classes.AllowedApp) error {
	in.UserID.ApplyTo(&allowedApp.UserID)
	in.AppID.ApplyTo(&allowedApp.AppID)
	in.AllowedUntil.ApplyTo(&allowedApp.AllowedUntil)
	return nil
}
