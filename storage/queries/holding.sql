-- name: of_participant(participant)
-- What counts of one person, and what they are still to be asked. Drafts are not counted: nobody has said yes to them.
SELECT said.answers, said.entries, said.voices, coming.wave AS next_wave, coming.due_at AS next_at, ends.last_at
FROM (SELECT COALESCE(SUM(CASE WHEN kind IN ('answer', 'screening') THEN 1 ELSE 0 END), 0) AS answers,
             COALESCE(SUM(CASE WHEN kind = 'entry' THEN 1 ELSE 0 END), 0) AS entries,
             COALESCE(SUM(CASE WHEN kind <> 'consent' AND vault = 1 THEN 1 ELSE 0 END), 0) AS voices
      FROM records
      WHERE participant = :participant AND draft = 0) AS said
LEFT JOIN (SELECT p.wave, t.due_at
           FROM timers AS t
           JOIN prompts AS p ON p.id = t.prompt
           WHERE t.participant = :participant AND t.kind IN ('prompt', 'again')
           ORDER BY t.due_at
           LIMIT 1) AS coming ON 1 = 1
LEFT JOIN (SELECT MAX(due_at) AS last_at
           FROM timers
           WHERE participant = :participant AND kind = 'prompt') AS ends ON 1 = 1
