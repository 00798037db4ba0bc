-- user_accounts is owned by the module user_account (the standards, §3.8.2).
CREATE TABLE user_accounts (
    id BIGINT NOT NULL AUTO_INCREMENT,
    email VARCHAR(320) NOT NULL,
    display_name VARCHAR(120) NOT NULL,
    role VARCHAR(5) NOT NULL DEFAULT 'user',
    recovery_code VARCHAR(64),
    last_seen_at DATETIME(6),
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_user_accounts_role CHECK (role IN ('user', 'admin')),
    UNIQUE KEY uq_user_accounts_email (email)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
