-- name: inviter(lookup, now)
SELECT p.id, p.code
FROM invitations AS i
JOIN participants AS p ON p.id = i.participant
WHERE i.lookup = :lookup AND i.until > :now AND p.code IS NOT NULL
ORDER BY i.until DESC
LIMIT 1

-- name: forget_old(now)!
DELETE FROM invitations WHERE until <= :now
