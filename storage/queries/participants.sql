-- name: by_ids(among)
SELECT id, code, site, source, language, stage, blocked, arrived_at, enrolled_at, withdrawn_at, state_boxed AS state
FROM participants
WHERE id IN (:among)

-- name: sites()
SELECT DISTINCT site FROM participants WHERE site IS NOT NULL
