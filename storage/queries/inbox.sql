-- name: journal*!
INSERT INTO inbox (once, kind, participant, lane, body_boxed, seed, received_at)
VALUES (:once, :kind, :participant, :lane, :body, :seed, :received_at)
ON CONFLICT (once) DO NOTHING

-- name: waiting(now, most)
-- The first row of each lane: what somebody said first is answered first, and who says a lot holds nobody up. A row that
-- failed waits a little, and what comes after it in its lane waits with it. (A clock put back must not make it wait long.)
SELECT i.id, i.once, i.kind, i.participant, i.lane, i.body_boxed AS body, i.seed, i.received_at, i.tries
FROM inbox AS i
WHERE i.state = 'waiting' AND (i.not_before <= :now OR i.not_before > :now + 3600)
  AND NOT EXISTS (
      SELECT 1 FROM inbox AS earlier
      WHERE earlier.lane = i.lane AND earlier.id < i.id AND earlier.state = 'waiting'
        AND earlier.state IN ('waiting', 'parked')
  )
ORDER BY i.id
LIMIT :most

-- name: pending_count()$
SELECT COUNT(*) FROM inbox WHERE state = 'waiting'

-- name: parked_count()$
SELECT COUNT(*) FROM inbox WHERE state = 'parked'

-- name: forget_old(before)!
DELETE FROM inbox WHERE state = 'done' AND received_at < :before

-- name: forget_parked(before)!
-- What could not be understood in a month will not be, and somebody said it.
UPDATE inbox SET state = 'done', body_boxed = NULL, participant = NULL, lane = NULL, seed = 0
WHERE state = 'parked' AND received_at < :before

-- name: try_again()!
UPDATE inbox SET state = 'waiting', tries = 0, not_before = 0, fault = NULL WHERE state = 'parked'
