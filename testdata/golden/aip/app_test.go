package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"

	"example.com/aip/core_app_connectivities"
	"example.com/aip/global_config"
	"example.com/aip/migrations"
)

// newTestServer serves the whole API over a fresh database.
func newTestServer(t *testing.T) *httptest.Server {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	router := events.NewRouter(events.Options{Logger: log})
	handler := newHandler(global_config.Config{MaxBodyBytes: 1 << 20}, sqldbtest.Open(t, migrations.Files), router, log)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// get returns the status and the decoded envelope of one GET request.
func get(t *testing.T, url string) (int, map[string]any) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var body map[string]any
	if err := json.NewDecoder(response.Body).Decode(&body); err != nil {
		t.Fatalf("decoding the answer of %s: %v", url, err)
	}
	return response.StatusCode, body
}

func TestAppHealth(t *testing.T) {
	server := newTestServer(t)
	for _, path := range []string{"/healthz", "/readyz"} {
		if status, body := get(t, server.URL+path); status != http.StatusOK || body["STATUS"] != "SUCCESSFUL" {
			t.Errorf("%s: got %d %v", path, status, body)
		}
	}
}

func TestAppUnknownRoute(t *testing.T) {
	status, body := get(t, newTestServer(t).URL+"/api/v1/no_such_thing")
	if status != http.StatusNotFound || body["STATUS"] != "ERROR" || body["ERROR_CODE"] != string(global_config.CodeNoSuchRoute) {
		t.Errorf("got %d %v", status, body)
	}
}

// TestWarnIfOpen expects a warning where other machines can reach the API.
func TestWarnIfOpen(t *testing.T) {
	for address, open := range map[string]bool{
		"127.0.0.1:8080": false, "127.8.9.1:0": false, "[::1]:8080": false, "localhost:8080": false,
		":8080": true, "0.0.0.0:8080": true, "[::]:8080": true, "10.1.2.3:8080": true, "example.com:8080": true, "localhost.example.com:8080": true,
	} {
		var out bytes.Buffer
		warnIfOpen(context.Background(), address, slog.New(slog.NewTextHandler(&out, nil)))
		if warned := strings.Contains(out.String(), "level=WARN") && strings.Contains(out.String(), address); warned != open {
			t.Errorf("%s: logged %q", address, &out)
		}
	}
}

// TestMigrateUpDown takes every migration up and down again.
func TestMigrateUpDown(t *testing.T) {
	t.Setenv("SQLITE_PATH", filepath.Join(t.TempDir(), "test.db"))
	t.Setenv("MYSQL_DSN", "")
	ctx := context.Background()
	var out bytes.Buffer
	if err := run(ctx, []string{"migrate", "up"}, &out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "pending") {
		t.Errorf("after up, something is pending:\n%s", &out)
	}
	steps := strings.Count(out.String(), "\n") - 1 // less the heading
	for range steps {
		if err := run(ctx, []string{"migrate", "down"}, io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	out.Reset()
	if err := run(ctx, []string{"migrate", "status"}, &out); err != nil {
		t.Fatal(err)
	}
	if pending := strings.Count(out.String(), "pending"); pending != steps {
		t.Errorf("after taking %d migrations back, %d are pending:\n%s", steps, pending, &out)
	}
	if err := run(ctx, []string{"migrate", "up"}, io.Discard); err != nil {
		t.Errorf("applying them again: %v", err)
	}
}

func TestProductionRefusesPendingMigrations(t *testing.T) {
	ctx, log := context.Background(), slog.New(slog.DiscardHandler)
	config := global_config.Config{Environment: "production", SQLitePath: filepath.Join(t.TempDir(), "test.db")}
	db, err := core_app_connectivities.OpenMySQL(ctx, config, log)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	pending, err := migrate.Pending(ctx, db, migrations.Files)
	if err != nil {
		t.Fatal(err)
	}
	if err := prepareSchema(ctx, config, db, log); (err != nil) != (pending > 0) {
		t.Errorf("starting with %d pending migrations: got %v", pending, err)
	}
	allowed := true
	config.MigrateOnStart = &allowed
	if err := prepareSchema(ctx, config, db, log); err != nil {
		t.Errorf("told to migrate: %v", err)
	}
	if pending, err := migrate.Pending(ctx, db, migrations.Files); err != nil || pending != 0 {
		t.Errorf("afterwards %d are pending, %v", pending, err)
	}
}

func TestUnknownCommand(t *testing.T) {
	for _, args := range [][]string{nil, {"serve"}, {"app", "now"}, {"migrate"}, {"migrate", "sideways"}} {
		t.Setenv("SQLITE_PATH", filepath.Join(t.TempDir(), "test.db"))
		if err := run(context.Background(), args, io.Discard); err == nil {
			t.Errorf("%q was accepted", args)
		}
	}
}
