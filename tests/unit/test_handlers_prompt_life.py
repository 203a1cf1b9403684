"""The life of a prompt: of one wave only the newest, one at a time; put off; answered late; begun, and counted."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from conversation import CATALOGUE, Conversation
from conversation_asked import answers, asked, keys
from conversation_places import sitting, soonest
from test_handlers_schedule import enrolled, skip_all, states

from bot.splitting import TOAST
from study.effects import PromptState
from study.inbound import Blocked, Fell, Unblocked
from study.outcome import Outcome
from study.participant import WaitingPrompt
from study.saying import Say

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAILY = "{id: daily, ask: evening, every: 1d, at: 12:00, times: 5, expires: 3d, remind: [2h]}"
OTHER = "{id: other, ask: month, once: 1d, at: 13:00, expires: 3d}"
SHORT = "{id: daily, ask: evening, every: 1d, at: 12:00, times: 5, expires: 3h, remind: [2h]}"


def put(*waves: str, above: str = "") -> Conversation:
    """The first prompt has just been put: it is noon of 15 March in Yerevan."""
    talk = enrolled(*waves, above=above)
    talk.next_timer("prompt")
    return talk


def late(length: timedelta, *waves: str) -> Conversation:
    """As `put`, where the first wave takes answers so long after it has lapsed."""
    talk = enrolled(*waves)
    first, *others = talk.protocol.schedule.waves
    schedule = talk.protocol.schedule.model_copy(
        update={"waves": (first.model_copy(update={"late": length}), *others)}
    )
    talk.protocol = talk.protocol.model_copy(update={"schedule": schedule})
    talk.next_timer("prompt")
    return talk


def moves(talk: Conversation, prompt: str) -> list[tuple[str, int | None, int | None, bool]]:
    found = (one for one in talk.moves if one.prompt == prompt)
    return [(one.state.value, one.asked, one.given, one.late) for one in found]


def says(outcome: Outcome | None) -> list[Say]:
    assert outcome
    return [one for one in outcome.say if isinstance(one, Say)]


# of one wave, only the newest


def test_a_newer_one_takes_the_place_of_one_that_nobody_touched() -> None:
    talk = put(DAILY)
    first = sitting(talk)
    talk.next_timer("prompt")
    assert sitting(talk).prompt != first.prompt
    assert moves(talk, first.prompt) == [("delivered", None, None, False), ("expired", 1, 0, False)]
    assert not [kind for kind, prompt in talk.timers if prompt == first.prompt]
    assert Counter(talk.phrases)["prompt.begin"] == 1
    talk.tap(f"q:{first.asking.token if first.asking else ''}:3")
    assert (talk.phrases, answers(talk)) == (["prompt.lapsed-newer"], [])


def test_what_is_begun_stays_and_of_those_that_wait_the_newest_comes() -> None:
    talk = put(DAILY)
    talk.press("3")
    talk.next_timer("prompt")
    talk.next_timer("prompt")
    assert states(talk) == {
        PromptState.BEGUN: 1, PromptState.NOT_ASKED: 1, PromptState.DUE: 3,
    }  # fmt: skip
    (newest,) = talk.now.waiting
    skip_all_but_the_next(talk)
    assert sitting(talk).prompt == newest.prompt


def skip_all_but_the_next(talk: Conversation) -> None:
    prompt = sitting(talk).prompt
    while talk.now.sitting and talk.now.sitting.prompt == prompt:
        talk.press("key.skip")


def test_what_waits_for_the_morning_gives_way_to_a_newer_one() -> None:
    talk = enrolled(DAILY)
    first = soonest(talk, "prompt")
    talk.at = first.due_at.replace(hour=19)  # eleven in the evening: the service has been down
    talk.fall(first)
    assert [one.prompt for one in talk.now.waiting] == [first.prompt]
    second = soonest(talk, "prompt")
    talk.at = second.due_at.replace(hour=20)
    talk.fall(second)
    assert [one.prompt for one in talk.now.waiting] == [second.prompt]
    assert talk.prompts[first.prompt] is PromptState.NOT_ASKED
    talk.wait("9h")
    assert sitting(talk).prompt == second.prompt


def test_an_older_one_that_falls_after_a_newer_one_is_not_asked() -> None:
    talk = enrolled(DAILY)
    first = soonest(talk, "prompt")
    talk.timers["prompt", first.prompt] = replace(first, due_at=first.due_at + DAY + HOUR)
    talk.next_timer("prompt")
    newer = sitting(talk)
    talk.next_timer("prompt")
    assert (talk.said, sitting(talk), talk.prompts[first.prompt]) == ([], newer, PromptState.NOT_ASKED)


@pytest.mark.parametrize(
    ("after", "state"), [(timedelta(0), PromptState.NOT_ASKED), (4 * DAY, PromptState.EXPIRED)]
)
def test_what_is_overtaken_is_never_put(after: timedelta, state: PromptState) -> None:
    talk = enrolled(DAILY)
    first = soonest(talk, "prompt")
    del talk.timers["prompt", first.prompt]
    talk.at = first.due_at + after
    talk.tell(
        Fell("prompt", first.due_at, first.prompt, "daily", "evening", first.expires_at, overtaken=True)
    )
    assert (talk.said, talk.prompts[first.prompt]) == ([], state)


def test_one_at_a_time_the_newest_first() -> None:
    waves = [f"{{id: {id}, ask: evening, once: 1d, at: {at}, expires: 3d}}" for id, at in (
        ("first", "10:00"), ("second", "11:00"), ("third", "12:00"))]  # fmt: skip
    talk = put(*waves)
    talk.press("3")
    for _ in range(2):
        talk.next_timer("prompt")
    order = []
    while talk.now.sitting:
        order.append(sitting(talk).wave)
        skip_all_but_the_next(talk)
        assert Counter(talk.phrases)["prompt.begin"] <= 1
    assert order == ["first", "third", "second"]


# not now


def test_not_now_is_asked_again_in_an_hour_and_once() -> None:
    talk = put(DAILY)
    first = sitting(talk)
    assert "Не сейчас" in keys(talk)
    talk.press("key.not-now")
    assert talk.now.sitting is None
    assert talk.now.put_off == (
        WaitingPrompt(first.prompt, "daily", "evening", first.expires_at or talk.at, again=True),
    )
    assert "Через час" in list(talk.messages.values())[-1].text
    assert keys(talk) == []
    assert ("remind", first.prompt) not in talk.timers
    talk.wait("59m")
    assert talk.said == []
    talk.wait("1m")
    assert talk.phrases[0] == "prompt.again"
    assert (sitting(talk).prompt, talk.now.put_off) == (first.prompt, ())
    assert "Не сейчас" not in keys(talk)
    assert talk.now.asked_times == 1
    talk.wait("10h")
    assert "prompt.remind" not in talk.phrases, "whoever said so is not reminded"
    talk.press("3")
    skip_all(talk)
    assert moves(talk, first.prompt)[-1] == ("answered", 4, 1, False)


@pytest.mark.parametrize("text", ["не сейчас", "Не сейчас.", "Not now", "not now!"])
def test_not_now_in_words(text: str) -> None:
    talk = put(DAILY)
    talk.write(text)
    assert (talk.phrases, len(talk.now.put_off)) == (["prompt.put-off"], 1)
    talk.write(text)
    assert talk.phrases == ["hint.closed"], "and not into the diary"


def test_not_now_of_a_question_with_reply_keys() -> None:
    where = "- {id: where, ask: Where are you?, type: place, within: 10km}"
    talk = asked(where)
    assert "Not now" in talk.keyboard
    talk.press("key.not-now")
    assert (talk.keyboard, talk.phrases) == ([], ["prompt.put-off"])
    talk.wait("1h")
    assert talk.phrases[0] == "prompt.again"
    assert talk.keyboard
    assert "Not now" not in talk.keyboard


def test_not_now_only_under_the_first_question() -> None:
    talk = put(DAILY)
    talk.press("3")
    assert "Не сейчас" not in keys(talk)
    talk.press("key.back")
    assert "Не сейчас" not in keys(talk)


@pytest.mark.parametrize(("expires", "offered"), [("1h", False), ("74m", False), ("75m", True), ("3h", True)])
def test_not_now_only_where_it_can_come_again(expires: str, offered: bool) -> None:
    talk = put(SHORT.replace("3h, remind: [2h]", expires))
    assert ("Не сейчас" in keys(talk)) is offered


@pytest.mark.parametrize(("expires", "offered", "hours"), [("8h", False, 0), ("12h", True, 10)])
def test_not_now_in_the_evening_is_until_the_morning(expires: str, offered: bool, hours: int) -> None:
    talk = put(SHORT.replace("12:00", "21:30").replace("3h, remind: [2h]", expires))
    assert ("Не сейчас" in keys(talk)) is offered
    if not offered:
        return
    talk.press("key.not-now")
    assert "завтра в 08:00" in list(talk.messages.values())[-1].text
    talk.wait("10h")
    assert talk.said == []
    talk.wait("30m")
    assert talk.phrases[0] == "prompt.again"


def test_not_now_when_an_hour_is_too_long_by_now() -> None:
    talk = put(SHORT)
    first = sitting(talk)
    talk.at += timedelta(minutes=110)
    talk.press("key.not-now")
    assert sitting(talk).asking == first.asking, "it stays open"
    assert sitting(talk).put_off
    assert "до 15:00 сегодня" in talk.toasts[0]
    assert "Не сейчас" not in keys(talk)
    assert ("remind", first.prompt) not in talk.timers
    talk.press("3")
    assert answers(talk) == [("mood", 3)]


def test_what_was_put_off_lapses_in_its_time_and_makes_room() -> None:
    lapsing = put(SHORT)
    first = sitting(lapsing).prompt
    lapsing.press("key.not-now")
    lapsing.fall(lapsing.timers["expire", first])
    assert (lapsing.said, lapsing.now.put_off, lapsing.prompts[first]) == ([], (), PromptState.EXPIRED)
    assert ("again", first) not in lapsing.timers
    overtaken = put(DAILY.replace("1d, at: 12:00", "30m"))
    first = sitting(overtaken).prompt
    overtaken.press("key.not-now")
    overtaken.next_timer("prompt")
    assert (overtaken.now.put_off, overtaken.prompts[first]) == ((), PromptState.EXPIRED)
    overtaken.wait("45m")
    assert "prompt.again" not in overtaken.phrases


def test_not_now_means_not_another_question_either() -> None:
    talk = put(DAILY.replace("times: 5", "times: 1"), OTHER)
    talk.next_timer("prompt")
    assert [one.wave for one in talk.now.waiting] == ["other"]
    talk.press("key.not-now")
    assert (talk.now.sitting, talk.said) == (None, [])
    talk.wait("1h")
    assert (sitting(talk).wave, [one.wave for one in talk.now.waiting]) == ("daily", ["other"])
    skip_all_but_the_next(talk)
    assert sitting(talk).wave == "other"


def test_a_key_of_what_was_put_off() -> None:
    talk = put(DAILY)
    number, message = list(talk.messages.items())[-1]
    talk.press("key.not-now")
    before = talk.state()
    talk.tap(message.keys[0][1], number)
    assert (talk.phrases, talk.state()) == (["hint.comes-again"], before)


def test_again_in_a_pause_waits_for_its_end() -> None:
    talk = put(DAILY.replace("times: 5", "times: 1"))
    talk.press("key.not-now")
    talk.write("/pause")
    talk.press("key.pause-day")
    talk.wait("23h")
    assert (talk.said, talk.now.sitting, len(talk.now.waiting)) == ([], None, 1)
    talk.wait("2h")
    assert talk.phrases[0] == "prompt.again"


# late answers


def test_late_answers_are_kept_and_marked() -> None:
    talk = late(DAY, SHORT)
    prompt = sitting(talk).prompt
    talk.wait("3h")
    assert talk.said[1:] == [], "a reminder, and no word when it lapses"
    assert (talk.prompts[prompt], sitting(talk).late) == (PromptState.EXPIRED, True)
    talk.press("2")
    talk.write("Никак не уснуть")
    skip_all(talk)
    kept = (one for one in talk.kept() if one.prompt == prompt)
    marks = {one.content["question"]: one.content.get("late") for one in kept}
    assert marks == {"mood": True, "why": True, "talked": True, "home": True}
    assert moves(talk, prompt) == [
        ("delivered", None, None, False),
        ("expired", 1, 0, False),
        ("begun", None, None, False),
        ("partial", 1, 1, True),
        ("partial", 2, 2, True),
        ("partial", 3, 2, True),
        ("partial", 4, 2, True),
        ("answered", 4, 2, True),
    ]


def test_what_was_answered_in_time_is_not_late() -> None:
    talk = late(DAY, SHORT)
    prompt = sitting(talk).prompt
    talk.press("8")
    talk.wait("3h")
    assert talk.prompts[prompt] is PromptState.PARTIAL
    talk.press("Да")
    kept = (one for one in talk.kept() if one.prompt == prompt)
    assert [one.content.get("late") for one in kept] == [None, True]


def test_late_has_an_end_too() -> None:
    talk = late(HOUR, SHORT)
    prompt = sitting(talk)
    talk.wait("4h")
    assert (talk.now.sitting, talk.prompts[prompt.prompt]) == (None, PromptState.EXPIRED)
    talk.tap(f"q:{prompt.asking.token if prompt.asking else ''}:3")
    assert (talk.phrases, answers(talk)) == (["prompt.lapsed"], [])
    assert not [kind for kind, of in talk.timers if of == prompt.prompt]


def test_after_a_long_standstill_it_is_too_late_for_late() -> None:
    talk = late(HOUR, SHORT)
    expire = soonest(talk, "expire")
    talk.at = expire.due_at + HOUR
    talk.fall(expire)
    assert talk.now.sitting is None


def test_any_new_prompt_takes_the_place_of_a_late_one() -> None:
    talk = late(DAY, SHORT.replace("times: 5", "times: 1"), OTHER.replace("13:00", "15:01"))
    talk.wait("3h")
    assert sitting(talk).late
    talk.next_timer("prompt")
    assert (sitting(talk).wave, talk.now.aside) == ("other", None)


def test_but_not_from_under_the_fingers() -> None:
    """Somebody answers late: the new one waits half an hour at most."""
    talk = late(DAY, SHORT.replace("times: 5", "times: 1"), OTHER.replace("13:00", "15:01"))
    talk.wait("3h")
    talk.press("2")
    prompt = sitting(talk).prompt
    talk.next_timer("prompt")
    assert (sitting(talk).wave, [one.wave for one in talk.now.waiting]) == ("daily", ["other"])
    talk.wait("30m")
    assert (sitting(talk).wave, talk.now.waiting) == ("other", ())
    assert moves(talk, prompt)[-1] == ("partial", 1, 1, True)


def test_what_was_never_put_is_not_offered_late() -> None:
    talk = late(DAY, SHORT.replace("times: 5", "times: 1"), OTHER.replace("12:00", "9:00"))
    assert sitting(talk).wave == "daily"
    other = enrolled(SHORT)
    prompt = soonest(other, "prompt")
    other.at = prompt.due_at + timedelta(hours=3)
    other.fall(prompt)
    assert (other.now.sitting, other.prompts[prompt.prompt]) == (None, PromptState.EXPIRED)


# begun, and counted


def spoken(talk: Conversation) -> None:
    talk.speak()


TOUCHES = {
    "an answer": ("type: scale, from: 0, to: 10", lambda talk: talk.press("3")),
    "a mark": ("type: choices, options: {a: One, b: Two}", lambda talk: talk.press("One")),
    "too short a text": ("type: text, at-least: 5", lambda talk: talk.write("so")),
    "a voice": ("type: voice", spoken),
    "a number that is none": ("type: number, from: 0, to: 5", lambda talk: talk.write("77")),
    "skipped": ("type: text", lambda talk: talk.press("key.skip")),
}
NO_TOUCHES = {
    "something else": ("type: scale, from: 0, to: 10", lambda talk: talk.write("Hello?")),
    "a forged key": ("type: scale, from: 0, to: 10", lambda talk: talk.tap("q:forged:3")),
    "a command": ("type: scale, from: 0, to: 10", lambda talk: talk.write("/help")),
    "not now": ("type: scale, from: 0, to: 10", lambda talk: talk.press("key.not-now")),
}


@pytest.mark.parametrize("what", TOUCHES)
def test_the_first_touch_begins_it_and_ends_the_reminders(what: str) -> None:
    kind, does = TOUCHES[what]
    talk = asked(f"- {{id: one, ask: How?, {kind}}}\n- {{id: two, ask: And?, type: text}}")
    prompt = sitting(talk).prompt
    assert ("remind", prompt) in talk.timers
    does(talk)
    assert ("begun", None, None, False) in moves(talk, prompt)
    assert ("remind", prompt) not in talk.timers
    while talk.now.sitting and not talk.fetches:
        talk.press("key.skip")
    assert Counter(moves(talk, prompt))["begun", None, None, False] == 1


@pytest.mark.parametrize("what", NO_TOUCHES)
def test_what_is_no_touch(what: str) -> None:
    kind, does = NO_TOUCHES[what]
    talk = asked(f"- {{id: one, ask: How?, {kind}}}\n- {{id: two, ask: And?, type: text}}")
    does(talk)
    assert PromptState.BEGUN not in talk.prompts.values()


def test_a_broken_off_one_is_counted() -> None:
    talk = put(SHORT)
    prompt = sitting(talk).prompt
    talk.press("2")
    talk.press("key.skip")
    talk.next_timer("expire")
    assert moves(talk, prompt)[-1] == ("partial", 3, 1, False)


# what goes out, and when it no longer may


def test_the_message_that_puts_it_names_the_prompt_once() -> None:
    talk = put(SHORT)
    prompt = sitting(talk).prompt
    assert [one.prompt for one in says(talk.outcome)] == [prompt]
    assert [one.not_after for one in says(talk.outcome)] == [talk.at + timedelta(hours=3)]
    talk.next_timer("remind")
    assert [one.prompt for one in says(talk.outcome)] == [""]
    talk.press("8")
    assert [one.prompt for one in says(talk.outcome)] == [""]
    notes = asked("- {id: hello, ask: First this., type: note}\n- {id: one, ask: How?, type: text}")
    assert [bool(one.prompt) for one in says(notes.outcome)] == [False, True], "the question, not the note"


def test_it_is_not_said_at_night() -> None:
    talk = put(SHORT.replace("12:00", "21:00"))
    assert [one.not_after for one in says(talk.outcome)] == [talk.at + HOUR]


def test_what_did_not_go_out_in_time_is_said_in_the_morning() -> None:
    talk = put(DAILY.replace("12:00", "21:00").replace("remind: [2h]", "remind: []"))
    first = sitting(talk)
    talk.at += 2 * HOUR
    talk.tell(Fell("again", talk.at, first.prompt))
    assert (talk.said, sitting(talk)) == ([], first)
    talk.wait("9h")
    assert talk.phrases[0] == "prompt.begin"
    assert [one.prompt for one in says(talk.outcome)] == [first.prompt]
    talk.press("3")
    talk.tell(Fell("again", talk.at, first.prompt))
    assert talk.said == [], "they have come to it by themselves"


def test_what_lapsed_on_its_way_is_not_said_again() -> None:
    """Its words would be dropped at once, and it would be said again without end, until the timer of its end falls."""
    talk = put(SHORT)
    first = sitting(talk)
    assert first.expires_at is not None
    talk.at = first.expires_at
    talk.tell(Fell("again", talk.at, first.prompt))
    assert (talk.said, sitting(talk)) == ([], first)


# who cannot be reached


@pytest.mark.parametrize("gone", [False, True])
def test_blocked_or_gone_and_back(gone: bool) -> None:
    talk = put(SHORT)
    talk.tell(Blocked(gone))
    assert (talk.said, talk.now.blocked, talk.now.gone) == ([], True, gone)
    talk.write("/help")
    assert (talk.now.blocked, talk.now.gone) == (False, False)


def test_a_refusal_that_was_long_on_its_way_is_not_believed() -> None:
    talk = put(SHORT)
    tried = talk.at
    talk.at += timedelta(seconds=5)
    talk.tell(Unblocked())
    talk.tell(Blocked(tried_at=tried))
    assert not talk.now.blocked
    talk.tell(Blocked(tried_at=talk.at + timedelta(seconds=1)))
    assert talk.now.blocked


# words


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", ["prompt.lapsed", "prompt.lapsed-newer", "hint.comes-again"])
def test_what_is_said_to_a_tap_fits(language: str, name: str) -> None:
    assert len(CATALOGUE.say(language, name)) <= TOAST
