-- name: note_sounds*!
-- All that was said but the agreements.
INSERT INTO leftovers (media)
SELECT id FROM records
WHERE participant = :participant AND vault = 1 AND at <= :at
  AND id NOT IN (SELECT voice FROM consents WHERE participant = :participant)
UNION
SELECT media FROM fetches WHERE participant = :participant AND next_try_at <= :at
ON CONFLICT (media) DO NOTHING

-- name: erase_fetches*!
DELETE FROM fetches WHERE participant = :participant AND next_try_at <= :at

-- name: erase_records*!
DELETE FROM records
WHERE participant = :participant AND at <= :at
  AND id NOT IN (SELECT voice FROM consents WHERE participant = :participant)

-- name: erase_inbox*!
-- The `once` of what was fetched names its record.
DELETE FROM inbox WHERE participant = :participant AND kind = 'media' AND received_at <= :at

-- name: blank_inbox*!
-- What was put aside is something that they said.
UPDATE inbox SET participant = NULL, body_boxed = NULL, lane = NULL, seed = 0, state = 'done'
WHERE participant = :participant AND kind = 'update' AND received_at <= :at

-- name: blank_parked*!
-- And what could not be read at all, so that only the chat it came from says whose it is.
UPDATE inbox SET participant = NULL, body_boxed = NULL, lane = NULL, seed = 0, state = 'done'
WHERE lane IN (SELECT lookup FROM contacts WHERE participant = :participant)
  AND state IN ('waiting', 'parked') AND state = 'parked' AND received_at <= :at

-- name: erase_sounds*!
-- When each was heard is not known: of whoever has agreed anew they are kept, so that no voice is said twice.
DELETE FROM sounds
WHERE participant = :participant
  AND NOT EXISTS (SELECT 1 FROM consents WHERE participant = :participant AND given_at > :at)
