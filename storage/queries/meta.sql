-- name: setting(name)$
SELECT value FROM meta WHERE name = :name

-- name: take_setting(name)!
DELETE FROM meta WHERE name = :name

-- name: set_setting(name, value)!
INSERT INTO meta (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
