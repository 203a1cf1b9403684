-- name: drop_inbox*!
UPDATE inbox SET participant = NULL, body_boxed = NULL, lane = NULL, seed = 0, state = 'done'
WHERE lane IN (SELECT lookup FROM contacts WHERE participant = :participant) AND state <> 'done'

-- name: drop_words*!
UPDATE outbox SET participant = NULL, prompt = NULL, body_boxed = NULL, lane = '', state = 'dropped'
WHERE (participant = :participant OR lane IN (SELECT lookup FROM contacts WHERE participant = :participant))
  AND state IN ('pending', 'sending')

-- name: who_said()
SELECT DISTINCT participant FROM records WHERE id NOT IN (SELECT voice FROM consents)
UNION
SELECT participant FROM fetches

-- name: note_said_sounds*!
-- What was said later, after they had agreed anew, stays.
INSERT INTO leftovers (media)
SELECT id FROM records
WHERE participant = :participant AND vault = 1 AND at <= :at
  AND id NOT IN (SELECT voice FROM consents WHERE participant = :participant)
UNION
SELECT media FROM fetches WHERE participant = :participant AND next_try_at <= :at
ON CONFLICT (media) DO NOTHING

-- name: erase_fetches*!
DELETE FROM fetches WHERE participant = :participant AND next_try_at <= :at

-- name: erase_said*!
DELETE FROM records
WHERE participant = :participant AND at <= :at
  AND id NOT IN (SELECT voice FROM consents WHERE participant = :participant)

-- name: erase_said_inbox*!
DELETE FROM inbox WHERE participant = :participant AND kind = 'media' AND received_at <= :at

-- name: taking_part()
SELECT p.id, MAX(c.given_at) AS agreed_at
FROM participants AS p
JOIN consents AS c ON c.participant = p.id
WHERE p.stage IN ('enrolled', 'finished', 'renewing')
GROUP BY p.id

-- name: gone()
SELECT id, withdrawn_at FROM participants WHERE stage = 'withdrawn' AND withdrawn_at IS NOT NULL
