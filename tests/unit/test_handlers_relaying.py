"""A wave that changed under people is laid anew when the team asks: from tomorrow on, and nothing else moves."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from conversation import Conversation
from conversation_places import reach

from study.effects import SetTimer
from study.inbound import Blocked, LayAnew

DAY = timedelta(days=1)


def to_come(talk: Conversation, wave: str) -> list[SetTimer]:
    found = [timer for timer in talk.timers.values() if timer.kind == "prompt" and timer.wave == wave]
    return sorted(found, key=lambda timer: timer.due_at)


def changed(talk: Conversation, wave: str, **changes: Any) -> None:
    """The service starts again with a study file in which this wave is another."""
    schedule = talk.protocol.schedule
    waves = tuple(one.model_copy(update=changes) if one.id == wave else one for one in schedule.waves)
    talk.protocol = talk.protocol.model_copy(
        update={"schedule": schedule.model_copy(update={"waves": waves})}
    )


def tomorrow(talk: Conversation) -> datetime:
    zone = talk.protocol.site(talk.now.site).zone
    here = talk.at.astimezone(zone)
    return datetime.combine(here.date() + DAY, datetime.min.time(), zone).astimezone(UTC)


@pytest.fixture
def talk() -> Conversation:
    return reach("enrolled", "en")


@pytest.fixture
def wave(talk: Conversation) -> str:
    """A signal wave with prompts to come."""
    return next(
        one.id for one in talk.protocol.schedule.waves if one.signal and len(to_come(talk, one.id)) > 4
    )


def test_what_comes_from_tomorrow_on_is_laid_by_the_new_file(talk: Conversation, wave: str) -> None:
    signal = talk.protocol.wave(wave).signal
    assert signal is not None
    talk.at = to_come(talk, wave)[0].due_at - timedelta(minutes=30)
    before, others = to_come(talk, wave), {key: one for key, one in talk.timers.items() if one.wave != wave}
    changed(talk, wave, signal=signal.model_copy(update={"times": 2, "apart": timedelta(minutes=20)}))
    talk.tell(LayAnew(wave))
    after = to_come(talk, wave)
    today = [timer for timer in before if timer.due_at <= tomorrow(talk)]
    assert today, "the story has something of today"
    assert [timer for timer in after if timer.due_at <= tomorrow(talk)] == today
    zone = talk.protocol.site(talk.now.site).zone
    days = Counter(timer.due_at.astimezone(zone).date() for timer in after if timer.due_at > tomorrow(talk))
    assert len(days) == len({timer.due_at.astimezone(zone).date() for timer in before}) - 1
    assert set(days.values()) == {2}, "two a day now, there was one"
    assert {key: one for key, one in talk.timers.items() if one.wave != wave} == others
    assert not talk.phrases, "nobody is told"


def test_twice_is_as_once(talk: Conversation, wave: str) -> None:
    talk.tell(LayAnew(wave))
    once = len(to_come(talk, wave))
    talk.tell(LayAnew(wave))
    assert len(to_come(talk, wave)) == once
    assert len(talk.prompts) == len(
        {timer.prompt for timer in talk.timers.values() if timer.kind == "prompt"}
    )


def test_a_wave_that_grew_gets_what_it_did_not_have(talk: Conversation, wave: str) -> None:
    days = talk.protocol.wave(wave).days
    assert days is not None
    before = to_come(talk, wave)
    changed(talk, wave, days=days.model_copy(update={"last": days.last + 3}))
    talk.tell(LayAnew(wave))
    assert to_come(talk, wave)[-1].due_at > before[-1].due_at + 2 * DAY


def test_what_falls_due_at_midnight_is_laid_once(talk: Conversation, wave: str) -> None:
    """It is the first of tomorrow, and not one more."""
    midnight = {"signal": None, "days": None, "at": (time(),)}
    loud = talk.protocol.schedule.model_copy(update={"quiet": None})
    talk.protocol = talk.protocol.model_copy(update={"schedule": loud})
    for how in ({"once": DAY}, {"every": DAY, "times": 3}):
        changed(talk, wave, **midnight, once=None, every=None, times=None)
        changed(talk, wave, **how)
        talk.tell(LayAnew(wave))
        first = to_come(talk, wave)
        assert tomorrow(talk) in {timer.due_at for timer in first}
        talk.tell(LayAnew(wave))
        assert [timer.due_at for timer in to_come(talk, wave)] == [timer.due_at for timer in first]


@pytest.mark.parametrize("place", ["language", "screening", "withdrawn"])
def test_who_is_not_taking_part_is_not_asked(place: str) -> None:
    talk = reach(place, "en")
    before = dict(talk.timers)
    talk.tell(LayAnew("first-week"))
    assert talk.timers == before
    assert not talk.phrases


def test_a_wave_that_the_file_no_longer_has(talk: Conversation) -> None:
    before = dict(talk.timers)
    talk.tell(LayAnew("nothing-like-it"))
    assert talk.timers == before


def test_whoever_blocked_us_has_not_unblocked_us_by_it(talk: Conversation, wave: str) -> None:
    talk.tell(Blocked())
    talk.tell(LayAnew(wave))
    assert talk.now.blocked


def test_a_prompt_under_way_goes_on(talk: Conversation, wave: str) -> None:
    first = to_come(talk, wave)[0]
    talk.at = first.due_at
    assert replace(first) in to_come(talk, wave)
    talk.wait(timedelta(minutes=1))
    under_way = talk.now.sitting
    assert under_way is not None
    talk.tell(LayAnew(wave))
    assert talk.now.sitting == under_way
    assert ("expire", under_way.prompt) in talk.timers
