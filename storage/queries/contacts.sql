-- name: of_participants(among)
SELECT participant, chat_boxed AS chat FROM contacts WHERE participant IN (:among)

-- name: linked()
-- Everybody who can still be reached, and whether they have ever agreed to anything.
SELECT c.participant, p.code IS NOT NULL AS agreed, c.lookup, c.chat_boxed AS chat
FROM contacts AS c JOIN participants AS p ON p.id = c.participant
ORDER BY c.participant

-- name: linked_count()$
SELECT COUNT(*) FROM contacts

-- name: never_asked()$
-- Prompts that are not over, of people who can still be reached.
SELECT COUNT(*) FROM prompts
WHERE state IN ('due', 'delivered', 'begun') AND participant IN (SELECT participant FROM contacts)

-- name: words_waiting()$
SELECT COUNT(*) FROM outbox WHERE state IN ('pending', 'sending') AND participant IN (SELECT participant FROM contacts)
