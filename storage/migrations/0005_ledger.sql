-- The consent ledger: what was agreed to and taken back, in a chain. Entries are added and never changed.

CREATE TABLE ledger (                      -- stays when a person is erased, and then says nothing
    n INTEGER PRIMARY KEY,                 -- counts from 1, without a gap
    commitment BLOB NOT NULL,              -- SHA-256 of a salt and the body, see study/ledger.py
    previous BLOB NOT NULL,                -- hash of the entry before; of the first, 32 zero bytes
    hash BLOB NOT NULL UNIQUE
);

CREATE TABLE ledger_entries (              -- what an entry says, for as long as the person is here
    n INTEGER PRIMARY KEY REFERENCES ledger (n),
    participant TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    salt BLOB NOT NULL,
    body TEXT NOT NULL                     -- canonical JSON
);
CREATE INDEX ledger_entries_participant ON ledger_entries (participant);

ALTER TABLE records ADD COLUMN sha256 BLOB;                    -- of the sealed file in the vault; NULL without one
ALTER TABLE consents ADD COLUMN way TEXT NOT NULL DEFAULT 'voice';  -- voice | typed
