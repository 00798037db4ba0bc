// Package apperr holds the errors that a platform shows to its clients, and the log ids that an error collects on its way up
// (the standards, §5 and §6).
//
// A service answers a client with an *Error; every layer that passes an error on wraps it with At, so that the one place that logs it
// can name the whole way:
//
//	if err != nil {
//		return apperr.At("ai_worker.service.go:002 | Get", err)
//	}
package apperr

import "net/http"

// Filter is the ERROR_FILTER of a response, by which a frontend chooses what to show (the standards, §6.2 and §7.3).
type Filter string

// The filters of the standards.
const (
	UserEndViolation  Filter = "USER_END_VIOLATION"
	TechnicalIssue    Filter = "TECHNICAL_ISSUE"
	InvalidRequest    Filter = "INVALID_REQUEST"
	RateLimitExceeded Filter = "RATE_LIMIT_EXCEEDED"
)

// Code is the ERROR_CODE of a response: "VTAPP-XXX01" until the central registry has issued one, "VTWE-<number>" after (the standards, §6.2).
type Code string

// TechnicalDescription is the only text that a client gets to see of a technical error.
const TechnicalDescription = "something went wrong on our side"

// Error is a failure as a client sees it. Its cause is for logs only and never part of a response.
type Error struct {
	Status      int    // HTTP status, 400 to 599
	Filter      Filter // ERROR_FILTER
	Code        Code   // ERROR_CODE
	Description string // ERROR_DESCRIPTION, for people
	cause       error
}

// New returns an error with a status and filter that the other constructors do not offer. The cause may be nil.
func New(status int, filter Filter, code Code, description string, cause error) *Error {
	return &Error{Status: status, Filter: filter, Code: code, Description: description, cause: cause}
}

// NotFound says that what the client asked for does not exist: 404 INVALID_REQUEST.
func NotFound(code Code, description string) *Error {
	return New(http.StatusNotFound, InvalidRequest, code, description, nil)
}

// Invalid says that the request itself is wrong: 400 INVALID_REQUEST. The cause may be nil.
func Invalid(code Code, description string, cause error) *Error {
	return New(http.StatusBadRequest, InvalidRequest, code, description, cause)
}

// Conflict says that the request is well formed but contradicts what is stored: 409 USER_END_VIOLATION. The cause may be nil.
func Conflict(code Code, description string, cause error) *Error {
	return New(http.StatusConflict, UserEndViolation, code, description, cause)
}

// Technical says that the platform failed: 500 TECHNICAL_ISSUE with TechnicalDescription, whatever the cause was.
func Technical(code Code, cause error) *Error {
	return New(http.StatusInternalServerError, TechnicalIssue, code, TechnicalDescription, cause)
}

// Error gives the text for logs, cause included. It must not be sent to a client: that is what Description is for.
func (e *Error) Error() string {
	if e == nil {
		return "no error"
	}
	text := e.Description
	if e.Code != "" {
		text = string(e.Code) + ": " + text
	}
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

// Unwrap returns the cause, which may be nil.
func (e *Error) Unwrap() error {
	if e == nil {
		return nil
	}
	return e.cause
}

// From returns the outermost *Error that err is or wraps.
func From(err error) (*Error, bool) {
	var found *Error
	walk(err, func(e error) bool {
		if candidate, ok := e.(*Error); ok && candidate != nil {
			found = candidate
		}
		return found == nil
	})
	return found, found != nil
}
