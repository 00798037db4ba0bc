package classes

import (
	"time"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

// InvitationRoleName is what the role_name of an invitation may be.
type InvitationRoleName string

// The values of InvitationRoleName.
const (
	InvitationRoleNameUser  InvitationRoleName = "user"
	InvitationRoleNameAdmin InvitationRoleName = "admin"
)

// Invitation is one row of enroll_app_invitations as the layers pass it on (the standards, §4.1).
type Invitation struct {
	ID        int64              `json:"id"`
	AppID     int64              `json:"app_id"`
	Email     string             `json:"email"`
	RoleName  InvitationRoleName `json:"role_name"`
	InvitedBy *int64             `json:"invited_by"`
	ExpiresAt *time.Time         `json:"expires_at"`
	Amount    *sqltype.Decimal   `json:"amount"`
	CreatedAt time.Time          `json:"created_at"`
	UpdatedAt time.Time          `json:"updated_at"`
}

// The events in the life of an invitation; each carries it as it then was (the standards, §3.3).
var (
	InvitationCreated = events.Define[Invitation]("INVITATION_CREATED")
	InvitationUpdated = events.Define[Invitation]("INVITATION_UPDATED")
	InvitationDeleted = events.Define[Invitation]("INVITATION_DELETED")
)
