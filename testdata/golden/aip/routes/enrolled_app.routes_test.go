package routes_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/vtgen/vtgen/runtime/httpapi"
	"github.com/vtgen/vtgen/runtime/service/servicetest"

	"example.com/aip/classes"
	"example.com/aip/controllers"
	"example.com/aip/global_config"
	"example.com/aip/routes"
	"example.com/aip/utils/samples"
)

func TestEnrolledAppRoutes(t *testing.T) {
	memory := servicetest.New(func(enrolledApp *classes.EnrolledApp, id int64) { enrolledApp.ID = id })
	api := httpapi.New(httpapi.Options{
		Logger: slog.New(slog.DiscardHandler),
		Codes:  global_config.APICodes,
	})
	router := chi.NewRouter()
	routes.EnrolledAppRoutes(router, api, controllers.NewEnrolledAppController(memory))

	const path = "/api/v1/enrolled_apps"
	for _, step := range []struct {
		method, path string
		body         []byte
		status       int
		code         string
	}{
		{"POST", path, samples.EnrolledAppBody(1), http.StatusCreated, ""},
		{"POST", path, []byte(`{}`), http.StatusBadRequest, string(global_config.CodeEnrolledAppInvalid)},
		{"POST", path, []byte(`{"no_such_field": 1}`), http.StatusBadRequest, string(global_config.CodeInvalidBody)},
		{"GET", path, nil, http.StatusOK, ""},
		{"GET", path + "?limit=10&sort=id", nil, http.StatusOK, ""},
		{"GET", path + "?limit=10&sort=app_key", nil, http.StatusOK, ""},
		{"GET", path + "?limit=10&sort=title", nil, http.StatusOK, ""},
		{"GET", path + "?limit=10&sort=monthly_fee", nil, http.StatusOK, ""},
		{"GET", path + "?limit=10&sort=created_at", nil, http.StatusOK, ""},
		{"GET", path + "?limit=10&sort=updated_at", nil, http.StatusOK, ""},
		{"GET", path + "?sort=no_such_column", nil, http.StatusBadRequest, string(global_config.CodeEnrolledAppInvalid)},
		{"GET", path + "/1", nil, http.StatusOK, ""},
		{"GET", path + "/none", nil, http.StatusBadRequest, string(global_config.CodeEnrolledAppInvalid)},
		{"PATCH", path + "/1", samples.EnrolledAppBody(2), http.StatusOK, ""},
		{"PATCH", path + "/1", []byte(`[]`), http.StatusBadRequest, string(global_config.CodeInvalidBody)},
		{"DELETE", path + "/1", nil, http.StatusOK, ""},
		{"DELETE", path + "/1", nil, http.StatusNotFound, "TEST-404"},
		{"GET", path + "/1", nil, http.StatusNotFound, "TEST-404"},
	} {
		request := httptest.NewRequest(step.method, step.path, bytes.NewReader(step.body))
		request.Header.Set("Content-Type", "application/json")
		recorder := httptest.NewRecorder()
		router.ServeHTTP(recorder, request)
		var answer struct {
			Status string `json:"STATUS"`
			Code   string `json:"ERROR_CODE"`
		}
		if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
			t.Fatalf("%s %s: %v in %s", step.method, step.path, err, recorder.Body)
		}
		if recorder.Code != step.status || answer.Code != step.code || (answer.Status == "SUCCESSFUL") != (step.status < 400) {
			t.Errorf("%s %s: got %d %s", step.method, step.path, recorder.Code, recorder.Body)
		}
	}
}
