-- +goose Up
CREATE TABLE ai_workers (
    id BIGINT NOT NULL AUTO_INCREMENT,
    name VARCHAR(120) NOT NULL,
    description TEXT,
    provider VARCHAR(9) NOT NULL DEFAULT 'openai',
    temperature DECIMAL(3, 2) NOT NULL DEFAULT '0.70',
    max_tokens INT NOT NULL DEFAULT 4096,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    settings JSON,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_ai_workers_provider CHECK (provider IN ('openai', 'anthropic', 'local')),
    CONSTRAINT ck_ai_workers_temperature CHECK (temperature BETWEEN 0.00 AND 2.00),
    CONSTRAINT ck_ai_workers_max_tokens CHECK (max_tokens BETWEEN 1 AND 200000),
    KEY ix_ai_workers_name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE ai_workers;
