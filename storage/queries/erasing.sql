-- name: drop_inbox*!
UPDATE inbox SET participant = NULL, body_boxed = NULL, lane = NULL, seed = 0, state = 'done'
WHERE lane IN (SELECT lookup FROM contacts WHERE participant = :participant) AND state <> 'done'

-- name: drop_waiting*!
UPDATE inbox SET participant = NULL, body_boxed = NULL, lane = NULL, seed = 0, state = 'done'
WHERE lane IN (SELECT lookup FROM contacts WHERE participant = :participant)
  AND state IN ('waiting', 'parked') AND state = 'waiting' AND received_at <= :at

-- name: drop_words*!
UPDATE outbox SET participant = NULL, prompt = NULL, body_boxed = NULL, lane = '', state = 'dropped'
WHERE (participant = :participant OR lane IN (SELECT lookup FROM contacts WHERE participant = :participant))
  AND state IN ('pending', 'sending')

-- name: first_said()
SELECT participant, MIN(at) AS at
FROM (SELECT participant, at FROM records WHERE id NOT IN (SELECT voice FROM consents)
      UNION ALL
      SELECT participant, next_try_at FROM fetches) AS said
GROUP BY participant

-- name: taking_part()
SELECT p.id, MAX(c.given_at) AS agreed_at
FROM participants AS p
JOIN consents AS c ON c.participant = p.id
WHERE p.stage IN ('enrolled', 'finished', 'renewing')
GROUP BY p.id
