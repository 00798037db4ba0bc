package outbox

import "github.com/vtgen/vtgen/runtime/migrate"

// Migrations make the table outbox_messages: pass them to migrate.With.
var Migrations = migrate.Source{Name: "outbox", Steps: []migrate.Step{{
	Name: "create_outbox_messages",
	MySQL: []string{`CREATE TABLE IF NOT EXISTS outbox_messages (
	id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
	delivery_id VARCHAR(191) NOT NULL,
	kind VARCHAR(8) NOT NULL,
	name VARCHAR(255) NOT NULL,
	order_key VARCHAR(191) NOT NULL,
	body MEDIUMTEXT NOT NULL,
	headers TEXT NOT NULL,
	request_id VARCHAR(128) NOT NULL,
	attempts INT NOT NULL,
	max_attempts INT NOT NULL,
	retry_min_ms BIGINT NOT NULL,
	retry_max_ms BIGINT NOT NULL,
	due_at DATETIME(6) NOT NULL,
	claimed_by VARCHAR(32) NOT NULL,
	claimed_until DATETIME(6) NULL,
	dead BOOLEAN NOT NULL,
	last_error VARCHAR(1000) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	KEY ix_outbox_messages_due (dead, due_at),
	KEY ix_outbox_messages_order (order_key, dead, id),
	KEY ix_outbox_messages_claim (claimed_by)
) CHARACTER SET utf8mb4`},
	SQLite: []string{`CREATE TABLE IF NOT EXISTS outbox_messages (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	delivery_id VARCHAR(191) NOT NULL,
	kind VARCHAR(8) NOT NULL,
	name VARCHAR(255) NOT NULL,
	order_key VARCHAR(191) NOT NULL,
	body TEXT NOT NULL,
	headers TEXT NOT NULL,
	request_id VARCHAR(128) NOT NULL,
	attempts INTEGER NOT NULL,
	max_attempts INTEGER NOT NULL,
	retry_min_ms INTEGER NOT NULL,
	retry_max_ms INTEGER NOT NULL,
	due_at DATETIME NOT NULL,
	claimed_by VARCHAR(32) NOT NULL,
	claimed_until DATETIME NULL,
	dead BOOLEAN NOT NULL,
	last_error VARCHAR(1000) NOT NULL,
	created_at DATETIME NOT NULL
)`,
		"CREATE INDEX IF NOT EXISTS ix_outbox_messages_due ON outbox_messages (dead, due_at)",
		"CREATE INDEX IF NOT EXISTS ix_outbox_messages_order ON outbox_messages (order_key, dead, id)",
		"CREATE INDEX IF NOT EXISTS ix_outbox_messages_claim ON outbox_messages (claimed_by)",
	},
}}}
