-- name: participant(code)$
SELECT id FROM participants WHERE code = :code
