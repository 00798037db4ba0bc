package validations

import (
	"time"

	"github.com/vtgen/vtgen/runtime/optional"
	"github.com/vtgen/vtgen/runtime/sqltype"
	"github.com/vtgen/vtgen/runtime/validation"

	"example.com/aip/classes"
)

// InvitationCreate is the body of a request to create an invitation (the standards, §11).
type InvitationCreate struct {
	AppID     optional.Value[int64]                      `json:"app_id,omitzero"`
	Email     optional.Value[string]                     `json:"email,omitzero"`
	RoleName  optional.Value[classes.InvitationRoleName] `json:"role_name,omitzero"`
	InvitedBy optional.Value[*int64]                     `json:"invited_by,omitzero"`
	ExpiresAt optional.Value[*time.Time]                 `json:"expires_at,omitzero"`
	Amount    optional.Value[*sqltype.Decimal]           `json:"amount,omitzero"`
}

// Validate reports every rule the body breaks.
func (in *InvitationCreate) Validate() error {
	var problems validation.Problems
	problems.Required("app_id", in.AppID.Present)
	validation.Number(&problems, "app_id", in.AppID, validation.Min(1))
	problems.Required("email", in.Email.Present)
	validation.Text(&problems, "email", in.Email, validation.Length(1, 320))
	validation.OneOf(&problems, "role_name", in.RoleName, classes.InvitationRoleNameUser, classes.InvitationRoleNameAdmin)
	validation.Number(&problems, "invited_by", in.InvitedBy, validation.Min(1))
	validation.Time(&problems, "expires_at", in.ExpiresAt)
	validation.Decimal(&problems, "amount", in.Amount, validation.Precision(12, 2))
	return problems.Err()
}

// Entity is the invitation that a valid body describes, with defaults for what it leaves out.
func (in *InvitationCreate) Entity() classes.Invitation {
	return classes.Invitation{
		AppID:     in.AppID.V,
		Email:     in.Email.V,
		RoleName:  in.RoleName.Or(classes.InvitationRoleNameUser),
		InvitedBy: in.InvitedBy.V,
		ExpiresAt: in.ExpiresAt.V,
		Amount:    in.Amount.V,
	}
}

// InvitationUpdate is the body of a request to change an invitation: what it leaves out stays as it is.
type InvitationUpdate struct {
	AppID     optional.Value[int64]                      `json:"app_id,omitzero"`
	Email     optional.Value[string]                     `json:"email,omitzero"`
	RoleName  optional.Value[classes.InvitationRoleName] `json:"role_name,omitzero"`
	InvitedBy optional.Value[*int64]                     `json:"invited_by,omitzero"`
	ExpiresAt optional.Value[*time.Time]                 `json:"expires_at,omitzero"`
	Amount    optional.Value[*sqltype.Decimal]           `json:"amount,omitzero"`
}

// Validate reports every rule the body breaks.
func (in *InvitationUpdate) Validate() error {
	var problems validation.Problems
	validation.Number(&problems, "app_id", in.AppID, validation.Min(1))
	validation.Text(&problems, "email", in.Email, validation.Length(1, 320))
	validation.OneOf(&problems, "role_name", in.RoleName, classes.InvitationRoleNameUser, classes.InvitationRoleNameAdmin)
	validation.Number(&problems, "invited_by", in.InvitedBy, validation.Min(1))
	validation.Time(&problems, "expires_at", in.ExpiresAt)
	validation.Decimal(&problems, "amount", in.Amount, validation.Precision(12, 2))
	return problems.Err()
}

// Apply lays the body's fields over the stored ones. Its error is always nil: the signature is what a
// service's Update takes.
func (in *InvitationUpdate) Apply(invitation *classes.Invitation) error {
	in.AppID.ApplyTo(&invitation.AppID)
	in.Email.ApplyTo(&invitation.Email)
	in.RoleName.ApplyTo(&invitation.RoleName)
	in.InvitedBy.ApplyTo(&invitation.InvitedBy)
	in.ExpiresAt.ApplyTo(&invitation.ExpiresAt)
	in.Amount.ApplyTo(&invitation.Amount)
	return nil
}
