"""A check-in with every type, groups and rounds, and whatever may come while it is open: nothing raises, no promise is
broken (`conversation.check`), leaving works, and what is kept is what was answered and not taken back."""

import json

from conversation import Conversation
from conversation_asked import asked, enrolled, study_of
from hypothesis import given, settings
from hypothesis import strategies as st
from test_handlers_anything import ACTIONS, Does

from study.effects import Discard, Keep
from study.freezing import thaw
from study.instrument import AnswerType
from study.participant import Stage

ALL = """
- {id: hello, ask: Hello again., type: note}
- {id: mood, ask: Mood?, type: scale, from: 0, to: 100}
- {id: papers, ask: Papers?, type: choices, options: {visa: Visa, pass: Pass, none: Neither}, alone: [none], at-most: 2}
- {id: where, ask: Where?, type: [place, text], within: 10km, when: mood > 50}
- {id: companions, ask: How many?, type: number, from: 0, to: 5, remember: yes}
- group: companion
  when: companions > 0
  title: "Person {n} of {companions}"
  repeat: {times: companions, at-most: 3}
  questions:
    - id: relation
      ask: Who?
      type: choice
      options: {friend: Friend, child: Child, other: Other}
      order: random
      fixed: [other]
    - {id: note, ask: "A {relation}, then.", type: note, when: relation != "other"}
    - {id: view, ask: Show us., type: [photo, voice, text], when: relation == "friend"}
- {id: left_on, ask: When?, type: date, from: 2022-02-24, to: today, remember: yes, when: '"visa" in papers'}
- {id: woke, ask: Woke?, type: time}
- group: border
  repeat: {again: Another?, at-most: 2}
  questions:
    - {id: hours, ask: Hours?, type: [number, voice], from: 0, to: 99, required: yes}
- {id: why, ask: Why?, type: [voice, text], at-most: 40}
- {id: bye, ask: Bye., type: note}
"""
WORDS = (
    "0", "1", "2", "3", "77", "5000", "12,5", "visa", "visa, pass", "visa, neither", "friend", "24.02.2024", "today",
    "9:30", "yes", "no", "skip", "i'd rather not say", "back", "/back", "keep my answer", "done", "слово", "", "/start",
    "/help", "send where i am", "Слишком длинный ответ, который никак не помещается",
)  # fmt: skip
PROTOCOL = study_of(ALL)
MANY = ("show", "locate", "speak", "fetch", "lose", "tap", "next", "language")


def _press_anything(talk: Conversation, n: int) -> None:
    """Any key under the newest message with keys, or on the keyboard."""
    shown = next((one.keys for one in reversed(talk.messages.values()) if one.keys), [])
    labels = [label for label, _ in shown] + [one for one in talk.keyboard if one != "Send where I am"]
    if labels:
        talk.press(labels[n % len(labels)])


HERE: dict[str, Does] = {name: ACTIONS[name] for name in MANY} | {
    "say": lambda talk, n: talk.write(WORDS[n % len(WORDS)]),
    "back": lambda talk, n: talk.write("/back"),
    "press": _press_anything,
}
MOSTLY = [*HERE, *["press"] * 6, *["say"] * 3]
steps = st.lists(st.tuples(st.sampled_from(MOSTLY), st.integers(0, 999)), min_size=5, max_size=60)


def run(talk: Conversation, steps: list[tuple[str, int]]) -> None:
    for name, n in steps:
        HERE[name](talk, n)


@settings(max_examples=120, deadline=None)
@given(steps)
def test_anything_may_happen_in_a_check_in(steps: list[tuple[str, int]]) -> None:
    talk = asked(ALL)
    for name, n in steps:
        run(talk, [(name, n)])
        whole(talk)
    talk.write("/stop")
    assert talk.stage is Stage.WITHDRAWN


def whole(talk: Conversation) -> None:
    """What lies in the sitting is what is kept, and nothing of it was said or stands there in the open."""
    person = talk.now
    sitting = person.sitting
    assert thaw(json.loads(talk._frozen or "")) == person
    if sitting is None:
        return
    questions = {one.id: one for one in PROTOCOL.questionnaires[0].questions}
    assert set(sitting.chosen) <= set(sitting.done)
    assert set(sitting.skipped) <= set(sitting.done)
    assert set(sitting.records) == set(sitting.done)
    assert not set(sitting.chosen) & set(sitting.skipped)
    for key, records in sitting.records.items():
        id, _, round = key.partition("#")
        for record in records:
            if record in talk.records:  # else it could not be had
                content = talk.records[record].content
                assert (content["question"], content.get("round", 0)) == (id, int(round or 0))
        question = questions.get(id)
        assert question is None or AnswerType.NOTE not in question.types
    now = [one for records in sitting.records.values() for one in records]
    assert len(now) == len(set(now))
    kept = {
        id
        for id, record in talk.records.items()
        if record.prompt == sitting.prompt and not record.draft and record.kind in ("answer", "skip")
    }
    assert kept <= set(now) | set(sitting.besides), "what was taken back is gone"


@settings(max_examples=50, deadline=None)
@given(steps)
def test_the_same_happens_again(steps: list[tuple[str, int]]) -> None:
    one, other = asked(ALL), asked(ALL)
    run(one, steps)
    run(other, steps)
    assert (one.state(), one.said) == (other.state(), other.said)


@settings(max_examples=50, deadline=None)
@given(steps)
def test_whoever_goes_on_comes_to_an_end(steps: list[tuple[str, int]]) -> None:
    """Whichever way they took before: no question leads back to itself."""
    talk = asked(ALL)
    run(talk, steps)
    first = talk.now.sitting
    for _ in range(40):
        if first is None or talk.now.sitting is None or talk.now.sitting.prompt != first.prompt:
            return
        talk.write("skip")
        if talk.phrases and talk.phrases[0].startswith("hint."):
            talk.write("5")
    raise AssertionError("it goes on and on")


def test_a_kept_answer_is_replaced_within_one_outcome() -> None:
    talk = asked(ALL)
    talk.write("77")
    talk.write("/back")
    talk.write("80")
    outcome = talk.outcome
    assert outcome
    kinds = [type(effect) for effect in outcome.effects]
    assert kinds.count(Keep) == kinds.count(Discard) == 1


def test_the_walk_reaches_every_question() -> None:
    """Else the tests above would look at less than they say."""
    talk = enrolled(PROTOCOL)
    talk.next_timer("prompt")
    told = list(talk.said)
    for text in ("77", "visa", "-", "1", "friend", "ok", "24.02.2024", "9", "5", "yes", "6", "дождь"):
        talk.write(text)
        told += talk.said
    everything = "\n".join(told)
    for words in (
        "Hello again",
        "Where?",
        "Person 1 of 1",
        "A Friend, then.",
        "Show us.",
        "Another?",
        "Why?",
        "Bye.",
    ):
        assert words in everything
    assert talk.phrases[-1] == "prompt.done"
