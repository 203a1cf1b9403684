"""The door in: known names, order, and how long marks stay. Timers and voices come through it too."""

from dataclasses import replace

import pytest
from storage_world import (
    ANI,
    DAY,
    LEVAN,
    NOW,
    SOUND,
    commit,
    fetch,
    fetched,
    inbound,
    look,
    person,
    record,
    timer,
)

from bot.ticker import is_overtaken
from storage import fetches, inbox, timers
from storage.database import Database
from storage.rows import Boxed, CancelledTimers, InboxRow, NewInbound, TimerRow


async def test_what_is_journaled_waits_in_the_order_in_which_it_came(db: Database) -> None:
    assert await inbox.journal(db, [inbound("update:9"), inbound("update:3", seed=2**63 - 1)]) == 2
    assert await inbox.waiting(db, 10, NOW) == [
        InboxRow(1, "update:9", "update", None, Boxed(b"said update:9"), 7, NOW, 0),
        InboxRow(2, "update:3", "update", None, Boxed(b"said update:3"), 2**63 - 1, NOW, 0),
    ]
    assert [row.id for row in await inbox.waiting(db, 1, NOW)] == [1]


REPEATS = [
    ([], ["a", "b"], 2),
    (["a"], ["a"], 0),
    (["a"], ["a", "b"], 1),
    ([], ["a", "a"], 1),
    (["a", "b"], ["c", "a", "b", "d"], 2),
    ([], [], 0),
]


@pytest.mark.parametrize(("known", "come", "new"), REPEATS)
async def test_what_comes_twice_is_there_once(
    db: Database, known: list[str], come: list[str], new: int
) -> None:
    await inbox.journal(db, [inbound(once, body=Boxed(b"the first")) for once in known])
    assert await inbox.journal(db, [inbound(once, body=Boxed(b"the second")) for once in come]) == new
    assert sorted(look(db, "SELECT once FROM inbox")) == sorted({*known, *come})
    assert look(db, "SELECT COUNT(*) FROM inbox WHERE body_boxed = ?", b"the first") == [len(known)]


async def test_what_has_had_its_effect_is_known_by_its_name_alone(db: Database) -> None:
    await inbox.journal(db, [inbound()])
    await commit(db, done=[1])
    assert await inbox.journal(db, [inbound()]) == 0
    assert await inbox.waiting(db, 10, NOW) == []
    assert look(db, "SELECT state, body_boxed FROM inbox") == [("done", None)]


async def test_the_seed_of_what_has_had_its_effect_is_gone(db: Database) -> None:
    """Names of records are drawn from it and from the question, so with it a stolen disk would tell which question each
    sealed answer is to, and so which way somebody went."""
    await commit(db, participants=[person()])
    await inbox.journal(db, [inbound(f"update:{n}", seed=4_711 + n) for n in range(4)])
    await commit(db, done=[1], owned=[(2, ANI)], parked=[(2, "ValueError"), (3, "ValueError")])
    assert look(db, "SELECT id FROM inbox WHERE seed = 0") == [1]
    assert await inbox.forget_parked(db, NOW + DAY) == 2
    assert look(db, "SELECT id FROM inbox WHERE seed = 0") == [1, 2, 3]
    await commit(db, owned=[(4, ANI)], forgotten=[ANI])
    assert look(db, "SELECT COUNT(*) FROM inbox WHERE seed = 0 OR id = 4") == [4]


async def test_counts(db: Database) -> None:
    await inbox.journal(db, [inbound(f"update:{n}") for n in range(1, 7)])
    await commit(db, done=[1], parked=[(2, "E"), (3, "E")], retried=[(4, "E", 0.0)])
    assert await inbox.pending_count(db) == 3
    assert await inbox.parked_count(db) == 2
    assert [row.tries for row in await inbox.waiting(db, 10, NOW)] == [1, 0, 0]


async def test_each_lane_gives_its_first_row(db: Database) -> None:
    much = [inbound(f"update:{n}", lane=b"Ani") for n in range(1, 1001)]
    await inbox.journal(db, [*much, inbound("update:1001", lane=b"Levan"), inbound("update:1002")])
    assert [row.once for row in await inbox.waiting(db, 64, NOW)] == [
        "update:1",
        "update:1001",
        "update:1002",
    ]
    await commit(db, done=[1])
    assert [row.once for row in await inbox.waiting(db, 1, NOW)] == ["update:2"]
    assert look(db, "SELECT lane FROM inbox WHERE id = 1") == [None]


async def test_what_failed_waits_a_little_and_its_lane_with_it(db: Database) -> None:
    await inbox.journal(db, [inbound(f"update:{n}", lane=b"Ani") for n in (1, 2)])
    await commit(db, retried=[(1, "KeyError", NOW + 8)])
    assert await inbox.waiting(db, 9, NOW + 7) == []
    assert [row.id for row in await inbox.waiting(db, 9, NOW + 8)] == [1]
    assert [row.id for row in await inbox.waiting(db, 9, NOW - DAY)] == [1]  # the clock was put back


async def test_what_was_put_aside_goes_with_its_chat_after_a_month_or_is_tried_again(db: Database) -> None:
    rows = [
        inbound(f"update:{n}", lane=lane) for n, lane in enumerate([b"Ani", b"Ani", b"Levan", b"Nino"], 1)
    ]
    await inbox.journal(db, rows)
    await commit(db, parked=[(1, "E"), (3, "E"), (4, "E")])
    await commit(db, blanked=[b"Ani"])
    bodies = look(db, "SELECT state, body_boxed IS NULL FROM inbox ORDER BY id")
    assert bodies == [("done", 1), ("waiting", 0), ("parked", 0), ("parked", 0)]
    assert await inbox.forget_parked(db, NOW) == 0
    assert await inbox.try_again(db) == 2
    assert len(await inbox.waiting(db, 9, NOW)) == 3
    await commit(db, parked=[(3, "E"), (4, "E")])
    assert await inbox.forget_parked(db, NOW + 1) == 2
    assert await inbox.parked_count(db) == 0


async def test_old_marks_go_and_nothing_else(db: Database) -> None:
    old, young = NOW - 8 * DAY, NOW - 6 * DAY
    for state in ("waiting", "done", "parked"):
        await inbox.journal(
            db, [inbound(f"{state} old", received_at=old), inbound(f"{state} young", received_at=young)]
        )
    await commit(db, done=[3, 4], parked=[(5, "E"), (6, "E")])
    assert await inbox.forget_old(db, NOW - 7 * DAY) == 1
    left = look(db, "SELECT once FROM inbox ORDER BY id")
    assert left == ["waiting old", "waiting young", "done young", "parked old", "parked young"]
    assert await inbox.journal(db, [inbound("done young"), inbound("done old")]) == 1


async def test_an_id_is_never_given_twice(db: Database) -> None:
    await inbox.journal(db, [inbound()])
    await commit(db, done=[1])
    await inbox.forget_old(db, NOW + DAY)
    await inbox.journal(db, [inbound()])
    assert [row.id for row in await inbox.waiting(db, 1, NOW)] == [2]


def fallen(row: TimerRow) -> tuple[TimerRow, NewInbound]:
    return row, inbound(f"timer:{row.id}:{row.due_at}", row.participant, kind="timer")


async def test_due_timers_the_earliest_first(home: Database) -> None:
    times = {"later": NOW + 1, "now": NOW, "before": NOW - DAY, "also": NOW}
    await commit(home, timers=[timer(kind, due_at=at) for kind, at in times.items()])
    assert [row.kind for row in await timers.due(home, NOW, 10)] == ["before", "also", "now"]
    assert [row.kind for row in await timers.due(home, NOW, 1)] == ["before"]
    assert await timers.due(home, NOW - 2 * DAY, 10) == []
    assert await timers.due(home, NOW - DAY, 10) == [timer("before", due_at=NOW - DAY)]


async def test_much_that_is_due_at_once(home: Database) -> None:
    """The service stood still: what ends goes before what is asked, the newest is asked first, then what calls back."""
    kinds = {"remind": 1, "resume": 2, "again": 3, "expire": 4}
    prompts = {"mon": 1, "tue": 2, "wed": 3}
    await commit(
        home,
        timers=[
            *(timer(kind, kind, NOW + at) for kind, at in kinds.items()),
            *(replace(timer("prompt", day, NOW + at), wave=day) for day, at in prompts.items()),
        ],
    )
    found = [row.prompt for row in await timers.due(home, NOW + 9, 10)]
    assert found == ["expire", "wed", "tue", "mon", "remind", "resume", "again"]


async def test_of_one_wave_all_but_the_newest_are_overtaken(home: Database) -> None:
    """Also where they are more than fall at once, and one that was put off; nobody else's, and not by one to come."""
    await commit(home, participants=[person(LEVAN)])
    await commit(
        home,
        timers=[
            *(timer(prompt=f"p{day}", due_at=NOW + day) for day in (1, 2, 3, 9)),
            timer("again", "p0", due_at=NOW + 5),
            timer("remind", "p0", due_at=NOW),
            timer("again", "his too", due_at=NOW, participant=LEVAN),
            replace(timer(prompt="month", due_at=NOW), wave="month"),
            *(replace(timer(prompt=f"nameless {n}", due_at=NOW), wave="") for n in (1, 2)),
        ],
    )
    overtaken, newer = set[str](), set[tuple[str, str]]()
    while due := await timers.due(home, NOW + 5, 2):
        await timers.fire(home, [fallen(row) for row in due])
        overtaken |= {f"{row.kind} {row.prompt}" for row in due if is_overtaken(row, newer)}
    assert overtaken == {"prompt p1", "prompt p2", "again p0"}


async def test_the_next_timer(home: Database) -> None:
    assert await timers.next_due(home) is None
    await commit(home, timers=[timer("b", due_at=NOW + 5), timer("a", due_at=NOW + 3)])
    assert await timers.next_due(home) == NOW + 3


async def test_a_timer_falls_into_the_inbox_once(home: Database) -> None:
    await commit(home, timers=[timer(), timer("remind", due_at=NOW + 1)])
    rows = [fallen(row) for row in await timers.due(home, NOW, 10)]
    assert await timers.fire(home, rows) == 1
    assert await timers.fire(home, rows) == 0
    assert [(row.kind, row.participant) for row in await inbox.waiting(home, 10, NOW)] == [("timer", ANI)]
    assert look(home, "SELECT kind FROM timers") == ["remind"]
    assert await timers.fire(home, []) == 0


async def test_a_timer_that_was_cancelled_or_moved_meanwhile_does_not_fall(home: Database) -> None:
    await commit(home, participants=[person(LEVAN)])
    kinds = ("cancelled", "moved", "kept")
    await commit(home, timers=[*(timer(kind) for kind in kinds), timer("gone", participant=LEVAN)])
    rows = [fallen(row) for row in await timers.due(home, NOW, 10)]
    moved = timer("moved", due_at=NOW + DAY)
    await commit(home, cancelled=[CancelledTimers(ANI, kind="cancelled")], timers=[moved], forgotten=[LEVAN])
    assert await timers.fire(home, rows) == 1
    assert [row.once for row in await inbox.waiting(home, 10, NOW)] == [f"timer:{timer('kept').id}:{NOW}"]
    assert look(home, "SELECT kind, due_at FROM timers") == [("moved", NOW + DAY)]


async def test_voices_wait_for_their_turn(home: Database) -> None:
    await commit(
        home,
        fetches=[
            fetch("aa", next_try_at=NOW),
            fetch("bb", next_try_at=NOW - 1),
            fetch("cc", next_try_at=NOW + 1),
        ],
    )
    assert await fetches.ready(home, NOW, 10) == [fetched("bb"), fetched("aa")]
    assert await fetches.ready(home, NOW, 1) == [fetched("bb")]
    await fetches.retry(home, "bb", NOW + 60)
    assert await fetches.ready(home, NOW, 10) == [fetched("aa")]
    assert (await fetches.ready(home, NOW + 60, 10))[-1] == fetched("bb", tries=1)


HEARD = inbound(f"media:{SOUND}", ANI, kind="media")


async def test_a_fetched_voice_becomes_a_draft_and_is_told(home: Database) -> None:
    await commit(home, fetches=[fetch()])
    assert await fetches.finish(home, SOUND, record(SOUND, draft=True, vault=True), HEARD)
    assert look(home, "SELECT id, draft, vault FROM records") == [(SOUND, 1, 1)]
    assert [row.once for row in await inbox.waiting(home, 10, NOW)] == [HEARD.once]
    assert await fetches.ready(home, NOW, 10) == []
    assert not await fetches.finish(home, SOUND, record(SOUND, draft=True, vault=True), HEARD)
    assert await inbox.pending_count(home) == 1


async def test_a_voice_that_cannot_be_had_is_told(home: Database) -> None:
    await commit(home, fetches=[fetch()])
    assert await fetches.finish(home, SOUND, None, HEARD)
    assert look(home, "SELECT id FROM records") == []
    assert await inbox.pending_count(home) == 1


@pytest.mark.parametrize("left", [{"forgotten": [ANI]}, {"discarded": [SOUND]}], ids=["left", "taken back"])
async def test_a_voice_nobody_wants_any_more_leaves_nothing(
    home: Database, left: dict[str, list[str]]
) -> None:
    await commit(home, fetches=[fetch()])
    await commit(home, **left)
    assert not await fetches.finish(home, SOUND, record(SOUND, draft=True, vault=True), HEARD)
    assert look(home, "SELECT id FROM records") == []
    assert await inbox.pending_count(home) == 0


async def test_a_voice_whose_record_breaks_is_still_to_fetch(home: Database) -> None:
    await commit(home, fetches=[fetch()], records=[record(SOUND)])
    with pytest.raises(Exception, match="UNIQUE"):
        await fetches.finish(home, SOUND, record(SOUND), HEARD)
    assert await fetches.ready(home, NOW, 1) == [fetched()]
    assert await inbox.pending_count(home) == 0
