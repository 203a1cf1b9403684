-- name: participant(code)
SELECT id, stage FROM participants WHERE code = :code

-- name: still_waits(once)$
SELECT COUNT(*) FROM inbox WHERE once = :once AND state <> 'done'

-- name: wait_for_nobody_known()$
-- Last words, and deletions in chats, of whom nothing else is here.
SELECT COUNT(*) FROM outbox WHERE participant IS NULL AND body_boxed IS NOT NULL
