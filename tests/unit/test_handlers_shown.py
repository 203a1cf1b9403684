"""What stood on the screen is sealed beside the answer: the version of its words, and the order of shuffled options."""

from typing import Any

import pytest
from conversation import Conversation
from conversation_asked import asked, keys, study_of
from conversation_studies import BRANCH, restarted

WHY = """
- id: why
  ask: What made you leave?
  type: [TYPE, text, voice]
  options: {work: Work, family: Family, safety: Safety, war: War, other: Something else}
  order: random
  fixed: [other]
- {id: home, ask: Where is home?, type: choice, options: {here: Here, there: There}}
"""
CHOICE, CHOICES = WHY.replace("TYPE", "choice"), WHY.replace("TYPE", "choices")
IDS = {"Work": "work", "Family": "family", "Safety": "safety", "War": "war", "Something else": "other"}


def on_the_screen(talk: Conversation) -> list[str]:
    """The options by their ids, as the keys stand."""
    return [IDS[label] for label in keys(talk) if label in IDS]


def order(talk: Conversation, kind: str = "answer") -> Any:
    [record] = [one for one in talk.kept(kind) if one.content["question"] == "why"]
    return record.content.get("order")


def skip(talk: Conversation) -> None:
    talk.press("key.skip")


def speak(talk: Conversation) -> None:
    talk.speak()
    talk.fetch(5)


def tick(talk: Conversation) -> None:
    talk.press("War")
    talk.press("Work")
    talk.press("key.done")


@pytest.mark.parametrize(
    ("questions", "does", "kind"),
    [
        (CHOICE, lambda talk: talk.press("War"), "answer"),
        (CHOICE, lambda talk: talk.write("war"), "answer"),
        (CHOICE, lambda talk: talk.write("They took my brother."), "answer"),
        (CHOICE, speak, "answer"),
        (CHOICE, skip, "skip"),
        (CHOICES, tick, "answer"),
    ],
)
def test_the_order_in_which_options_were_shown(questions: str, does: Any, kind: str) -> None:
    """However it is answered, and passed over too: what came first may have been what was passed over."""
    orders = set()
    for seed in range(12):
        talk = asked(questions, seed=seed)
        shown = on_the_screen(talk)
        does(talk)
        assert order(talk, kind) == shown
        orders.add(tuple(shown))
    assert len(orders) > 6


def test_options_that_are_not_shuffled_have_no_order() -> None:
    talk = asked(BRANCH)
    talk.press("8")
    talk.press("No")
    talk.press("Here")
    assert [one.content for one in talk.kept("answer") if "order" in one.content] == []


def test_asked_anew_the_order_is_that_of_the_new_asking() -> None:
    for seed in range(8):
        talk = asked(CHOICE, seed=seed)
        before = on_the_screen(talk)
        talk.press("War")
        talk.press("key.back")
        after = on_the_screen(talk)
        talk.press("key.as-before")
        assert order(talk) == before, "it answers what was shown then"
        if after == before:
            continue
        talk.press("key.back")
        after = on_the_screen(talk)
        talk.press("War")
        assert order(talk) == after


def test_in_which_order_older_words_were_shown_is_not_made_up() -> None:
    talk = asked(CHOICE)
    restarted(talk, CHOICE.replace("war: War", "flood: A flood"))
    talk.write("They took my brother.")
    [record] = talk.kept("answer")
    assert (record.content["version"], "order" in record.content) == (1, False)


def screening_of(questions: str) -> str:
    listed = "".join(f"    {line}\n" for line in questions.strip().splitlines())
    return f"\nscreening:\n  eligible: adult\n  questions:\n{listed}"


ADULT = "- {id: adult, ask: Are you 18 or older?, type: yes-no}\n"
LEFT = (
    ADULT
    + "- {id: why, ask: Why did you leave?, type: choice, options: {war: War, work: Work}, order: random}\n"
)
GONE = "- {id: end, ask: And now?, type: yes-no}"


def agree(talk: Conversation) -> None:
    talk.press("key.go-on")
    talk.speak()
    talk.fetch(4)
    talk.press("key.confirm")


def screened(talk: Conversation) -> dict[str, tuple[int, Any]]:
    """Question: the version of its words and the order of its options, as the team reads them."""
    found = [record.content for record in talk.kept("screening")]
    return {one["question"]: (one["version"], one.get("order")) for one in found}


def test_screening_is_kept_under_the_words_that_were_shown() -> None:
    """The study file changes between the question and the agreement, and in the middle of the questions."""
    talk = Conversation(study_of(GONE, screening=screening_of(LEFT)), "en")
    talk.write("/start friends")
    talk.tap_newest("s:AM")
    talk.press("Yes")
    shown = [IDS[label] for label in keys(talk) if label in IDS]
    talk.press("War")
    restarted(talk, GONE, screening_of(LEFT.replace("18", "21").replace("Why did", "For what reason did")))
    agree(talk)
    assert screened(talk) == {"adult": (1, None), "why": (1, shown)}
    assert talk.now.screened == {}

    other = Conversation(study_of(GONE, screening=screening_of(LEFT)), "en")
    other.write("/start friends")
    other.tap_newest("s:AM")
    other.press("Yes")
    restarted(other, GONE, screening_of(LEFT.replace("18", "21").replace("Why did", "For what reason did")))
    other.press("War")
    assert other.phrases[0] == "hint.stale-key", "it is put again as it is now"
    other.press("War")
    agree(other)
    assert {name: version for name, (version, _) in screened(other).items()} == {"adult": 1, "why": 2}


def test_screening_changed_on_the_way_back_has_the_words_of_its_last_asking() -> None:
    talk = Conversation(study_of(GONE, screening=screening_of(LEFT)), "en")
    talk.write("/start friends")
    talk.tap_newest("s:AM")
    talk.press("Yes")
    restarted(talk, GONE, screening_of(LEFT.replace("18", "21")))
    talk.press("key.back")
    talk.press("Yes")
    talk.press("War")
    agree(talk)
    assert screened(talk)["adult"] == (2, None)
