-- +goose Up
CREATE TABLE enroll_app_invitations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    app_id INTEGER NOT NULL,
    email VARCHAR(320) NOT NULL,
    role_name VARCHAR(5) NOT NULL DEFAULT 'user',
    invited_by INTEGER,
    expires_at DATETIME,
    amount TEXT COLLATE decimal,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT ck_enroll_app_invitations_email CHECK (length(email) <= 320),
    CONSTRAINT ck_enroll_app_invitations_role_name CHECK (role_name IN ('user', 'admin')),
    CONSTRAINT ck_enroll_app_invitations_amount CHECK (amount BETWEEN '-9999999999.99' AND '9999999999.99')
);
CREATE INDEX ix_enroll_app_invitations_app_id ON enroll_app_invitations (app_id);
CREATE INDEX ix_enroll_app_invitations_email ON enroll_app_invitations (email);
CREATE INDEX ix_enroll_app_invitations_invited_by ON enroll_app_invitations (invited_by);

-- +goose Down
DROP TABLE enroll_app_invitations;
