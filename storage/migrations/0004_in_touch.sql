-- A year in touch: where people have lived, whether they can be reached, and the whole life of a prompt.

ALTER TABLE participants ADD COLUMN touch TEXT NOT NULL DEFAULT 'open';  -- open | paused | silent | blocked | gone
ALTER TABLE participants ADD COLUMN touch_since REAL;                    -- NULL: ever since they came

CREATE TABLE stays (                       -- from `since` on, until the next
    participant TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    site TEXT NOT NULL,
    zone TEXT NOT NULL,                    -- IANA; empty: the site's own, as before this table was here
    since REAL NOT NULL,
    PRIMARY KEY (participant, since)
);
INSERT INTO stays (participant, site, zone, since)
SELECT id, site, '', enrolled_at FROM participants WHERE enrolled_at IS NOT NULL AND site IS NOT NULL;

CREATE TABLE scope_changes (               -- what was agreed to, or taken back, after the agreement
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    participant TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    given INTEGER NOT NULL,
    at REAL NOT NULL
);
CREATE INDEX scope_changes_participant ON scope_changes (participant);

ALTER TABLE prompts ADD COLUMN site TEXT;                      -- where they lived when it was laid
ALTER TABLE prompts ADD COLUMN sent_at REAL;                   -- when Telegram first had it
ALTER TABLE prompts ADD COLUMN asked INTEGER;                  -- questions that were put
ALTER TABLE prompts ADD COLUMN given INTEGER;                  -- and those answered
ALTER TABLE prompts ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
UPDATE prompts SET sent_at = delivered_at;

ALTER TABLE outbox ADD COLUMN prompt TEXT;                     -- the prompt that these words put
ALTER TABLE outbox ADD COLUMN not_after REAL;                  -- later than that they are better not said

ALTER TABLE timers ADD COLUMN wave TEXT NOT NULL DEFAULT '';
UPDATE timers SET wave = COALESCE((SELECT wave FROM prompts WHERE prompts.id = timers.prompt), '');
