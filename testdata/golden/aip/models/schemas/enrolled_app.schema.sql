-- enrolled_apps is owned by the module app_operations (the standards, §3.8.2).
CREATE TABLE enrolled_apps (
    id BIGINT NOT NULL AUTO_INCREMENT,
    app_key VARCHAR(60) NOT NULL,
    title VARCHAR(120) NOT NULL,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    monthly_fee DECIMAL(10, 2) NOT NULL DEFAULT '0.00',
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_enrolled_apps_app_key CHECK (char_length(app_key) >= 3),
    CONSTRAINT ck_enrolled_apps_monthly_fee CHECK (monthly_fee >= 0.00),
    UNIQUE KEY uq_enrolled_apps_app_key (app_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
