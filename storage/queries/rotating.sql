-- What lies under the operator key, found and put back: see storage/rotating.py.

-- name: contact_hashes()
SELECT lookup AS hash FROM contacts

-- name: rehash_contact*!
UPDATE contacts SET lookup = :new WHERE lookup = :old

-- name: sound_hashes()
SELECT lookup AS hash FROM sounds

-- name: rehash_sound*!
UPDATE sounds SET lookup = :new WHERE lookup = :old

-- name: receipt_hashes()
SELECT lookup AS hash FROM receipts

-- name: rehash_receipt*!
UPDATE receipts SET lookup = :new WHERE lookup = :old

-- name: invitation_hashes()
SELECT lookup AS hash FROM invitations

-- name: rehash_invitation*!
UPDATE invitations SET lookup = :new WHERE lookup = :old

-- name: try_hashes()
SELECT lookup AS hash FROM tries

-- name: rehash_try*!
UPDATE tries SET lookup = :new WHERE lookup = :old

-- name: update_lanes()
-- Other rows have an inner id for a lane.
SELECT DISTINCT lane AS hash FROM inbox WHERE kind = 'update' AND lane IS NOT NULL

-- name: move_updates*!
UPDATE inbox SET lane = :new WHERE lane = :old AND kind = 'update'

-- name: words()
SELECT id, lane, body_boxed AS body FROM outbox WHERE lane <> ''

-- name: move_word*!
UPDATE outbox SET lane = :lane, body_boxed = :body WHERE id = :id

-- name: old_states(newest, after, most)
SELECT id AS row, id AS place, state_boxed AS boxed FROM participants
WHERE id > :after AND SUBSTR(state_boxed, 1, 2) <> :newest
ORDER BY id LIMIT :most

-- name: put_state*!
-- Unless it has changed since it was read: then it lies under the newest key already.
UPDATE participants SET state_boxed = :new WHERE id = :row AND state_boxed = :old

-- name: old_chats(newest, after, most)
SELECT participant AS row, participant AS place, chat_boxed AS boxed FROM contacts
WHERE participant > :after AND SUBSTR(chat_boxed, 1, 2) <> :newest
ORDER BY participant LIMIT :most

-- name: put_chat*!
UPDATE contacts SET chat_boxed = :new WHERE participant = :row AND chat_boxed = :old

-- name: old_fetches(newest, after, most)
SELECT media AS row, media AS place, body_boxed AS boxed FROM fetches
WHERE media > :after AND SUBSTR(body_boxed, 1, 2) <> :newest
ORDER BY media LIMIT :most

-- name: put_fetch*!
UPDATE fetches SET body_boxed = :new WHERE media = :row AND body_boxed = :old

-- name: old_inbound(newest, after, most)
SELECT once AS row, once AS place, body_boxed AS boxed FROM inbox
WHERE once > :after AND body_boxed IS NOT NULL AND SUBSTR(body_boxed, 1, 2) <> :newest
ORDER BY once LIMIT :most

-- name: put_inbound*!
UPDATE inbox SET body_boxed = :new WHERE once = :row AND body_boxed = :old

-- name: beyond(newest, version)$
-- Boxes of a later generation than the newest that is known.
SELECT (SELECT COUNT(*) FROM participants WHERE SUBSTR(state_boxed, 1, 1) = :version AND SUBSTR(state_boxed, 1, 2) > :newest)
     + (SELECT COUNT(*) FROM contacts WHERE SUBSTR(chat_boxed, 1, 1) = :version AND SUBSTR(chat_boxed, 1, 2) > :newest)
     + (SELECT COUNT(*) FROM fetches WHERE SUBSTR(body_boxed, 1, 1) = :version AND SUBSTR(body_boxed, 1, 2) > :newest)
     + (SELECT COUNT(*) FROM inbox WHERE SUBSTR(body_boxed, 1, 1) = :version AND SUBSTR(body_boxed, 1, 2) > :newest)
     + (SELECT COUNT(*) FROM outbox WHERE SUBSTR(body_boxed, 1, 1) = :version AND SUBSTR(body_boxed, 1, 2) > :newest)

-- name: left(newest)$
SELECT (SELECT COUNT(*) FROM participants WHERE SUBSTR(state_boxed, 1, 2) <> :newest)
     + (SELECT COUNT(*) FROM contacts WHERE SUBSTR(chat_boxed, 1, 2) <> :newest)
     + (SELECT COUNT(*) FROM fetches WHERE SUBSTR(body_boxed, 1, 2) <> :newest)
     + (SELECT COUNT(*) FROM inbox WHERE SUBSTR(body_boxed, 1, 2) <> :newest)
     + (SELECT COUNT(*) FROM outbox WHERE SUBSTR(body_boxed, 1, 2) <> :newest)
