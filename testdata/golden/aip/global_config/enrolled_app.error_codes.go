package global_config

import "github.com/vtgen/vtgen/runtime/apperr"

// The error codes of enrolled app (the standards, §6.2). Replace a VTAPP-XXX code here, and nowhere
// else, when the central error registry has issued the final one.
const (
	CodeEnrolledAppNotFound  apperr.Code = "VTAPP-XXX17"
	CodeEnrolledAppInvalid   apperr.Code = "VTAPP-XXX18"
	CodeEnrolledAppConflict  apperr.Code = "VTAPP-XXX19"
	CodeEnrolledAppTechnical apperr.Code = "VTAPP-XXX20"
)
