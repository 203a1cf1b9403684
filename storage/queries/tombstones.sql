-- name: marks()
SELECT mark FROM tombstones

-- name: people()
SELECT id FROM participants

-- name: put*!
INSERT INTO tombstones (mark) VALUES (:mark) ON CONFLICT (mark) DO NOTHING
