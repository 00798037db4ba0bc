-- Every query on enrolled_apps, in the SQL that MySQL and SQLite share. After a change, `vtgen generate`
-- types them anew. The list's query is made at run time from the model's allow-lists.

-- name: Create :execlastid
INSERT INTO enrolled_apps (
    app_key,
    title,
    active,
    monthly_fee,
    created_at,
    updated_at
) VALUES (
    ?, ?, ?, ?, ?, ?
);

-- name: Get :one
SELECT
    id,
    app_key,
    title,
    active,
    monthly_fee,
    created_at,
    updated_at
FROM enrolled_apps
WHERE id = sqlc.arg(id);

-- Writes only what is still as it was read.
-- name: Update :execrows
UPDATE enrolled_apps SET
    app_key = sqlc.arg(app_key),
    title = sqlc.arg(title),
    active = sqlc.arg(active),
    monthly_fee = sqlc.arg(monthly_fee),
    updated_at = sqlc.arg(updated_at)
WHERE id = sqlc.arg(id) AND updated_at = sqlc.arg(previous_updated_at);

-- name: Delete :execrows
DELETE FROM enrolled_apps WHERE id = sqlc.arg(id);
