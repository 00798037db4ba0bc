-- +goose Up
CREATE TABLE user_accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email VARCHAR(320) NOT NULL,
    display_name VARCHAR(120) NOT NULL,
    role VARCHAR(5) NOT NULL DEFAULT 'user',
    recovery_code VARCHAR(64),
    last_seen_at DATETIME,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT ck_user_accounts_email CHECK (length(email) <= 320),
    CONSTRAINT ck_user_accounts_display_name CHECK (length(display_name) <= 120),
    CONSTRAINT ck_user_accounts_role CHECK (role IN ('user', 'admin')),
    CONSTRAINT ck_user_accounts_recovery_code CHECK (length(recovery_code) <= 64)
);
CREATE UNIQUE INDEX uq_user_accounts_email ON user_accounts (email);

-- +goose Down
DROP TABLE user_accounts;
