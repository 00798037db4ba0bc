package global_config

import "github.com/vtgen/vtgen/runtime/apperr"

// The error codes of ai worker (the standards, §6.2). Replace a VTAPP-XXX code here, and nowhere
// else, when the central error registry has issued the final one.
const (
	CodeAIWorkerNotFound  apperr.Code = "VTAPP-XXX09"
	CodeAIWorkerInvalid   apperr.Code = "VTAPP-XXX10"
	CodeAIWorkerConflict  apperr.Code = "VTAPP-XXX11"
	CodeAIWorkerTechnical apperr.Code = "VTAPP-XXX12"
)
