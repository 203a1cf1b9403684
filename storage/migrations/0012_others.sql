-- With whom somebody is interviewed stands in their entry of the ledger as a hash. Whom it names goes with the one who is
-- named, so that once they are erased the entry names nobody.

CREATE TABLE ledger_others (
    n INTEGER PRIMARY KEY REFERENCES ledger_entries (n) ON DELETE CASCADE,
    participant TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,  -- whom the entry names, and not whose it is
    salt BLOB                              -- of the hash, see study/ledger.py; NULL: the entry is older, and has the code itself
);
CREATE INDEX ledger_others_participant ON ledger_others (participant);

-- An older entry goes with whom it names.
INSERT INTO ledger_others (n, participant)
SELECT e.n, p.id
FROM ledger_entries AS e
JOIN participants AS p ON REPLACE(e.body, '"with":"' || p.code || '"', '') <> e.body
WHERE e.body LIKE '%"kind":"together"%';

-- And where it names somebody who is not here any more, it goes now. The file is then to be written anew.
INSERT INTO meta (name, value)
SELECT 'rewriting', '1'
WHERE EXISTS (SELECT 1 FROM ledger_entries
              WHERE body LIKE '%"kind":"together"%' AND n NOT IN (SELECT n FROM ledger_others))
ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(meta.value AS INTEGER) + 1 AS TEXT);

DELETE FROM ledger_entries
WHERE body LIKE '%"kind":"together"%' AND n NOT IN (SELECT n FROM ledger_others);
