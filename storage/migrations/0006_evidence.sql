-- Which sounds were here before: a voice sent a second time is not said again.

CREATE TABLE sounds (
    lookup BLOB PRIMARY KEY,               -- keyed hash of Telegram's lasting name for the file (file_unique_id)
    participant TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE
);
CREATE INDEX sounds_participant ON sounds (participant);
