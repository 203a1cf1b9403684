-- name: everything(participant)
SELECT * FROM any_table WHERE any_column = :participant

-- name: media(participant)
SELECT id FROM records WHERE participant = :participant AND vault = 1
UNION
SELECT media FROM fetches WHERE participant = :participant

-- name: agreements(participant)
SELECT voice FROM consents WHERE participant = :participant

-- name: said(participant)
SELECT envelope FROM records
WHERE participant = :participant AND id NOT IN (SELECT voice FROM consents WHERE participant = :participant)
UNION ALL
SELECT id FROM records
WHERE participant = :participant AND id NOT IN (SELECT voice FROM consents WHERE participant = :participant)
UNION ALL
SELECT body_boxed FROM fetches WHERE participant = :participant
UNION ALL
SELECT body_boxed FROM inbox
WHERE body_boxed IS NOT NULL AND kind = 'update' AND state = 'parked'
  AND (participant = :participant OR lane IN (SELECT lookup FROM contacts WHERE participant = :participant))

-- name: by_lane(participant)
-- What came from their chat, or goes there, and says so by nothing but its lane.
SELECT body_boxed FROM inbox
WHERE body_boxed IS NOT NULL AND lane IN (SELECT lookup FROM contacts WHERE participant = :participant)
UNION ALL
SELECT body_boxed FROM outbox
WHERE body_boxed IS NOT NULL AND lane IN (SELECT lookup FROM contacts WHERE participant = :participant)
