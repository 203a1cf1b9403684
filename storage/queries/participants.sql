-- name: by_ids(among)
SELECT id, code, site, source, language, stage, blocked, arrived_at, enrolled_at, withdrawn_at, arm,
       touch, touch_since, state_boxed AS state
FROM participants
WHERE id IN (:among)

-- name: by_lookups(among)
SELECT c.lookup, p.id, p.code, p.site, p.source, p.language, p.stage, p.blocked, p.arrived_at, p.enrolled_at,
       p.withdrawn_at, p.arm, p.touch, p.touch_since, p.state_boxed AS state
FROM contacts AS c
JOIN participants AS p ON p.id = c.participant
WHERE c.lookup IN (:among)

-- name: sites()
SELECT DISTINCT site FROM participants WHERE site IS NOT NULL

-- name: enrolled()
SELECT id FROM participants WHERE stage = 'enrolled' ORDER BY id

-- name: versions()
SELECT DISTINCT version FROM consents
