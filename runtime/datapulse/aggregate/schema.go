package aggregate

import "github.com/vtgen/vtgen/runtime/migrate"

// Migrations make the tables data_pulse_figures and data_pulse_messages: pass them to migrate.With.
// Times are Unix seconds.
var Migrations = migrate.Source{Name: "data_pulse", Steps: []migrate.Step{{
	Name: "create_data_pulse_tables",
	MySQL: []string{`CREATE TABLE IF NOT EXISTS data_pulse_figures (
	figure_key CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
	app_id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	activity VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	ref_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	span VARCHAR(16) NOT NULL,
	starts_at BIGINT NOT NULL,
	total BIGINT NOT NULL,
	events BIGINT NOT NULL,
	expires_at BIGINT NOT NULL,
	KEY ix_data_pulse_figures_series (app_id, activity, span, starts_at),
	KEY ix_data_pulse_figures_expiry (expires_at)
)`, `CREATE TABLE IF NOT EXISTS data_pulse_messages (
	message_key CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
	expires_at BIGINT NOT NULL,
	KEY ix_data_pulse_messages_expiry (expires_at)
)`},
	SQLite: []string{`CREATE TABLE IF NOT EXISTS data_pulse_figures (
	figure_key CHAR(32) NOT NULL PRIMARY KEY,
	app_id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	activity VARCHAR(255) NOT NULL,
	ref_id VARCHAR(255) NOT NULL,
	span VARCHAR(16) NOT NULL,
	starts_at BIGINT NOT NULL,
	total BIGINT NOT NULL,
	events BIGINT NOT NULL,
	expires_at BIGINT NOT NULL
)`,
		"CREATE INDEX IF NOT EXISTS ix_data_pulse_figures_series ON data_pulse_figures (app_id, activity, span, starts_at)",
		"CREATE INDEX IF NOT EXISTS ix_data_pulse_figures_expiry ON data_pulse_figures (expires_at)",
		`CREATE TABLE IF NOT EXISTS data_pulse_messages (
	message_key CHAR(32) NOT NULL PRIMARY KEY,
	expires_at BIGINT NOT NULL
)`,
		"CREATE INDEX IF NOT EXISTS ix_data_pulse_messages_expiry ON data_pulse_messages (expires_at)",
	},
}}}
