package global_config

import "github.com/vtgen/vtgen/runtime/apperr"

// The error codes of user account (the standards, §6.2). Replace a VTAPP-XXX code here, and nowhere
// else, when the central error registry has issued the final one.
const (
	CodeUserAccountNotFound  apperr.Code = "VTAPP-XXX13"
	CodeUserAccountInvalid   apperr.Code = "VTAPP-XXX14"
	CodeUserAccountConflict  apperr.Code = "VTAPP-XXX15"
	CodeUserAccountTechnical apperr.Code = "VTAPP-XXX16"
)
