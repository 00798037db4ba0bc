package matrix

import (
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
)

// worker is what an API client knows of an ai_worker.
type worker struct {
	ID          int64          `json:"id"`
	Name        string         `json:"name"`
	Description *string        `json:"description"`
	Provider    string         `json:"provider"`
	Temperature string         `json:"temperature"`
	MaxTokens   int            `json:"max_tokens"`
	Active      bool           `json:"active"`
	Settings    map[string]any `json:"settings"`
	CreatedAt   string         `json:"created_at"`
	UpdatedAt   string         `json:"updated_at"`
}

type workers struct {
	Items      []worker `json:"items"`
	NextCursor string   `json:"next_cursor"`
}

const route = "/api/v1/ai_workers"

// TestEndToEnd runs the example platform as its users do, on each database.
func TestEndToEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs a platform")
	}
	root := example.generate(t)
	binary := filepath.Join(t.TempDir(), "platform")
	must(t, root, "go", "build", "-o", binary, ".")
	t.Run("SQLite", func(t *testing.T) {
		exercise(t, t.TempDir(), binary, "SQLITE_PATH=data/platform.db")
	})
	t.Run("MariaDB", func(t *testing.T) {
		exercise(t, t.TempDir(), binary, "MYSQL_DSN="+freshDatabase(t))
	})
}

// freshDatabase makes a database on the real server and returns its data source name.
func freshDatabase(t *testing.T) string {
	t.Helper()
	config, err := mysql.ParseDSN(mysqlDSN(t))
	if err != nil {
		t.Fatalf("%s is no data source name", dsnVariable)
	}
	server, err := sql.Open("mysql", config.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	config.DBName = "end_to_end_" + strings.ToLower(rand.Text())
	if _, err := server.ExecContext(t.Context(), "CREATE DATABASE "+config.DBName); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := server.Exec("DROP DATABASE " + config.DBName); err != nil {
			t.Error(err)
		}
	})
	return config.FormatDSN()
}

// exercise takes the platform through its life on the database that the variable names.
func exercise(t *testing.T, directory, binary, database string) {
	migrations(t, directory, binary, database)
	s := serve(t, directory, binary, database)
	lifecycle(t, s)
	lists(t, s)
	refusals(s)
	s.succeed("POST", route, `{"name": "kept", "settings": {"a": [1, null]}}`, http.StatusCreated, nil)
	s.stop()

	s = serve(t, directory, binary, database)
	var kept workers
	s.succeed("GET", route+"?name=kept", "", http.StatusOK, &kept)
	if len(kept.Items) != 1 || fmt.Sprint(kept.Items[0].Settings["a"]) != "[1 <nil>]" {
		t.Errorf("after a restart: %v", kept.Items)
	}
	s.stop()
}

// migrations checks the migrate command, and that production waits for it.
func migrations(t *testing.T, directory, binary, database string) {
	t.Helper()
	migrate := func(direction string) string {
		t.Helper()
		out, err := command(t, directory, []string{database}, binary, "migrate", direction)
		if err != nil {
			t.Fatalf("migrate %s: %v\n%s", direction, err, out)
		}
		return out
	}
	if out := migrate("status"); strings.Count(out, "pending") != 9 { // five of its own, four of the runtime
		t.Errorf("before any migration:\n%s", out)
	}
	production := []string{database, "APP_ENV=production", "HTTP_ADDR=127.0.0.1:0"}
	out, err := command(t, directory, production, binary, "app")
	if err == nil || !strings.Contains(out, "9 pending migrations") || !strings.Contains(out, "migrate up") {
		t.Errorf("production with pending migrations: %v\n%s", err, out)
	}
	if out := migrate("up"); strings.Contains(out, "pending") {
		t.Errorf("after up:\n%s", out)
	}
	if out := migrate("down"); strings.Count(out, "pending") != 1 {
		t.Errorf("after down:\n%s", out)
	}
	migrate("up")
	serve(t, directory, binary, production...).stop()
}

// lifecycle creates, reads, changes and deletes one worker.
func lifecycle(t *testing.T, s *server) {
	t.Helper()
	var created, got worker
	s.succeed("POST", route, `{"name": "Ada", "provider": "anthropic", "temperature": "1.25", "settings": {"k": "v"}}`, http.StatusCreated, &created)
	if created.ID <= 0 || created.Name != "Ada" || created.Temperature != "1.25" || created.MaxTokens != 4096 || !created.Active || created.Description != nil {
		t.Errorf("created %+v", created)
	}
	one := fmt.Sprintf("%s/%d", route, created.ID)
	s.succeed("GET", one, "", http.StatusOK, &got)
	if fmt.Sprint(got) != fmt.Sprint(created) {
		t.Errorf("got %+v, created %+v", got, created)
	}
	s.succeed("PATCH", one, `{"description": "first", "active": false, "settings": null}`, http.StatusOK, &got)
	if got.Description == nil || *got.Description != "first" || got.Active || got.Settings != nil || got.Name != "Ada" || got.UpdatedAt <= created.UpdatedAt {
		t.Errorf("changed to %+v", got)
	}
	s.succeed("DELETE", one, "", http.StatusOK, nil)
	for _, method := range []string{"GET", "DELETE"} {
		s.refuse(method, one, "", http.StatusNotFound, "INVALID_REQUEST")
	}
	s.refuse("PATCH", one, `{"active": true}`, http.StatusNotFound, "INVALID_REQUEST")
}

// lists pages through fifty rows, in every order that a client may ask for, and filters them.
func lists(t *testing.T, s *server) {
	t.Helper()
	for n := range 50 {
		body := fmt.Sprintf(`{"name": "worker %02d", "max_tokens": %d, "temperature": "%d.5", "active": %t}`, n, 1+n%7, n%2, n%5 == 0)
		s.succeed("POST", route, body, http.StatusCreated, nil)
	}
	for _, sort := range []string{"id", "-id", "name", "-name", "max_tokens", "-max_tokens", "temperature", "created_at", "-updated_at", "provider"} {
		names := pages(t, s, url.Values{"sort": {sort}, "limit": {"7"}})
		if sort == "-name" {
			slices.Reverse(names)
		}
		if (sort == "name" || sort == "-name") && !slices.IsSorted(names) {
			t.Errorf("by %s: %v", sort, names)
		}
		if slices.Sort(names); len(slices.Compact(names)) != 50 {
			t.Errorf("pages by %s show %d of 50 workers", sort, len(names))
		}
	}
	for query, want := range map[string]int{
		"active=true": 10, "active[ne]=true": 40, "max_tokens[gte]=6": 14, "max_tokens[lt]=2": 8,
		"temperature=1.5": 25, "temperature[gt]=1.5": 0, "name=worker+07": 1, "provider=local": 0,
		"name[gte]=worker+10&name[lt]=worker+20": 10, "created_at[gt]=2000-01-01T00:00:00Z": 50,
	} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(pages(t, s, values)); got != want {
			t.Errorf("%s finds %d workers, want %d", query, got, want)
		}
	}
	for _, query := range []string{"sort=settings", "description=x", "limit=0", "limit=201", "limit=x", "max_tokens=x", "name[like]=x", "cursor=x", "name=a&name=b", "none=1"} {
		s.refuse("GET", route+"?"+query, "", http.StatusBadRequest, "INVALID_REQUEST")
	}
}

// pages follows the cursors to the end and returns the names in order.
func pages(t *testing.T, s *server, query url.Values) []string {
	t.Helper()
	var names []string
	for {
		var page workers
		s.succeed("GET", route+"?"+query.Encode(), "", http.StatusOK, &page)
		for _, item := range page.Items {
			names = append(names, item.Name)
		}
		if page.NextCursor == "" {
			return names
		}
		if len(names) > 1000 {
			t.Fatalf("the pages of %s do not end", query.Encode())
		}
		query.Set("cursor", page.NextCursor)
	}
}

// refusals sends bodies that must not get through.
func refusals(s *server) {
	s.t.Helper()
	for _, body := range []string{
		``, `{`, `[]`, `null`, `"x"`, `{}`, `{"name": ""}`, `{"name": null}`, `{"name": 5}`, `{"name": "x"} {}`,
		`{"name": "x", "no_such_key": 1}`, `{"name": "x", "name": "y"}`, `{"Name": "x"}`, `{"name": "x", "NAME": "y"}`,
		`{"name": "x", "id": 5}`, `{"name": "x", "created_at": "2026-01-01T00:00:00Z"}`,
		`{"name": "x", "max_tokens": "5"}`, `{"name": "x", "max_tokens": 1.5}`, `{"name": "x", "max_tokens": 99999999999}`,
		`{"name": "x", "provider": "nobody"}`, `{"name": "x", "temperature": "2.01"}`, `{"name": "x", "active": "true"}`,
		`{"name": "` + strings.Repeat("x", 121) + `"}`, "{\"name\": \"\xff\"}",
		`{"name": "x", "settings": ` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`,
	} {
		s.refuse("POST", route, body, http.StatusBadRequest, "INVALID_REQUEST")
	}
	tooLarge := `{"name": "x", "description": "` + strings.Repeat("x", 1<<20) + `"}`
	s.refuse("POST", route, tooLarge, http.StatusRequestEntityTooLarge, "INVALID_REQUEST")
	s.refuse("GET", "/api/v1/nothing", "", http.StatusNotFound, "INVALID_REQUEST")
	s.refuse("PUT", route, "{}", http.StatusMethodNotAllowed, "INVALID_REQUEST")
	s.refuse("GET", route+"/0", "", http.StatusBadRequest, "INVALID_REQUEST")
}
