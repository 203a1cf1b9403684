-- name: last()
SELECT site, last FROM numbers
