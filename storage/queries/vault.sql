-- name: leftovers()
SELECT media FROM leftovers

-- name: clear_leftover*!
DELETE FROM leftovers WHERE media = :media

-- name: known()
-- One question, so that a fetch that becomes a record meanwhile is seen as one or the other.
SELECT id AS media FROM records WHERE vault = 1
UNION ALL
SELECT media FROM fetches

-- name: sounds()
SELECT id AS media FROM records WHERE vault = 1
