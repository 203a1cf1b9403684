-- name: wordings()
SELECT questionnaire, question, body, version, since FROM wordings ORDER BY questionnaire, question, version

-- name: plans()
SELECT wave, body, version, since FROM plans ORDER BY wave, version

-- name: add_wording*!
INSERT INTO wordings (questionnaire, question, version, sha256, body, since)
VALUES (:questionnaire, :question, :version, :sha256, :body, :since)
ON CONFLICT (questionnaire, question, version) DO NOTHING

-- name: add_plan*!
INSERT INTO plans (wave, version, sha256, body, since)
VALUES (:wave, :version, :sha256, :body, :since)
ON CONFLICT (wave, version) DO NOTHING

-- name: answered(questionnaire, question)$
-- People with an answer or a skip to a questionnaire since it has this question: which of its questions they answered is
-- sealed.
SELECT COUNT(DISTINCT r.participant)
FROM records AS r
JOIN prompts AS q ON q.id = r.prompt
WHERE q.questionnaire = :questionnaire AND r.kind IN ('answer', 'skip')
  AND r.at >= (SELECT MIN(w.since) FROM wordings AS w
               WHERE w.questionnaire = :questionnaire AND w.question = :question)

-- name: screened(questionnaire, question)$
SELECT COUNT(DISTINCT r.participant)
FROM records AS r
WHERE r.kind = 'screening'
  AND r.at >= (SELECT MIN(w.since) FROM wordings AS w
               WHERE w.questionnaire = :questionnaire AND w.question = :question)

-- name: still_open()
SELECT wave, COUNT(DISTINCT participant) AS people, COUNT(*) AS prompts FROM prompts WHERE state = 'due' GROUP BY wave

-- name: agreed()
SELECT version, language, text_sha256, COUNT(DISTINCT participant) AS people
FROM consents
GROUP BY version, language, text_sha256
ORDER BY version, language, text_sha256
