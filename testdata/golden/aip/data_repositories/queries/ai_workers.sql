-- Every query on ai_workers, in the SQL that MySQL and SQLite share. After a change, `vtgen generate`
-- types them anew. The list's query is made at run time from the model's allow-lists.

-- name: Create :execlastid
INSERT INTO ai_workers (
    name,
    description,
    provider,
    temperature,
    max_tokens,
    active,
    settings,
    created_at,
    updated_at
) VALUES (
    ?, ?, ?, ?, ?, ?, ?, ?, ?
);

-- name: Get :one
SELECT
    id,
    name,
    description,
    provider,
    temperature,
    max_tokens,
    active,
    settings,
    created_at,
    updated_at
FROM ai_workers
WHERE id = sqlc.arg(id);

-- Writes only what is still as it was read.
-- name: Update :execrows
UPDATE ai_workers SET
    name = sqlc.arg(name),
    description = sqlc.arg(description),
    provider = sqlc.arg(provider),
    temperature = sqlc.arg(temperature),
    max_tokens = sqlc.arg(max_tokens),
    active = sqlc.arg(active),
    settings = sqlc.arg(settings),
    updated_at = sqlc.arg(updated_at)
WHERE id = sqlc.arg(id) AND updated_at = sqlc.arg(previous_updated_at);

-- name: Delete :execrows
DELETE FROM ai_workers WHERE id = sqlc.arg(id);
