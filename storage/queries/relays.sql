-- name: enrolled()
SELECT id FROM participants WHERE stage = 'enrolled' ORDER BY id

-- name: ask*!
-- No lane: until it is time, it holds up nobody's words.
INSERT INTO inbox (once, kind, participant, body_boxed, seed, received_at, not_before)
VALUES (:once, :kind, :participant, :body, :seed, :received_at, :not_before)

-- name: take_back(first, past)!
DELETE FROM inbox WHERE once >= :first AND once < :past AND state = 'waiting' AND tries = 0

-- name: latest_plan(wave)^
SELECT wave, body, version, since FROM plans WHERE wave = :wave ORDER BY version DESC LIMIT 1
