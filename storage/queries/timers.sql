-- name: due(now, most)
-- First what ends something, then prompts, the newest first, then what calls or wakes somebody: where much is due at
-- once, because the service stood still, a person is asked one question, and it is the newest. What would call somebody
-- does not fall while a question to them still waits to be sent: else all would come together once the line is back.
SELECT id, participant, kind, prompt, due_at, body, wave
FROM timers
WHERE due_at <= :now
  AND (kind NOT IN ('prompt', 'again', 'waiting', 'resume')
       OR NOT EXISTS (SELECT 1 FROM outbox
                      WHERE outbox.participant = timers.participant AND state = 'pending' AND outbox.prompt IS NOT NULL))
ORDER BY CASE kind WHEN 'prompt' THEN 1 WHEN 'again' THEN 2 WHEN 'waiting' THEN 2 WHEN 'remind' THEN 2
                   WHEN 'resume' THEN 2 WHEN 'silence' THEN 2 ELSE 0 END,
         CASE WHEN kind = 'prompt' THEN -due_at ELSE due_at END, id
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
