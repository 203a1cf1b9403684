-- The purge ledger: every message of a chat that can still be deleted there.

CREATE TABLE messages (
    participant TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    message INTEGER NOT NULL,              -- Telegram's number of it in that chat
    ours INTEGER NOT NULL,                 -- 1: the bot said it
    at REAL NOT NULL,
    clear_at REAL,                         -- when it is to be deleted; NULL: not by itself
    PRIMARY KEY (participant, message)
);
CREATE INDEX messages_due ON messages (clear_at) WHERE clear_at IS NOT NULL;
