-- name: of_participants(among)
SELECT participant, chat_boxed AS chat FROM contacts WHERE participant IN (:among)
