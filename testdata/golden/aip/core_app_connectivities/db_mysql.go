package core_app_connectivities

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/vtgen/vtgen/runtime/sqldb"

	"example.com/aip/global_config"
)

// OpenMySQL opens the platform's SQL database: the MySQL or MariaDB server of MYSQL_DSN or, when
// that is empty, the embedded SQLite file of SQLITE_PATH.
func OpenMySQL(ctx context.Context, config global_config.Config, log *slog.Logger) (*sqldb.DB, error) {
	db, err := sqldb.Open(ctx, sqldb.Options{
		MySQLDSN:     config.MySQLDSN.Reveal(),
		SQLitePath:   config.SQLitePath,
		MaxOpenConns: config.MySQLMaxConnections,
		Logger:       log,
	})
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	return db, nil
}
