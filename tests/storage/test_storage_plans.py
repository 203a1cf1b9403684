"""How SQLite answers what is asked all day long: by an index, however much there is."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from storage_world import look

from storage import sql
from storage.database import Database

QUERIES = Path(sql.__file__).parent / "queries"

HOT = {
    "inbox.waiting": [
        "SCAN i USING INDEX inbox_waiting",
        "SEARCH earlier USING INDEX inbox_lane (lane=? AND id<?)",
    ],
    "commit.blank_parked": ["SEARCH inbox USING INDEX inbox_lane (lane=?)"],
    "unsaid.blank_parked": [
        "SEARCH inbox USING INDEX inbox_lane (lane=?)",
        "SEARCH contacts USING INDEX sqlite_autoindex_contacts_1 (participant=?)",
    ],
    "unsaid.blank_inbox": ["SEARCH inbox USING INDEX inbox_participant (participant=?)"],
    "inbox.pending_count": ["SCAN inbox USING INDEX inbox_waiting"],
    "inbox.parked_count": ["SCAN inbox USING INDEX inbox_parked"],
    "timers.due": [
        "SEARCH timers USING INDEX timers_due (due_at<?)",
        "SEARCH outbox USING INDEX outbox_participant (participant=?)",
    ],
    "timers.next_due": ["SEARCH timers USING INDEX timers_due"],
    "outbox.heads": [
        "SEARCH o USING INDEX outbox_pending (haste=?)",
        "SEARCH earlier USING INDEX outbox_lane (lane=? AND id<?)",
        "SCAN (subquery",
    ]
    * 3,
    "outbox.pending_count": ["SCAN outbox USING INDEX outbox_lane"],
    "outbox.recover": ["SCAN outbox USING INDEX outbox_lane"],
    "outbox.note_put": ["SEARCH prompts USING INDEX sqlite_autoindex_prompts_1 (id=?)"],
    "outbox.mark_sending": ["SEARCH outbox USING INTEGER PRIMARY KEY (id=?)"],
    "outbox.refuse_all": ["SEARCH outbox USING INDEX outbox_participant (participant=?)"],
    "participants.by_ids": ["SEARCH participants USING INDEX sqlite_autoindex_participants_1 (id=?)"],
    "participants.by_lookups": [
        "SEARCH c USING INDEX sqlite_autoindex_contacts_2 (lookup=?)",
        "SEARCH p USING INDEX sqlite_autoindex_participants_1 (id=?)",
    ],
    "commit.silence": ["SEARCH outbox USING INDEX outbox_participant (participant=?)"],
    "commit.hush_prompt": [
        "SEARCH outbox USING INDEX outbox_participant (participant=?)",
        "SEARCH prompts USING INDEX sqlite_autoindex_prompts_1 (id=?)",
    ],
    "commit.add_word": [
        "SCAN CONSTANT ROW",
        "SEARCH outbox USING INDEX outbox_participant (participant=?)",
    ],
    "commit.forget_put_words": [
        "SEARCH outbox USING INDEX outbox_of_nobody (prompt=?)",
        "SEARCH prompts USING INDEX prompts_participant (participant=?)",
    ],
    "commit.cancel_timers": ["SEARCH timers USING INDEX timers_participant (participant=?)"],
    "commit.forget_inbox": ["SEARCH inbox USING INDEX inbox_participant (participant=?)"],
    "commit.end_prompts": ["SEARCH prompts USING INDEX prompts_participant (participant=?)"],
    "messages.due": [
        "SEARCH m USING INDEX messages_due (clear_at<?)",
        "SEARCH p USING INDEX sqlite_autoindex_participants_1 (id=?)",
    ],
    "messages.next_due": [
        "SEARCH m USING INDEX messages_due",
        "SEARCH p USING INDEX sqlite_autoindex_participants_1 (id=?)",
    ],
    "messages.make_due": ["SEARCH messages USING INDEX sqlite_autoindex_messages_1 (participant=?)"],
    "messages.since": ["SEARCH messages USING INDEX sqlite_autoindex_messages_1 (participant=?)"],
    "messages.add_said": [
        "SEARCH o USING INTEGER PRIMARY KEY (id=?)",
        "SEARCH p USING INDEX sqlite_autoindex_participants_1 (id=?)",
        "SEARCH c USING INDEX consents_participant (participant=? AND given_at=?)",
    ],
    "messages.put_back": ["SEARCH c USING INDEX sqlite_autoindex_contacts_2 (lookup=?)"],
    "messages.known_in": ["SEARCH contacts USING INDEX sqlite_autoindex_contacts_2 (lookup=?)"],
    "messages.orphaned": ["SEARCH outbox USING INTEGER PRIMARY KEY (id=?)"],
    "vault.known": ["SEARCH records USING INDEX records_vault (vault=?)", "SCAN fetches USING INDEX"],
}

COVERED = {
    "inbox.waiting": 1,
    "outbox.heads": 1,
    "outbox.pending_count": 0,
    "vault.known": 0,
}  # which of the steps


def plan(path: Path, question: str) -> list[str]:
    values: Mapping[str, Any] = dict.fromkeys(re.findall(r":(\w+)", question), 1)
    numbered = re.sub(r":(\w+)", "?", question)
    found = look(
        path, f"EXPLAIN QUERY PLAN {numbered}", *(values[name] for name in re.findall(r":(\w+)", question))
    )
    return [row[3] for row in found]


@pytest.mark.parametrize("name", HOT)
async def test_the_plan(db: Database, path: Path, name: str) -> None:
    noun, query = name.split(".")
    steps = plan(path, getattr(sql.load(noun), query).sql)
    lookups = [step for step in steps if re.match(r"SCAN|SEARCH", step)]
    assert len(lookups) == len(HOT[name]), steps
    for step, wanted in zip(lookups, HOT[name], strict=True):
        assert step.replace("COVERING ", "").replace("rowid", "id").startswith(wanted), steps
    if name in COVERED:
        assert "COVERING INDEX" in lookups[COVERED[name]], "bodies and envelopes are not to be read for this"
    if name in ("inbox.waiting", "outbox.heads"):
        assert not [step for step in steps if "TEMP B-TREE" in step], (
            "sorting means looking at every row first"
        )


PORTABLE = [path for path in sorted(QUERIES.glob("*.sql")) if path.stem != "engine"]
ONLY_SQLITE = (
    r"INSERT OR|REPLACE INTO|\bIFNULL\b|json_each|rowid|strftime|datetime\(|unixepoch|\bGLOB\b|PRAGMA|sqlite_"
)


@pytest.mark.parametrize("file", PORTABLE, ids=lambda path: path.stem)
def test_the_words_are_not_sqlites_alone(file: Path) -> None:
    assert not re.findall(ONLY_SQLITE, file.read_text("utf-8"), re.IGNORECASE)


def test_sql_lives_in_its_folder_only() -> None:
    for module in sorted(QUERIES.parent.glob("*.py")):
        assert not re.findall(
            r"\b(SELECT .* FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b", module.read_text("utf-8")
        ), module
