-- name: participant(code)
SELECT id, stage FROM participants WHERE code = :code

-- name: still_waits(once)$
SELECT COUNT(*) FROM inbox WHERE once = :once AND state <> 'done'
