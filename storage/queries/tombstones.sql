-- name: marks()
SELECT mark FROM tombstones

-- name: people()
SELECT id FROM participants

-- name: leavings()
SELECT participant, kind, at FROM leavings

-- name: put*!
INSERT INTO tombstones (mark) VALUES (:mark) ON CONFLICT (mark) DO NOTHING

-- name: note*!
INSERT INTO leavings (participant, kind, at) VALUES (:participant, :kind, :at)
ON CONFLICT (participant, kind, at) DO NOTHING
