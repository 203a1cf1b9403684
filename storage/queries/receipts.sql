-- name: owner(lookup)$
SELECT participant FROM receipts WHERE lookup = :lookup

-- name: tries(lookup, since)$
SELECT n FROM tries WHERE lookup = :lookup AND since > :since

-- name: forget_tries(before)!
-- A clock that was put back must not make anybody wait for long.
DELETE FROM tries WHERE since <= :before OR since > :before + 2 * 86400
