-- +goose Up
CREATE TABLE enroll_app_invitations (
    id BIGINT NOT NULL AUTO_INCREMENT,
    app_id BIGINT NOT NULL,
    email VARCHAR(320) NOT NULL,
    role_name VARCHAR(5) NOT NULL DEFAULT 'user',
    invited_by BIGINT,
    expires_at DATETIME(6),
    amount DECIMAL(12, 2),
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_enroll_app_invitations_role_name CHECK (role_name IN ('user', 'admin')),
    KEY ix_enroll_app_invitations_app_id (app_id),
    KEY ix_enroll_app_invitations_email (email),
    KEY ix_enroll_app_invitations_invited_by (invited_by)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE enroll_app_invitations;
