-- +goose Up
CREATE TABLE enrolled_apps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    app_key VARCHAR(60) NOT NULL,
    title VARCHAR(120) NOT NULL,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    monthly_fee TEXT COLLATE decimal NOT NULL DEFAULT '0.00',
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT ck_enrolled_apps_app_key CHECK (length(app_key) >= 3 AND length(app_key) <= 60),
    CONSTRAINT ck_enrolled_apps_title CHECK (length(title) <= 120),
    CONSTRAINT ck_enrolled_apps_active CHECK (active IN (0, 1)),
    CONSTRAINT ck_enrolled_apps_monthly_fee CHECK (monthly_fee BETWEEN '0.00' AND '99999999.99')
);
CREATE UNIQUE INDEX uq_enrolled_apps_app_key ON enrolled_apps (app_key);

-- +goose Down
DROP TABLE enrolled_apps;
