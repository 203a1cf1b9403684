-- name: by_lookups(among)
SELECT lookup, participant FROM contacts WHERE lookup IN (:among)

-- name: of_participants(among)
SELECT participant, chat_boxed AS chat FROM contacts WHERE participant IN (:among)
