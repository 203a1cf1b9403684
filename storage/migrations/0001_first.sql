-- Who can read what: columns are open to whoever holds the file, except
--   *_boxed   under the operator key (the running service can open them)
--   envelope  sealed to the researchers (nothing on this server can open it)
-- Times are Unix seconds, UTC.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);

-- One door in. A processed row is blanked; its `once` stays, so a repeated update is known.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    once TEXT NOT NULL UNIQUE,             -- "update:123", "timer:…", "media:…"
    kind TEXT NOT NULL,                    -- update | timer | media | refusal
    participant TEXT,                      -- NULL for updates: the person is found when the body is read
    lane BLOB,                             -- keyed hash of the chat, or the participant: whose turn it is; NULL once done
    body_boxed BLOB,                       -- JSON; NULL once processed
    seed INTEGER NOT NULL,
    received_at REAL NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting', -- waiting | done | parked
    tries INTEGER NOT NULL DEFAULT 0,
    not_before REAL NOT NULL DEFAULT 0,
    fault TEXT                             -- class of the error that parked it, never its words
);
CREATE INDEX inbox_waiting ON inbox (id) WHERE state = 'waiting';
CREATE INDEX inbox_lane ON inbox (lane, id, state) WHERE state IN ('waiting', 'parked');
CREATE INDEX inbox_parked ON inbox (id) WHERE state = 'parked';
CREATE INDEX inbox_participant ON inbox (participant) WHERE participant IS NOT NULL;

CREATE TABLE participants (
    id TEXT PRIMARY KEY,
    code TEXT UNIQUE,
    site TEXT,
    source TEXT,
    language TEXT NOT NULL,
    stage TEXT NOT NULL,
    blocked INTEGER NOT NULL DEFAULT 0,
    arrived_at REAL NOT NULL,
    enrolled_at REAL,
    withdrawn_at REAL,
    state_boxed BLOB NOT NULL
);

CREATE INDEX participants_site ON participants (site);

CREATE TABLE contacts (
    participant TEXT PRIMARY KEY REFERENCES participants (id) ON DELETE CASCADE,
    lookup BLOB NOT NULL UNIQUE,           -- keyed hash of the chat id
    chat_boxed BLOB NOT NULL
);

CREATE TABLE numbers (site TEXT PRIMARY KEY, last INTEGER NOT NULL);  -- never reused, so AM-05 stays one person

CREATE TABLE tallies (
    step TEXT NOT NULL, source TEXT NOT NULL, site TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (step, source, site)
);

CREATE TABLE records (
    id TEXT PRIMARY KEY,
    participant TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                    -- screening | answer | skip | entry | consent
    prompt TEXT,
    at REAL NOT NULL,
    draft INTEGER NOT NULL DEFAULT 0,
    envelope BLOB NOT NULL,                -- what was said, or what was said beside a voice
    vault INTEGER NOT NULL DEFAULT 0       -- 1: the sound lies in vault/<id>, sealed under the same context
);
CREATE INDEX records_participant ON records (participant, at);
CREATE INDEX records_vault ON records (vault, id) WHERE vault = 1;

CREATE TABLE texts (sha256 TEXT PRIMARY KEY, body TEXT NOT NULL);  -- exact consent texts, as shown

CREATE TABLE consents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    participant TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    version TEXT NOT NULL,
    language TEXT NOT NULL,
    text_sha256 TEXT NOT NULL REFERENCES texts (sha256),
    scopes TEXT NOT NULL,                  -- JSON list of ids
    mistakes INTEGER NOT NULL,
    voice TEXT NOT NULL,
    given_at REAL NOT NULL
);

CREATE TABLE prompts (
    id TEXT PRIMARY KEY,
    participant TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    wave TEXT NOT NULL,
    questionnaire TEXT NOT NULL,
    day INTEGER NOT NULL,
    beep INTEGER NOT NULL,
    state TEXT NOT NULL,
    due_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    delivered_at REAL,
    begun_at REAL,
    ended_at REAL
);
CREATE INDEX prompts_participant ON prompts (participant, due_at);

CREATE TABLE timers (
    id TEXT PRIMARY KEY,                   -- participant:kind:prompt
    participant TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    prompt TEXT NOT NULL,
    due_at REAL NOT NULL,
    body TEXT NOT NULL                     -- JSON: wave, questionnaire, expires_at
);
CREATE INDEX timers_due ON timers (due_at);
CREATE INDEX timers_participant ON timers (participant);

-- Voices to fetch. The file id is boxed: it is Telegram's name for somebody's voice.
CREATE TABLE fetches (
    media TEXT PRIMARY KEY,
    participant TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    body_boxed BLOB NOT NULL,              -- JSON: file, kind, content, prompt
    tries INTEGER NOT NULL DEFAULT 0,
    next_try_at REAL NOT NULL
);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    participant TEXT,                      -- NULL: a group, or somebody of whom nothing is kept
    lane BLOB NOT NULL,                    -- keyed hash of the chat: words to one chat keep their order; '' once ended
    haste TEXT NOT NULL,                   -- reply | prompt | announcement
    care TEXT NOT NULL,                    -- harmless | once
    state TEXT NOT NULL DEFAULT 'pending', -- pending | sending | sent | refused | unknown | dropped
    body_boxed BLOB,                       -- JSON: method, parameters; NULL once sent
    created_at REAL NOT NULL,
    not_before REAL NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    ended_at REAL,
    fault TEXT                             -- Telegram's error code, never its words
);
CREATE INDEX outbox_pending ON outbox (haste, id) WHERE state = 'pending';
CREATE INDEX outbox_lane ON outbox (lane, id, state) WHERE state IN ('pending', 'sending');
CREATE INDEX outbox_participant ON outbox (participant) WHERE participant IS NOT NULL;

CREATE TABLE leftovers (                   -- vault files to remove once the transaction that dropped them is on disk
    media TEXT PRIMARY KEY
);
