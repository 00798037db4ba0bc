package classes

import (
	"log/slog"
	"time"

	"github.com/vtgen/vtgen/runtime/events"
)

// UserAccountRole is what the role of a user account may be.
type UserAccountRole string

// The values of UserAccountRole.
const (
	UserAccountRoleUser  UserAccountRole = "user"
	UserAccountRoleAdmin UserAccountRole = "admin"
)

// UserAccount is one row of user_accounts as the layers pass it on (the standards, §4.1).
type UserAccount struct {
	ID          int64           `json:"id"`
	Email       string          `json:"email"`
	DisplayName string          `json:"display_name"`
	Role        UserAccountRole `json:"role"`
	// RecoveryCode is accepted, and never returned or logged.
	RecoveryCode *string    `json:"-"`
	LastSeenAt   *time.Time `json:"last_seen_at"`
	CreatedAt    time.Time  `json:"created_at"`
	UpdatedAt    time.Time  `json:"updated_at"`
}

// LogValue is what a log shows of a user account: sensitive fields are masked (the standards, §5.1).
func (u UserAccount) LogValue() slog.Value {
	return slog.GroupValue(
		slog.Int64("id", u.ID),
		slog.Any("email", u.Email),
		slog.Any("display_name", u.DisplayName),
		slog.Any("role", u.Role),
		slog.String("recovery_code", "[masked]"),
		slog.Any("last_seen_at", u.LastSeenAt),
	)
}

// The events in the life of a user account; each carries it as it then was (the standards, §3.3).
var (
	UserAccountCreated = events.Define[UserAccount]("USER_ACCOUNT_CREATED")
	UserAccountUpdated = events.Define[UserAccount]("USER_ACCOUNT_UPDATED")
	UserAccountDeleted = events.Define[UserAccount]("USER_ACCOUNT_DELETED")
)
