-- name: of_participant(participant)
-- What counts of one person, and what they are still to be asked. Drafts are not counted: nobody has said yes to them.
SELECT said.answers, said.entries, said.voices, said.skips, coming.wave AS next_wave, coming.due_at AS next_at,
       ends.last_at, ends.cut_at, agreed.version AS agreed_to, agreed.given_at AS agreed_at,
       copies.copy_asked_at, copies.copy_made_at
FROM (SELECT COALESCE(SUM(CASE WHEN kind IN ('answer', 'screening') THEN 1 ELSE 0 END), 0) AS answers,
             COALESCE(SUM(CASE WHEN kind = 'entry' THEN 1 ELSE 0 END), 0) AS entries,
             COALESCE(SUM(CASE WHEN kind = 'skip' THEN 1 ELSE 0 END), 0) AS skips,
             COALESCE(SUM(CASE WHEN kind <> 'consent' AND vault = 1 THEN 1 ELSE 0 END), 0) AS voices
      FROM records
      WHERE participant = :participant AND draft = 0) AS said
LEFT JOIN (SELECT p.wave, t.due_at
           FROM timers AS t
           JOIN prompts AS p ON p.id = t.prompt
           WHERE t.participant = :participant AND t.kind IN ('prompt', 'again')
           ORDER BY t.due_at
           LIMIT 1) AS coming ON 1 = 1
LEFT JOIN (SELECT MAX(CASE WHEN kind = 'prompt' THEN due_at END) AS last_at,
                  MAX(CASE WHEN kind = 'cut' THEN due_at END) AS cut_at
           FROM timers
           WHERE participant = :participant) AS ends ON 1 = 1
LEFT JOIN (SELECT version, given_at
           FROM consents
           WHERE participant = :participant
           ORDER BY given_at DESC, id DESC
           LIMIT 1) AS agreed ON 1 = 1
LEFT JOIN (SELECT MAX(CASE WHEN done_at IS NULL THEN at END) AS copy_asked_at, MAX(done_at) AS copy_made_at
           FROM requests
           WHERE participant = :participant AND kind = 'file') AS copies ON 1 = 1

-- name: stays(participant)
SELECT site, since FROM stays WHERE participant = :participant ORDER BY since
