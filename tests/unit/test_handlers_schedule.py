"""Waves as people live them: what begins them, what ends them, and when it was enough."""

import json
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from conversation import SAMPLE, Conversation, protocol_of
from conversation_places import reach, sitting

from handlers.anchors import happened
from handlers.turn import Turn
from study.arms import arm_of
from study.effects import PromptPlanned, PromptState, SetTimer, WaveTakenBack
from study.freezing import freeze
from study.inbound import Facts, Inbound, Unblocked
from study.outcome import Outcome
from study.protocol import Protocol

SCHEDULE = (SAMPLE / "study.yaml").read_text("utf-8").partition("\nschedule:\n")[2]
DATED = "  month:\n    - {id: left_on, ask: {ru: Когда уехали?, en: When did you leave?}, type: date, remember: yes}\n"
YEREVAN = ZoneInfo("Asia/Yerevan")
MONTH = "{id: month, ask: month, once: 1h, expires: 10h}"


def studied(*waves: str, above: str = "") -> Protocol:
    """The sample with other waves, and a date in its monthly questionnaire."""
    lines = "".join(f"    - {wave}\n" for wave in waves)
    return protocol_of({SCHEDULE: f"  quiet: 22:00-08:00\n{above}  waves:\n{lines}", "  month:\n": DATED})


def enrolled(*waves: str, above: str = "") -> Conversation:
    """Somebody in Yerevan who has agreed at one in the afternoon of 14 March 2024."""
    return reach("enrolled", "ru", studied(*waves, above=above))


def due(talk: Conversation, wave: str) -> list[str]:
    """When its prompts fall due there."""
    found = [one.due_at for one in talk.timers.values() if (one.kind, one.wave) == ("prompt", wave)]
    return [f"{at.astimezone(YEREVAN):%d %b %H:%M}" for at in sorted(found)]


def skip_all(talk: Conversation) -> None:
    while talk.now.sitting is not None:
        talk.press("key.skip")


def answer_month(talk: Conversation, left_on: str = "24.02.2022", same: str = "Да") -> None:
    talk.next_timer("prompt")
    assert sitting(talk).questionnaire == "month"
    talk.write(left_on)
    talk.press(same)
    skip_all(talk)


def states(talk: Conversation) -> Counter[PromptState]:
    return Counter(talk.prompts.values())


def test_the_first_wave_tells_when_it_begins() -> None:
    assert (
        "завтра в 19:00"
        in enrolled("{id: w, ask: evening, every: 1d, at: 19:00, times: 3, expires: 1h}").said[-1]
    )
    asked = "{id: w, ask: evening, every: 1d, at: 19:00, times: 3, expires: 1h, when: site == 'AM'}"
    assert "19:00" not in enrolled(asked).said[-1], "nobody can know yet whether it will be asked"


def test_a_calendar_day_is_for_everybody_who_has_not_passed_it() -> None:
    waves = [f"{{id: {id}, ask: evening, once: 0s, at: 12:00, after: 2024-{day}, expires: 1d}}" for id, day in (
        ("before", "03-13"), ("today", "03-14"), ("after", "03-20"))]  # fmt: skip
    talk = enrolled(*waves)
    assert [due(talk, id) for id in ("before", "today", "after")] == [[], [], ["20 Mar 12:00"]]


def test_an_answer_begins_a_wave_each_time() -> None:
    talk = enrolled(
        "{id: daily, ask: evening, every: 1d, at: 19:00, times: 3, expires: 2h}",
        "{id: next-day, ask: month, once: 1d, at: 12:00, after: answered evening, expires: 1h}",
    )
    for day in (16, 17, 18):
        assert due(talk, "next-day") == []
        talk.next_timer("prompt")
        assert sitting(talk).wave == "daily"
        talk.press("7")
        skip_all(talk)
        assert due(talk, "next-day") == [f"{day} Mar 12:00"]
        talk.next_timer("prompt")
        assert sitting(talk).wave == "next-day"
        talk.next_timer("expire")
    assert len(talk.prompts) == 6


def test_what_was_skipped_or_has_lapsed_was_not_answered() -> None:
    waves = (
        "{id: daily, ask: evening, every: 1d, at: 19:00, times: 3, expires: 2h}",
        "{id: next-day, ask: month, once: 1d, after: answered evening, expires: 1h}",
    )
    for ending in (skip_all, lambda talk: talk.next_timer("expire")):
        talk = enrolled(*waves)
        talk.next_timer("prompt")
        ending(talk)
        assert (talk.now.sitting, due(talk, "next-day")) == (None, [])


YEARS = "{id: years, ask: evening, every: 365d, at: 12:00, times: 4, after: left_on, expires: 3d}"


def test_a_date_that_was_given_begins_a_wave_once() -> None:
    talk = enrolled("{id: month, ask: month, every: 30d, at: 10:00, times: 2, expires: 1d}", YEARS)
    assert due(talk, "years") == []
    answer_month(talk, "24.02.2022")
    assert due(talk, "years") == ["23 Feb 12:00", "23 Feb 12:00"], (
        "2024 was a leap year; the first two are past"
    )
    answer_month(talk, "1.3.2022")
    assert talk.now.remembered["left_on"] == "2022-03-01"
    assert due(talk, "years") == ["23 Feb 12:00", "23 Feb 12:00"]


def test_a_date_counts_also_where_the_questionnaire_was_broken_off() -> None:
    talk = enrolled(MONTH, YEARS)
    talk.next_timer("prompt")
    talk.write("24.02.2022")
    assert due(talk, "years") == []
    talk.next_timer("expire")
    assert len(due(talk, "years")) == 2


@pytest.mark.parametrize("given", ["0001-01-01", "9999-12-31", "yesterday", 7])
def test_a_date_that_is_none_begins_nothing(given: object) -> None:
    talk = enrolled(MONTH, YEARS)
    talk.next_timer("prompt")
    talk._frozen = json.dumps(freeze(talk.now) | {"remembered": {"left_on": given}})  # by an older file
    talk.next_timer("expire")
    assert due(talk, "years") == []


def test_what_ends_a_wave_takes_back_what_was_to_come() -> None:
    talk = enrolled(
        "{id: month, ask: month, once: 2d, at: 12:00, expires: 1d}",
        "{id: until, ask: evening, every: 1d, at: 19:00, times: 5, until: answered month, expires: 30m}",
    )
    assert len(due(talk, "until")) == 5
    talk.wait("36h")
    answer_month(talk)
    assert due(talk, "until") == []
    assert states(talk) == {PromptState.EXPIRED: 1, PromptState.ANSWERED: 1}


def test_a_wave_that_its_own_beginning_ends_begins_anew() -> None:
    """Silence for three days, each time."""
    talk = enrolled(
        "{id: month, ask: month, every: 1d, at: 12:00, times: 3, expires: 1d}",
        "{id: silent, ask: evening, once: 3d, after: answered month, until: answered month, expires: 1h}",
    )
    for day in (18, 19, 20):
        answer_month(talk)
        assert due(talk, "silent") == [f"{day} Mar 12:00"]


def test_what_had_waited_for_the_morning_is_not_asked_once_its_wave_has_ended() -> None:
    talk = enrolled(
        "{id: month, ask: month, every: 7h, times: 1, expires: 1d}",
        "{id: until, ask: evening, every: 8h, times: 2, until: answered month, expires: 1d}",
    )
    talk.next_timer("prompt")
    assert (sitting(talk).questionnaire, len(talk.now.waiting)) == ("month", 0)
    talk.at = talk.at.replace(hour=19)  # eleven in the evening: the other one comes late
    [late] = [one for one in talk.timers.values() if one.kind == "prompt" and one.due_at < talk.at]
    talk.fall(late)
    assert talk.timers["waiting", ""].due_at.astimezone(YEREVAN).hour == 8
    talk.write("24.02.2022")
    talk.press("Да")
    skip_all(talk)
    assert [one.prompt for one in talk.now.waiting] == [late.prompt], (
        "it has fallen due: nobody's to take back"
    )
    talk.wait("12h")
    assert talk.prompts[late.prompt] is PromptState.NOT_ASKED
    assert "Здравствуйте" not in "".join(talk.said)


def test_no_more_than_is_enough_for_one_day() -> None:
    often = "{id: often, ask: evening, every: 1h, times: 30, expires: 30m}"
    talk = enrolled(often, above="  most-a-day: 3\n")
    talk.wait("10h")
    assert states(talk)[PromptState.EXPIRED] == 3
    assert states(talk)[PromptState.NOT_ASKED] == 5, "of eight until ten in the evening"
    talk.wait("24h")
    assert states(talk)[PromptState.EXPIRED] == 6
    assert talk.now.asked_times == 3


def test_two_waves_share_what_is_enough() -> None:
    waves = [f"{{id: {id}, ask: evening, every: 1d, at: {at}, times: 2, expires: 5h}}" for id, at in (
        ("first", "10:00"), ("second", "11:00"), ("third", "12:00"))]  # fmt: skip
    talk = enrolled(*waves, above="  most-a-day: 2\n")
    talk.next_timer("prompt")
    talk.next_timer("prompt")
    assert [one.wave for one in talk.now.waiting] == ["second"]
    talk.next_timer("prompt")
    assert [one.wave for one in talk.now.waiting] == ["second", "third"], "one was asked so far"
    skip_all(talk)
    assert talk.now.sitting is None
    assert states(talk)[PromptState.SKIPPED] == 2
    assert states(talk)[PromptState.NOT_ASKED] == 1


def test_nobody_is_asked_or_reminded_on_a_day_of_rest() -> None:
    wave = "{id: daily, ask: evening, every: 1d, at: 19:00, times: 4, expires: 2d, remind: [1d]}"
    talk = enrolled(wave, above="  never: [2024-03-16..2024-03-17]\n")
    assert due(talk, "daily") == ["15 Mar 19:00", "18 Mar 19:00"]
    talk.wait("30h")
    assert sitting(talk).wave == "daily"
    talk.wait("30h")
    assert talk.said == [], "the reminder would have come on the 16th"


def test_a_day_of_rest_that_was_added_later_holds_too() -> None:
    wave = "{id: daily, ask: evening, every: 1d, at: 19:00, times: 4, expires: 2h}"
    talk = enrolled(wave)
    talk.protocol = studied(wave, above="  never: 2024-03-16\n")
    talk.wait("56h")
    assert states(talk) == {PromptState.EXPIRED: 1, PromptState.NOT_ASKED: 1, PromptState.DUE: 2}


@pytest.mark.parametrize(("same", "asked"), [("Да", 0), ("Нет", 1)])
def test_a_condition_is_looked_at_when_a_prompt_falls_due(same: str, asked: int) -> None:
    talk = enrolled(
        "{id: month, ask: month, once: 1d, at: 10:00, expires: 1h}",
        "{id: moved, ask: evening, every: 1d, at: 12:00, times: 2, when: same_country == False, expires: 1h}",
    )
    talk.next_timer("prompt")
    talk.press("key.skip")
    talk.press(same)
    skip_all(talk)
    talk.wait("3d")
    wanted = {PromptState.EXPIRED: 2} if asked else {PromptState.NOT_ASKED: 2}
    assert states(talk) == {PromptState.ANSWERED: 1} | wanted


ARMS = "  arms: {calls: 1, texts: 2, by: site, seed: 7}\n"
EACH = [
    f"{{id: for-{arm}, arm: {arm}, ask: evening, once: 1d, at: 12:00, expires: 1h}}"
    for arm in ("calls", "texts")
]


def test_everybody_has_an_arm_and_gets_its_waves() -> None:
    protocol = studied(*EACH, "{id: for-all, ask: month, once: 2d, at: 12:00, expires: 1h}", above=ARMS)
    drawn = []
    before = reach("confirming", "ru", protocol)
    for number in range(1, 7):
        talk = before.twin()
        talk.numbers = {"AM": number - 1}
        talk.press("key.confirm")
        arms = protocol.schedule.arms
        assert arms
        assert talk.now.code == f"AM-{number:02}"
        assert talk.now.arm == arm_of(arms, "AM", number)
        assert {one.wave for one in talk.timers.values() if one.kind == "prompt"} == {
            f"for-{talk.now.arm}",
            "for-all",
        }
        drawn.append(talk.now.arm)
    assert [Counter(drawn[:3]), Counter(drawn[3:])] == [{"calls": 1, "texts": 2}] * 2


def test_without_sites_the_whole_study_is_one_series() -> None:
    protocol = studied(*EACH, above=ARMS.replace("by: site, ", ""))
    arms = protocol.schedule.arms
    assert arms
    before = reach("confirming", "ru", protocol)
    drawn = []
    for others in range(6):
        talk = before.twin()
        talk.numbers = {"AM": 3, "GE": others, "KZ": 0}
        talk.press("key.confirm")
        drawn.append(talk.now.arm)
    assert drawn == [arm_of(arms, "", number) for number in range(4, 10)]


def test_who_comes_back_has_the_same_arm_and_begins_anew() -> None:
    talk = enrolled(*EACH, above=ARMS)
    arm, first = talk.now.arm, set(talk.prompts)
    talk.wait("10d")
    talk.write("/stop")
    talk.numbers = {"AM": 5}
    talk.protocol = studied(*EACH, above=ARMS.replace("seed: 7", "seed: 11"))
    assert talk.protocol.schedule.arms
    assert arm_of(talk.protocol.schedule.arms, "AM", 1) != arm
    talk.write("/start")
    for key in ("key.go-on", "key.yes"):
        talk.press(key)
    for _ in range(20):
        if talk.stage == "statement":
            break
        talk.press("key.yes") if "Да" in talk.visible() else talk.tap_newest("0")
    talk.speak()
    talk.fetch(6)
    talk.press("key.confirm")
    assert talk.now.arm == arm
    assert talk.now.anchors.keys() == {"consent", "enrolled"}
    assert set(talk.prompts) - first
    assert due(talk, f"for-{arm}") == ["25 Mar 12:00"]


def test_a_wave_of_another_arm_is_not_asked_whatever_was_planned() -> None:
    talk = enrolled(*EACH, above=ARMS)
    other = "calls" if talk.now.arm == "texts" else "texts"
    talk.protocol = studied(
        *(wave.replace(f"arm: {talk.now.arm}", f"arm: {other}") for wave in EACH), above=ARMS
    )
    talk.wait("3d")
    assert states(talk) == {PromptState.NOT_ASKED: 1}


def moved(talk: Conversation, key: str, at: datetime | None = None) -> Outcome:
    """What a later version does when it notices."""
    inbound = Inbound(talk.at, 99, Unblocked())
    return happened(Turn(talk.now, inbound, talk.protocol, Facts({}, {})), key, at)


def test_moving_and_interviews_have_their_door() -> None:
    protocol = studied(
        "{id: u, ask: evening, every: 1d, at: 19:00, times: 9, until: interview, expires: 1h}", MONTH
    )
    wave = protocol.schedule.waves[1]
    start = wave.after.model_copy(update={"anchor": "moved"})
    waves = (protocol.schedule.waves[0], wave.model_copy(update={"after": start}))
    protocol = protocol.model_copy(update={"schedule": protocol.schedule.model_copy(update={"waves": waves})})
    talk = reach("enrolled", "ru", protocol)
    talk.wait("1h")
    outcome = moved(talk, "interview")
    assert outcome.effects == (WaveTakenBack("u", talk.at),)
    outcome = moved(talk, "moved")
    planned, timer = outcome.effects
    assert isinstance(planned, PromptPlanned)
    assert isinstance(timer, SetTimer)
    assert (planned.wave, planned.due_at - talk.at) == ("month", timedelta(hours=1))
    assert outcome.participant
    assert outcome.participant.anchors["moved"] == talk.at
    later = moved(talk, "interview", talk.at + timedelta(days=3))
    assert later.effects == (WaveTakenBack("u", talk.at + timedelta(days=3)),)
