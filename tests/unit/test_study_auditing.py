"""The audit of consent as a table: what is planted, and which check finds it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from audited_study import ANI, DAY, LEVAN, SEALED, START, TERMS, TEXT, Folder, broken, lived, protocol
from hypothesis import given
from hypothesis import strategies as st

from study.agreements import Agreed, fewest, in_force, needed, read, spells
from study.audited import Verdict
from study.auditing import audit
from study.consent import text_sha256
from study.evidence import ConsentKept, RecordKept
from study.ledger import Entry, Head, Link, canonical, chained, commitment, head

Plant = Callable[[Folder], None]


def test_an_honest_folder_holds() -> None:
    made = audit(lived().evidence(), protocol())
    assert broken(made) == {}
    assert made.holds
    [line] = made.lines
    assert (line.code, line.verdict, line.records, line.scopes) == ("AM-01", Verdict.HOLDS, 9, ("diary",))
    assert (line.terms, line.agreed_at) == (TERMS, START)
    assert made.head == head(lived().links)


def changed_body(folder: Folder) -> None:
    old = folder.entries[0]
    folder.entries[0] = replace(old, body=old.body.replace('"mistakes":0', '"mistakes":9'))


def changed_link(folder: Folder) -> None:
    folder.links[0] = replace(folder.links[0], commitment=bytes(32))


def changed_hash(folder: Folder) -> None:
    folder.links[0] = replace(folder.links[0], hash=bytes(32))


def missing_link(folder: Folder) -> None:
    del folder.links[0]
    del folder.entries[0]


def entry_put_in_between(folder: Folder) -> None:
    """With hashes of its own that are right, and links after it that are not."""
    link = folder.links[0]
    salt, body = bytes(32), canonical({"kind": "told", "participant": ANI, "at": "2024-03-10T00:00:00+00:00"})
    made = commitment(salt, body)
    folder.links.insert(1, Link(2, made, link.hash, chained(2, link.hash, made)))
    folder.links[2:] = [replace(one, n=one.n + 1) for one in folder.links[2:]]
    folder.entries[1:] = [
        Entry(2, ANI, salt, body),
        *(replace(one, n=one.n + 1) for one in folder.entries[1:]),
    ]


def entry_without_a_link(folder: Folder) -> None:
    folder.entries.append(replace(folder.entries[0], n=99))


def entry_that_cannot_be_read(folder: Folder) -> None:
    folder.enter(ANI, "consent", 9.5)


def entry_of_somebody_else(folder: Folder) -> None:
    folder.arrives(LEVAN, "AM-02")
    folder.agrees(1, replace(TERMS, record="c9" * 16), LEVAN)
    folder.enter(ANI, "withdrawal", 9.5)
    folder.entries[-1] = replace(folder.entries[-1], participant=LEVAN)


def row_that_says_another_version(folder: Folder) -> None:
    folder.consents[0] = replace(folder.consents[0], terms=replace(TERMS, version="1.1"))


def row_with_one_scope_more(folder: Folder) -> None:
    terms = replace(TERMS, scopes=(*TERMS.scopes, "faces"))
    folder.consents[0] = replace(folder.consents[0], terms=terms)


def row_at_another_time(folder: Folder) -> None:
    folder.consents[0] = replace(folder.consents[0], at=START - DAY)


def row_twice(folder: Folder) -> None:
    folder.consents.append(folder.consents[0])


def row_without_an_entry(folder: Folder) -> None:
    folder.consents.append(ConsentKept(ANI, START + 9 * DAY, TERMS))


def entry_without_a_row(folder: Folder) -> None:
    folder.consents.clear()


def change_without_an_entry(folder: Folder) -> None:
    folder.changes.append(replace(folder.changes[0], given=True, at=START + 9 * DAY))


def change_without_a_row(folder: Folder) -> None:
    folder.changes.clear()


def withdrawal_without_an_entry(folder: Folder) -> None:
    folder.people[0] = replace(folder.people[0], withdrawn_at=START + 20 * DAY)


def withdrawal_taken_out_of_the_rows(folder: Folder) -> None:
    folder.leaves(20)
    folder.people[0] = replace(folder.people[0], withdrawn_at=None)


def code_without_an_agreement(folder: Folder) -> None:
    folder.arrives(LEVAN, "AM-02")


def another_text(folder: Folder) -> None:
    folder.texts[TERMS.text_sha256] = TEXT.replace("Quote me", "Quote me by name")


def text_gone(folder: Folder) -> None:
    folder.texts.clear()


def record_after_withdrawal(folder: Folder) -> None:
    folder.leaves(20)
    folder.says(20.1)


def record_between_leaving_and_coming_back(folder: Folder) -> None:
    folder.leaves(20)
    folder.agrees(30, replace(TERMS, record="c1" * 16))
    folder.says(25, "entry")


def record_before_any_agreement(folder: Folder) -> None:
    folder.says(-1)


def record_of_nobody_who_agreed(folder: Folder) -> None:
    folder.says(1, who=LEVAN)


def record_without_the_scope_of_its_wave(folder: Folder) -> None:
    folder.says(9, wave="quoted")


def record_without_a_required_scope(folder: Folder) -> None:
    folder.changes_scope(10, "diary", given=False)
    folder.says(11)


def agreement_without_a_required_scope(folder: Folder) -> None:
    folder.leaves(20)
    folder.agrees(30, replace(TERMS, scopes=("quotes",), record="c1" * 16))


def agreement_to_nothing(folder: Folder) -> None:
    folder.leaves(20)
    folder.agrees(30, replace(TERMS, scopes=(), language="hy", record="c1" * 16))


def recording_of_no_agreement(folder: Folder) -> None:
    folder.says(5, "consent", "cc" * 16)


def recording_made_afterwards(folder: Folder) -> None:
    one = folder.records[0]
    folder.records[0] = replace(one, at=one.at + DAY)


def rewound_version(folder: Folder) -> None:
    folder.leaves(20)
    folder.agrees(30, replace(TERMS, version="0.9", record="c1" * 16))


def rewound_by_one_of_ten(folder: Folder) -> None:
    """As texts, 1.9 would come after 1.10."""
    folder.agrees(30, replace(TERMS, version="1.10", record="c1" * 16))
    folder.agrees(31, replace(TERMS, version="1.9", record="c2" * 16))


def swapped_voice(folder: Folder) -> None:
    folder.sealed[TERMS.record] = "5f" * 32


def lost_voice(folder: Folder) -> None:
    folder.sealed[TERMS.record] = ""


def no_record_of_the_voice(folder: Folder) -> None:
    folder.sealed.clear()


PLANTED: list[tuple[Plant, str, str]] = [
    (changed_body, "ledger", "Entry 1 no longer says what it said when it was made."),
    (changed_link, "ledger", "Entry 1 is not the one that its hash was made of."),
    (changed_hash, "ledger", "Entry 2 does not follow from the one before it."),
    (missing_link, "ledger", "Entry 1 is missing: after entry 0 comes entry 2."),
    (entry_put_in_between, "ledger", "Entry 3 does not follow from the one before it."),
    (entry_without_a_link, "ledger", "Entry 99 says something, and the chain does not have it."),
    (entry_that_cannot_be_read, "ledger", "AM-01: entry 3 of the ledger cannot be read."),
    (entry_of_somebody_else, "ledger", "AM-02: entry 4 of the ledger cannot be read."),
    (row_that_says_another_version, "rows", "AM-01: an agreement of 2024-03-09 16:00 UTC is in the data"),
    (row_that_says_another_version, "rows", "is in the ledger, and not so in the data"),
    (row_with_one_scope_more, "rows", "is in the data, and not so in the ledger"),
    (row_at_another_time, "rows", "an agreement of 2024-03-08 16:00 UTC is in the data"),
    (row_twice, "rows", "is in the data, and not so in the ledger"),
    (row_without_an_entry, "rows", "is in the data, and not so in the ledger"),
    (entry_without_a_row, "rows", "is in the ledger, and not so in the data"),
    (change_without_an_entry, "rows", "a change of scope of 2024-03-18 16:00 UTC is in the data"),
    (change_without_a_row, "rows", "a change of scope of 2024-03-17 16:00 UTC is in the ledger"),
    (withdrawal_without_an_entry, "rows", "a withdrawal of 2024-03-29 16:00 UTC is in the data"),
    (withdrawal_taken_out_of_the_rows, "rows", "a withdrawal of 2024-03-29 16:00 UTC is in the ledger"),
    (code_without_an_agreement, "rows", "AM-02: there is a code, and no agreement in the ledger."),
    (another_text, "texts", "no longer has the SHA-256 by which it is known"),
    (text_gone, "texts", "AM-01: the text that was agreed to on 2024-03-09 16:00 UTC is not here."),
    (record_after_withdrawal, "records", "lies after the withdrawal of 2024-03-29 16:00 UTC"),
    (record_between_leaving_and_coming_back, "records", "lies after the withdrawal of 2024-03-29 16:00 UTC"),
    (record_before_any_agreement, "records", "lies before any agreement"),
    (record_of_nobody_who_agreed, "records", "Somebody without a code: a record of 2024-03-10 16:00 UTC"),
    (record_without_the_scope_of_its_wave, "records", "needs the scope quotes, which was not held"),
    (record_without_a_required_scope, "records", "needs the scope diary, which was not held"),
    (agreement_without_a_required_scope, "records", "the agreement of 2024-04-08 16:00 UTC lacks a scope"),
    (agreement_to_nothing, "records", "the agreement of 2024-04-08 16:00 UTC lacks a scope"),
    (recording_of_no_agreement, "records", f"(consent, {'cc' * 16}) is named by no agreement"),
    (recording_made_afterwards, "records", "is later than the agreement that names it"),
    (rewound_version, "versions", "AM-01: version 1.0 was followed by version 0.9."),
    (rewound_by_one_of_ten, "versions", "AM-01: version 1.10 was followed by version 1.9."),
    (swapped_voice, "recordings", "is not what was sealed then: it was changed or swapped"),
    (lost_voice, "recordings", "AM-01: what was said to agree on 2024-03-09 16:00 UTC is not here."),
    (
        no_record_of_the_voice,
        "recordings",
        "AM-01: what was said to agree on 2024-03-09 16:00 UTC is not here.",
    ),
]


@pytest.mark.parametrize(
    ("plant", "check", "said"), PLANTED, ids=lambda value: getattr(value, "__name__", "")
)
def test_what_is_planted_is_found(plant: Plant, check: str, said: str) -> None:
    folder = lived()
    plant(folder)
    made = audit(folder.evidence({"quoted": "quotes"}), protocol())
    assert not made.holds
    assert said in "\n".join(broken(made)[check])


def test_who_is_faulted_is_broken_and_nobody_else() -> None:
    folder = lived()
    folder.arrives(LEVAN, "AM-02")
    folder.agrees(1, replace(TERMS, record="c9" * 16), LEVAN)
    record_after_withdrawal(folder)
    assert [line.verdict for line in audit(folder.evidence(), protocol()).lines] == [
        Verdict.BROKEN,
        Verdict.HOLDS,
    ]


def test_leaving_coming_back_and_what_was_said_before() -> None:
    folder = lived()
    folder.leaves(20)
    made = audit(folder.evidence(), protocol())
    assert broken(made) == {}
    [line] = made.lines
    assert (line.verdict, line.records, line.scopes) == (Verdict.WITHDREW, 9, ())
    assert (line.withdrawn_at, line.told) == (START + 20 * DAY, "withdrew")
    folder.agrees(30, replace(TERMS, version="1.1", scopes=("diary",), record="c1" * 16))
    folder.says(31)
    made = audit(folder.evidence(), protocol("1.1"))
    assert broken(made) == {}
    [line] = made.lines
    assert (line.verdict, line.records, line.agreements) == (Verdict.HOLDS, 10, 2)


def test_what_comes_in_one_go_with_a_change_belongs_to_both_sides() -> None:
    """Telegram hands over several messages at once, and they have one time."""
    folder = lived()
    folder.changes_scope(12, "quotes", given=True)
    folder.says(12, wave="quoted")
    folder.changes_scope(14, "quotes", given=False)
    folder.says(14, wave="quoted")
    folder.leaves(20)
    folder.says(20)
    assert broken(audit(folder.evidence({"quoted": "quotes"}), protocol())) == {}


def test_erased_people_leave_links_that_say_nothing() -> None:
    folder = lived()
    folder.arrives(LEVAN, "AM-02")
    folder.agrees(1, replace(TERMS, record="c9" * 16), LEVAN)
    folder.forget(ANI)
    made = audit(folder.evidence(), protocol())
    assert broken(made) == {}
    assert [(line.code, line.told) for line in made.lines] == [
        ("AM-01", "erased: 0 records held"),
        ("AM-02", "holds"),
    ]
    assert made.erased_entries == 2


def test_a_later_study_file_asks_nothing_of_an_earlier_agreement() -> None:
    """In the version that Ani agreed to, no third scope was asked for."""
    now = protocol("2.0")
    more = now.consent.scopes[1].model_copy(update={"id": "faces", "required": True})
    consent = now.consent.model_copy(update={"scopes": (*now.consent.scopes, more)})
    assert broken(audit(lived().evidence(), now.model_copy(update={"consent": consent}))) == {}


def test_what_an_older_agreement_left_behind_may_go() -> None:
    folder = lived()
    folder.leaves(20)
    folder.agrees(30, replace(TERMS, record="c1" * 16))
    folder.sealed[TERMS.record] = ""
    made = audit(folder.evidence(), protocol())
    assert broken(made) == {}
    assert [check.notes for check in made.checks if check.name == "recordings"] == [
        ("Earlier agreements without their recording: 1 of 1.",)
    ]


HEADS: list[tuple[str, Callable[[Folder], Head], str]] = [
    ("the same", lambda folder: head(folder.links), ""),
    ("an earlier one", lambda folder: Head(1, folder.links[0].hash), ""),
    ("of an empty ledger", lambda folder: Head(0, bytes(32)), ""),
    ("of one that was longer", lambda folder: Head(9, bytes(32)), "it had 9 before: it was cut back"),
    ("of another one", lambda folder: Head(1, bytes(32)), "Entry 1 is another one than before"),
]


@pytest.mark.parametrize(("seen", "said"), [row[1:] for row in HEADS], ids=[row[0] for row in HEADS])
def test_a_head_that_was_seen_before(seen: Callable[[Folder], Head], said: str) -> None:
    folder = lived()
    found = broken(audit(folder.evidence(), protocol(), seen(folder)))
    assert (found == {}) if not said else said in found["head"][0]


def test_a_ledger_that_was_cut_back_with_its_rows_is_found_by_its_head_alone() -> None:
    folder = lived()
    seen = head(folder.links)
    del folder.links[-1], folder.entries[-1], folder.changes[-1]
    assert broken(audit(folder.evidence(), protocol())) == {}
    assert "head" in broken(audit(folder.evidence(), protocol(), seen))


def test_the_head_that_is_printed_can_be_given_back() -> None:
    made = head(lived().links)
    assert Head.read(f" {made}\n") == made


@pytest.mark.parametrize(
    "text", ["", "4", "4:", "x:00", f"-1:{'00' * 32}", f"4:{'00' * 31}", f"4:{'0g' * 32}"]
)
def test_what_is_no_head(text: str) -> None:
    with pytest.raises(ValueError, match="number, a colon and 64"):
        Head.read(text)


def test_which_scopes_a_text_makes_a_condition() -> None:
    assert needed(protocol(), TERMS, TEXT) == {"diary"}
    assert fewest(TEXT) == 1
    assert needed(protocol(), TERMS, "") == needed(protocol(), TERMS, "no scopes in it") == frozenset()
    assert fewest("Telegram.\n\n---\n\nI take part.") == 0
    assert text_sha256(TEXT) == TERMS.text_sha256


BODIES = [
    "",
    "[]",
    "null",
    "{}",
    '{"kind":"consent"}',
    f'{{"kind":"withdrawal","participant":"{ANI}","at":"2024-03-10"}}',
    f'{{"kind":"withdrawal","participant":"{ANI}","at":7}}',
    f'{{"kind":"scope","participant":"{ANI}","at":"2024-03-10T00:00:00+00:00"}}',
    "[" * 100_000,
]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_whatever_an_entry_says_is_read_or_told(body: str) -> None:
    folder = lived()
    folder.entries.append(Entry(3, ANI, bytes(32), body))
    assert "ledger" in broken(audit(folder.evidence(), protocol()))


days = st.integers(1, 60)
deeds = st.lists(st.sampled_from(["agree", "leave", "give", "take", "say"]), max_size=12)


@given(deeds)
def test_whatever_somebody_does_in_order_holds(done: list[str]) -> None:
    """A person who says something only while they agree: the audit has nothing to find, and spells tell the same."""
    folder, agreed = lived(), True
    for number, deed in enumerate(done):
        day = 20.0 + number
        if deed == "agree":
            folder.agrees(day, replace(TERMS, record=f"{number + 1:032x}"))
            agreed = True
        elif deed == "leave" and agreed:
            folder.leaves(day)
            agreed = False
        elif deed in ("give", "take") and agreed:
            folder.changes_scope(day, "quotes", given=deed == "give")
        elif deed == "say" and agreed:
            folder.says(day)
    made = audit(folder.evidence(), protocol())
    assert broken(made) == {}
    assert (made.lines[0].verdict is Verdict.HOLDS) == agreed
    lived_through = spells(read(entry) for entry in folder.entries)
    assert (in_force(lived_through) is not None) == agreed
    ends = [spell.until for spell in lived_through[:-1]]
    assert all(end <= after.since for end, after in zip(ends, lived_through[1:], strict=True))


def test_an_entry_gives_back_what_was_put_in() -> None:
    [first, _] = [read(entry) for entry in lived().entries]
    assert first == Agreed(1, START, TERMS, SEALED)


def test_records_have_no_words_in_what_is_told() -> None:
    folder = lived()
    folder.records.append(RecordKept("f" * 32, ANI, "answer", START + 99 * DAY))
    record_after_withdrawal(folder)
    told = "\n".join(
        sentence for found in broken(audit(folder.evidence(), protocol())).values() for sentence in found
    )
    assert ANI not in told
