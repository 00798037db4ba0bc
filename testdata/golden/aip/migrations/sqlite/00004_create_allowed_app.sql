-- +goose Up
CREATE TABLE allowed_app (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    app_id INTEGER NOT NULL,
    allowed_until DATE,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT fk_allowed_app_app_id FOREIGN KEY (app_id) REFERENCES enrolled_apps (id) ON DELETE RESTRICT
);
CREATE INDEX ix_allowed_app_user_id ON allowed_app (user_id);
CREATE INDEX ix_allowed_app_app_id ON allowed_app (app_id);
CREATE UNIQUE INDEX uq_allowed_app_user_id_app_id ON allowed_app (user_id, app_id);

-- +goose Down
DROP TABLE allowed_app;
