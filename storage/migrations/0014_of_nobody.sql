-- Words that put a question to somebody whose contact was cut since: found by the question when that person is erased.
CREATE INDEX outbox_of_nobody ON outbox (prompt) WHERE participant IS NULL AND prompt IS NOT NULL;
