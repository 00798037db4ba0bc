package core_app_connectivities

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqlguard"

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
		Guard:        tableGuard(config, log),
	})
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	return db, nil
}

// tableGuard is what logs, in development, statements that touch another module's table (the
// standards, §3.8). In tests they fail; elsewhere nothing looks at them.
func tableGuard(config global_config.Config, log *slog.Logger) *sqlguard.Policy {
	if config.Environment != "development" || len(global_config.TableOwners) == 0 {
		return nil
	}
	return &sqlguard.Policy{Owners: global_config.TableOwners, Mode: sqlguard.Log, Logger: log}
}
