-- name: ready(now, most)
SELECT media, participant, body_boxed AS body, tries
FROM fetches
WHERE next_try_at <= :now OR next_try_at > :now + 3600  -- the clock was put back: nobody waits a day for that
ORDER BY next_try_at, media
LIMIT :most

-- name: retry(media, next_try_at)!
UPDATE fetches SET tries = tries + 1, next_try_at = :next_try_at WHERE media = :media

-- name: finish(media)!
DELETE FROM fetches WHERE media = :media
