-- +goose Up
CREATE TABLE ai_workers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name VARCHAR(120) NOT NULL,
    description TEXT,
    provider VARCHAR(9) NOT NULL DEFAULT 'openai',
    temperature TEXT COLLATE decimal NOT NULL DEFAULT '0.70',
    max_tokens INTEGER NOT NULL DEFAULT 4096,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    settings TEXT,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT ck_ai_workers_name CHECK (length(name) <= 120),
    CONSTRAINT ck_ai_workers_description CHECK (length(CAST(description AS BLOB)) <= 65535),
    CONSTRAINT ck_ai_workers_provider CHECK (provider IN ('openai', 'anthropic', 'local')),
    CONSTRAINT ck_ai_workers_temperature CHECK (temperature BETWEEN '0.00' AND '2.00'),
    CONSTRAINT ck_ai_workers_max_tokens CHECK (max_tokens BETWEEN 1 AND 200000),
    CONSTRAINT ck_ai_workers_active CHECK (active IN (0, 1)),
    CONSTRAINT ck_ai_workers_settings CHECK (json_valid(settings))
);
CREATE INDEX ix_ai_workers_name ON ai_workers (name);

-- +goose Down
DROP TABLE ai_workers;
