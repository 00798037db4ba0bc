package global_config

import (
	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/httpapi"
)

// The error codes that belong to no entity (the standards, §6.2). The central error registry issues
// the final ones: replace a VTAPP-XXX code here, and nowhere else, when that is done.
const (
	CodeUnexpected       apperr.Code = "VTAPP-XXX01"
	CodeNoSuchRoute      apperr.Code = "VTAPP-XXX02"
	CodeMethodNotAllowed apperr.Code = "VTAPP-XXX03"
	CodeInvalidBody      apperr.Code = "VTAPP-XXX04"
	CodeBodyTooLarge     apperr.Code = "VTAPP-XXX05"
	CodeUnsupportedMedia apperr.Code = "VTAPP-XXX06"
	CodeNotReady         apperr.Code = "VTAPP-XXX07"
	CodeInvalidQuery     apperr.Code = "VTAPP-XXX08"
)

// APICodes are the codes of what goes wrong before a controller is reached.
var APICodes = httpapi.Codes{
	Unexpected:       CodeUnexpected,
	NotFound:         CodeNoSuchRoute,
	MethodNotAllowed: CodeMethodNotAllowed,
	InvalidBody:      CodeInvalidBody,
	TooLarge:         CodeBodyTooLarge,
	UnsupportedMedia: CodeUnsupportedMedia,
}
