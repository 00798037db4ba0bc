-- allowed_app is owned by the module app_operations (the standards, §3.8.2).
CREATE TABLE allowed_app (
    id BIGINT NOT NULL AUTO_INCREMENT,
    user_id BIGINT NOT NULL,
    app_id BIGINT NOT NULL,
    allowed_until DATE,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    KEY ix_allowed_app_user_id (user_id),
    KEY ix_allowed_app_app_id (app_id),
    UNIQUE KEY uq_allowed_app_user_id_app_id (user_id, app_id),
    CONSTRAINT fk_allowed_app_app_id FOREIGN KEY (app_id) REFERENCES enrolled_apps (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
