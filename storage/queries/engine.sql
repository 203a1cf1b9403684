-- The only file here that is SQLite's alone; another engine brings its own.

-- name: keep_a_log()$
-- Readers and the writer do not wait for each other.
PRAGMA journal_mode = WAL

-- name: reach_the_disk#
-- A commit that was told to Telegram must outlive a power cut.
PRAGMA synchronous = FULL

-- name: overwrite_deleted()$
PRAGMA secure_delete = ON

-- name: hold_references#
PRAGMA foreign_keys = ON

-- name: sort_in_memory#
-- What is sorted may be somebody's: it does not go into temporary files.
PRAGMA temp_store = MEMORY

-- name: only_read#
PRAGMA query_only = ON

-- name: begin#
-- The writer's place is taken at once, so a transaction never fails half-way because of another writer.
BEGIN IMMEDIATE

-- name: empty_the_log()^
-- Until this, deleted bytes are still in the write-ahead log.
PRAGMA wal_checkpoint(TRUNCATE)

-- name: sort_on_disk#
-- For rewriting alone: the whole database does not fit into the memory of a small server.
PRAGMA temp_store = FILE

-- name: sort_beside#
-- Where the database lies there is room for it, and its disk was chosen; /var/tmp can be small, or another disk. (SQLite
-- says of this one that it may go some day. The variable SQLITE_TMPDIR is read before any program of ours begins.)
PRAGMA temp_store_directory = 'any_folder'

-- name: rewrite#
-- What SQLite moves from page to page, to keep its trees even, it overwrites nowhere: copies of rows stay in the gaps
-- of pages, beyond the reach of secure_delete. Only what is alive is written anew.
VACUUM

-- name: tables()
SELECT name FROM sqlite_master WHERE type = 'table'

-- name: whose()
-- The tables that hold something of somebody, each with the column that says whose it is.
SELECT m.name, c.name
FROM sqlite_master AS m, pragma_table_info(m.name) AS c
WHERE m.type = 'table' AND (c.name = 'participant' OR (m.name = 'participants' AND c.name = 'id'))
ORDER BY m.name

-- name: begin_hiding#
CREATE TEMP TABLE hidden (id TEXT PRIMARY KEY)

-- name: hide*!
INSERT INTO temp.hidden (id) VALUES (:id)

-- name: without_hidden#
CREATE TEMP VIEW any_table AS
SELECT * FROM main.any_table WHERE any_column IS NULL OR any_column NOT IN (SELECT id FROM temp.hidden)

-- name: damage()^
-- Every page and every row, without comparing indexes with tables.
PRAGMA quick_check(1)

-- name: write_elsewhere#
-- VACUUM INTO counts as writing. A connection opened for reading still cannot change its own file.
PRAGMA query_only = OFF

-- name: copy_into(place)!
-- Only what is alive is copied: no free page, and so nothing that was deleted.
VACUUM INTO :place
