-- Every query on user_accounts, in the SQL that MySQL and SQLite share. After a change, `vtgen generate`
-- types them anew. The list's query is made at run time from the model's allow-lists.

-- name: Create :execlastid
INSERT INTO user_accounts (
    email,
    display_name,
    role,
    recovery_code,
    last_seen_at,
    created_at,
    updated_at
) VALUES (
    ?, ?, ?, ?, ?, ?, ?
);

-- name: Get :one
SELECT
    id,
    email,
    display_name,
    role,
    recovery_code,
    last_seen_at,
    created_at,
    updated_at
FROM user_accounts
WHERE id = sqlc.arg(id);

-- Writes only what is still as it was read.
-- name: Update :execrows
UPDATE user_accounts SET
    email = sqlc.arg(email),
    display_name = sqlc.arg(display_name),
    role = sqlc.arg(role),
    recovery_code = sqlc.arg(recovery_code),
    last_seen_at = sqlc.arg(last_seen_at),
    updated_at = sqlc.arg(updated_at)
WHERE id = sqlc.arg(id) AND updated_at = sqlc.arg(previous_updated_at);

-- name: Delete :execrows
DELETE FROM user_accounts WHERE id = sqlc.arg(id);
