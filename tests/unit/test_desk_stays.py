"""Where somebody lived, and by which clock; what they agreed to; and whether they can be reached."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from study_good import GOOD, read

from desk.attrition import by_touch, touch_of
from desk.room import Room
from desk.scopes import Agreed
from desk.stays import Stays
from storage.desk_rows import DeskConsent, DeskParticipant, DeskScopeChange, DeskStay
from study.protocol import Protocol
from study.touch import Ending

ZONES = {"AM": "Asia/Yerevan", "DE": "Europe/Berlin"}


def clock(site: str, zone: str) -> ZoneInfo:
    return ZoneInfo(zone or ZONES[site])


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], []),
        ([("AM", "", 10)], [("AM", "Asia/Yerevan", 10, None)]),
        (
            [("AM", "", 10), ("DE", "", 20), ("AM", "", 30)],
            [
                ("AM", "Asia/Yerevan", 10, 20),
                ("DE", "Europe/Berlin", 20, 30),
                ("AM", "Asia/Yerevan", 30, None),
            ],
        ),
        (  # another clock at the same site
            [("AM", "", 10), ("AM", "Asia/Tbilisi", 20)],
            [("AM", "Asia/Yerevan", 10, 20), ("AM", "Asia/Tbilisi", 20, None)],
        ),
        (
            [("AM", "", 10), ("AM", "", 20)],
            [("AM", "Asia/Yerevan", 10, None)],
        ),  # left the study, and came back
        (
            [("AM", "", 10), ("DE", "", 20), ("DE", "", 25), ("AM", "", 30)],
            [
                ("AM", "Asia/Yerevan", 10, 20),
                ("DE", "Europe/Berlin", 20, 30),
                ("AM", "Asia/Yerevan", 30, None),
            ],
        ),
    ],
)
def test_a_time_line(
    rows: list[tuple[str, str, float]], told: list[tuple[str, str, float, float | None]]
) -> None:
    found = Stays.of([DeskStay(*row) for row in rows], "AM", clock)
    assert [(one.site, one.zone.key, one.since, one.until) for one in found.stays] == told


@pytest.mark.parametrize(
    ("moment", "zone"),
    [
        (5, "Asia/Yerevan"),
        (10, "Asia/Yerevan"),
        (19, "Asia/Yerevan"),
        (20, "Europe/Berlin"),
        (None, "Europe/Berlin"),
    ],
)
def test_the_clock_of_a_moment(moment: float | None, zone: str) -> None:
    lived = Stays.of([DeskStay("AM", "", 10), DeskStay("DE", "", 20)], "DE", clock)
    assert lived.zone(moment).key == zone


def test_without_stays_it_is_the_site_of_now() -> None:
    assert Stays.of([], "DE", clock).zone(5).key == "Europe/Berlin"
    assert Stays.of([], "DE", clock).at(5).site == "DE"


@pytest.mark.parametrize(
    ("site", "zone", "told"),
    [
        ("AM", "", "Asia/Yerevan"),
        ("AM", "Asia/Tbilisi", "Asia/Tbilisi"),
        ("AM", "Atlantis/Poseidonis", "Asia/Yerevan"),
        ("AM", "../../etc/passwd", "Asia/Yerevan"),
        ("XX", "", "UTC"),
    ],
)
def test_a_clock_that_this_computer_does_not_know(good: Protocol, site: str, zone: str, told: str) -> None:
    assert Room(good, Path()).zone(site, zone).key == told


@pytest.fixture
def good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Protocol:
    """A study with the scopes diary, letter and quotes, and a letter at its end."""
    monkeypatch.chdir(tmp_path)
    protocol = read(tmp_path, GOOD)
    scope = protocol.consent.scopes[0]
    scopes = tuple(scope.model_copy(update={"id": id}) for id in ("diary", "letter", "quotes"))
    ending = Ending(after=timedelta(days=365), letter="letter")
    consent = protocol.consent.model_copy(update={"scopes": scopes})
    return protocol.model_copy(update={"ending": ending, "consent": consent})


def consent(scopes: str, at: float) -> DeskConsent:
    return DeskConsent("1.0", "ru", "00", "text", scopes, 0, "aa", at)


@pytest.mark.parametrize(
    ("consents", "changes", "letter", "quotes"),
    [
        ([], [], None, None),
        ([consent('["diary"]', 10)], [], False, False),
        ([consent('["letter", "quotes"]', 10)], [], True, True),
        ([consent('["diary"]', 10)], [("letter", 1, 20)], True, False),
        ([consent('["quotes"]', 10)], [("quotes", 0, 20)], False, False),
        ([consent('["quotes"]', 10)], [("quotes", 0, 20), ("quotes", 1, 30)], False, True),
        (
            [consent("[]", 10), consent('["letter"]', 30)],
            [("quotes", 1, 20)],
            True,
            False,
        ),  # agreed anew since
    ],
)
def test_what_they_have_agreed_to_by_now(
    good: Protocol,
    consents: list[DeskConsent],
    changes: list[tuple[str, int, float]],
    letter: bool | None,
    quotes: bool | None,
) -> None:
    agreed = Agreed(consents, [DeskScopeChange(*one) for one in changes])
    assert agreed.wants_letter(good) is letter
    assert agreed.may_quote(good) is quotes
    assert agreed.wants_letter(good.model_copy(update={"ending": None})) is None


def test_every_decision_about_a_scope_has_its_day(good: Protocol) -> None:
    """Also of a scope that the study does not ask for any more."""
    consents = [consent('["diary", "songs"]', 10), consent('["diary", "quotes"]', 30)]
    changes = [DeskScopeChange("letter", 1, 20), DeskScopeChange("quotes", 0, 40)]
    told = [(one.at, one.scope, one.given, one.since) for one in Agreed(consents, changes).decided(good)]
    assert told == [
        (10, "diary", True, False),
        (10, "letter", False, False),
        (10, "quotes", False, False),
        (10, "songs", True, False),
        (20, "letter", True, True),
        (30, "diary", True, False),
        (30, "letter", False, False),
        (30, "quotes", True, False),
        (40, "quotes", False, True),
    ]


PERSON = DeskParticipant("a5", "AM-05", "AM", "", "ru", "enrolled", 0, 0.0, None, None, None)


@pytest.mark.parametrize(
    ("stage", "touch", "told"),
    [
        ("enrolled", "open", "open"),
        ("enrolled", "silent", "silent"),
        ("withdrawn", "blocked", ""),  # left, and blocked: they have left
        ("check", "open", ""),  # looks again after leaving
        ("renewing", "open", "open"),  # asked to agree to a new text
        ("finished", "silent", ""),
    ],
)
def test_touch_is_of_those_who_take_part(stage: str, touch: str, told: str) -> None:
    assert touch_of(replace(PERSON, stage=stage, touch=touch)) == told


def test_silence_is_counted_apart_from_leaving() -> None:
    people = [replace(PERSON, stage=stage, touch=touch) for stage, touch in (
        ("enrolled", "open"), ("enrolled", "open"), ("enrolled", "silent"), ("enrolled", "gone"),
        ("enrolled", "blocked"), ("enrolled", "paused"), ("withdrawn", "gone"), ("finished", "open"),
    )]  # fmt: skip
    counts = {"open": 2, "paused": 1, "silent": 1, "blocked": 1, "gone": 1, "withdrawn": 1, "finished": 1}
    assert by_touch(people) == counts
