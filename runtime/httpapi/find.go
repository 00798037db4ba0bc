package httpapi

import (
	"context"
	"net/http"
	"net/url"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/validation"
)

// Find answers 200 with what fn finds for the query's parameters as parse reads them. The code is for parameters that parse refuses, with
// validation.Errors.
func Find[In, Out any](a *API, invalid apperr.Code, parse func(url.Values) (In, error), fn func(context.Context, In) (Out, error)) http.HandlerFunc {
	return a.handle(http.StatusOK, invalid, func(_ http.ResponseWriter, r *http.Request) (any, error) {
		values, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			return nil, validation.Errors{{Field: "query", Message: "must be properly escaped"}}
		}
		in, err := parse(values)
		if err != nil {
			return nil, err
		}
		return fn(r.Context(), in)
	})
}
