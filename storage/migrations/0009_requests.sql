-- What participants ask of the team, by code. Never why.

CREATE TABLE requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    participant TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                    -- file | contact
    at REAL NOT NULL,
    done_at REAL                           -- when the team said that it is done
);
CREATE INDEX requests_participant ON requests (participant);
