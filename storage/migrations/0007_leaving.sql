-- Leaving that is complete: who was erased is left out of whatever is brought back, and nothing here says who.

CREATE TABLE tombstones (
    mark BLOB PRIMARY KEY                  -- SHA-256 of the inner id, see storage/tombstones.py
);

CREATE TABLE receipts (                    -- by its code word somebody who has lost their account can still have all erased
    participant TEXT PRIMARY KEY REFERENCES participants (id) ON DELETE CASCADE,
    lookup BLOB NOT NULL UNIQUE            -- keyed hash of code and code word
);

CREATE TABLE tries (                       -- of code words that fitted nothing, so that nobody can try them all; a day
    lookup BLOB PRIMARY KEY,               -- keyed hash of the chat
    n INTEGER NOT NULL,
    since REAL NOT NULL
);
