package global_config

import "github.com/vtgen/vtgen/runtime/apperr"

// The error codes of invitation (the standards, §6.2). Replace a VTAPP-XXX code here, and nowhere
// else, when the central error registry has issued the final one.
const (
	CodeInvitationNotFound  apperr.Code = "VTAPP-XXX25"
	CodeInvitationInvalid   apperr.Code = "VTAPP-XXX26"
	CodeInvitationConflict  apperr.Code = "VTAPP-XXX27"
	CodeInvitationTechnical apperr.Code = "VTAPP-XXX28"
)
