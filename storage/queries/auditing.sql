-- What an audit of consent looks at. Nothing is changed, and nothing that is sealed is read but to be hashed.

-- name: people()
-- Who has a code or takes part, and whoever else the ledger or a consent speaks of.
SELECT id, COALESCE(code, '') AS code, COALESCE(site, '') AS site, withdrawn_at, stage
FROM participants
WHERE code IS NOT NULL OR withdrawn_at IS NOT NULL OR stage IN ('enrolled', 'finished', 'renewing')
   OR id IN (SELECT participant FROM consents) OR id IN (SELECT participant FROM ledger_entries)

-- name: consents()
SELECT participant, version, language, text_sha256, scopes, mistakes, way, voice, given_at FROM consents ORDER BY id

-- name: scope_changes()
SELECT participant, scope, given, at FROM scope_changes ORDER BY id

-- name: texts()
SELECT sha256, body FROM texts

-- name: records()
SELECT r.id, r.participant, r.kind, r.at, COALESCE(q.wave, '') AS wave, COALESCE(q.due_at, 0) AS due_at
FROM records AS r
LEFT JOIN prompts AS q ON q.id = r.prompt
WHERE r.draft = 0
ORDER BY r.at, r.id

-- name: numbers()
SELECT site, last FROM numbers

-- name: agreements()
-- What lies sealed under the records that agreements name: in the vault, or in the row itself.
SELECT id, vault, CASE WHEN vault = 1 THEN NULL ELSE envelope END AS envelope
FROM records
WHERE kind = 'consent' AND draft = 0

-- name: agreement(participant, record)
SELECT id, kind, COALESCE(prompt, '') AS prompt, at, envelope, vault
FROM records
WHERE participant = :participant AND id = :record AND kind = 'consent' AND draft = 0
