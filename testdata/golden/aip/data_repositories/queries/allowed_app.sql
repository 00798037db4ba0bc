-- Every query on allowed_app, in the SQL that MySQL and SQLite share. After a change, `vtgen generate`
-- types them anew. The list's query is made at run time from the model's allow-lists.

-- name: Create :execlastid
INSERT INTO allowed_app (
    user_id,
    app_id,
    allowed_until,
    created_at,
    updated_at
) VALUES (
    ?, ?, ?, ?, ?
);

-- name: Get :one
SELECT
    id,
    user_id,
    app_id,
    allowed_until,
    created_at,
    updated_at
FROM allowed_app
WHERE id = sqlc.arg(id);

-- Writes only what is still as it was read.
-- name: Update :execrows
UPDATE allowed_app SET
    user_id = sqlc.arg(user_id),
    app_id = sqlc.arg(app_id),
    allowed_until = sqlc.arg(allowed_until),
    updated_at = sqlc.arg(updated_at)
WHERE id = sqlc.arg(id) AND updated_at = sqlc.arg(previous_updated_at);

-- name: Delete :execrows
DELETE FROM allowed_app WHERE id = sqlc.arg(id);

-- name: IDsByUserID :many
SELECT id FROM allowed_app WHERE user_id = sqlc.arg(reference) ORDER BY id LIMIT 100;
