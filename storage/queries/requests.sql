-- name: asked()
-- What waits first, oldest first; then what is done, newest first.
SELECT r.id, p.code, COALESCE(p.site, '') AS site, r.kind, r.at, r.done_at, p.stage
FROM requests AS r
JOIN participants AS p ON p.id = r.participant
WHERE p.code IS NOT NULL
ORDER BY CASE WHEN r.done_at IS NULL THEN 0 ELSE 1 END, COALESCE(-r.done_at, r.at), r.id

-- name: waiting(request)
SELECT r.participant, r.kind, p.stage
FROM requests AS r
JOIN participants AS p ON p.id = r.participant
WHERE r.id = :request AND r.done_at IS NULL

-- name: tell*!
-- Only of one that still waits: whoever asked is told once.
INSERT INTO inbox (once, kind, participant, body_boxed, seed, received_at, lane)
SELECT :once, :kind, participant, :body, :seed, :received_at, :lane
FROM requests
WHERE id = :request AND done_at IS NULL

-- name: settle*!
UPDATE requests SET done_at = :at WHERE id = :request AND done_at IS NULL

