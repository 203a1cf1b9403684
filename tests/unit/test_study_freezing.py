"""What lies on disk between two steps comes back as it was."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from study import inbound
from study.freezing import ThawError, freeze, freeze_event, thaw, thaw_event
from study.participant import (
    Agreement,
    Asking,
    Bond,
    Draft,
    Face,
    Joint,
    Kept,
    Participant,
    Rest,
    Run,
    Shown,
    Shows,
    Sitting,
    Stage,
    Talk,
    WaitingPrompt,
    Why,
)
from study.timing import Anchor, Wishes

AT = datetime(2024, 3, 14, 12, 0, 5, 123456, tzinfo=UTC)

NEW = Participant.new("ab" * 16, "ru", AT)
FULL = Participant(
    id="ab" * 16,
    stage=Stage.ENROLLED,
    language="en",
    arrived_at=AT,
    source="yerevan-chat",
    site="AM",
    zone="Asia/Almaty",
    code="AM-05",
    anchors={Anchor.CONSENT: AT, "enrolled": AT},
    runs=(Run("moved", AT, 7, AT),),
    wishes=Wishes(timedelta(hours=-2), 1),
    rest=Rest(Why.SILENT, AT, AT),
    missed=4,
    talk=Talk.CLOCK,
    talk_at=AT,
    zones_asked=("Europe/Berlin",),
    consent_version="1.0",
    scopes=frozenset({"diary", "quotes", "interview"}),
    scopes_asked=("diary", "quotes"),
    mistakes=2,
    screening={"adult": True, "points": 1, "left": "1"},
    screened={"adult": Shown(2), "left": Shown(1, ("2", "1"))},
    remembered={
        "same": False,
        "mood": 0,
        "where": "false",
        "rent": 12.0,
        "papers": ("visa", "2024-02-24"),
        "none": (),
        "left_on": "2024-02-24",
        "woke": "09:30",
    },
    sitting=Sitting(
        "evening",
        AT,
        Asking("abcdefgh", "mood", AT, 2),
        "cd" * 16,
        "first-week",
        AT,
        {"mood": 3, "same": True},
        ("mood", "relation#2"),
        ("why",),
        "ef" * 16,
        ("98" * 16,),
        ("visa", "permit"),
        {"mood": ("76" * 16,), "relation#2": ("54" * 16, "32" * 16)},
        begun=True,
        put_off=True,
        late=True,
        settled=("where",),
    ),
    aside=Sitting("month", AT, Asking("hgfedcba", "story", AT), "10" * 16, "monthly", AT),
    waiting=(WaitingPrompt("01" * 16, "monthly", "month", AT),),
    put_off=(WaitingPrompt("02" * 16, "monthly", "month", AT, again=True),),
    lapsed=("abcdefgh",),
    keeps=True,
    today=(Kept(5, "23" * 16, "23" * 16, 1, AT),),
    draft=Draft(("23" * 16, "45" * 16), ("45" * 16,), "23" * 16, True),
    late=("ab" * 16,),
    text_sha256="67" * 32,
    voice="89" * 16,
    voice_file="file",
    voice_unique="unique",
    requested_at=AT,
    requested_after=AT,
    code_word="river",
    blocked=True,
    gone=True,
    back_at=AT,
    arm="calls",
    asked_on="2024-02-24",
    asked_times=3,
    cared_at=AT,
    face=Face(Shows.CHOSEN, AT, "salt", "word"),
    hidden=True,
    agreed_at=AT,
    renewing=Agreement("1.0", ("diary", "quotes")),
    together=Joint("cd" * 16, "GE-02", Bond.WAITS),
)


def through_json(data: Any) -> Any:
    return json.loads(
        json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")
    )


@pytest.mark.parametrize("participant", [NEW, FULL])
def test_a_participant_comes_back(participant: Participant) -> None:
    back = thaw(through_json(freeze(participant)))
    assert back == participant
    assert [type(value) for value in back.screening.values()] == [
        type(v) for v in participant.screening.values()
    ]
    assert [type(value) for value in back.remembered.values()] == [
        type(v) for v in participant.remembered.values()
    ]
    assert back.arrived_at.utcoffset() == AT.utcoffset()
    assert type(back.scopes) is frozenset


def test_every_field_has_been_tried() -> None:
    """A field added to a participant must be added to FULL above, with a value of its own."""
    for kind, full in ((Participant, FULL), (Sitting, FULL.sitting), (Draft, FULL.draft)):
        for one in dataclasses.fields(kind):
            assert getattr(full, one.name) not in (None, "", (), {}, 0, False), one.name


def test_frozen_is_the_same_for_the_same() -> None:
    orders = [frozenset(["diary", "quotes"]), frozenset(["quotes", "diary"])]
    assert len({json.dumps(freeze(NEW.but(scopes=scopes))) for scopes in orders}) == 1
    assert freeze(FULL)["scopes"] == ["diary", "interview", "quotes"]


EVENTS = [
    inbound.Command("start", "yerevan-chat"),
    inbound.Wrote("Привет \U0001f600 \ud83d \x00", 3, True, frozenset({"key.yes", "key.no"})),
    inbound.Tapped("q:abcdefgh:0", "t1", None),
    inbound.Tapped("", "t1", 5),
    inbound.Spoke("file", 3, 4, None),
    inbound.Spoke("file", 3, 4, 900, "подпись", forwarded=True),
    inbound.Spoke("file", 3, 4, unique="AgADpQ", sent_at=AT),
    inbound.Showed("file", 3, None),
    inbound.Showed("file", 3, 900, "Из окна", forwarded=True),
    inbound.Located(-33.9, 151.25, 3),
    inbound.Located(0.0, 180.0, 3, forwarded=True),
    inbound.Located(43.2, 76.9, 3, zones=("Asia/Almaty",)),
    inbound.Wrote("Алматы", 3, zones=("Asia/Almaty",)),
    inbound.Wrote("Да", 3, sent_at=AT),
    inbound.Filmed("file", 3, 12, None),
    inbound.Filmed("file", 3, 12, 900, forwarded=True),
    inbound.Sent("sticker", 3),
    inbound.Sent("document", 3, "подпись", forwarded=True),
    inbound.Edited(3),
    inbound.Edited(3, "Так лучше"),
    inbound.Fell("prompt", AT, "p", "w", "q", AT),
    inbound.Fell("prompt", AT, "p", "w", "q", AT, overtaken=True),
    inbound.Fell("forget", AT),
    inbound.Fetched("m", 4.25, 900),
    inbound.Fetched("m", 0.0, 900, photo=True),
    inbound.Fetched("m", 4.25, 900, silent=True),
    inbound.NotFetched("m", "gone"),
    inbound.NotFetched("m", "damaged", photo=True),
    inbound.Blocked(),
    inbound.Blocked(gone=True, tried_at=AT),
    inbound.Unblocked(),
    inbound.Erase(),
    inbound.Erase(said=True),
    inbound.Departed(),
    inbound.LayAnew("first-week"),
    inbound.NewVersion(),
    inbound.Paired("cd" * 16, "GE-02", inbound.Pair.AGREED),
    inbound.Granted("file"),
    inbound.Grouped(-1001234567890),
]


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_comes_back(event: inbound.Event) -> None:
    assert thaw_event(through_json(freeze_event(event))) == event


def test_every_kind_of_event_has_been_tried() -> None:
    assert {type(event) for event in EVENTS} == set(get_args(inbound.Event))


@given(st.text(), st.integers(), st.booleans(), st.frozensets(st.text(max_size=5), max_size=3))
def test_any_text_comes_back(text: str, message: int, forwarded: bool, means: frozenset[str]) -> None:
    event = inbound.Wrote(text, message, forwarded, means)
    assert thaw_event(through_json(freeze_event(event))) == event


@pytest.mark.parametrize(
    "data", [None, [], "Command", {}, {"event": "Nothing"}, {"event": ["x"]}, {"event": "Thaw"}]
)
def test_what_is_no_event(data: Any) -> None:
    with pytest.raises(ThawError):
        thaw_event(data)


def test_what_does_not_fit() -> None:
    with pytest.raises(ValidationError):
        thaw_event({"event": "Grouped", "chat": "nowhere"})
    with pytest.raises(ValidationError):
        thaw(freeze(NEW) | {"stage": "dancing"})


def test_an_older_state_is_read() -> None:
    """Fields that a later version adds have defaults; those it drops are passed over."""
    old = freeze(NEW) | {"of_an_older_version": 1}
    del old["draft"]
    assert thaw(old) == NEW
