-- name: due(now, most)
SELECT id, participant, kind, prompt, due_at, body
FROM timers
WHERE due_at <= :now
ORDER BY due_at, id
LIMIT :most

-- name: next_due()$
SELECT MIN(due_at) FROM timers

-- name: fall*!
-- A timer that was cancelled or set anew since it was read does not fall.
INSERT INTO inbox (once, kind, participant, lane, body_boxed, seed, received_at)
SELECT :once, :kind, :participant, :lane, :body, :seed, :received_at
WHERE EXISTS (SELECT 1 FROM timers WHERE id = :timer AND due_at = :due_at)
ON CONFLICT (once) DO NOTHING

-- name: clear*!
DELETE FROM timers WHERE id = :timer AND due_at = :due_at
