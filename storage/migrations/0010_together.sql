-- Two who wish to be interviewed together find each other by words that one of them tells the other.

CREATE TABLE invitations (
    participant TEXT PRIMARY KEY REFERENCES participants (id) ON DELETE CASCADE,
    lookup BLOB NOT NULL,                  -- keyed hash of the words
    until REAL NOT NULL                    -- from then on they are good for nothing
);
CREATE INDEX invitations_lookup ON invitations (lookup);
