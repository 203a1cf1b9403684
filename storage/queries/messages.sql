-- The purge ledger: which messages of a chat can still be deleted there, and when that is due.

-- name: add*!
INSERT INTO messages (participant, message, ours, at, clear_at)
VALUES (:participant, :message, 0, :at, :clear_at)
ON CONFLICT (participant, message) DO NOTHING

-- name: add_said*!
-- Of somebody who was forgotten while it was on its way nothing is noted. What was silenced on its way was not to be said
-- any more. Before somebody has agreed, what they were told stays where they can read it. The careful words that were
-- made with an agreement are its receipt: `ours` is 2.
INSERT INTO messages (participant, message, ours, at, clear_at)
SELECT o.participant, :message,
       CASE WHEN o.care = 'once' AND EXISTS (
           SELECT 1 FROM consents AS c WHERE c.participant = p.id AND c.given_at = o.created_at
       ) THEN 2 ELSE 1 END, :at,
       CASE WHEN o.body_boxed IS NULL THEN :at
            WHEN p.stage IN ('enrolled', 'finished', 'withdrawn') THEN :clear_at ELSE NULL END
FROM outbox AS o
JOIN participants AS p ON p.id = o.participant
WHERE o.id = :word
ON CONFLICT (participant, message) DO NOTHING

-- name: orphaned(word)
-- Whether it was silenced on its way, for somebody of whom nothing stays.
SELECT id FROM outbox WHERE id = :word AND participant IS NULL AND body_boxed IS NULL

-- name: make_due*!
-- What was to stay until they agree, and is too old by then, is not missed: it stays.
UPDATE messages SET clear_at = :at
WHERE participant = :participant AND ours IN (:ours, :also)
  AND (clear_at > :at OR (clear_at IS NULL AND at > :at - 172800))

-- name: make_due_a_day_after*!
-- In steps of five minutes, as `bot.clearing` has it.
UPDATE messages SET clear_at = (CAST((at + 86400) / 300 AS INTEGER) + 1) * 300
WHERE participant = :participant AND clear_at IS NULL AND at > :at - 172800

-- name: since(participant, since)
SELECT participant, message, at FROM messages WHERE participant = :participant AND at > :since ORDER BY message

-- name: forget_all*!
DELETE FROM messages WHERE participant = :participant

-- name: put_back*!
-- It is to go in any case: who said it is of no account any more.
INSERT INTO messages (participant, message, ours, at, clear_at)
SELECT c.participant, :message, 1, :at, :clear_at
FROM contacts AS c
WHERE c.lookup = :lookup
ON CONFLICT (participant, message) DO NOTHING

-- name: known_in(lookup)
-- Who is known in that chat.
SELECT participant FROM contacts WHERE lookup = :lookup

-- name: due(now, most)
-- In the chat of somebody who has blocked the bot nothing can be deleted: that waits until they are back, or for the two
-- days after which nothing can be anyhow.
SELECT m.participant, m.message, m.at
FROM messages AS m
CROSS JOIN participants AS p ON p.id = m.participant
WHERE m.clear_at <= :now AND (p.blocked = 0 OR m.at <= :now - 172800)
ORDER BY m.clear_at LIMIT :most

-- name: next_due()$
SELECT MIN(CASE WHEN p.blocked = 0 THEN m.clear_at ELSE MAX(m.clear_at, m.at + 172800) END)
FROM messages AS m
CROSS JOIN participants AS p ON p.id = m.participant
WHERE m.clear_at IS NOT NULL

-- name: forget*!
DELETE FROM messages WHERE participant = :participant AND message = :message

-- name: forget_old(before)!
-- Nothing can be deleted any more, and nobody waits for it.
DELETE FROM messages WHERE at < :before AND clear_at IS NULL

-- name: count_missed*!
INSERT INTO meta (name, value) VALUES ('missed_purges', :n)
ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(meta.value AS INTEGER) + CAST(:n AS INTEGER) AS TEXT)

-- name: note_missed*!
INSERT INTO meta (name, value) VALUES ('missed_purges_at', :at)
ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: missed_at()$
SELECT value FROM meta WHERE name = 'missed_purges_at'

-- name: missed()$
SELECT value FROM meta WHERE name = 'missed_purges'

-- name: forget_missed()!
DELETE FROM meta WHERE name IN ('missed_purges', 'missed_purges_at')
