package sqldb

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"modernc.org/sqlite"
)

// registerCollation makes the collation known to the driver, once for the process.
var registerCollation = sync.OnceValue(func() error {
	return sqlite.RegisterCollationUtf8("decimal", compareDecimals)
})

func openSQLite(ctx context.Context, o Options) (*DB, error) {
	path, err := prepareFile(o.SQLitePath)
	if err != nil {
		return nil, fmt.Errorf("open the SQLite database %q: %w", o.SQLitePath, err)
	}
	connector, err := sqliteConnector(path, "foreign_keys(1)")
	if err != nil {
		return nil, fmt.Errorf("open the SQLite database %q: %w", path, err)
	}
	db, err := connect(ctx, o, SQLite, connector)
	if err != nil {
		return nil, fmt.Errorf("open the SQLite database %q: %w", path, err)
	}
	db.path = path
	db.maintenance = func() (driver.Connector, error) { return sqliteConnector(path, "foreign_keys(0)") }
	return db, nil
}

// prepareFile makes the database file, which SQLite itself would make readable by all (the
// files it adds beside it take over its mode), and returns its absolute path.
func prepareFile(name string) (string, error) {
	if strings.Contains(name, ":memory:") || strings.HasPrefix(name, "file:") || strings.ContainsRune(name, 0) {
		return "", errors.New("the path must be a plain file name: every connection to a database in memory would see another one")
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return "", fmt.Errorf("find its absolute path: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", fmt.Errorf("make its directory: %w", err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", fmt.Errorf("make the file: %w", err)
	}
	if err := file.Close(); err != nil {
		return "", fmt.Errorf("make the file: %w", err)
	}
	return path, nil
}

// sqliteConnector connects to the file at path with this package's settings.
func sqliteConnector(path string, pragmas ...string) (driver.Connector, error) {
	if err := registerCollation(); err != nil {
		return nil, fmt.Errorf("register the collation decimal: %w", err)
	}
	settings := url.Values{
		// First of all, so that the settings below wait for another process's lock too.
		"_busy_timeout": {"5000"},
		// WAL lets readers go on beside the one writer. With it, NORMAL survives the death of
		// the process; a power cut may undo the last transactions but corrupts nothing.
		"_pragma": append([]string{"journal_mode(WAL)", "synchronous(NORMAL)"}, pragmas...),
		// A transaction takes the write lock when it begins: one that reads first and writes
		// later would fail whenever another one wrote in between.
		"_txlock":      {"immediate"},
		"_time_format": {"sqlite"},
		"_timezone":    {"UTC"},
		// "x" is a column and never a string, so that a misspelt column is an error.
		"_dqs": {"0"},
	}
	file := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: settings.Encode()}
	return sqlite.NewConnector(file.String())
}
