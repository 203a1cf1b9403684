"""Several choices: ticked and unticked, and typed out."""

import pytest
from conversation import Conversation
from conversation_asked import SKIP, answers, asked, keys
from conversation_places import sitting

PAPERS = """
- id: papers
  ask: Which papers do you have?
  type: choices
  options: {visa: A visa, permit: A permit, other: "Something else, perhaps", none: None of these}
  alone: [none]
  at-least: 1
  at-most: 2
- {id: end, ask: And now?, type: yes-no}
"""


def _ticked(talk: Conversation) -> list[str]:
    return [label for label in keys(talk) if label.startswith("✓")]


def _newest(talk: Conversation) -> int:
    return list(talk.messages)[-1]


def _carried(talk: Conversation, label: str) -> str:
    return dict(talk.messages[_newest(talk)].keys)[label]


def test_ticked_and_unticked() -> None:
    talk = asked(PAPERS)
    assert keys(talk) == [
        "A visa",
        "A permit",
        "Something else, perhaps",
        "None of these",
        "Done",
        *SKIP,
        "Not now",
    ]
    talk.press("A permit")
    talk.press("A visa")
    assert (talk.said, _ticked(talk)) == ([], ["✓ A visa", "✓ A permit"])
    talk.press("✓ A permit")
    assert _ticked(talk) == ["✓ A visa"]
    talk.press("key.done")
    assert answers(talk) == [("papers", ["visa"])]
    assert sitting(talk).chosen == {"papers": ("visa",)}
    assert next(iter(reversed(list(talk.messages.values())[:-1]))).text.endswith("→ A visa")


def test_a_key_tapped_twice_says_the_same_twice() -> None:
    talk = asked(PAPERS)
    on = _carried(talk, "A visa")
    talk.tap(on, _newest(talk))
    once = talk.state()
    talk.tap(on, _newest(talk))
    assert (talk.state(), _ticked(talk)) == (once, ["✓ A visa"])
    off = _carried(talk, "✓ A visa")
    for _ in range(2):
        talk.tap(off, _newest(talk))
        assert _ticked(talk) == []


def test_at_most_and_at_least() -> None:
    talk = asked(PAPERS)
    talk.press("key.done")
    assert (talk.phrases, talk.toasts) == (["hint.at-least"], ["Please mark at least 1."])
    talk.press("A visa")
    talk.press("A permit")
    before = talk.state()
    talk.press("Something else, perhaps")
    assert talk.phrases == ["hint.at-most"]
    assert talk.state() == before


def test_none_of_these_takes_the_place_of_all_others_and_they_its() -> None:
    talk = asked(PAPERS)
    talk.press("A visa")
    talk.press("A permit")
    talk.press("None of these")
    assert _ticked(talk) == ["✓ None of these"]
    talk.press("A permit")
    assert _ticked(talk) == ["✓ A permit"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a visa", ["visa"]),
        ("A permit, a visa", ["visa", "permit"]),
        ("something else, perhaps; A VISA", ["visa", "other"]),
        ("none of these.", ["none"]),
    ],
)
def test_choices_typed_out(text: str, value: list[str]) -> None:
    talk = asked(PAPERS)
    talk.write(text)
    assert answers(talk) == [("papers", value)]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("a visa, a permit, something else, perhaps", "hint.at-most"),
        ("a visa, none of these", "hint.alone"),
        ("done", "hint.at-least"),
    ],
)
def test_choices_typed_out_that_cannot_be(text: str, phrase: str) -> None:
    talk = asked(PAPERS)
    talk.write(text)
    assert (answers(talk), sitting(talk).begun) == ([], True)
    before = talk.state()
    talk.write(text)
    assert (talk.phrases, talk.state()) == ([phrase], before)


def test_what_was_ticked_stays_so_when_the_question_is_put_again() -> None:
    talk = asked(PAPERS)
    first = _newest(talk)
    talk.press("A visa")
    talk.write("/start")
    assert _ticked(talk) == ["✓ A visa"]
    talk.press("A permit")
    data = dict(talk.messages[first].keys)["✓ A visa"]
    talk.tap(data, first)
    assert [label for label, _ in talk.messages[first].keys][:2] == ["A visa", "✓ A permit"]
    talk.press("key.done")
    assert answers(talk) == [("papers", ["permit"])]


def test_a_tick_of_an_older_asking_is_stale() -> None:
    talk = asked(PAPERS)
    old = _carried(talk, "A visa")
    talk.press("A permit")
    talk.press("key.done")
    talk.press("key.back")
    assert _ticked(talk) == [], "it is asked anew"
    talk.tap(old)
    assert (talk.phrases, _ticked(talk)) == (["hint.stale-key"], [])
    talk.tap(old[: old.index(":", 3)] + ":9:on")
    assert talk.phrases == ["hint.stale-key"]
