package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/envelope"
	"github.com/vtgen/vtgen/runtime/logging"
	"github.com/vtgen/vtgen/runtime/validation"
)

// statusClientClosed is the status under which a request shows in the access log whose client did not wait for the answer. HTTP has
// none for it; nginx uses this one.
const statusClientClosed = 499

// handle makes a handler of an action, whose result it sends with the status. The code is for validation.Errors.
func (a *API) handle(status int, invalid apperr.Code, action func(http.ResponseWriter, *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		data, err := action(w, r)
		if err != nil {
			a.fail(w, r, invalid, err)
			return
		}
		err = envelope.WriteSuccess(w, status, data)
		switch {
		case errors.Is(err, envelope.ErrEncode):
			a.fail(w, r, invalid, err)
		case err != nil:
			a.logUnsent(r, err)
		}
	}
}

// fail logs an error and sends what the client may know of it.
func (a *API) fail(w http.ResponseWriter, r *http.Request, invalid apperr.Code, err error) {
	failure := a.classify(r, invalid, err)
	a.logger.LogAttrs(r.Context(), level(failure.Status), "respond.go:001 | fail | request not served",
		slog.Int("status", failure.Status), slog.String("code", string(failure.Code)),
		slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Any("error", err))
	if a.report != nil && failure.Status >= http.StatusInternalServerError {
		a.report(r.Context(), failure.Code, err)
	}

	err = envelope.WriteFailure(w, failure.Status, envelope.FailureOf(failure, logging.RequestID(r.Context())))
	if err != nil {
		a.logUnsent(r, err)
	}
}

// classify says what an error is to the client.
func (a *API) classify(r *http.Request, invalid apperr.Code, err error) *apperr.Error {
	if errors.Is(err, context.Canceled) && errors.Is(r.Context().Err(), context.Canceled) {
		return apperr.New(statusClientClosed, apperr.UserEndViolation, a.codes.Unexpected, "the request was given up", err)
	}
	if known, ok := apperr.From(err); ok && known.Status >= 400 && known.Status <= 599 {
		return known
	}
	if problems, ok := errors.AsType[validation.Errors](err); ok {
		return apperr.Invalid(invalid, problems.Error(), nil)
	}
	return apperr.Technical(a.codes.Unexpected, err)
}

// level is that of the log line for a response: a client's mistake is none of ours.
func level(status int) slog.Level {
	switch {
	case status == statusClientClosed:
		return slog.LevelDebug
	case status < http.StatusInternalServerError:
		return slog.LevelInfo
	}
	return slog.LevelError
}

// logUnsent notes a response that did not reach the client, which is seldom more than a client that went away.
func (a *API) logUnsent(r *http.Request, err error) {
	a.logger.DebugContext(r.Context(), "respond.go:002 | logUnsent | response not sent", "error", err)
}
