package global_config

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/vtgen/vtgen/runtime/config"
)

// Config is everything the environment may set (the standards, §16.2). In development a .env file
// in the working directory fills what the environment leaves open; .env.example lists it all.
type Config struct {
	Environment         string        `env:"APP_ENV" envDefault:"development"`
	HTTPAddress         string        `env:"HTTP_ADDR" envDefault:"127.0.0.1:8080"`
	AdminHTTPAddress    string        `env:"ADMIN_HTTP_ADDR" envDefault:"127.0.0.1:8081"`
	LogLevel            slog.Level    `env:"LOG_LEVEL" envDefault:"INFO"`
	LogFormat           string        `env:"LOG_FORMAT" envDefault:"text"`
	MySQLDSN            config.Secret `env:"MYSQL_DSN"`
	MySQLMaxConnections int           `env:"MYSQL_MAX_CONNECTIONS" envDefault:"20"`
	SQLitePath          string        `env:"SQLITE_PATH" envDefault:"data/aip.db"`
	RabbitMQURL         config.Secret `env:"RABBITMQ_URL"`
	QueueDir            string        `env:"QUEUE_DIR" envDefault:"data/queue"`
	AppID               int64         `env:"APP_ID" envDefault:"0"`
	MunshiURL           string        `env:"MUNSHI_URL"`
	MunshiAPIKey        config.Secret `env:"MUNSHI_API_KEY"`
	EventsHub           bool          `env:"EVENTS_HUB" envDefault:"false"`
	DataPulseAggregate  *bool         `env:"DATA_PULSE_AGGREGATE"`
	MigrateOnStart      *bool         `env:"MIGRATE_ON_START"`
	MaxBodyBytes        int64         `env:"MAX_BODY_BYTES" envDefault:"1048576"`
	ShutdownTimeout     time.Duration `env:"SHUTDOWN_TIMEOUT" envDefault:"15s"`
}

// Load reads the configuration. Its error names each variable that is wrong, never a value.
func Load() (Config, error) {
	var loaded Config
	if err := config.Load(&loaded, ".env"); err != nil {
		return loaded, err
	}
	return loaded, loaded.validate()
}

// validate refuses what would only show later, or not at all.
func (c Config) validate() error {
	var problems []error
	if !slices.Contains([]string{"development", "staging", "production"}, c.Environment) {
		problems = append(problems, errors.New("APP_ENV must be development, staging or production"))
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		problems = append(problems, errors.New("LOG_FORMAT must be text or json"))
	}
	if c.QueueDir == "" {
		problems = append(problems, errors.New("QUEUE_DIR must name a directory"))
	}
	if c.AppID < 0 {
		problems = append(problems, errors.New("APP_ID must be the application's id in the fleet, or 0"))
	}
	if c.MunshiURL != "" && c.MunshiAPIKey.Reveal() == "" {
		problems = append(problems, errors.New("MUNSHI_API_KEY must be set where MUNSHI_URL is"))
	}
	if c.MySQLMaxConnections < 1 || c.MaxBodyBytes < 1 || c.ShutdownTimeout <= 0 {
		problems = append(problems, errors.New("MYSQL_MAX_CONNECTIONS, MAX_BODY_BYTES and SHUTDOWN_TIMEOUT must be positive"))
	}
	if err := errors.Join(problems...); err != nil {
		return fmt.Errorf("reading the configuration: %w", err)
	}
	return nil
}

// MigratesOnStart reports whether the application applies pending migrations when it starts:
// what MIGRATE_ON_START says and, where that is not set, everywhere but in production.
func (c Config) MigratesOnStart() bool {
	if c.MigrateOnStart != nil {
		return *c.MigrateOnStart
	}
	return c.Environment != "production"
}

// Embedded reports whether the message broker is the one within the process: then nothing else
// consumes what is put on its queues.
func (c Config) Embedded() bool { return c.RabbitMQURL.Reveal() == "" }

// AggregatesDataPulse reports whether the platform makes its own figures of what it reports to Data
// Pulse: what DATA_PULSE_AGGREGATE says and, where that is not set, with the embedded broker.
func (c Config) AggregatesDataPulse() bool {
	if c.DataPulseAggregate != nil {
		return *c.DataPulseAggregate
	}
	return c.Embedded()
}
