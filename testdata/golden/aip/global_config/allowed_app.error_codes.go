package global_config

import "github.com/vtgen/vtgen/runtime/apperr"

// The error codes of allowed app (the standards, §6.2). Replace a VTAPP-XXX code here, and nowhere
// else, when the central error registry has issued the final one.
const (
	CodeAllowedAppNotFound  apperr.Code = "VTAPP-XXX21"
	CodeAllowedAppInvalid   apperr.Code = "VTAPP-XXX22"
	CodeAllowedAppConflict  apperr.Code = "VTAPP-XXX23"
	CodeAllowedAppTechnical apperr.Code = "VTAPP-XXX24"
)
