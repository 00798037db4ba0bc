// Package envelope writes the responses of a platform in the one form that all of them have (the standards, §7).
package envelope

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/vtgen/vtgen/runtime/apperr"
)

// The values of STATUS.
const (
	StatusSuccessful = "SUCCESSFUL"
	StatusError      = "ERROR"
)

// ErrEncode is wrapped by the error for data that has no JSON form. Nothing has been written then.
var ErrEncode = errors.New("the data cannot be encoded")

// Success is the body of a response to a request that succeeded (the standards, §7.1).
type Success struct {
	Status      string `json:"STATUS"`            // SUCCESSFUL
	Code        string `json:"ERROR_CODE"`        // always empty
	Filter      string `json:"ERROR_FILTER"`      // always empty
	Description string `json:"ERROR_DESCRIPTION"` // always empty
	Data        any    `json:"DB_DATA"`
}

// Failure is the body of a response to a request that failed (the standards, §7.2 and §7.3).
type Failure struct {
	Status      string     `json:"STATUS"` // ERROR, which WriteFailure fills in
	Filter      string     `json:"ERROR_FILTER"`
	Code        string     `json:"ERROR_CODE"`
	Description string     `json:"ERROR_DESCRIPTION"` // for people; never the text of an internal error
	RateLimit   *RateLimit `json:"RATE_LIMIT,omitzero"`
}

// RateLimit tells a client that asked too often when to come back (the standards, §7.3).
type RateLimit struct {
	Type              string `json:"type"` // IP, USER, USERNAME, GLOBAL or EMERGENCY_LIMIT
	RetryAfterSeconds int    `json:"retry_after_seconds"`
	RemainingPoints   int    `json:"remaining_points"`
}

// FailureOf returns what a client is told of an error. When the fault is the platform's it is also given the request's id to quote, if
// there is one; the id leads to the log lines that say more.
func FailureOf(e *apperr.Error, requestID string) Failure {
	failure := Failure{Status: StatusError, Filter: string(e.Filter), Code: string(e.Code), Description: e.Description}
	if requestID != "" && e.Status >= http.StatusInternalServerError {
		failure.Description += "; quote request " + requestID + " when you report it"
	}
	return failure
}

// WriteSuccess answers a request with data. When data cannot be encoded the error wraps ErrEncode and nothing has been written, so
// that a failure can still be sent; any other error is one of the connection.
func WriteSuccess(w http.ResponseWriter, status int, data any) error {
	return write(w, status, Success{Status: StatusSuccessful, Data: data})
}

// WriteFailure answers a request with a failure.
func WriteFailure(w http.ResponseWriter, status int, f Failure) error {
	f.Status = StatusError
	return write(w, status, f)
}

// syntax is that of responses. Text that is not UTF-8 is in some tables, and documents with duplicate keys, if another program wrote them:
// better a replacement character, or such a document, than no answer at all.
var syntax = json.JoinOptions(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true), json.Deterministic(true))

// buffers hold responses while they are written. A response is encoded as a whole first, and in a buffer that has grown already: most
// of a list's time would else go into growing one and collecting the garbage.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxKept bounds a buffer that is kept for further responses, in bytes.
const maxKept = 256 << 10

func write(w http.ResponseWriter, status int, body any) error {
	buffer := buffers.Get().(*bytes.Buffer)
	defer func() {
		if buffer.Cap() <= maxKept {
			buffer.Reset()
			buffers.Put(buffer)
		}
	}()
	if err := json.MarshalWrite(buffer, body, syntax); err != nil {
		return fmt.Errorf("encode a response: %w: %w", ErrEncode, err)
	}
	header := w.Header()
	header.Set("Content-Type", "application/json; charset=utf-8")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Length", strconv.Itoa(buffer.Len()))
	w.WriteHeader(status)
	if _, err := w.Write(buffer.Bytes()); err != nil {
		return fmt.Errorf("send a response: %w", err)
	}
	return nil
}
