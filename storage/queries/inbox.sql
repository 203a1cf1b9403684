-- name: journal*!
INSERT INTO inbox (once, kind, participant, body_boxed, seed, received_at)
VALUES (:once, :kind, :participant, :body, :seed, :received_at)
ON CONFLICT (once) DO NOTHING

-- name: waiting(most)
SELECT id, once, kind, participant, body_boxed AS body, seed, received_at, tries
FROM inbox
WHERE state = 'waiting'
ORDER BY id
LIMIT :most

-- name: pending_count()$
SELECT COUNT(*) FROM inbox WHERE state = 'waiting'

-- name: parked_count()$
SELECT COUNT(*) FROM inbox WHERE state = 'parked'

-- name: forget_old(before)!
DELETE FROM inbox WHERE state = 'done' AND received_at < :before
