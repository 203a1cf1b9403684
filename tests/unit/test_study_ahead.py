"""Parts of a study that are read and checked, and not acted on yet: what is in them, what is wrong, what is said."""

from datetime import timedelta
from pathlib import Path

import pytest

from study.ahead import Interviews, Memory, Place, Referrals, Way
from study.cautions import cautions
from study.keeping import Keep, Term
from study.protocol import Protocol
from study.reading import StudyFileError, read_protocol

STUDY = """\
study: s
title: {ru: Дорога, en: Road}
languages: [ru, en]
team: {name: {ru: Группа, en: Group}, contact: us@crossing.example}
keys: {a: a.pub, b: b.pub}
sites: {AM: {name: {ru: Армения, en: Armenia}, timezone: Asia/Yerevan}}
recruitment: {referrals: {coupons: 3, depth: 6, remember: wave}}
consent: {version: "1.0", information: {ru: О нас., en: Us.}, statement: {ru: Да., en: Yes.}}
questionnaires: {evening: [{id: mood, ask: {ru: Как день?, en: Your day?}, type: yes-no}]}
schedule:
  waves:
    - {id: new-country, ask: evening, every: 1d, times: 3, after: moved, until: interview, expires: 2h}
interviews: {minutes: 75, ways: [in-person, call], place: participant, remind: [1d, 2h]}
keep: {contacts: 180d after end, media: 2y}
ending: {after: 300d}
"""


def read(folder: Path, text: str = STUDY) -> Protocol:
    (folder / "study.yaml").write_text(text, "utf-8")
    return read_protocol(folder / "study.yaml")


def test_all_of_it_is_read(tmp_path: Path) -> None:
    protocol = read(tmp_path)
    assert protocol.referrals == Referrals(coupons=3, depth=6, remember=Memory.WAVE)
    assert protocol.interviews == Interviews(
        minutes=75,
        ways=(Way.IN_PERSON, Way.CALL),
        place=Place.PARTICIPANT,
        remind=(timedelta(days=1), timedelta(hours=2)),
    )
    contacts, media = Term(length=timedelta(days=180), after_end=True), Term(length=timedelta(days=730))
    assert protocol.keep == Keep(contacts=contacts, media=media)


def test_nobody_should_believe_that_it_is_done(tmp_path: Path) -> None:
    protocol = read(tmp_path)
    told = [fault for fault in cautions(tmp_path / "study.yaml", protocol) if fault.line and fault.line > 6]
    assert [(fault.line, fault.what.split('"')[1]) for fault in told] == [
        (7, "referrals"),
        (12, "interview"),
        (13, "interviews"),
    ]
    assert all("yet" in fault.what and len(fault.instead) > 20 for fault in told)


def test_two_sizes_of_squares_find_somebody_more_closely(tmp_path: Path) -> None:
    where = "{id: %s, ask: {ru: Где?, en: Where?}, type: place, within: %s}"
    for sizes, lines in ((("10km", "10km"), []), (("10km", "25km"), [10])):
        two = ",\n  ".join(where % (name, size) for name, size in zip("ab", sizes, strict=True))
        protocol = read(tmp_path, STUDY.replace("[{id: mood", f"[{two}, {{id: mood", 1))
        told = [fault for fault in cautions(tmp_path / "study.yaml", protocol) if "made coarse" in fault.what]
        assert [fault.line for fault in told] == lines


WRONG = [
    ("coupons: 3", "coupons: none", 7, '"none" should be a whole number; write one from 1 to 20'),
    ("coupons: 3, ", "", 7, 'referrals has no "coupons"'),
    ("remember: wave", "remember: waves", 7, '"waves" is not known here; did you mean "wave"?'),
    ("minutes: 75", "minutes: 1", 13, '"1" should be a whole number; write one from 5 to 480'),
    ("[in-person, call]", "[in person]", 13, '"in person" is not known here; did you mean "in-person"?'),
    ("remind: [1d, 2h]", "remind: [1 day]", 13, '"1 day" is not a time that can be read'),
    ("180d after end", "half a year after end", 14, '"half a year after end" is not a time that can be read'),
    ("media: 2y", "media: 20y", 14, '"20y" is not a time that can be read'),
    ("media: 2y", "medium: 2y", 14, 'keep has no key "medium"; did you mean "media"?'),
]


@pytest.mark.parametrize(("old", "new", "line", "said"), WRONG, ids=[one[1] or "left out" for one in WRONG])
def test_what_is_wrong_with_it(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in STUDY
    with pytest.raises(StudyFileError) as caught:
        read(tmp_path, STUDY.replace(old, new, 1))
    told = [fault for fault in caught.value.faults if fault.line == line]
    assert any(said in str(fault) for fault in told), [str(fault) for fault in caught.value.faults]


def test_an_xlsform_is_brought_in_and_not_named(tmp_path: Path) -> None:
    lines = [
        line for line in STUDY.splitlines() if "evening" not in line and line not in ("schedule:", "  waves:")
    ]
    with pytest.raises(StudyFileError) as caught:
        read(tmp_path, "\n".join([*lines, "questionnaires: forms.xlsx", ""]))
    (fault,) = caught.value.faults
    assert fault.line == len(lines) + 1
    assert "restante study import forms.xlsx --study" in fault.instead


EXAMPLE = Path(__file__).resolve().parents[3] / "shared" / "example-study.yaml"


@pytest.mark.skipif(
    not EXAMPLE.is_file(), reason="the plan of this project lies beside it, where it lies at all"
)
def test_the_study_that_was_wished_for_is_read_line_for_line(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    for language in ("ru", "en"):
        (tmp_path / "texts" / f"information.{language}.md").write_text("We ask how you live.", "utf-8")
    protocol = read(tmp_path, EXAMPLE.read_text("utf-8"))
    assert [one.id for one in protocol.questionnaires] == ["evening", "month"]
    assert [wave.id for wave in protocol.schedule.waves] == ["first-week", "monthly", "new-country"]
