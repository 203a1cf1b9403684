-- name: media()
-- Sounds and pictures, with what tells when the study was over for whoever they are of.
SELECT r.id, r.at, p.stage, p.enrolled_at, p.withdrawn_at,
       (SELECT MAX(said.at) FROM records AS said WHERE said.participant = r.participant) AS last_at
FROM records AS r JOIN participants AS p ON p.id = r.participant
WHERE r.vault = 1 AND r.kind <> 'consent'
ORDER BY r.at, r.id

-- name: cuts(until)$
-- Contacts whose term is over by then.
SELECT COUNT(*) FROM timers WHERE kind = 'cut' AND due_at <= :until
