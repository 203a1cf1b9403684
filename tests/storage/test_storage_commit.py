"""What each list of a Commit makes true. What takes something away is in test_storage_leaving."""

import json
from dataclasses import replace
from typing import Any

import pytest
from storage_world import (
    ANI,
    CONSENT,
    DAY,
    LEVAN,
    NOW,
    PROMPT,
    RECORD,
    SOUND,
    commit,
    contact,
    everything,
    fetch,
    inbound,
    look,
    person,
    record,
    timer,
    word,
)

from storage import inbox
from storage.database import Database
from storage.rows import CancelledTimers, EndedPrompts, MovedPrompt, ScopeChangeRow, StayRow, TallyStep

EFFECTS: dict[str, tuple[dict[str, Any], str, list[Any]]] = {
    "participants": (
        {
            "participants": [
                person(
                    LEVAN,
                    code="GE-01",
                    site="GE",
                    blocked=True,
                    enrolled_at=NOW + 5,
                    arm="calls",
                    touch="blocked",
                    touch_since=NOW + 6,
                )
            ]
        },
        f"SELECT * FROM participants WHERE id = '{LEVAN}'",
        [
            (
                *(LEVAN, "GE-01", "GE", "yerevan-chat", "ru", "screening", 1, NOW),
                *(NOW + 5, None, b"state", "calls", "blocked", NOW + 6),
            )
        ],
    ),
    "contacts": (
        {"contacts": [contact()]},
        "SELECT * FROM contacts",
        [(ANI, b"lookup of Ani", b"chat of " + ANI.encode())],
    ),
    "numbers": (
        {"numbers": [("AM", 4), ("GE", 1)]},
        "SELECT * FROM numbers ORDER BY site",
        [("AM", 4), ("GE", 1)],
    ),
    "prompts_planned": (
        {"prompts_planned": [PROMPT]},
        "SELECT * FROM prompts",
        [
            (
                *("p1", ANI, "first-week", "evening", 3, 1, "due", NOW, NOW + 3 * 3600, None, None, None),
                *("AM", None, None, None, 0),
            )
        ],
    ),
    "timers": (
        {"timers": [timer()]},
        "SELECT * FROM timers",
        [(f"{ANI}:prompt:p1", ANI, "prompt", "p1", NOW, '{"wave": "w"}', "w")],
    ),
    "stays": (
        {"stays": [StayRow(ANI, "AM", "", NOW), StayRow(ANI, "AM", "Asia/Yerevan", NOW)]},
        "SELECT * FROM stays",
        [(ANI, "AM", "Asia/Yerevan", NOW)],
    ),
    "scopes": (
        {"scopes_changed": [ScopeChangeRow(ANI, "letter", True, NOW)]},
        "SELECT * FROM scope_changes",
        [(1, ANI, "letter", 1, NOW)],
    ),
    "records": (
        {
            "records": [
                record(),
                record("e5" * 16, kind="entry", prompt=None, draft=True, vault=True, sha256=b"of the sound"),
            ]
        },
        "SELECT * FROM records ORDER BY id",
        [
            (RECORD, ANI, "answer", "p1", NOW, 0, b"sealed", 0, None),
            ("e5" * 16, ANI, "entry", None, NOW, 1, b"sealed", 1, b"of the sound"),
        ],
    ),
    "fetches": (
        {"fetches": [fetch()]},
        "SELECT * FROM fetches",
        [(SOUND, ANI, b"file of " + SOUND.encode(), 0, NOW)],
    ),
    "tallies": (
        {
            "tallies": [
                TallyStep("arrived", "a", ""),
                TallyStep("arrived", "a", ""),
                TallyStep("eligible", "a", "AM"),
            ]
        },
        "SELECT * FROM tallies ORDER BY step",
        [("arrived", "a", "", 2), ("eligible", "a", "AM", 1)],
    ),
    "words": (
        {"words": [word("one"), word("two", participant=None, haste="prompt", care="once")]},
        "SELECT id, participant, lane, haste, care, state, body_boxed, created_at, not_before, tries FROM outbox",
        [
            (1, ANI, b"Ani", "reply", "harmless", "pending", b"one", NOW, 0, 0),
            (2, None, b"Ani", "prompt", "once", "pending", b"two", NOW, 0, 0),
        ],
    ),
}


@pytest.mark.parametrize("name", EFFECTS)
async def test_what_is_added(home: Database, name: str) -> None:
    lists, question, wanted = EFFECTS[name]
    await commit(home, **lists)
    assert look(home, question) == wanted


async def test_a_participant_takes_the_newest_form_and_keeps_what_is_theirs(home: Database) -> None:
    await commit(home, contacts=[contact()], records=[record()], timers=[timer()])
    later = person(
        code="AM-01",
        site="AM",
        stage="enrolled",
        language="en",
        enrolled_at=NOW + 9,
        withdrawn_at=NOW + 10,
        arm="calls",
    )
    await commit(home, participants=[later])
    shown = look(home, "SELECT code, site, stage, language, enrolled_at, withdrawn_at, arm FROM participants")
    assert shown == [("AM-01", "AM", "enrolled", "en", NOW + 9, NOW + 10, "calls")]
    for table in ("contacts", "records", "timers"):
        assert look(home, f"SELECT participant FROM {table}") == [ANI], table


async def test_a_contact_may_move_to_another_chat(home: Database) -> None:
    await commit(home, contacts=[contact()])
    await commit(home, contacts=[contact(lookup=b"another")])
    assert look(home, "SELECT lookup FROM contacts") == [b"another"]


async def test_a_number_never_goes_back(home: Database) -> None:
    for number, wanted in ((3, 3), (2, 3), (4, 4)):
        await commit(home, numbers=[("AM", number)])
        assert look(home, "SELECT last FROM numbers") == [wanted]


MOVES = [
    ("delivered", "delivered_at"),
    ("begun", "begun_at"),
    *(
        (state, "ended_at")
        for state in ("answered", "partial", "expired", "skipped", "withdrawn", "not-asked")
    ),
]


@pytest.mark.parametrize(("state", "stamp"), MOVES)
async def test_a_prompt_moves_and_is_stamped(home: Database, state: str, stamp: str) -> None:
    await commit(home, prompts_planned=[PROMPT, replace(PROMPT, id="p2")])
    await commit(home, prompts_moved=[MovedPrompt("p1", state, NOW + 7)])
    times = {"delivered_at": None, "begun_at": None, "ended_at": None, stamp: NOW + 7}
    shown = look(home, "SELECT state, delivered_at, begun_at, ended_at FROM prompts ORDER BY id")
    assert shown == [(state, *times.values()), ("due", None, None, None)]


async def test_a_prompt_keeps_its_earlier_stamps(home: Database) -> None:
    await commit(home, prompts_planned=[PROMPT])
    for place, state in enumerate(("delivered", "begun", "answered")):
        await commit(home, prompts_moved=[MovedPrompt("p1", state, NOW + place)])
    shown = look(home, "SELECT state, delivered_at, begun_at, ended_at FROM prompts")
    assert shown == [("answered", NOW, NOW + 1, NOW + 2)]


async def test_what_has_lapsed_can_be_begun_and_answered_late(home: Database) -> None:
    await commit(home, prompts_planned=[PROMPT])
    moves = [
        MovedPrompt("p1", "expired", NOW, 1, 0),
        MovedPrompt("p1", "begun", NOW + 1),
        MovedPrompt("p1", "partial", NOW + 1, 2, 1, late=True),
    ]
    shown = []
    for move in (*moves, MovedPrompt("p1", "answered", NOW + 2, 2, 2, late=True)):
        await commit(home, prompts_moved=[move])
        shown += look(home, "SELECT state, begun_at, ended_at, asked, given, late FROM prompts")
    assert shown == [
        ("expired", None, NOW, 1, 0, 0),
        ("expired", NOW + 1, NOW, 1, 0, 0),
        ("partial", NOW + 1, NOW + 1, 2, 1, 1),
        ("answered", NOW + 1, NOW + 2, 2, 2, 1),
    ]


async def test_every_prompt_that_is_not_over_ends(home: Database) -> None:
    states = ("due", "delivered", "begun", "answered", "expired")
    await commit(home, participants=[person(LEVAN)])
    await commit(
        home,
        prompts_planned=[
            *(replace(PROMPT, id=state) for state in states),
            replace(PROMPT, id="his", participant=LEVAN),
        ],
        prompts_moved=[MovedPrompt(state, state, NOW) for state in states],
        prompts_ended=[EndedPrompts(ANI, "withdrawn", NOW + 8)],
    )
    shown = {id: rest for id, *rest in look(home, "SELECT id, state, ended_at FROM prompts")}
    assert shown == {
        "due": ["withdrawn", NOW + 8],
        "delivered": ["withdrawn", NOW + 8],
        "begun": ["withdrawn", NOW + 8],
        "answered": ["answered", NOW],
        "expired": ["expired", NOW],
        "his": ["due", None],
    }


async def test_a_later_timer_of_the_same_name_takes_the_place_of_the_first(home: Database) -> None:
    await commit(home, timers=[timer(due_at=NOW)])
    await commit(home, timers=[timer(due_at=NOW + DAY)])
    assert look(home, "SELECT due_at FROM timers") == [NOW + DAY]


CANCELS = [
    (CancelledTimers(ANI), {"his"}),
    (CancelledTimers(ANI, kind="remind"), {"prompt p1", "prompt p2", "his"}),
    (CancelledTimers(ANI, prompt="p1"), {"prompt p2", "remind p2", "his"}),
    (CancelledTimers(ANI, kind="remind", prompt="p1"), {"prompt p1", "prompt p2", "remind p2", "his"}),
]


@pytest.mark.parametrize(("cancelled", "left"), CANCELS)
async def test_timers_are_cancelled(home: Database, cancelled: CancelledTimers, left: set[str]) -> None:
    kinds = [(kind, prompt) for kind in ("prompt", "remind") for prompt in ("p1", "p2")]
    his = timer("remind", "p1", participant=LEVAN)
    await commit(home, participants=[person(LEVAN)], timers=[*(timer(*one) for one in kinds), his])
    await commit(home, cancelled=[cancelled])
    shown = look(
        home, "SELECT CASE WHEN participant = ? THEN 'his' ELSE kind || ' ' || prompt END FROM timers", LEVAN
    )
    assert set(shown) == left


async def test_a_timer_cancelled_and_set_in_one_outcome_is_set(home: Database) -> None:
    await commit(home, timers=[timer(), timer("remind")])
    await commit(home, cancelled=[CancelledTimers(ANI)], timers=[timer(due_at=NOW + 5)])
    assert look(home, "SELECT kind, due_at FROM timers") == [("prompt", NOW + 5)]


async def test_confirmed_records_are_drafts_no_longer(home: Database) -> None:
    await commit(home, records=[record(draft=True), record("e5" * 16, draft=True)])
    await commit(home, confirmed=[RECORD])
    assert look(home, "SELECT id, draft FROM records ORDER BY id") == [(RECORD, 0), ("e5" * 16, 1)]


async def test_a_consent_is_bound_to_its_text(home: Database) -> None:
    await commit(home, consents=[CONSENT])
    await commit(home, consents=[replace(CONSENT, given_at=NOW + 1, way="typed")])
    assert look(home, "SELECT * FROM texts") == [("5f" * 32, "the text")]
    (first, second) = look(home, "SELECT * FROM consents ORDER BY id")
    assert first[1:5] == (ANI, "1.0", "ru", "5f" * 32)
    assert json.loads(first[5]) == ["diary", "quotes"]
    assert first[6:] == (1, SOUND, NOW, "voice")
    assert second[-2:] == (NOW + 1, "typed")


async def test_inbox_rows_end_wait_on_or_are_put_aside(db: Database) -> None:
    await inbox.journal(db, [inbound(f"update:{n}") for n in range(1, 5)])
    await commit(db, done=[1], retried=[(2, "KeyError", 0.0)], parked=[(3, "ValueError")], owned=[(3, ANI)])
    assert look(db, "SELECT id, state, tries, fault, body_boxed IS NULL, participant FROM inbox") == [
        (1, "done", 0, None, 1, None),
        (2, "waiting", 1, "KeyError", 0, None),
        (3, "parked", 1, "ValueError", 0, ANI),
        (4, "waiting", 0, None, 0, None),
    ]


async def test_an_empty_commit_changes_nothing(home: Database) -> None:
    before = everything(home)
    await commit(home)
    assert everything(home) == before


async def test_a_prompt_that_was_put_is_laid_and_put_no_more(home: Database) -> None:
    later = replace(PROMPT, due_at=NOW + DAY, expires_at=NOW + 2 * DAY, site="KZ")
    await commit(home, prompts_planned=[PROMPT], timers=[timer()])
    await commit(home, prompts_planned=[later], timers=[timer(due_at=NOW + DAY)])
    assert look(home, "SELECT due_at, expires_at, site FROM prompts") == [(NOW + DAY, NOW + 2 * DAY, "KZ")]
    assert look(home, "SELECT due_at FROM timers") == [NOW + DAY]
    await commit(home, cancelled=[CancelledTimers(ANI)], prompts_moved=[MovedPrompt("p1", "delivered", NOW)])
    await commit(home, prompts_planned=[PROMPT], timers=[timer(), timer("expire")])
    assert look(home, "SELECT due_at, site, state FROM prompts") == [(NOW + DAY, "KZ", "delivered")]
    assert look(home, "SELECT kind FROM timers") == ["expire"]


async def test_a_contact_that_is_cut_leaves_what_they_gave(home: Database) -> None:
    await commit(home, contacts=[contact()], records=[record()])
    await commit(home, participants=[person()], cut=[ANI])
    assert look(home, "SELECT * FROM contacts") == []
    assert look(home, "SELECT id FROM records") == [RECORD]
