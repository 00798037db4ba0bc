// Command handwritten serves ai_workers as a person in a hurry would write it: net/http, database/sql
// and encoding/json in one file. It is built within a generated platform, so that it has the same
// driver, and serves a database that the platform has migrated.
package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"modernc.org/sqlite"
)

type worker struct {
	ID          int64           `json:"id"`
	Name        string          `json:"name"`
	Description *string         `json:"description"`
	Provider    string          `json:"provider"`
	Temperature string          `json:"temperature"`
	MaxTokens   int32           `json:"max_tokens"`
	Active      bool            `json:"active"`
	Settings    json.RawMessage `json:"settings"`
	CreatedAt   time.Time       `json:"created_at"`
	UpdatedAt   time.Time       `json:"updated_at"`
}

type page struct {
	Items      []worker `json:"items"`
	NextCursor string   `json:"next_cursor"`
}

type envelope struct {
	Status      string `json:"STATUS"`
	Code        string `json:"ERROR_CODE"`
	Filter      string `json:"ERROR_FILTER"`
	Description string `json:"ERROR_DESCRIPTION"`
	Data        any    `json:"DB_DATA"`
}

type server struct {
	db  *sql.DB
	log *slog.Logger
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	if err := sqlite.RegisterCollationUtf8("decimal", compare); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+os.Getenv("SQLITE_PATH")+
		"?_busy_timeout=5000&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=foreign_keys(1)&_txlock=immediate&_time_format=sqlite&_timezone=UTC&_dqs=0")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(20)
	db.SetMaxIdleConns(20)
	var level slog.Level
	if err := level.UnmarshalText([]byte(os.Getenv("LOG_LEVEL"))); err != nil {
		return err
	}
	s := &server{db: db, log: slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{Level: level}))}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/ai_workers", s.create)
	mux.HandleFunc("GET /api/v1/ai_workers", s.list)
	listener, err := net.Listen("tcp", os.Getenv("HTTP_ADDR"))
	if err != nil {
		return err
	}
	fmt.Println("listening address=" + listener.Addr().String())
	return http.Serve(listener, s.access(mux))
}

func compare(a, b string) int {
	x, _ := strconv.ParseFloat(a, 64)
	y, _ := strconv.ParseFloat(b, 64)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// access logs what the platform's access log does.
func (s *server) access(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		counted := &counter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(counted, r)
		s.log.LogAttrs(r.Context(), slog.LevelInfo, "served", slog.String("method", r.Method), slog.String("path", r.URL.Path),
			slog.Int("status", counted.status), slog.Int("bytes", counted.bytes), slog.Duration("duration", time.Since(start)), slog.String("remote", r.RemoteAddr))
	})
}

type counter struct {
	http.ResponseWriter
	status, bytes int
}

func (c *counter) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

func (c *counter) Write(text []byte) (int, error) {
	c.bytes += len(text)
	return c.ResponseWriter.Write(text)
}

func (s *server) create(w http.ResponseWriter, r *http.Request) {
	in := worker{Provider: "openai", Temperature: "0.70", MaxTokens: 4096, Active: true}
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&in); err != nil {
		fail(w, http.StatusBadRequest, err.Error())
		return
	}
	if n := utf8.RuneCountInString(in.Name); n < 1 || n > 120 {
		fail(w, http.StatusBadRequest, "name must have 1 to 120 characters")
		return
	}
	var settings *string
	if in.Settings != nil {
		text := string(in.Settings)
		settings = &text
	}
	in.CreatedAt = time.Now().UTC().Truncate(time.Microsecond)
	in.UpdatedAt = in.CreatedAt
	result, err := s.db.ExecContext(r.Context(),
		"INSERT INTO ai_workers (name, description, provider, temperature, max_tokens, active, settings, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		in.Name, in.Description, in.Provider, in.Temperature, in.MaxTokens, in.Active, settings, in.CreatedAt, in.UpdatedAt)
	if err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	if in.ID, err = result.LastInsertId(); err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	answer(w, http.StatusCreated, in)
}

func (s *server) list(w http.ResponseWriter, r *http.Request) {
	limit := 20
	if text := r.URL.Query().Get("limit"); text != "" {
		var err error
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > 200 {
			fail(w, http.StatusBadRequest, "limit must be 1 to 200")
			return
		}
	}
	rows, err := s.db.QueryContext(r.Context(),
		"SELECT id, name, description, provider, temperature, max_tokens, active, settings, created_at, updated_at FROM ai_workers ORDER BY id LIMIT ?", limit+1)
	if err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	defer func() { _ = rows.Close() }()
	out := page{Items: []worker{}}
	for rows.Next() {
		var item worker
		var settings *string
		if err := rows.Scan(&item.ID, &item.Name, &item.Description, &item.Provider, &item.Temperature, &item.MaxTokens, &item.Active, &settings, &item.CreatedAt, &item.UpdatedAt); err != nil {
			fail(w, http.StatusInternalServerError, err.Error())
			return
		}
		if settings != nil {
			item.Settings = json.RawMessage(*settings)
		}
		out.Items = append(out.Items, item)
	}
	if err := rows.Err(); err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	if len(out.Items) > limit {
		out.Items = out.Items[:limit]
		out.NextCursor = strconv.FormatInt(out.Items[limit-1].ID, 10)
	}
	answer(w, http.StatusOK, out)
}

func answer(w http.ResponseWriter, status int, data any) {
	text, err := json.Marshal(envelope{Status: "SUCCESSFUL", Data: data})
	if err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

func fail(w http.ResponseWriter, status int, description string) {
	http.Error(w, strings.ReplaceAll(description, "\n", " "), status)
}
