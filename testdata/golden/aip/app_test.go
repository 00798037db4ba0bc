package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/datapulse"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"

	"example.com/aip/core_app_connectivities"
	"example.com/aip/global_config"
	"example.com/aip/migrations"
)

// newTestServer serves the whole API over a fresh database.
func newTestServer(t *testing.T) *httptest.Server {
	t.Helper()
	p := newTestPlatform(t)
	server := httptest.NewServer(newHandler(p))
	t.Cleanup(server.Close)
	return server
}

// newTestPlatform is the platform over a fresh database and fresh queues, at work.
func newTestPlatform(t *testing.T) *platform {
	t.Helper()
	config := global_config.Config{MaxBodyBytes: 1 << 20, QueueDir: t.TempDir(), ShutdownTimeout: 10 * time.Second}
	p, err := newPlatform(t.Context(), config, sqldbtest.Open(t, migrations.Files), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	p.start(t.Context())
	t.Cleanup(func() {
		if err := p.close(context.Background()); err != nil {
			t.Errorf("closing the platform: %v", err)
		}
	})
	return p
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
	steps := strings.Count(out.String(), ".sql\n") // the platform's own: those of the runtime stay
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

// testTold is an event of these tests alone.
var testTold = events.Define[int]("APP_TEST_TOLD")

func TestStoredEventsAreDelivered(t *testing.T) {
	p := newTestPlatform(t)
	arrived := make(chan int, 2)
	events.On(p.router, testTold, func(_ context.Context, n int) error {
		arrived <- n
		return nil
	})
	sink := outbox.NewEmitter(p.outbox)
	refused := errors.New("refused")
	for n, outcome := range []error{refused, nil} {
		err := p.db.InTx(t.Context(), func(ctx context.Context) error {
			return errors.Join(testTold.Emit(ctx, sink, n), outcome)
		})
		if !errors.Is(err, outcome) {
			t.Fatal(err)
		}
	}
	if n := <-arrived; n != 1 {
		t.Errorf("the event of the transaction that was rolled back arrived")
	}
}

func TestFiguresAreServed(t *testing.T) {
	p := newTestPlatform(t)
	if err := p.pulse.Report(t.Context(), datapulse.Activity{ID: "APP_TEST", Label: "Test", Count: 3}); err != nil {
		t.Fatal(err)
	}
	handler, err := newAdminHandler(p.config, p.db, p.log)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	if status, body := get(t, server.URL+"/figures?activity=APP_TEST"); status != http.StatusBadRequest {
		t.Errorf("without a span: got %d %v", status, body)
	}
	for { // until the consumer has counted it
		status, body := get(t, server.URL+"/figures?activity=APP_TEST&span=lifetime")
		if status != http.StatusOK {
			t.Fatalf("got %d %v", status, body)
		}
		if figures, _ := body["DB_DATA"].([]any); len(figures) > 0 {
			if total := figures[0].(map[string]any)["total"]; total != 3.0 {
				t.Errorf("got the total %v, want 3", total)
			}
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestAdminStatus(t *testing.T) {
	p := newTestPlatform(t)
	handler, err := newAdminHandler(p.config, p.db, p.log)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	status, body := get(t, server.URL+"/status")
	data, _ := body["DB_DATA"].(map[string]any)
	if status != http.StatusOK || data["application"] != "aip" || data["pending_migrations"] != 0.0 {
		t.Errorf("got %d %v", status, body)
	}
}

func TestBackgroundServicesBegin(t *testing.T) {
	p := newTestPlatform(t)
	for _, service := range p.beside.Status() {
		for started := service.Started; !started; time.Sleep(time.Millisecond) { // once the broker is connected
			for _, now := range p.beside.Status() {
				started = started || now.Name == service.Name && now.Started
			}
		}
	}
	if err := p.close(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, service := range p.beside.Status() {
		if service.Started {
			t.Errorf("%s goes on after the platform was closed", service.Name)
		}
	}
}
