package validations

import (
	"log/slog"
	"time"

	"github.com/vtgen/vtgen/runtime/optional"
	"github.com/vtgen/vtgen/runtime/validation"

	"example.com/aip/classes"
)

// UserAccountCreate is the body of a request to create a user account (the standards, §11).
type UserAccountCreate struct {
	Email        optional.Value[string]                  `json:"email,omitzero"`
	DisplayName  optional.Value[string]                  `json:"display_name,omitzero"`
	Role         optional.Value[classes.UserAccountRole] `json:"role,omitzero"`
	RecoveryCode optional.Value[*string]                 `json:"recovery_code,omitzero"`
	LastSeenAt   optional.Value[*time.Time]              `json:"last_seen_at,omitzero"`
}

// LogValue is what a log shows of the body: which fields it holds (the standards, §5.1).
func (in UserAccountCreate) LogValue() slog.Value {
	return slog.GroupValue(
		slog.Bool("email", in.Email.Present),
		slog.Bool("display_name", in.DisplayName.Present),
		slog.Bool("role", in.Role.Present),
		slog.Bool("recovery_code", in.RecoveryCode.Present),
		slog.Bool("last_seen_at", in.LastSeenAt.Present),
	)
}

// Validate reports every rule the body breaks.
func (in *UserAccountCreate) Validate() error {
	var problems validation.Problems
	problems.Required("email", in.Email.Present)
	validation.Text(&problems, "email", in.Email, validation.Length(1, 320), validation.Trimmed())
	problems.Required("display_name", in.DisplayName.Present)
	validation.Text(&problems, "display_name", in.DisplayName, validation.Length(1, 120))
	validation.OneOf(&problems, "role", in.Role, classes.UserAccountRoleUser, classes.UserAccountRoleAdmin)
	validation.Text(&problems, "recovery_code", in.RecoveryCode, validation.Length(0, 64))
	validation.Time(&problems, "last_seen_at", in.LastSeenAt)
	return problems.Err()
}

// Entity is the user account that a valid body describes, with defaults for what it leaves out.
func (in *UserAccountCreate) Entity() classes.UserAccount {
	return classes.UserAccount{
		Email:        in.Email.V,
		DisplayName:  in.DisplayName.V,
		Role:         in.Role.Or(classes.UserAccountRoleUser),
		RecoveryCode: in.RecoveryCode.V,
		LastSeenAt:   in.LastSeenAt.V,
	}
}

// UserAccountUpdate is the body of a request to change a user account: what it leaves out stays as it is.
type UserAccountUpdate struct {
	Email        optional.Value[string]                  `json:"email,omitzero"`
	DisplayName  optional.Value[string]                  `json:"display_name,omitzero"`
	Role         optional.Value[classes.UserAccountRole] `json:"role,omitzero"`
	RecoveryCode optional.Value[*string]                 `json:"recovery_code,omitzero"`
	LastSeenAt   optional.Value[*time.Time]              `json:"last_seen_at,omitzero"`
}

// LogValue is what a log shows of the body: which fields it holds (the standards, §5.1).
func (in UserAccountUpdate) LogValue() slog.Value {
	return slog.GroupValue(
		slog.Bool("email", in.Email.Present),
		slog.Bool("display_name", in.DisplayName.Present),
		slog.Bool("role", in.Role.Present),
		slog.Bool("recovery_code", in.RecoveryCode.Present),
		slog.Bool("last_seen_at", in.LastSeenAt.Present),
	)
}

// Validate reports every rule the body breaks.
func (in *UserAccountUpdate) Validate() error {
	var problems validation.Problems
	validation.Text(&problems, "email", in.Email, validation.Length(1, 320), validation.Trimmed())
	validation.Text(&problems, "display_name", in.DisplayName, validation.Length(1, 120))
	validation.OneOf(&problems, "role", in.Role, classes.UserAccountRoleUser, classes.UserAccountRoleAdmin)
	validation.Text(&problems, "recovery_code", in.RecoveryCode, validation.Length(0, 64))
	validation.Time(&problems, "last_seen_at", in.LastSeenAt)
	return problems.Err()
}

// Apply lays the body's fields over the stored ones. Its error is always nil: the signature is what a
// service's Update takes.
func (in *UserAccountUpdate) Apply(userAccount *classes.UserAccount) error {
	in.Email.ApplyTo(&userAccount.Email)
	in.DisplayName.ApplyTo(&userAccount.DisplayName)
	in.Role.ApplyTo(&userAccount.Role)
	in.RecoveryCode.ApplyTo(&userAccount.RecoveryCode)
	in.LastSeenAt.ApplyTo(&userAccount.LastSeenAt)
	return nil
}
