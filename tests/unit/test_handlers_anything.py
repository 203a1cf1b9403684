"""Any sequence of events, from any place: nothing raises, and no outcome breaks a promise.

The promises are in `conversation.check`, which every turn of every test goes through: an open record is not lost, what
was kept stays kept, every prompt is somewhere, who has left is not written to, a code never changes, a tap is
acknowledged once, every message fits Telegram."""

from collections.abc import Callable
from datetime import timedelta

from conversation import CATALOGUE, Conversation
from conversation_places import PLACES, reach
from hypothesis import given, settings
from hypothesis import strategies as st

from study.inbound import Blocked, Edited, Erase, Fell, Fetched, Grouped, NotFetched, Sent, Unblocked
from study.participant import Stage

WORDS = sorted(
    {
        CATALOGUE.say(lang, name)
        for lang in ("ru", "en")
        for name in CATALOGUE.names
        if name.startswith("key.")
    }
    | {
        "Русский",
        "English",
        "Армения",
        "5",
        "2",
        "слово",
        "",
        "\u202e",
        "/start friends",
        "/help",
        "/language",
    }
    | {"/diary", "/balance", "/back"}
)
SECONDS = (0.0, 0.4, 0.5, 2.9, 3.0, 60.0, 90.0, 91.0)
TIMES = tuple(timedelta(seconds=one) for one in (1, 60, 3_600, 10_800, 43_200, 86_400, 30 * 86_400))

Does = Callable[[Conversation, int], None]


def _press(talk: Conversation, n: int) -> None:
    """Any key that is on the screen: mostly the newest."""
    shown = talk.visible()
    if shown:
        talk.press(shown[-1 - (n % min(len(shown), 6))])


def _tap_anything_shown(talk: Conversation, n: int) -> None:
    talk.tap(talk.ever[n % len(talk.ever)] if talk.ever else "", None if n % 7 else n)


def _fetch(talk: Conversation, n: int) -> None:
    if talk.fetches:
        talk.fetch(SECONDS[n % len(SECONDS)], list(talk.fetches)[n % len(talk.fetches)])
    else:
        talk.tell(Fetched(f"{n:032x}", 4.0, 9))


def _lose(talk: Conversation, n: int) -> None:
    reason = ("gone", "large", "damaged")[n % 3]
    if talk.fetches:
        talk.lose(reason, list(talk.fetches)[n % len(talk.fetches)])
    else:
        talk.tell(NotFetched(f"{n:032x}", reason))


def _next(talk: Conversation, n: int) -> None:
    if talk.timers:
        talk.fall(min(talk.timers.values(), key=lambda one: (one.due_at, one.kind, one.prompt)))


def _together(talk: Conversation, n: int) -> None:
    """The next prompt falls due at once, as in a study that asks often."""
    due = [one for one in talk.timers.values() if one.kind == "prompt"]
    if due:
        at = talk.at
        talk.fall(min(due, key=lambda one: one.due_at))
        talk.at = at


ACTIONS: dict[str, Does] = {
    "press": _press,
    "press again": _press,
    "tap": _tap_anything_shown,
    "write": lambda talk, n: talk.write(WORDS[n % len(WORDS)]),
    "forward": lambda talk, n: talk.write(WORDS[n % len(WORDS)], forwarded=True),
    "speak": lambda talk, n: talk.speak(size=None if n % 3 else 9_000),
    "show": lambda talk, n: talk.show(caption="подпись" if n % 2 else "", forwarded=n % 5 == 0),
    "locate": lambda talk, n: talk.locate(n % 180 - 90, n * 7 % 360 - 180, forwarded=n % 5 == 0),
    "forward a voice": lambda talk, n: talk.speak(forwarded=True),
    "fetch": _fetch,
    "lose": _lose,
    "wait": lambda talk, n: talk.wait(TIMES[n % len(TIMES)]),
    "next": _next,
    "together": _together,
    "send": lambda talk, n: talk.tell(Sent("sticker", n)),
    "edit": lambda talk, n: talk.tell(Edited(n)),
    "block": lambda talk, n: talk.tell(Blocked()),
    "unblock": lambda talk, n: talk.tell(Unblocked()),
    "erase": lambda talk, n: talk.tell(Erase()),
    "group": lambda talk, n: talk.tell(Grouped(-n)),
    "stray timer": lambda talk, n: talk.tell(
        Fell(("forget", "remind", "expire", "x")[n % 4], talk.at, f"{n:032x}")
    ),
    "language": lambda talk, n: talk.tap(("l:ru", "l:en")[n % 2]),
    "stop": lambda talk, n: talk.write("/stop"),
}
MOSTLY = [name for name in ACTIONS if name != "stop"]


def run(talk: Conversation, steps: list[tuple[str, int]]) -> None:
    for name, n in steps:
        if name == "stray timer" and n % 4 == 0 and talk.participant and not talk.now.code:
            continue  # a real one forgets
        ACTIONS[name](talk, n)


steps = st.lists(st.tuples(st.sampled_from(MOSTLY), st.integers(0, 999)), max_size=40)
places = st.sampled_from(PLACES)
languages = st.sampled_from(["ru", "en"])


@settings(max_examples=120, deadline=None)
@given(places, languages, steps)
def test_anything_may_happen(place: str, language: str, steps: list[tuple[str, int]]) -> None:
    run(reach(place, language), steps)


@settings(max_examples=60, deadline=None)
@given(places, steps, steps)
def test_leaving_ends_it_whatever_came_before(
    place: str, before: list[tuple[str, int]], after: list[tuple[str, int]]
) -> None:
    """And afterwards nothing is said but to what they write themselves, until they come back."""
    talk = reach(place, "ru")
    run(talk, before)
    coded = bool(talk.participant and talk.participant.code)
    talk.write("/stop")
    assert talk.stage is (Stage.WITHDRAWN if coded else Stage.NEW)
    assert (talk.timers, talk.fetches) == ({}, {})
    run(
        talk,
        [(name, n) for name, n in after if name in ("fetch", "lose", "wait", "next", "block", "stray timer")],
    )
    assert talk.stage is (Stage.WITHDRAWN if coded else Stage.NEW)


@settings(max_examples=50, deadline=None)
@given(places, steps)
def test_the_same_happens_again(place: str, steps: list[tuple[str, int]]) -> None:
    """A row that is processed again after a crash leads to the same: nothing but the inbound decides."""
    one, other = reach(place, "ru"), reach(place, "ru")
    run(one, steps)
    run(other, steps)
    assert one.state() == other.state()
    assert one.said == other.said
