"""The line is down: one question to somebody waits to be sent, and nothing is piled upon it."""

from dataclasses import replace

from storage_world import LEVAN, NOW, PROMPT, commit, contact, look, person, timer, word

from storage import outbox, timers
from storage.database import Database
from storage.outbox import Ends
from storage.rows import MovedPrompt

QUESTION = word("a question", prompt="p1", haste="prompt")
REMINDER = word("the question is still here", haste="prompt")


async def asked(db: Database) -> None:
    """A question to Ani waits; Levan has none."""
    people = [person(), person(LEVAN)]
    contacts = [contact(), contact(LEVAN, b"lookup of Levan")]
    plan = [PROMPT, replace(PROMPT, id="p2"), replace(PROMPT, id="p3", participant=LEVAN)]
    await commit(db, participants=people, contacts=contacts, prompts_planned=plan, words=[QUESTION])


async def falling(db: Database) -> set[str]:
    return {row.kind for row in await timers.due(db, NOW, 99)}


async def said(db: Database) -> None:
    (row,) = await outbox.turn(db, Ends(), 1, NOW)
    await outbox.turn(db, Ends(sent=[row.id], put=["p1"]), 0, NOW)


async def test_what_would_call_them_waits_until_the_question_is_out(db: Database) -> None:
    await asked(db)
    calls = {"prompt", "again", "waiting", "resume"}
    await commit(db, timers=[timer(kind, "p2") for kind in (*calls, "expire", "end")])
    await commit(db, timers=[timer("silence", "p3", participant=LEVAN)])
    assert await falling(db) == {"expire", "end", "silence"}
    await said(db)
    assert await falling(db) == calls | {"expire", "end", "silence"}


async def test_nobody_is_reminded_of_what_they_have_not_seen(db: Database) -> None:
    await asked(db)
    await commit(db, words=[REMINDER, word("an answer to what they wrote")])
    assert look(db, "SELECT haste FROM outbox") == ["prompt", "reply"]
    await said(db)
    await commit(db, words=[REMINDER])
    assert look(db, "SELECT haste, state FROM outbox WHERE haste = 'prompt'") == [
        ("prompt", "sent"),
        ("prompt", "pending"),
    ]


async def test_what_is_over_is_not_put_any_more(db: Database) -> None:
    await asked(db)
    await commit(db, prompts_moved=[MovedPrompt("p1", "delivered", NOW), MovedPrompt("p2", "expired", NOW)])
    assert look(db, "SELECT state FROM outbox") == ["pending"]
    await commit(db, prompts_moved=[MovedPrompt("p1", "expired", NOW + 9)])
    assert look(db, "SELECT state, body_boxed, lane, ended_at FROM outbox") == [
        ("dropped", None, "", NOW + 9)
    ]
    assert await outbox.pending_count(db) == 0
