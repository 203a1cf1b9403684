"""The door out: order within a lane, fairness between lanes, and what a restart makes of what was on its way."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from storage_world import ANI, DAY, LEVAN, NOW, PROMPT, commit, look, person
from storage_world import word as harmless

from storage import outbox
from storage.database import Database
from storage.outbox import Ends
from storage.rows import Boxed, NewWord, OutboxRow

word = partial(harmless, care="once")  # marked on disk while on its way


async def say(db: Database, *words: NewWord) -> None:
    await commit(db, words=list(words))


async def claimed(db: Database, limit: int = 99, now: float = NOW, busy: tuple[str, ...] = ()) -> list[str]:
    """The words that a claim takes."""
    return [
        row.body.decode()
        for row in await outbox.turn(db, Ends(), limit, now, [lane.encode() for lane in busy])
    ]


async def settled(db: Database, now: float = NOW, **ends: Any) -> None:
    await outbox.turn(db, Ends(**ends), 0, now)


async def test_a_claimed_word_is_whole(db: Database) -> None:
    await say(db, word("hello"))
    assert await outbox.turn(db, Ends(), 5, NOW) == [
        OutboxRow(1, ANI, b"Ani", "reply", "once", Boxed(b"hello"), 0)
    ]
    assert look(db, "SELECT state FROM outbox") == ["sending"]


async def test_words_to_one_chat_go_one_after_the_other(db: Database) -> None:
    await say(db, word("one"), word("two"), word("three"))
    for n, body in enumerate(("one", "two", "three"), 1):
        assert await claimed(db) == [body]
        assert await claimed(db) == []
        await settled(db, sent=[n])
    assert await claimed(db) == []


async def test_a_word_put_back_stays_before_those_behind_it(db: Database) -> None:
    await say(db, word("one"), word("two"))
    assert await claimed(db) == ["one"]
    await settled(db, again=[(1, NOW + 30, "429")])
    assert await claimed(db, now=NOW + 29) == []
    (row,) = await outbox.turn(db, Ends(), 9, NOW + 30)
    assert (row.body, row.tries) == (b"one", 1)


async def test_a_reply_waits_behind_an_announcement_of_its_own_lane_only(db: Database) -> None:
    await say(db, word("news", haste="announcement"), word("reply"), word("to Levan", "Levan"))
    assert await claimed(db, 1) == ["to Levan"]
    assert await claimed(db, 1) == ["news"]


async def test_hastes_have_their_order(db: Database) -> None:
    hastes = ("announcement", "prompt", "reply", "announcement", "prompt", "reply")
    await say(db, *(word(f"{haste} {n}", f"lane {n}", haste=haste) for n, haste in enumerate(hastes)))
    assert await claimed(db, 3) == ["reply 2", "reply 5", "prompt 1"]
    assert await claimed(db, 9) == ["prompt 4", "announcement 0", "announcement 3"]


async def test_a_lane_with_a_thousand_waiting_starves_nobody(db: Database) -> None:
    await say(db, *(word(f"much {n}") for n in range(1000)))
    await say(db, word("to Levan", "Levan", LEVAN), word("to Nino", "Nino", None))
    assert await claimed(db, 2) == ["much 0", "to Levan"]
    assert await claimed(db, 2) == ["to Nino"]
    await settled(db, sent=[1, 1001, 1002])
    assert await claimed(db, 16) == ["much 1"]


async def test_busy_lanes_give_nothing_and_hide_nobody(db: Database) -> None:
    lanes = [f"lane {n}" for n in range(40)]
    await say(db, *(word(lane, lane) for lane in lanes))
    assert await claimed(db, 4, busy=tuple(lanes[:30])) == lanes[30:34]
    assert await claimed(db, 4, busy=(*lanes[:30], "a lane that has nothing")) == lanes[34:38]
    assert await claimed(db, 4, busy=tuple(lanes)) == []
    assert await claimed(db, 99) == [*lanes[:30], *lanes[38:]]


@pytest.mark.parametrize("limit", [0, -3])
async def test_no_room_claims_nothing(db: Database, limit: int) -> None:
    await say(db, word())
    assert await claimed(db, limit) == []
    assert look(db, "SELECT state FROM outbox") == ["pending"]


async def test_settling_notes_how_each_word_ended(db: Database) -> None:
    ends = ("sent", "refused", "unknown", "again")
    await say(db, *(word(end, end) for end in ends))
    await outbox.turn(db, Ends(), 9, NOW)
    await settled(
        db, sent=[1], refused=[(2, "400")], unknown=[(3, "0")], again=[(4, NOW + 5, "429")], now=NOW + 1
    )
    assert look(
        db, "SELECT state, lane, body_boxed, fault, ended_at, not_before, tries FROM outbox ORDER BY id"
    ) == [
        ("sent", "", None, None, NOW + 1, 0, 0),
        ("refused", "", None, "400", NOW + 1, 0, 0),
        ("unknown", "", None, "0", NOW + 1, 0, 0),
        ("pending", b"again", b"again", "429", None, NOW + 5, 1),
    ]


async def test_a_restart_says_again_only_what_may_come_twice(db: Database) -> None:
    await say(db, harmless("harmless", "a"), word("once", "b"), word("not yet", "c"))
    assert await claimed(db, 2) == ["harmless", "once"]
    assert await outbox.recover(db) == 1
    assert look(db, "SELECT state, lane, body_boxed FROM outbox ORDER BY id") == [
        ("pending", b"a", b"harmless"),
        ("unknown", "", None),
        ("pending", b"c", b"not yet"),
    ]
    assert await claimed(db) == ["harmless", "not yet"]


async def test_harmless_words_are_not_marked(db: Database) -> None:
    """Whoever took them remembers that they are on their way."""
    await say(db, harmless("one"), harmless("two"), word("careful", "Levan", LEVAN))
    assert await claimed(db) == ["one", "careful"]
    assert look(db, "SELECT state FROM outbox ORDER BY id") == ["pending", "pending", "sending"]
    assert await claimed(db, busy=("Ani",)) == []
    await settled(db, again=[(1, NOW + 5, "0")])
    assert await claimed(db, now=NOW + 5) == ["one"]
    await settled(db, sent=[1])
    assert await claimed(db) == ["two"]


async def test_what_was_dropped_since_it_was_read_is_not_given_out(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await commit(db, participants=[person()])
    await say(db, word("careful"), word("to Levan", "Levan", LEVAN))
    really = outbox._marked

    async def late(db: Database, found: list[OutboxRow]) -> list[OutboxRow]:
        await commit(db, silenced=[ANI])
        return await really(db, found)

    monkeypatch.setattr(outbox, "_marked", late)
    assert await claimed(db) == ["to Levan"]


async def test_harmless_words_silenced_on_their_way_are_not_said_again(db: Database) -> None:
    await say(db, harmless())
    await outbox.turn(db, Ends(), 9, NOW)
    await commit(db, silenced=[ANI])
    await settled(db, again=[(1, NOW, "0")])
    assert look(db, "SELECT state, lane, body_boxed FROM outbox") == [("dropped", "", None)]
    assert await claimed(db) == []


async def test_a_restart_does_not_say_what_was_silenced_on_its_way(db: Database) -> None:
    await say(db, word())
    await outbox.turn(db, Ends(), 9, NOW)
    await commit(db, silenced=[ANI])
    assert await outbox.recover(db) == 1
    assert look(db, "SELECT state, lane, body_boxed FROM outbox") == [("unknown", "", None)]
    assert await claimed(db) == []


async def test_to_somebody_who_blocked_the_bot_nothing_more_is_said(db: Database) -> None:
    await commit(db, participants=[person()])
    await say(db, word("flying"), word("waiting"), word("waiting too"), word("to Levan", "Levan", LEVAN))
    assert await claimed(db, 1) == ["flying"]
    assert await outbox.refuse_all(db, ANI, NOW - 1) == 0, "they may have come back since"
    assert await outbox.refuse_all(db, ANI, NOW) == 2
    await settled(db, refused=[(1, "403")])
    assert (
        look(db, "SELECT state, lane, body_boxed FROM outbox WHERE participant = ?", ANI)
        == [("refused", "", None)] * 3
    )
    assert await claimed(db) == ["to Levan"]


async def test_a_prompt_is_sent_when_telegram_first_had_its_words(db: Database) -> None:
    await commit(db, participants=[person()], prompts_planned=[PROMPT, replace(PROMPT, id="p2")])
    await say(db, word("a question", prompt="p1"), word("another", "b", prompt="p2"))
    assert [row.prompt for row in await outbox.turn(db, Ends(), 9, NOW)] == ["p1", "p2"]
    await settled(db, sent=[1], put=["p1"], refused=[(2, "403")], now=NOW + 5)
    await settled(db, put=["p1"], now=NOW + 9)
    assert look(db, "SELECT id, sent_at FROM prompts ORDER BY id") == [("p1", NOW + 5), ("p2", None)]


async def test_what_was_not_said_in_time_is_dropped(db: Database) -> None:
    await say(db, word("a question", not_after=NOW + 60))
    (row,) = await outbox.turn(db, Ends(), 9, NOW)
    assert row.not_after == NOW + 60
    await settled(db, dropped=[row.id], now=NOW + 61)
    shown = look(db, "SELECT state, lane, body_boxed, ended_at FROM outbox")
    assert shown == [("dropped", "", None, NOW + 61)]


async def test_what_counts_as_pending(db: Database) -> None:
    await say(db, *(word(lane, lane) for lane in "abcd"))
    assert await outbox.pending_count(db) == 4
    await outbox.turn(db, Ends(), 2, NOW)
    assert await outbox.pending_count(db) == 4
    await settled(db, sent=[1], refused=[(2, "400")])
    assert await outbox.pending_count(db) == 2


async def test_old_marks_go_but_not_what_somebody_should_look_at(db: Database) -> None:
    await say(db, *(word(lane, lane) for lane in "abcdef"))
    await outbox.turn(db, Ends(), 5, NOW)
    await settled(db, sent=[1], refused=[(2, "400")], unknown=[(3, "0")], now=NOW)
    await settled(db, sent=[4], again=[(5, NOW, "429")], now=NOW + 2 * DAY)
    assert await outbox.forget_old(db, NOW + DAY) == 2
    assert look(db, "SELECT id, state FROM outbox ORDER BY id") == [
        (3, "unknown"),
        (4, "sent"),
        (5, "pending"),
        (6, "pending"),
    ]
