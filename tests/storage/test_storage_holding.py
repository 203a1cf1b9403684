"""What is held of somebody, counted for them; and since when they can be reached, as the team sees it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from storage_world import (
    ANI,
    CONSENT,
    DAY,
    LEVAN,
    NOW,
    PROMPT,
    commit,
    inbound,
    look,
    person,
    record,
    timer,
)

from bot.boxes import Boxes
from bot.committing import Committer, Happened
from sealing.operator import OperatorKey
from storage import holding, participants, requests
from storage.commit import Commit
from storage.database import Database
from storage.rows import RequestRow, StayRow
from study.inbound import Holding
from study.outcome import Outcome
from study.participant import Participant, Rest, Stage, Why


async def test_of_nobody_nothing(db: Database) -> None:
    assert await holding.of(db, "nobody") == Holding()


async def test_what_counts_and_what_comes(db: Database) -> None:
    kinds = {"answer": 3, "screening": 2, "entry": 4, "skip": 5, "consent": 1}
    records = [
        record(f"{kind} {n}", kind=kind, prompt=None, vault=n == 0 and kind != "skip")
        for kind, many in kinds.items()
        for n in range(many)
    ]
    drafts = [
        record("draft", kind="entry", draft=True),
        record("sound", kind="entry", draft=True, vault=True),
    ]
    prompts = [replace(PROMPT, id=f"p{n}", wave=f"w{n}", due_at=NOW + n * DAY) for n in range(4)]
    timers = [timer("prompt", f"p{n}", NOW + n * DAY) for n in (1, 2, 3)]
    await commit(
        db,
        participants=[person(), person(LEVAN)],
        records=[*records, *drafts, record("other", LEVAN)],
        prompts_planned=[*prompts, replace(PROMPT, id="p9", participant=LEVAN)],
        timers=[*timers, timer("expire", "p0", NOW), timer("prompt", "p9", NOW, LEVAN)],
    )
    at = [datetime.fromtimestamp(NOW + n * DAY, UTC) for n in range(4)]
    assert await holding.of(db, ANI) == Holding(5, 4, 3, "w1", at[1], at[3], skips=5)
    await commit(db, timers=[timer("again", "p0", NOW + 60)])
    found = await holding.of(db, ANI)
    assert (found.next_wave, found.next_at) == ("w0", at[0] + timedelta(seconds=60))
    assert found.last_at == at[3]


async def test_what_they_agreed_to_where_they_lived_and_what_they_asked_for(db: Database) -> None:
    """The latest agreement; a copy that was made and one that is on its way; of others nothing."""
    later = replace(CONSENT, version="2.0", given_at=NOW + DAY)
    await commit(
        db,
        participants=[person(), person(LEVAN)],
        consents=[CONSENT, later, replace(later, participant=LEVAN, version="9.9", given_at=NOW + 9 * DAY)],
        stays=[StayRow(ANI, "GE", "", NOW + DAY), StayRow(ANI, "AM", "", NOW), StayRow(LEVAN, "KZ", "", NOW)],
        timers=[timer("cut", "", NOW + 5 * DAY), timer("cut", "", NOW + 6 * DAY, LEVAN)],
        requests=[
            RequestRow(ANI, "file", NOW),
            RequestRow(ANI, "contact", NOW + 1),
            RequestRow(LEVAN, "file", NOW),
        ],
    )
    at = [datetime.fromtimestamp(NOW + n * DAY, UTC) for n in range(6)]
    held = Holding(
        agreed_at=at[1],
        agreed_to="2.0",
        cut_at=at[5],
        copy_asked_at=at[0],
        stays=(("AM", at[0]), ("GE", at[1])),
    )
    assert await holding.of(db, ANI) == held
    [asked] = look(db, "SELECT id FROM requests WHERE participant = ? AND kind = 'file'", ANI)
    assert await requests.settle(db.path, asked, NOW + 2 * DAY, inbound("request:1", ANI, kind="team"))
    assert await holding.of(db, ANI) == replace(held, copy_asked_at=None, copy_made_at=at[2])
    await commit(db, requests=[RequestRow(ANI, "file", NOW + 3 * DAY)])
    assert await holding.of(db, ANI) == replace(held, copy_asked_at=at[3], copy_made_at=at[2])


STEPS = [
    ("open", {}, None),
    ("paused", {"rest": Rest(Why.ASKED, datetime.fromtimestamp(NOW, UTC))}, 1),
    ("paused", {"missed": 1}, 1),
    ("blocked", {"blocked": True}, 3),
    ("gone", {"gone": True}, 4),
    ("paused", {"blocked": False, "gone": False}, 5),
    ("silent", {"rest": Rest(Why.SILENT, datetime.fromtimestamp(NOW, UTC))}, 6),
    ("open", {"rest": None}, 7),
    ("open", {"missed": 0}, 7),
]


async def test_the_team_sees_by_code_who_can_be_reached_and_since_when(db: Database) -> None:
    """`touch_since` is of the day on which it became so, and not of whatever happened later."""
    nobody: Any = None  # nothing is sealed or said
    committer = Committer("crossing", Boxes(OperatorKey(bytes(32))), nobody, nobody)
    now = Participant(ANI, Stage.ENROLLED, "ru", datetime.fromtimestamp(NOW, UTC), site="AM", code="AM-01")
    before: Participant | None = None
    for day, (touch, changes, since) in enumerate(STEPS):  # a step a day
        now = now.but(**changes)
        stored = (await participants.by_ids(db, [ANI])).get(ANI)
        made = Commit()
        at = datetime.fromtimestamp(NOW + day * DAY, UTC)
        committer.add(made, Happened(at, before, stored, None, "ru", Outcome(now)), {"AM": 1})
        await commit(db, **vars(made))
        before = now
        row = (await participants.by_ids(db, [ANI]))[ANI]
        assert (row.touch, row.touch_since) == (touch, None if since is None else NOW + since * DAY), day
        assert row.blocked is now.blocked
