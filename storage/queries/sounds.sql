-- name: heard(lookup)$
SELECT EXISTS (SELECT 1 FROM sounds WHERE lookup = :lookup)
