package sqldb

import (
	"cmp"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

// Limits on a MySQL connection, for what the data source name leaves open.
const (
	mysqlDialTimeout  = 5 * time.Second
	mysqlReadTimeout  = time.Minute // also the longest a statement may take
	mysqlWriteTimeout = 30 * time.Second
)

// sqlMode makes MySQL and MariaDB refuse what does not fit, rather than store something else.
const sqlMode = "'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY'"

func openMySQL(ctx context.Context, o Options) (*DB, error) {
	config, err := mysqlConfig(o.MySQLDSN, o.Logger)
	if err != nil {
		return nil, fmt.Errorf("open the MySQL database: %w", err)
	}
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return nil, fmt.Errorf("open the MySQL database %q at %s: %w", config.DBName, config.Addr, err)
	}
	o.ConnMaxLifetime = cmp.Or(o.ConnMaxLifetime, defaultMySQLLifetime)
	db, err := connect(ctx, o, MySQL, connector)
	if err != nil {
		return nil, fmt.Errorf("open the MySQL database %q at %s: %w", config.DBName, config.Addr, err)
	}
	db.maintenance = func() (driver.Connector, error) {
		patient := config.Clone()
		patient.ReadTimeout = 0
		return mysql.NewConnector(patient)
	}
	return db, nil
}

// mysqlConfig reads dsn and adds what the rest of the package relies on.
func mysqlConfig(dsn string, logger *slog.Logger) (*mysql.Config, error) {
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		// The parser's own text can quote a part of the password.
		return nil, errors.New("the data source name is not of the form user:password@tcp(host:port)/database?param=value: correct it (special characters belong only into the password)")
	}
	if config.DBName == "" {
		return nil, errors.New("the data source name has no database: end it with /database")
	}
	config.ParseTime = true
	config.Loc = time.UTC
	// Rows affected by an UPDATE are the rows found, so that 0 means "no such row".
	config.ClientFoundRows = true
	// One round trip for a statement instead of two. The driver refuses this with the
	// character sets for which escaping is unsafe; ours is utf8mb4.
	config.InterpolateParams = true
	// Either would turn an injected or a malicious server's text into more than a statement.
	config.MultiStatements = false
	config.AllowAllFiles = false
	config.Timeout = cmp.Or(config.Timeout, mysqlDialTimeout)
	config.ReadTimeout = cmp.Or(config.ReadTimeout, mysqlReadTimeout)
	config.WriteTimeout = cmp.Or(config.WriteTimeout, mysqlWriteTimeout)
	config.Logger = driverLogger{logger}
	config.Collation = ""
	if config.Params == nil {
		config.Params = map[string]string{}
	}
	config.Params["sql_mode"] = sqlMode
	config.Params["time_zone"] = "'+00:00'"
	// Shorter than mysqlReadTimeout, so that a lock is reported as a lock and can be retried.
	config.Params["innodb_lock_wait_timeout"] = "10"
	if err := config.Apply(mysql.Charset("utf8mb4", "utf8mb4_unicode_ci"), mysql.TimeTruncate(time.Microsecond)); err != nil {
		return nil, fmt.Errorf("apply the connection's settings: %w", err)
	}
	return config, nil
}

// driverLogger passes the driver's messages (lost connections, mostly) on to slog.
type driverLogger struct{ logger *slog.Logger }

func (l driverLogger) Print(v ...any) {
	l.logger.Warn("mysql.go:001 | Print | the MySQL driver reports a problem", "detail", strings.TrimSpace(fmt.Sprint(v...)))
}
