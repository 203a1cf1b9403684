-- name: last()^
SELECT n, hash FROM ledger ORDER BY n DESC LIMIT 1

-- name: sealed(record)^
-- The bytes by which a voice, or a typed agreement, is bound into its entry.
SELECT sha256, envelope, vault FROM records WHERE id = :record

-- name: add_link*!
INSERT INTO ledger (n, commitment, previous, hash) VALUES (:n, :commitment, :previous, :hash)

-- name: add_entry*!
INSERT INTO ledger_entries (n, participant, salt, body) VALUES (:n, :participant, :salt, :body)

-- name: add_other*!
-- Whoever is not here any more is not named.
INSERT INTO ledger_others (n, participant, salt) SELECT :n, id, :salt FROM participants WHERE code = :code

-- name: others()
SELECT n, participant, salt FROM ledger_others WHERE n IN (SELECT n FROM ledger_entries) ORDER BY n

-- name: links()
SELECT n, commitment, previous, hash FROM ledger ORDER BY n

-- name: entries()
SELECT n, participant, salt, body FROM ledger_entries ORDER BY n

-- name: entries_of(participant)
SELECT n, participant, salt, body FROM ledger_entries WHERE participant = :participant ORDER BY n

-- name: older_consents()
-- Agreements, changes and withdrawals from before there was a ledger.
SELECT c.participant, COALESCE(p.code, '') AS code, c.version, c.language, c.text_sha256, c.scopes, c.mistakes, c.way,
       c.voice, c.given_at AS at
FROM consents AS c JOIN participants AS p ON p.id = c.participant ORDER BY c.given_at, c.id

-- name: older_changes()
SELECT s.participant, COALESCE(p.code, '') AS code, s.scope, s.given, s.at
FROM scope_changes AS s JOIN participants AS p ON p.id = s.participant ORDER BY s.at, s.id

-- name: older_withdrawals()
SELECT id AS participant, COALESCE(code, '') AS code, withdrawn_at AS at FROM participants WHERE withdrawn_at IS NOT NULL

-- name: unhashed()
-- Spoken agreements whose sound was sealed before its hash was kept.
SELECT id FROM records WHERE kind = 'consent' AND draft = 0 AND vault = 1 AND sha256 IS NULL

-- name: keep_hash*!
UPDATE records SET sha256 = :sha256 WHERE id = :id AND sha256 IS NULL
