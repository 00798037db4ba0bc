package httpapi

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/vtgen/vtgen/runtime/apperr"
)

// NotFound answers 404, for chi's Router.NotFound.
func (a *API) NotFound(w http.ResponseWriter, r *http.Request) {
	a.fail(w, r, "", apperr.NotFound(a.codes.NotFound, "there is nothing at this address"))
}

// MethodNotAllowed answers 405 and says what is allowed, for chi's Router.MethodNotAllowed.
func (a *API) MethodNotAllowed(w http.ResponseWriter, r *http.Request) {
	// chi leaves the header out when it is given a handler of its own.
	if allowed := allowedMethods(r); len(allowed) > 0 {
		w.Header().Set("Allow", strings.Join(allowed, ", "))
	}
	description := "this address does not take the method " + knownMethod(r.Method)
	a.fail(w, r, "", apperr.New(http.StatusMethodNotAllowed, apperr.InvalidRequest, a.codes.MethodNotAllowed, description, nil))
}

// methods are those that a route can have.
var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
	http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

func allowedMethods(r *http.Request) []string {
	route := chi.RouteContext(r.Context())
	if route == nil || route.Routes == nil {
		return nil
	}
	path := r.URL.RawPath
	if path == "" {
		path = r.URL.Path
	}
	var allowed []string
	for _, method := range methods {
		if route.Routes.Match(chi.NewRouteContext(), method, path) {
			allowed = append(allowed, method)
		}
	}
	return allowed
}

// knownMethod keeps a client's own words out of the response.
func knownMethod(method string) string {
	for _, known := range methods {
		if method == known {
			return method
		}
	}
	return "that was used"
}
