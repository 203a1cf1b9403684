-- Everything that a batch of outcomes makes true, in the order in which `storage.commit` applies it.

-- name: silence*!
-- A word on its way cannot be called back, but without a body it is never sent a second time.
UPDATE outbox
SET state = CASE WHEN state = 'pending' THEN 'dropped' ELSE state END,
    lane = CASE WHEN state = 'pending' THEN '' ELSE lane END, body_boxed = NULL
WHERE participant = :participant AND state IN ('pending', 'sending')

-- name: cancel_timers*!
DELETE FROM timers
WHERE participant = :participant AND (:kind = '' OR kind = :kind) AND (:prompt = '' OR prompt = :prompt)

-- name: take_back_timers*!
DELETE FROM timers
WHERE participant = :participant AND kind = 'prompt'
  AND prompt IN (SELECT id FROM prompts
                 WHERE participant = :participant AND (:wave = '' OR wave = :wave) AND state = 'due' AND due_at > :after)

-- name: take_back_prompts*!
-- One with a timer of its end has fallen due and waits, though by a clock that was put back it is still to come.
DELETE FROM prompts
WHERE participant = :participant AND (:wave = '' OR wave = :wave) AND state = 'due' AND due_at > :after
  AND NOT EXISTS (SELECT 1 FROM timers WHERE timers.id = prompts.participant || ':expire:' || prompts.id)

-- name: note_discarded_sound*!
-- The sound of a voice goes with its record, and one still to be fetched is not fetched.
INSERT INTO leftovers (media)
SELECT id FROM records WHERE id = :record AND vault = 1
UNION
SELECT media FROM fetches WHERE media = :record
ON CONFLICT (media) DO NOTHING

-- name: discard_fetch*!
DELETE FROM fetches WHERE media = :record

-- name: discard_record*!
DELETE FROM records WHERE id = :record

-- name: erase_fetches*!
DELETE FROM fetches WHERE participant = :participant

-- name: note_draft_sounds*!
INSERT INTO leftovers (media)
SELECT id FROM records WHERE participant = :participant AND draft = 1 AND vault = 1
UNION
SELECT media FROM fetches WHERE participant = :participant
ON CONFLICT (media) DO NOTHING

-- name: erase_drafts*!
DELETE FROM records WHERE participant = :participant AND draft = 1

-- name: note_forgotten_sounds*!
INSERT INTO leftovers (media)
SELECT id FROM records WHERE participant = :participant AND vault = 1
UNION
SELECT media FROM fetches WHERE participant = :participant
ON CONFLICT (media) DO NOTHING

-- name: forget_inbox*!
-- The `once` of a timer names the person, and nobody repeats a timer; that of an update must stay known.
DELETE FROM inbox WHERE participant = :participant AND kind <> 'update'

-- name: blank_inbox*!
UPDATE inbox SET participant = NULL, body_boxed = NULL, lane = NULL, seed = 0, state = 'done' WHERE participant = :participant

-- name: blank_parked*!
-- What was put aside of this chat goes too. What waits is still to be answered.
UPDATE inbox SET participant = NULL, body_boxed = NULL, lane = NULL, seed = 0, state = 'done'
WHERE lane = :lane AND state IN ('waiting', 'parked') AND state = 'parked'

-- name: let_words_go*!
-- Words already decided still go out, as words to nobody we know. Those that have ended have no lane any more.
UPDATE outbox SET participant = NULL WHERE participant = :participant

-- name: forget_words*!
-- The same, of somebody of whom nothing stays: which prompt a word has put would name one of theirs.
UPDATE outbox SET participant = NULL, prompt = NULL WHERE participant = :participant

-- name: forget_put_words*!
-- And of somebody whose contact was cut before that: those words name nobody already.
UPDATE outbox SET prompt = NULL
WHERE participant IS NULL AND prompt IN (SELECT id FROM prompts WHERE participant = :participant)

-- name: forget_naming*!
-- What others have said in the ledger under an older version, with the code of whoever goes in it.
DELETE FROM ledger_entries WHERE n IN (SELECT n FROM ledger_others WHERE participant = :participant AND salt IS NULL)

-- name: forget_participant*!
-- Contact, records, consents, prompts, timers and fetches go with the participant (ON DELETE CASCADE).
DELETE FROM participants WHERE id = :participant

-- name: put_participant*!
INSERT INTO participants (id, code, site, source, language, stage, blocked, arrived_at, enrolled_at, withdrawn_at, arm,
                          touch, touch_since, state_boxed)
VALUES (:id, :code, :site, :source, :language, :stage, :blocked, :arrived_at, :enrolled_at, :withdrawn_at, :arm,
        :touch, :touch_since, :state)
ON CONFLICT (id) DO UPDATE SET
    code = excluded.code, site = excluded.site, source = excluded.source, language = excluded.language,
    stage = excluded.stage, blocked = excluded.blocked, arrived_at = excluded.arrived_at,
    enrolled_at = excluded.enrolled_at, withdrawn_at = excluded.withdrawn_at, arm = excluded.arm,
    touch = excluded.touch, touch_since = excluded.touch_since, state_boxed = excluded.state_boxed

-- name: put_contact*!
INSERT INTO contacts (participant, lookup, chat_boxed) VALUES (:participant, :lookup, :chat)
ON CONFLICT (participant) DO UPDATE SET lookup = excluded.lookup, chat_boxed = excluded.chat_boxed

-- name: put_receipt*!
INSERT INTO receipts (participant, lookup) VALUES (:participant, :lookup)
ON CONFLICT (participant) DO UPDATE SET lookup = excluded.lookup

-- name: count_try*!
-- What is older than a day counts no more (see receipts.tries): then a new day of them begins.
INSERT INTO tries (lookup, n, since) VALUES (:lookup, 1, :at)
ON CONFLICT (lookup) DO UPDATE SET
    n = CASE WHEN tries.since > :at - 86400 THEN tries.n + 1 ELSE 1 END,
    since = CASE WHEN tries.since > :at - 86400 THEN tries.since ELSE :at END

-- name: put_number*!
-- A number never goes back.
INSERT INTO numbers (site, last) VALUES (:site, :last)
ON CONFLICT (site) DO UPDATE SET last = excluded.last WHERE excluded.last > numbers.last

-- name: plan_prompt*!
-- One that was put keeps the times that it had then.
INSERT INTO prompts (id, participant, wave, questionnaire, day, beep, state, due_at, expires_at, site)
VALUES (:id, :participant, :wave, :questionnaire, :day, :beep, 'due', :due_at, :expires_at, :site)
ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at, expires_at = excluded.expires_at, site = excluded.site
WHERE prompts.state = 'due'

-- name: move_prompt*!
-- What is over is begun late at most: that is noted, and it stays over.
UPDATE prompts
SET state = CASE WHEN :state = 'begun' AND ended_at IS NOT NULL THEN state ELSE :state END,
    delivered_at = CASE WHEN :state = 'delivered' THEN COALESCE(delivered_at, :at) ELSE delivered_at END,
    begun_at = CASE WHEN :state = 'begun' THEN COALESCE(begun_at, :at) ELSE begun_at END,
    ended_at = CASE WHEN :state IN ('answered', 'partial', 'expired', 'skipped', 'withdrawn', 'not-asked') THEN :at ELSE ended_at END,
    asked = COALESCE(:asked, asked), given = COALESCE(:given, given), late = :late
WHERE id = :id

-- name: hush_prompt*!
-- What is over is not put any more: words that still wait because the line is down would come too late.
UPDATE outbox SET state = 'dropped', body_boxed = NULL, lane = '', ended_at = :at
WHERE participant = (SELECT participant FROM prompts WHERE id = :id) AND state = 'pending' AND prompt = :id
  AND :state IN ('answered', 'partial', 'expired', 'skipped', 'withdrawn', 'not-asked')

-- name: end_prompts*!
UPDATE prompts
SET state = :state, ended_at = :at
WHERE participant = :participant AND state IN ('due', 'delivered', 'begun')

-- name: put_timer*!
-- A prompt that was put is not put again.
INSERT INTO timers (id, participant, kind, prompt, due_at, body, wave)
SELECT :id, :participant, :kind, :prompt, :due_at, :body, :wave
WHERE :kind <> 'prompt' OR NOT EXISTS (SELECT 1 FROM prompts WHERE id = :prompt AND state <> 'due')
ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at, body = excluded.body, wave = excluded.wave

-- name: add_record*!
INSERT INTO records (id, participant, kind, prompt, at, draft, envelope, vault, sha256)
VALUES (:id, :participant, :kind, :prompt, :at, :draft, :envelope, :vault, :sha256)

-- name: confirm_record*!
UPDATE records SET draft = 0 WHERE id = :record

-- name: keep_text*!
INSERT INTO texts (sha256, body) VALUES (:text_sha256, :text)
ON CONFLICT (sha256) DO NOTHING

-- name: add_consent*!
INSERT INTO consents (participant, version, language, text_sha256, scopes, mistakes, voice, given_at, way)
VALUES (:participant, :version, :language, :text_sha256, :scopes, :mistakes, :voice, :given_at, :way)

-- name: add_fetch*!
INSERT INTO fetches (media, participant, body_boxed, next_try_at)
VALUES (:media, :participant, :body, :next_try_at)

-- name: agree_by_sound*!
-- Two who agree by one voice at the same time: this breaks, and the second is decided anew.
INSERT INTO sounds (lookup, participant) VALUES (:lookup, :participant)

-- name: hear_sound*!
INSERT INTO sounds (lookup, participant) VALUES (:lookup, :participant)
ON CONFLICT (lookup) DO NOTHING

-- name: add_stay*!
INSERT INTO stays (participant, site, zone, since) VALUES (:participant, :site, :zone, :since)
ON CONFLICT (participant, since) DO UPDATE SET site = excluded.site, zone = excluded.zone

-- name: change_scope*!
INSERT INTO scope_changes (participant, scope, given, at) VALUES (:participant, :scope, :given, :at)

-- name: add_request*!
-- One that the team has not dealt with yet is not asked for a second time.
INSERT INTO requests (participant, kind, at)
SELECT :participant, :kind, :at
WHERE NOT EXISTS (SELECT 1 FROM requests WHERE participant = :participant AND kind = :kind AND done_at IS NULL)

-- name: cut_contact*!
DELETE FROM contacts WHERE participant = :participant

-- name: blank_updates*!
-- What was put aside of them, or is tried again, has their chat beside their inner name.
UPDATE inbox SET participant = NULL, body_boxed = NULL, lane = NULL, seed = 0, state = 'done'
WHERE participant = :participant AND kind = 'update'

-- name: forget_sounds*!
-- Telegram knows from which chat each of its files came.
DELETE FROM sounds WHERE participant = :participant

-- name: count_step*!
INSERT INTO tallies (step, source, site, n) VALUES (:step, :source, :site, 1)
ON CONFLICT (step, source, site) DO UPDATE SET n = tallies.n + 1

-- name: add_word*!
-- Nobody is reminded of a question that itself still waits to be sent.
INSERT INTO outbox (participant, lane, haste, care, body_boxed, created_at, prompt, not_after)
SELECT :participant, :lane, :haste, :care, :body, :created_at, :prompt, :not_after
WHERE :haste <> 'prompt' OR :prompt IS NOT NULL
   OR NOT EXISTS (SELECT 1 FROM outbox WHERE participant = :participant AND state = 'pending' AND prompt IS NOT NULL)

-- name: own_inbound*!
-- A row that is put aside keeps its body, so whose it is must be known when that person leaves.
UPDATE inbox SET participant = :participant WHERE id = :id

-- name: end_inbound*!
-- The seed goes too: with it anybody could draw the names of records again, and see which question each one answers.
UPDATE inbox SET state = 'done', body_boxed = NULL, lane = NULL, seed = 0 WHERE id = :id

-- name: retry_inbound*!
UPDATE inbox SET tries = tries + 1, fault = :fault, not_before = :not_before WHERE id = :id

-- name: end_invitation*!
DELETE FROM invitations WHERE participant = :participant

-- name: put_invitation*!
INSERT INTO invitations (participant, lookup, until) VALUES (:participant, :lookup, :until)
ON CONFLICT (participant) DO UPDATE SET lookup = excluded.lookup, until = excluded.until

-- name: tell*!
-- Whoever was forgotten meanwhile is told nothing.
INSERT INTO inbox (once, kind, participant, lane, body_boxed, seed, received_at)
SELECT :once, :kind, :participant, :lane, :body, :seed, :received_at
WHERE EXISTS (SELECT 1 FROM participants WHERE id = :participant)

-- name: park_inbound*!
UPDATE inbox SET state = 'parked', tries = tries + 1, fault = :fault WHERE id = :id
