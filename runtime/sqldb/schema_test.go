package sqldb_test

import (
	"testing"
	"testing/fstest"

	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

// schema has one table with a column of every declared type that platforms use, and one
// that refers to it.
var schema = fstest.MapFS{
	"mysql/00001_things.sql": {Data: []byte(`-- +goose Up
CREATE TABLE things (
	id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
	name VARCHAR(10) NOT NULL,
	state VARCHAR(10) NOT NULL DEFAULT 'open',
	notes TEXT NULL,
	active BOOLEAN NOT NULL DEFAULT TRUE,
	size INT NOT NULL DEFAULT 0,
	ratio DOUBLE NULL,
	price DECIMAL(30,10) NULL,
	details JSON NULL,
	day DATE NULL,
	at DATETIME(6) NULL,
	CONSTRAINT uq_things_name UNIQUE (name),
	CONSTRAINT uq_things_state_day UNIQUE (state, day),
	CONSTRAINT ck_things_state CHECK (state IN ('open', 'closed', 'third'))
);
CREATE TABLE parts (
	id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
	thing_id BIGINT NOT NULL,
	CONSTRAINT fk_parts_thing FOREIGN KEY (thing_id) REFERENCES things (id)
);
`)},
	"sqlite/00001_things.sql": {Data: []byte(`-- +goose Up
CREATE TABLE things (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name VARCHAR(10) NOT NULL CONSTRAINT ck_things_name CHECK (length(name) <= 10),
	state VARCHAR(10) NOT NULL DEFAULT 'open',
	notes TEXT NULL,
	active BOOLEAN NOT NULL DEFAULT TRUE,
	size INTEGER NOT NULL DEFAULT 0 CHECK (size BETWEEN -2147483648 AND 2147483647),
	ratio DOUBLE NULL,
	price TEXT COLLATE decimal NULL,
	details JSON NULL,
	day DATE NULL,
	at DATETIME NULL,
	CONSTRAINT uq_things_name UNIQUE (name),
	CONSTRAINT uq_things_state_day UNIQUE (state, day),
	CONSTRAINT ck_things_state CHECK (state IN ('open', 'closed', 'third'))
);
CREATE TABLE parts (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	thing_id BIGINT NOT NULL,
	CONSTRAINT fk_parts_thing FOREIGN KEY (thing_id) REFERENCES things (id)
);
`)},
}

func open(t testing.TB) *sqldb.DB {
	t.Helper()
	return sqldbtest.Open(t, schema)
}

// exec runs a statement that has to succeed.
func exec(t testing.TB, db *sqldb.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// texts reads the one column of a query.
func texts(t testing.TB, db *sqldb.DB, query string, args ...any) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	var found []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		found = append(found, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return found
}

// count reads one number.
func count(t testing.TB, db *sqldb.DB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := db.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}
