-- What this database has carried out itself of the file `erased`, so that nothing is done twice to whoever came back.

CREATE TABLE leavings (
    participant TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                    -- left | said: what they had said until then was erased
    at REAL NOT NULL,                      -- to the microsecond, as in the file: by this they are told apart
    PRIMARY KEY (participant, kind, at)
);
INSERT INTO leavings (participant, kind, at)
SELECT id, 'left', withdrawn_at FROM participants WHERE withdrawn_at IS NOT NULL;
