"""What is taken back, silenced or forgotten: which rows go, and which stay."""

from storage_world import (
    ANI,
    LEVAN,
    NOW,
    RECORD,
    SOUND,
    commit,
    contact,
    everything,
    fetch,
    furnish,
    inbound,
    look,
    person,
    record,
    word,
)

from storage import inbox, outbox
from storage.database import Database
from storage.outbox import Ends


async def test_discarded_records_go_with_their_sound(home: Database) -> None:
    await commit(
        home, records=[record(), record(SOUND, vault=True), record("e5" * 16)], fetches=[fetch("f6" * 16)]
    )
    await commit(home, discarded=[RECORD, SOUND, "f6" * 16, "00" * 16])
    assert look(home, "SELECT id FROM records") == ["e5" * 16]
    assert look(home, "SELECT media FROM fetches") == []
    assert look(home, "SELECT media FROM leftovers ORDER BY media") == [SOUND, "f6" * 16]


async def test_an_answer_said_anew_takes_the_place_of_the_first(home: Database) -> None:
    await commit(home, records=[record()])
    await commit(home, discarded=[RECORD], records=[record(envelope=b"anew")])
    assert look(home, "SELECT envelope FROM records") == [b"anew"]


async def test_silenced_words_are_not_said(home: Database) -> None:
    await commit(home, words=[word("on its way", care="once"), word("for Levan", "Levan", None)])
    first, _ = await outbox.turn(home, Ends(), 5, NOW)
    await commit(home, words=[word("waiting")])
    await commit(home, silenced=[ANI], words=[word("goodbye")])
    shown = look(home, "SELECT state, body_boxed FROM outbox ORDER BY id")
    assert shown == [("sending", None), ("pending", b"for Levan"), ("dropped", None), ("pending", b"goodbye")]
    await outbox.turn(home, Ends(sent=[2], again=[(first.id, NOW, "429")]), 0, NOW)
    assert look(home, "SELECT state FROM outbox WHERE id = ?", first.id) == ["dropped"]
    assert look(home, "SELECT lane FROM outbox WHERE state = 'dropped'") == ["", ""]
    assert [row.body for row in await outbox.turn(home, Ends(), 5, NOW)] == [b"goodbye"]


async def test_of_the_forgotten_nothing_stays(db: Database) -> None:
    await furnish(db)
    before = everything(db)
    await commit(db, forgotten=[ANI])
    after = everything(db)
    for table in (
        "participants", "contacts", "prompts", "timers", "records", "consents", "fetches", "stays", "scope_changes"
    ):  # fmt: skip
        assert after[table] == [row for row in before[table] if ANI not in row], table
        assert len(after[table]) < len(before[table]), table
    assert sorted(after["leftovers"]) == ["1" * 28, "1" * 30]
    assert after["numbers"] == before["numbers"]
    assert after["tallies"] == before["tallies"]
    assert after["texts"] == before["texts"]
    assert look(db, "SELECT id, once, participant, state, body_boxed FROM inbox WHERE id <= 3") == [
        (3, "update:1", None, "done", None)
    ]
    assert after["inbox"][1:] == before["inbox"][3:]
    words = look(db, "SELECT participant, state, body_boxed FROM outbox ORDER BY id")
    assert words == [
        (None, "sent", None),
        (None, "sending", b"flying 1"),
        (None, "pending", b"waiting 1"),
        (LEVAN, "sent", None),
        (LEVAN, "sending", b"flying 2"),
        (LEVAN, "pending", b"waiting 2"),
    ]


async def test_who_was_forgotten_can_come_again_as_somebody_new(home: Database) -> None:
    await commit(home, contacts=[contact()])
    await commit(home, forgotten=[ANI], words=[word("You have left.", participant=None)])
    await commit(home, participants=[person(LEVAN)], contacts=[contact(LEVAN)])
    assert look(home, "SELECT participant FROM contacts") == [LEVAN]
    assert look(home, "SELECT state FROM outbox") == ["pending"]


async def test_a_contact_that_is_cut_leaves_no_way_from_the_chat(db: Database) -> None:
    """What they gave stays; what was put aside of them, or is on its way to them, names nobody."""
    await furnish(db)
    await inbox.journal(db, [inbound("update:9")])
    (aside,) = look(db, "SELECT id FROM inbox WHERE once = 'update:9'")
    await commit(db, owned=[(aside, ANI)], parked=[(aside, "KeyError")])
    before = everything(db)
    await commit(db, cut=[ANI])
    after = everything(db)
    assert len(after["contacts"]) == len(before["contacts"]) - 1
    assert not [row for row in after["contacts"] if ANI in row]
    for table in ("participants", "prompts", "records", "consents", "stays", "scope_changes"):
        assert after[table] == before[table], table
    assert look(db, "SELECT participant, state, body_boxed, lane FROM inbox WHERE id = ?", aside) == [
        (None, "done", None, None)
    ]
    assert look(db, "SELECT COUNT(*) FROM outbox WHERE participant = ?", ANI) == [0]
    await commit(db, forgotten=[ANI])  # by their code, when they ask the team
    assert look(db, "SELECT COUNT(*) FROM records WHERE participant = ?", ANI) == [0]
