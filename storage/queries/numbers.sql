-- name: last()
SELECT site, last FROM numbers

-- name: last_of(site)
SELECT last FROM numbers WHERE site = :site
