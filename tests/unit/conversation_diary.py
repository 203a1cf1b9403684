"""People who keep a diary, for tests: a study whose diary takes everything, and one question a month."""

from typing import Any

from conversation import Conversation
from conversation_asked import enrolled, study_of

from study.protocol import Protocol
from study.touch import Diary, Takes

QUESTIONS = """
- {id: day, ask: How was your day?, type: scale, from: 0, to: 10}
- {id: home, ask: Is it warm at home?, type: yes-no}
"""


def with_diary(questions: str = QUESTIONS, **rules: Any) -> Protocol:
    """`rules` are of the diary: it takes everything, unless they say otherwise."""
    diary = Diary(**({"takes": tuple(Takes)} | rules))
    return study_of(questions).model_copy(update={"diary": diary})


def diarist(questions: str = QUESTIONS, **rules: Any) -> Conversation:
    """Somebody who has agreed, and is asked nothing at the moment."""
    return enrolled(with_diary(questions, **rules))


def keeping(questions: str = QUESTIONS, **rules: Any) -> Conversation:
    """The same, and what they send is kept without asking."""
    talk = diarist(questions, **rules)
    talk.write("/diary")
    talk.press("key.keep-at-once")
    assert talk.now.keeps
    return talk


def entries(talk: Conversation, *, drafts: bool = False) -> list[tuple[int, str, Any]]:
    """The messages of the diary in the order of their parts: (number of the entry, type, what is in it). A caption
    stands as ("of", words)."""
    found = [one for one in talk.records.values() if one.kind in ("entry", "caption") and one.draft is drafts]
    names = list(dict.fromkeys(one.content["entry"] for one in found))
    found.sort(key=lambda one: (names.index(one.content["entry"]), one.content["part"], "of" in one.content))
    return [
        (
            names.index(content["entry"]) + 1,
            "of" if "of" in content else content["type"],
            content.get("value"),
        )
        for content in (one.content for one in found)
    ]
