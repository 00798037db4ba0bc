package httpapi

import (
	"context"
	"net/http"
)

// Show answers 200 with what fn returns, for what there is one of and takes no parameters.
func Show[Out any](a *API, fn func(context.Context) (Out, error)) http.HandlerFunc {
	return a.handle(http.StatusOK, a.codes.Unexpected, func(_ http.ResponseWriter, r *http.Request) (any, error) {
		return fn(r.Context())
	})
}
