package data_repositories_test

import (
	"os"
	"testing"

	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"

	"example.com/aip/global_config"
)

// TestMain lets the tests use one database after the other, where they have a real server, and fails
// statements that touch another module's table.
func TestMain(m *testing.M) { os.Exit(sqldbtest.Main(m, global_config.TableOwners)) }
