-- name: setting(name)$
SELECT value FROM meta WHERE name = :name

-- name: owe_rewriting*!
-- A number, so that what was erased meanwhile stays owed.
INSERT INTO meta (name, value) VALUES ('rewriting', '1')
ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(meta.value AS INTEGER) + 1 AS TEXT)

-- name: settle_rewriting(owed)!
DELETE FROM meta WHERE name = 'rewriting' AND value = :owed

-- name: set_setting(name, value)!
INSERT INTO meta (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
