package sqldb

import (
	"testing"
	"time"
)

// SetLockPatience shortens the attempts at a lock for a test, which must not be parallel.
func SetLockPatience(t *testing.T, patience time.Duration) {
	usual := lockPatience
	lockPatience = patience
	t.Cleanup(func() { lockPatience = usual })
}

// CompareDecimals gives the tests the collation as a function.
var CompareDecimals = compareDecimals

// MySQLConfig gives the tests the settings made from a data source name.
var MySQLConfig = mysqlConfig
