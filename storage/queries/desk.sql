-- The desk asks and never changes anything. Drafts and people before consent are counted, not shown.

-- name: setting(name)$
SELECT value FROM meta WHERE name = :name

-- name: tallies()
-- record_class: TallyCount
SELECT step, source, site, n FROM tallies ORDER BY source, site, step

-- name: stages()
-- record_class: StageCount
SELECT stage, COALESCE(source, '') AS source, COALESCE(site, '') AS site, blocked, COUNT(*) AS n
FROM participants
GROUP BY stage, COALESCE(source, ''), COALESCE(site, ''), blocked
ORDER BY stage, source, site, blocked

-- name: participants()
-- record_class: DeskParticipant
SELECT p.id, p.code, COALESCE(p.site, '') AS site, COALESCE(p.source, '') AS source, p.language, p.stage, p.blocked,
       p.arrived_at, p.enrolled_at, p.withdrawn_at, COALESCE(p.arm, '') AS arm, p.touch, p.touch_since,
       (SELECT MAX(r.at) FROM records AS r WHERE r.participant = p.id AND r.draft = 0) AS heard_at
FROM participants AS p
WHERE p.code IS NOT NULL
ORDER BY p.site, p.enrolled_at, p.code

-- name: participant(code)^
-- record_class: DeskParticipant
SELECT p.id, p.code, COALESCE(p.site, '') AS site, COALESCE(p.source, '') AS source, p.language, p.stage, p.blocked,
       p.arrived_at, p.enrolled_at, p.withdrawn_at, COALESCE(p.arm, '') AS arm, p.touch, p.touch_since,
       (SELECT MAX(r.at) FROM records AS r WHERE r.participant = p.id AND r.draft = 0) AS heard_at
FROM participants AS p
WHERE p.code = :code

-- name: before_consent()$
SELECT COUNT(*) FROM participants WHERE code IS NULL

-- name: consents(participant)
-- record_class: DeskConsent
SELECT c.version, c.language, c.text_sha256, t.body AS text, c.scopes, c.mistakes, c.voice, c.given_at, c.way
FROM consents AS c
JOIN texts AS t ON t.sha256 = c.text_sha256
WHERE c.participant = :participant
ORDER BY c.given_at, c.id

-- name: scope_changes(participant)
-- record_class: DeskScopeChange
SELECT scope, given, at FROM scope_changes WHERE participant = :participant ORDER BY at, id

-- name: stays(participant)
-- record_class: DeskStay
SELECT site, zone, since FROM stays WHERE participant = :participant ORDER BY since

-- name: prompts_of(participant)
-- record_class: DeskPrompt
-- A prompt without a site was laid before moving was possible: where they lived then is where they came from.
SELECT q.id, p.code, COALESCE(q.site, s.site, p.site, '') AS site, q.wave, q.questionnaire, q.day, q.beep, q.state,
       q.due_at, q.expires_at, q.sent_at, q.begun_at, q.ended_at, q.late, q.asked, q.given, COALESCE(s.zone, '') AS zone
FROM prompts AS q
JOIN participants AS p ON p.id = q.participant
LEFT JOIN stays AS s ON s.participant = q.participant
    AND s.since = (SELECT MAX(t.since) FROM stays AS t WHERE t.participant = q.participant AND t.since <= q.due_at)
WHERE q.participant = :participant
ORDER BY q.due_at, q.id

-- name: prompts_between(first, until)
-- record_class: DeskPrompt
SELECT q.id, p.code, COALESCE(q.site, s.site, p.site, '') AS site, q.wave, q.questionnaire, q.day, q.beep, q.state,
       q.due_at, q.expires_at, q.sent_at, q.begun_at, q.ended_at, q.late, q.asked, q.given, COALESCE(s.zone, '') AS zone
FROM prompts AS q
JOIN participants AS p ON p.id = q.participant
LEFT JOIN stays AS s ON s.participant = q.participant
    AND s.since = (SELECT MAX(t.since) FROM stays AS t WHERE t.participant = q.participant AND t.since <= q.due_at)
WHERE p.code IS NOT NULL AND q.due_at >= :first AND q.due_at < :until
ORDER BY q.due_at, p.code, q.id

-- name: prompt_counts()
-- record_class: PromptCount
SELECT p.code, q.wave, q.state, CASE WHEN q.sent_at IS NULL THEN 0 ELSE 1 END AS sent,
       CASE WHEN q.begun_at IS NULL THEN 0 ELSE 1 END AS begun, q.late,
       CASE WHEN q.beep = 0 THEN 1 ELSE 0 END AS initiated, COUNT(*) AS n
FROM prompts AS q
JOIN participants AS p ON p.id = q.participant
WHERE p.code IS NOT NULL
GROUP BY p.code, q.wave, q.state, CASE WHEN q.sent_at IS NULL THEN 0 ELSE 1 END,
         CASE WHEN q.begun_at IS NULL THEN 0 ELSE 1 END, q.late, CASE WHEN q.beep = 0 THEN 1 ELSE 0 END

-- name: records_of(participant)
-- record_class: DeskRecord
SELECT id, kind, COALESCE(prompt, '') AS prompt, at, envelope, vault
FROM records
WHERE participant = :participant AND draft = 0
ORDER BY at, id

-- name: voice_of(participant, record)^
-- record_class: DeskRecord
SELECT r.id, r.kind, COALESCE(r.prompt, '') AS prompt, r.at, r.envelope, r.vault
FROM records AS r
WHERE r.participant = :participant AND r.id = :record AND r.draft = 0 AND r.vault = 1

-- name: unknown_words()
-- record_class: WordCount
SELECT haste, COUNT(*) AS n FROM outbox WHERE state = 'unknown' GROUP BY haste ORDER BY haste

-- name: parked_updates()$
SELECT COUNT(*) FROM inbox WHERE state = 'parked'

-- name: media_to_fetch()$
SELECT COUNT(*) FROM fetches

-- name: overdue_timers(before)$
SELECT COUNT(*) FROM timers WHERE due_at < :before
