// Package httpapi is the one adapter between typed controller functions and HTTP (the standards, §7 and §8.1). It reads and checks the
// request, calls the function, and writes the envelope:
//
//	api := httpapi.New(httpapi.Options{Logger: logger, Codes: codes})
//	router.NotFound(api.NotFound)
//	router.MethodNotAllowed(api.MethodNotAllowed)
//	router.Post("/ai_workers", httpapi.Create(api, codes.InvalidAIWorker, controller.Create))
//	router.Get("/ai_workers", httpapi.List(api, models.AIWorkers.Columns, codes.InvalidAIWorker, controller.List))
//	router.Get("/ai_workers/{id}", httpapi.Get(api, codes.InvalidAIWorker, controller.Get))
//
// The error of a controller function becomes a response so: an *apperr.Error as it says, validation.Errors as 400, anything else as 500
// without a word of its text. It is logged here, once.
package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"

	"github.com/go-chi/chi/v5"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/validation"
)

// DefaultMaxBody is the Options.MaxBody that 0 stands for, in bytes.
const DefaultMaxBody = 1 << 20

// Codes are the ERROR_CODEs of the failures that the adapter itself finds (the standards, §6.2).
type Codes struct {
	InvalidBody      apperr.Code // 400: the body is not the JSON that was asked for
	TooLarge         apperr.Code // 413
	UnsupportedMedia apperr.Code // 415: the body is not declared as JSON
	NotFound         apperr.Code // 404: no such route
	MethodNotAllowed apperr.Code // 405
	Unexpected       apperr.Code // 500: an error that is no *apperr.Error
}

// Options of an API.
type Options struct {
	Logger  *slog.Logger // slog.Default() when nil
	Codes   Codes
	MaxBody int64 // most bytes of a request's body; DefaultMaxBody when 0
	// Report is told of each error that is the platform's own (500 and above) with the code that the
	// client got, after it is logged. It must not block, and may be nil.
	Report func(ctx context.Context, code apperr.Code, err error)
}

// API holds what all routes share.
type API struct {
	logger  *slog.Logger
	codes   Codes
	maxBody int64
	report  func(ctx context.Context, code apperr.Code, err error)
}

// New returns an API.
func New(o Options) *API {
	api := &API{logger: o.Logger, codes: o.Codes, maxBody: o.MaxBody, report: o.Report}
	if api.logger == nil {
		api.logger = slog.Default()
	}
	if api.maxBody <= 0 {
		api.maxBody = DefaultMaxBody
	}
	return api
}

// Body is implemented by the pointer to a request's type. Validate returns validation.Errors, or nil.
type Body interface{ Validate() error }

// Create answers 201 with what fn made of the body. The code is for a body that does not validate.
func Create[In any, P interface {
	*In
	Body
}, Out any](a *API, invalid apperr.Code, fn func(context.Context, P) (Out, error)) http.HandlerFunc {
	return a.handle(http.StatusCreated, invalid, func(w http.ResponseWriter, r *http.Request) (any, error) {
		in := P(new(In))
		if err := a.read(w, r, in); err != nil {
			return nil, err
		}
		return fn(r.Context(), in)
	})
}

// Get answers 200 with what fn finds for the path's {id}. The code is for an id that is no positive number.
func Get[Out any](a *API, invalid apperr.Code, fn func(context.Context, int64) (Out, error)) http.HandlerFunc {
	return a.handle(http.StatusOK, invalid, func(_ http.ResponseWriter, r *http.Request) (any, error) {
		id, err := pathID(r)
		if err != nil {
			return nil, err
		}
		return fn(r.Context(), id)
	})
}

// List answers 200 with one page, by the parameters that package listing defines. The code is for parameters that it refuses.
func List[Out any](a *API, columns []listing.Column, invalid apperr.Code, fn func(context.Context, listing.Query) (listing.Page[Out], error)) http.HandlerFunc {
	return a.handle(http.StatusOK, invalid, func(_ http.ResponseWriter, r *http.Request) (any, error) {
		// Not r.URL.Query(), which leaves out what it cannot read.
		values, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			return nil, validation.Errors{{Field: "query", Message: "must be properly escaped"}}
		}
		query, err := listing.Parse(values, columns)
		if err != nil {
			return nil, err
		}
		page, err := fn(r.Context(), query)
		if page.Items == nil {
			page.Items = []Out{}
		}
		return page, err
	})
}

// Update answers 200 with what fn made of the path's {id} and the body. The code is for an id or a body that does not validate.
func Update[In any, P interface {
	*In
	Body
}, Out any](a *API, invalid apperr.Code, fn func(context.Context, int64, P) (Out, error)) http.HandlerFunc {
	return a.handle(http.StatusOK, invalid, func(w http.ResponseWriter, r *http.Request) (any, error) {
		id, err := pathID(r)
		if err != nil {
			return nil, err
		}
		in := P(new(In))
		if err := a.read(w, r, in); err != nil {
			return nil, err
		}
		return fn(r.Context(), id, in)
	})
}

// Delete answers 200 without data once fn has deleted what the path's {id} names. The code is for an id that is no positive number.
func Delete(a *API, invalid apperr.Code, fn func(context.Context, int64) error) http.HandlerFunc {
	return a.handle(http.StatusOK, invalid, func(_ http.ResponseWriter, r *http.Request) (any, error) {
		id, err := pathID(r)
		if err != nil {
			return nil, err
		}
		return nil, fn(r.Context(), id)
	})
}

// pathID reads the path's {id}. Signs and leading zeros are refused, so that a row has one address.
func pathID(r *http.Request) (int64, error) {
	text := chi.URLParam(r, "id")
	id, err := strconv.ParseUint(text, 10, 63)
	if err != nil || text[0] == '0' {
		return 0, validation.Errors{{Field: "id", Message: "must be a positive number"}}
	}
	return int64(id), nil
}
