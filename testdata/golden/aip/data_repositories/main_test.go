package data_repositories_test

import (
	"os"
	"testing"

	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

// TestMain lets the tests use one database after the other, where they have a real server.
func TestMain(m *testing.M) { os.Exit(sqldbtest.Main(m)) }
