-- What was asked, for as long as answers to it may be here: rows are added and never changed. Nobody's words are in them
-- but the study's own.

CREATE TABLE wordings (
    questionnaire TEXT NOT NULL,           -- "screening" for what is asked before consent
    question TEXT NOT NULL,
    version INTEGER NOT NULL,              -- counts from 1; each sealed answer names the one it answers
    sha256 TEXT NOT NULL,                  -- of the body
    body TEXT NOT NULL,                    -- canonical JSON of the question in all languages, see study/wordings.py
    since REAL NOT NULL,                   -- when the service first asked it so; 0: before this table was here
    PRIMARY KEY (questionnaire, question, version),
    UNIQUE (questionnaire, question, sha256)
);

CREATE TABLE plans (                       -- the waves, as prompts were laid by them; the latest version counts
    wave TEXT NOT NULL,
    version INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    body TEXT NOT NULL,
    since REAL NOT NULL,
    PRIMARY KEY (wave, version)
);
