"""The audit of consent: whose code is whose, who takes part, and who is interviewed with whom. What is planted in the
rows of people is found, and honest stories hold."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from audited_study import ANI, LEVAN, NINO, TERMS, Folder, broken, lived, protocol

from study.audited import Audit, Verdict
from study.auditing import audit
from study.evidence import OtherKept

Plant = Callable[[Folder], None]


def two(folder: Folder, older: bool = False) -> None:
    """Ani and Levan are interviewed together."""
    folder.arrives(LEVAN, "AM-02")
    folder.agrees(1, replace(TERMS, record="c9" * 16), LEVAN)
    folder.joins(10, ANI, LEVAN, older=older)
    folder.joins(10, LEVAN, ANI, older=older)


def codes_swapped(folder: Folder) -> None:
    """Ani has left, and it looks as if Levan had."""
    two(folder)
    folder.leaves(20)
    folder.row(ANI, code="AM-02")
    folder.row(LEVAN, code="AM-01")


def another_code(folder: Folder) -> None:
    folder.row(code="AM-09")


def code_taken_away(folder: Folder) -> None:
    folder.row(code="")


def standing_put_back(stage: str) -> Plant:
    def plant(folder: Folder) -> None:
        folder.leaves(20)
        folder.row(stage=stage)

    return plant


def withdrawal_taken_out_of_the_row(folder: Folder) -> None:
    folder.leaves(20)
    folder.row(stage="enrolled", withdrawn_at=None)


def made_one_who_left(folder: Folder) -> None:
    folder.row(stage="withdrawn")


def made_one_who_takes_part(folder: Folder) -> None:
    folder.arrives(LEVAN, "AM-02")
    folder.row(LEVAN, code="", stage="enrolled")


def pair_with_another(folder: Folder) -> None:
    two(folder)
    folder.arrives(NINO, "AM-03")
    folder.agrees(2, replace(TERMS, record="c8" * 16), NINO)
    folder.others[0] = replace(folder.others[0], participant=NINO)


def pair_with_another_in_older_words(folder: Folder) -> None:
    two(folder, older=True)
    folder.others[0] = replace(folder.others[0], participant=ANI)


def pair_without_its_salt(folder: Folder) -> None:
    two(folder)
    folder.others[0] = replace(folder.others[0], salt=bytes(32))


def pair_that_is_not_named(folder: Folder) -> None:
    two(folder)
    del folder.others[0]


def pair_that_would_stay(folder: Folder) -> None:
    two(folder, older=True)
    del folder.others[0]


def agreement_that_would_go_with_another(folder: Folder) -> None:
    two(folder)
    folder.others.append(OtherKept(1, LEVAN, None))


PLANTED: list[tuple[Plant, str, str]] = [
    (codes_swapped, "rows", "AM-02: the ledger has them as AM-01 (entries: 1, 2, 4, 6)."),
    (codes_swapped, "rows", "AM-01: the ledger has them as AM-02 (entries: 3, 5)."),
    (another_code, "rows", "AM-09: the ledger has them as AM-01 (entries: 1, 2)."),
    (another_code, "rows", "AM-01: whom the ledger has under this code is here (AM-09)."),
    (code_taken_away, "rows", "Somebody without a code: the ledger has them as AM-01 (entries: 1, 2)."),
    (code_taken_away, "rows", "AM-01: whom the ledger has under this code is here (without a code)."),
    *(
        (
            standing_put_back(stage),
            "rows",
            "AM-01: by their row they take part, and they withdrew on 2024-03-29",
        )
        for stage in ("enrolled", "finished", "renewing")
    ),
    (withdrawal_taken_out_of_the_row, "rows", "AM-01: by their row they take part, and they withdrew on"),
    (made_one_who_left, "rows", "AM-01: by their row they do not take part, and they have not withdrawn."),
    (made_one_who_takes_part, "rows", "by their row they take part, and no agreement is in the ledger."),
    (pair_with_another, "rows", "AM-01: entry 4 of the ledger names another person than the data do."),
    (pair_with_another_in_older_words, "rows", "AM-01: entry 4 of the ledger names another person than"),
    (pair_without_its_salt, "rows", "AM-01: entry 4 of the ledger names another person than the data do."),
    (pair_that_is_not_named, "ledger", "Whom 1 of the entries name is gone, and nobody was erased."),
    (pair_that_would_stay, "rows", "AM-01: entry 4 of the ledger has somebody else's code, and would not go"),
    (
        agreement_that_would_go_with_another,
        "rows",
        "AM-02: entry 1 of the ledger would go with them, and does",
    ),
]


@pytest.mark.parametrize(
    ("plant", "check", "said"), PLANTED, ids=lambda value: getattr(value, "__name__", "")
)
def test_what_is_planted_is_found(plant: Plant, check: str, said: str) -> None:
    folder = lived()
    plant(folder)
    assert said in "\n".join(broken(audit(folder.evidence(), protocol()))[check])


@pytest.mark.parametrize("stage", ["enrolled", "finished", "renewing"])
def test_whoever_takes_part_has_one_of_three_standings(stage: str) -> None:
    folder = lived()
    folder.row(stage=stage)
    assert broken(audit(folder.evidence(), protocol())) == {}


@pytest.mark.parametrize("stage", ["information", "scopes", "confirming"])
def test_who_left_and_looks_at_it_again_does_not_take_part(stage: str) -> None:
    folder = lived()
    folder.leaves(20)
    folder.row(stage=stage)
    assert broken(audit(folder.evidence(), protocol())) == {}


def test_a_code_that_was_changed_is_broken_under_both_names() -> None:
    """Or whoever had it would seem to be erased."""
    folder = lived()
    another_code(folder)
    lines = audit(folder.evidence(), protocol()).lines
    assert [(line.code, line.verdict) for line in lines] == [
        ("AM-01", Verdict.BROKEN),
        ("AM-09", Verdict.BROKEN),
    ]


def together(made: Audit) -> tuple[str, ...]:
    """What is told of who is interviewed with whom."""
    [check] = [check for check in made.checks if check.name == "rows"]
    return check.notes


@pytest.mark.parametrize("older", [False, True])
def test_who_is_interviewed_together_is_told(older: bool) -> None:
    folder = lived()
    two(folder, older)
    made = audit(folder.evidence(), protocol())
    assert broken(made) == {}
    assert together(made) == (
        "AM-01 is interviewed together with AM-02.",
        "AM-02 is interviewed together with AM-01.",
    )
    folder.leaves(20)  # each leaves alone, and comes back alone
    folder.joins(20, LEVAN, ANI, given=False)
    assert together(audit(folder.evidence(), protocol())) == ()
    folder.agrees(30, replace(TERMS, record="c1" * 16))
    made = audit(folder.evidence(), protocol())
    assert (broken(made), together(made)) == ({}, ())


@pytest.mark.parametrize(("older", "told"), [(False, 1), (True, 0)])
def test_of_two_who_were_together_the_erased_one_is_not_named(older: bool, told: int) -> None:
    """What the other one said in an older ledger goes with the name in it."""
    folder = lived()
    two(folder, older)
    folder.forget(ANI)
    made = audit(folder.evidence(), protocol())
    assert broken(made) == {}
    assert together(made) == ("AM-02 is interviewed together with somebody who was erased.",) * told
    assert not [entry for entry in folder.entries if "AM-01" in entry.body]


def test_a_copy_from_before_somebody_was_erased_is_read_without_them() -> None:
    """Nothing of them is seen in it (`storage.engine.hide`), and what others said with their code still lies there."""
    folder = lived()
    two(folder, older=True)
    entry = next(entry for entry in folder.entries if entry.participant == LEVAN and "AM-01" in entry.body)
    folder.forget(ANI)
    folder.entries.append(entry)
    assert broken(audit(folder.evidence(), protocol())) == {}
