-- name: heads(now, most)
-- The first word of each lane, unless it must wait; replies, then prompts, then announcements. What was put back stays
-- first: it has the lowest id of its lane.
SELECT * FROM (
    SELECT o.id, o.participant, o.lane, o.haste, o.care, o.body_boxed AS body, o.tries,
           o.prompt, o.not_after
    FROM outbox AS o
    WHERE o.state = 'pending' AND o.haste = 'reply' AND o.not_before <= :now
      AND NOT EXISTS (
          SELECT 1 FROM outbox AS earlier
          WHERE earlier.lane = o.lane AND earlier.id < o.id AND earlier.state IN ('pending', 'sending')
      )
    ORDER BY o.id
    LIMIT :most
)
UNION ALL
SELECT * FROM (
    SELECT o.id, o.participant, o.lane, o.haste, o.care, o.body_boxed AS body, o.tries,
           o.prompt, o.not_after
    FROM outbox AS o
    WHERE o.state = 'pending' AND o.haste = 'prompt' AND o.not_before <= :now
      AND NOT EXISTS (
          SELECT 1 FROM outbox AS earlier
          WHERE earlier.lane = o.lane AND earlier.id < o.id AND earlier.state IN ('pending', 'sending')
      )
    ORDER BY o.id
    LIMIT :most
)
UNION ALL
SELECT * FROM (
    SELECT o.id, o.participant, o.lane, o.haste, o.care, o.body_boxed AS body, o.tries,
           o.prompt, o.not_after
    FROM outbox AS o
    WHERE o.state = 'pending' AND o.haste = 'announcement' AND o.not_before <= :now
      AND NOT EXISTS (
          SELECT 1 FROM outbox AS earlier
          WHERE earlier.lane = o.lane AND earlier.id < o.id AND earlier.state IN ('pending', 'sending')
      )
    ORDER BY o.id
    LIMIT :most
)

-- name: mark_sending(id)!
UPDATE outbox SET state = 'sending' WHERE id = :id AND state = 'pending'

-- name: note_sent(now, among)!
-- A word that has ended has no lane: nothing stays that tells which chat it was.
UPDATE outbox SET state = 'sent', body_boxed = NULL, lane = '', fault = NULL, ended_at = :now WHERE id IN (:among)

-- name: note_put*!
-- When Telegram first had the words that put a prompt.
UPDATE prompts SET sent_at = :now WHERE id = :prompt AND sent_at IS NULL

-- name: note_dropped*!
UPDATE outbox SET state = 'dropped', body_boxed = NULL, lane = '', ended_at = :now WHERE id = :id

-- name: note_refused*!
UPDATE outbox SET state = 'refused', body_boxed = NULL, lane = '', fault = :fault, ended_at = :now WHERE id = :id

-- name: note_unknown*!
UPDATE outbox SET state = 'unknown', body_boxed = NULL, lane = '', fault = :fault, ended_at = :now WHERE id = :id

-- name: put_back*!
-- Without a body it was silenced on its way.
UPDATE outbox
SET state = CASE WHEN body_boxed IS NULL THEN 'dropped' ELSE 'pending' END,
    lane = CASE WHEN body_boxed IS NULL THEN '' ELSE lane END, tries = tries + 1, fault = :fault, not_before = :not_before
WHERE id = :id AND state IN ('pending', 'sending')

-- name: recover()!
UPDATE outbox SET state = 'unknown', body_boxed = NULL, lane = ''
WHERE state IN ('pending', 'sending') AND state = 'sending'

-- name: refuse_all(participant, before)!
-- What was said to them since may be because they are back.
UPDATE outbox SET state = 'refused', body_boxed = NULL, lane = ''
WHERE participant = :participant AND state = 'pending' AND created_at <= :before

-- name: pending_count()$
SELECT COUNT(*) FROM outbox WHERE state IN ('pending', 'sending')

-- name: forget_old(before)!
DELETE FROM outbox
WHERE state IN ('sent', 'refused', 'dropped') AND COALESCE(ended_at, created_at) < :before
