-- Every query on enroll_app_invitations, in the SQL that MySQL and SQLite share. After a change, `vtgen generate`
-- types them anew. The list's query is made at run time from the model's allow-lists.

-- name: Create :execlastid
INSERT INTO enroll_app_invitations (
    app_id,
    email,
    role_name,
    invited_by,
    expires_at,
    amount,
    created_at,
    updated_at
) VALUES (
    ?, ?, ?, ?, ?, ?, ?, ?
);

-- name: Get :one
SELECT
    id,
    app_id,
    email,
    role_name,
    invited_by,
    expires_at,
    amount,
    created_at,
    updated_at
FROM enroll_app_invitations
WHERE id = sqlc.arg(id);

-- Writes only what is still as it was read.
-- name: Update :execrows
UPDATE enroll_app_invitations SET
    app_id = sqlc.arg(app_id),
    email = sqlc.arg(email),
    role_name = sqlc.arg(role_name),
    invited_by = sqlc.arg(invited_by),
    expires_at = sqlc.arg(expires_at),
    amount = sqlc.arg(amount),
    updated_at = sqlc.arg(updated_at)
WHERE id = sqlc.arg(id) AND updated_at = sqlc.arg(previous_updated_at);

-- name: Delete :execrows
DELETE FROM enroll_app_invitations WHERE id = sqlc.arg(id);

-- name: IDsByAppID :many
SELECT id FROM enroll_app_invitations WHERE app_id = sqlc.arg(reference) ORDER BY id LIMIT 100;

-- name: IDsByInvitedBy :many
SELECT id FROM enroll_app_invitations WHERE invited_by = sqlc.arg(reference) ORDER BY id LIMIT 100;
