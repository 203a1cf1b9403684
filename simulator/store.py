"""What survives a restart or a kill: one SQLite file, every action one transaction."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

JSON = dict[str, Any]

SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS person (place INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chat (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS message (
    chat INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL, by_bot INTEGER NOT NULL,
    body TEXT NOT NULL, extra TEXT NOT NULL, PRIMARY KEY (chat, id));
CREATE TABLE IF NOT EXISTS tap (id TEXT PRIMARY KEY, born REAL NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pending (id INTEGER PRIMARY KEY, expires REAL NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS file (id TEXT PRIMARY KEY, path TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS content (id TEXT PRIMARY KEY, bytes BLOB NOT NULL);
"""


class Store:
    """Chats, messages, files, pending updates and settings, as JSON bodies with the columns we look up by."""

    def __init__(self, data: Path | None) -> None:
        if data is not None:
            data.mkdir(parents=True, exist_ok=True)
        where = ":memory:" if data is None else str(data / "simulator.sqlite")
        self.db = sqlite3.connect(where, isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.executescript(SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. There is no await inside, so two never interleave; an inner one joins the outer."""
        if self.db.in_transaction:
            yield
            return
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def setting(self, name: str, default: Any = None) -> Any:
        """A remembered value, or `default`."""
        row = self.db.execute("SELECT body FROM setting WHERE name = ?", (name,)).fetchone()
        return default if row is None else json.loads(row[0])

    def set_setting(self, name: str, value: Any) -> None:
        """Remember a value; None forgets it."""
        if value is None:
            self.db.execute("DELETE FROM setting WHERE name = ?", (name,))
        else:
            self.db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, json.dumps(value)))

    def people(self) -> list[JSON]:
        """Everyone, in the order in which they came."""
        return [json.loads(row[0]) for row in self.db.execute("SELECT body FROM person ORDER BY place")]

    def person(self, person: int) -> JSON | None:
        """One person, if there is such a one."""
        return self._one("SELECT body FROM person WHERE id = ?", (person,))

    def save_person(self, person: JSON) -> None:
        """Keep a new person."""
        self.db.execute("INSERT INTO person (id, body) VALUES (?, ?)", (person["id"], json.dumps(person)))

    def chat(self, chat: int) -> JSON | None:
        """One chat's state, if anyone ever wrote there."""
        return self._one("SELECT body FROM chat WHERE id = ?", (chat,))

    def groups(self) -> list[JSON]:
        """Every group chat."""
        return [
            json.loads(row[0])
            for row in self.db.execute("SELECT body FROM chat WHERE id < 0 ORDER BY id DESC")
        ]

    def save_chat(self, chat: JSON) -> None:
        """Keep a chat's state."""
        self.db.execute("INSERT OR REPLACE INTO chat VALUES (?, ?)", (chat["id"], json.dumps(chat)))

    def message(self, chat: int, message: int) -> tuple[JSON, JSON] | None:
        """A message as the Bot API shows it, and what only the simulator knows of it."""
        row = self.db.execute(
            "SELECT body, extra FROM message WHERE chat = ? AND id = ?", (chat, message)
        ).fetchone()
        return None if row is None else (json.loads(row[0]), json.loads(row[1]))

    def messages(self, chat: int) -> list[tuple[int, JSON, JSON]]:
        """All of a chat: version, message, extra; oldest first."""
        rows = self.db.execute("SELECT version, body, extra FROM message WHERE chat = ? ORDER BY id", (chat,))
        return [(row[0], json.loads(row[1]), json.loads(row[2])) for row in rows]

    def last_message(self, chat: int) -> tuple[JSON, JSON] | None:
        """The newest message of a chat."""
        row = self.db.execute(
            "SELECT body, extra FROM message WHERE chat = ? ORDER BY id DESC LIMIT 1", (chat,)
        ).fetchone()
        return None if row is None else (json.loads(row[0]), json.loads(row[1]))

    def count_from_bot_after(self, chat: int, message: int) -> int:
        """How many messages of the bot are newer than `message`."""
        query = "SELECT count(*) FROM message WHERE chat = ? AND id > ? AND by_bot"
        return int(self.db.execute(query, (chat, message)).fetchone()[0])

    def save_message(self, message: JSON, extra: JSON, version: int) -> None:
        """Keep a message, new or changed."""
        bodies = (json.dumps(message), json.dumps(extra))
        self.db.execute(
            "INSERT OR REPLACE INTO message VALUES (?, ?, ?, ?, ?, ?)",
            (message["chat"]["id"], message["message_id"], version, message["from"]["is_bot"], *bodies),
        )

    def delete_message(self, chat: int, message: int) -> None:
        """Delete a message on both sides."""
        self.db.execute("DELETE FROM message WHERE chat = ? AND id = ?", (chat, message))

    def top_version(self) -> int:
        """The highest version any message has."""
        return int(self.db.execute("SELECT coalesce(max(version), 0) FROM message").fetchone()[0])

    def tap(self, tap: str) -> tuple[float, JSON] | None:
        """When a key was tapped (simulated unix time), and what is known of it."""
        row = self.db.execute("SELECT born, body FROM tap WHERE id = ?", (tap,)).fetchone()
        return None if row is None else (row[0], json.loads(row[1]))

    def save_tap(self, tap: str, born: float, body: JSON) -> None:
        """Keep a tap."""
        self.db.execute("INSERT OR REPLACE INTO tap VALUES (?, ?, ?)", (tap, born, json.dumps(body)))

    def file(self, file: str) -> JSON | None:
        """What is known of a file id."""
        return self._one("SELECT body FROM file WHERE id = ?", (file,))

    def file_at(self, path: str) -> JSON | None:
        """The file that getFile showed at `path`."""
        return self._one("SELECT body FROM file WHERE path = ?", (path,))

    def save_file(self, file: JSON) -> None:
        """Keep what is known of a file id."""
        row = (file["file_id"], file["file_path"], json.dumps(file))
        self.db.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", row)

    def content(self, unique: str) -> bytes | None:
        """A file's bytes, by its unique id."""
        row = self.db.execute("SELECT bytes FROM content WHERE id = ?", (unique,)).fetchone()
        return None if row is None else bytes(row[0])

    def save_content(self, unique: str, content: bytes | None) -> None:
        """Keep a file's bytes; None loses them, as Telegram sometimes does."""
        self.db.execute("DELETE FROM content WHERE id = ?", (unique,))
        if content is not None:
            self.db.execute("INSERT INTO content VALUES (?, ?)", (unique, content))

    def _one(self, query: str, values: tuple[Any, ...]) -> JSON | None:
        row = self.db.execute(query, values).fetchone()
        return None if row is None else json.loads(row[0])
