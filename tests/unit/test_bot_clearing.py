"""When a message goes, as a table; and the words that come unasked."""

from dataclasses import replace
from typing import Any

import pytest
from conversation import BEGUN, CATALOGUE

from bot import clearing
from bot.boxes import Boxes
from bot.chats import Chats
from bot.rendering import Renderer, Request
from bot.splitting import MESSAGE, length
from sealing.operator import OperatorKey
from storage.commit import Commit
from storage.rows import DueMessage
from study.chat import Clear
from study.effects import ClearChat, ContactCut, Effect, Tally
from study.model import Localized
from study.outcome import Outcome
from study.participant import Draft, Participant, Sitting, Stage, Talk
from study.saying import Acknowledge, Haste, Key, Keys, Leave, Menu, Phrase, Rekey, Say, SayVoice, Settle

AT = 1_710_000_000.0
ANI = Participant.new("a1" * 16, "en", BEGUN).but(stage=Stage.ENROLLED)
SITTING = Sitting("evening", BEGUN)
DAY = clearing.a_day_after(AT)

WHO: dict[str, tuple[Participant, bool, bool]] = {  # who, whether something is open, and whether awaited
    "nothing open": (ANI, False, False),
    "has left": (ANI.but(stage=Stage.WITHDRAWN), False, False),
    "is reading": (ANI.but(stage=Stage.INFORMATION), True, False),
    "is answering": (ANI.but(sitting=SITTING), True, False),
    "has one aside": (ANI.but(aside=SITTING), True, False),
    "a voice on its way": (ANI.but(sitting=replace(SITTING, media="m")), True, True),
    "one for the diary": (ANI.but(draft=Draft(("m",), ("m",))), True, True),
    "a diary entry to decide on": (ANI.but(draft=Draft(("m",))), True, False),
    "one that comes late": (ANI.but(late=("m",)), False, True),
    "an agreement to be heard": (ANI.but(stage=Stage.CONFIRMING, voice="m"), True, True),
    "is asked where they live": (ANI.but(talk=Talk.CITY), True, False),
}


@pytest.mark.parametrize("name", WHO)
def test_what_is_open(name: str) -> None:
    person, is_open, awaited = WHO[name]
    assert (clearing.is_open(person), clearing.is_awaited(person)) == (is_open, awaited)
    at_once = DAY if awaited else AT
    table = {Clear.NEVER: None, Clear.DAY: DAY, Clear.AT_ONCE: at_once}
    assert {clear: clearing.of_theirs(clear, AT, person) for clear in Clear} == table


def test_what_the_bot_says() -> None:
    assert [clearing.of_ours(clear, AT) for clear in (Clear.NEVER, Clear.DAY, Clear.AT_ONCE)] == [
        None,
        DAY,
        DAY,
    ]
    assert AT + 86_400 < DAY <= AT + 86_700
    assert DAY < AT + clearing.WITHIN


def of(clear: Clear, outcome: Outcome, before: Participant | None = ANI, chat: int | None = 7) -> Commit:
    """What becomes of the chat when somebody has sent message 3."""
    chats, commit = Chats(clear, Boxes(OperatorKey(bytes(32)))), Commit()
    sent = chats.of_theirs(outcome.participant or ANI, 3, AT)
    chats.add(commit, outcome, before, chat, [sent], AT)
    return commit


SAYS = (Say((Phrase("key.yes"),)),)


@pytest.mark.parametrize(
    ("who", "say", "due"),
    [
        ("nothing open", SAYS, {True, False}),
        ("nothing open", (), {False}),  # the last words stay until others are said
        ("is answering", SAYS, {False}),
        ("is reading", SAYS, {False}),
        ("a voice on its way", SAYS, set()),
        ("one that comes late", SAYS, {True}),
    ],
)
def test_what_need_not_wait_for_its_day(who: str, say: tuple[Say, ...], due: set[bool]) -> None:
    commit = of(Clear.AT_ONCE, Outcome(WHO[who][0], say))
    assert {one.ours for one in commit.messages_due} == due
    assert [one.message for one in commit.messages] == [3]
    for clear in (Clear.DAY, Clear.NEVER):
        assert of(clear, Outcome(WHO[who][0], say)).messages_due == []


def test_what_was_read_goes_a_day_after_it_once_they_have_agreed() -> None:
    before = ANI.but(stage=Stage.CONFIRMING)
    assert of(Clear.DAY, Outcome(ANI), before).day_after == [(ANI.id, AT)]
    assert of(Clear.DAY, Outcome(ANI), ANI).day_after == []
    assert of(Clear.NEVER, Outcome(ANI), before).day_after == []


def test_a_voice_that_telegram_still_has_to_give_stays_for_an_hour() -> None:
    commit = of(Clear.NEVER, Outcome(WHO["a voice on its way"][0], (), (ClearChat(),)))
    assert commit.cleared == []
    assert [one.message for one in commit.messages] == [3]
    assert {(one.ours, one.at) for one in commit.messages_due} == {(True, AT), (False, AT + 3600)}


@pytest.mark.parametrize("clear", Clear)
@pytest.mark.parametrize("effect", [ClearChat(), ContactCut(), Tally("declined")])
@pytest.mark.parametrize("stays", [True, False])
def test_a_chat_is_cleared_when_asked_or_when_it_is_now_or_never(
    clear: Clear, effect: Effect, stays: bool
) -> None:
    commit = of(clear, Outcome(ANI if stays else None, (), (effect,)))
    last_chance = not stays or isinstance(effect, ContactCut)
    cleared = isinstance(effect, ClearChat) or (last_chance and clear is not Clear.NEVER)
    also = (DueMessage(ANI.id, 3, AT),)
    assert [(one.participant, one.since, one.also) for one in commit.cleared] == (
        [(ANI.id, AT - clearing.WITHIN, also)] if cleared else []
    )
    assert bool(commit.messages) == (not cleared and not last_chance)


def test_a_stranger_and_a_chat_that_nobody_knows_any_more() -> None:
    assert vars(of(Clear.DAY, Outcome(None), None)) == vars(Commit())
    assert of(Clear.DAY, Outcome(None, (), (ClearChat(),)), chat=None).cleared == []


def test_what_is_asked_of_telegram_names_nobody_and_delays_no_word() -> None:
    [chat] = of(Clear.NEVER, Outcome(ANI, (), (ClearChat(),))).cleared
    boxes, word = (
        Boxes(OperatorKey(bytes(32))),
        chat.word([DueMessage(ANI.id, 3, 50.0), DueMessage(ANI.id, 4, 60.5)]),
    )
    assert (word.participant, word.haste, word.care) == (None, "announcement", "harmless")
    assert word.lane != boxes.lane(7)
    body = boxes.open("outbox", word.body, word.lane.hex())
    params = {"chat_id": 7, "message_ids": [3, 4]}
    assert body == {"method": "deleteMessages", "params": params, "sent_at": [50.0, 60.5]}


RENDERER = Renderer(CATALOGUE, neutral=True)


def render(utterance: Any, renderer: Renderer = RENDERER) -> list[Request]:
    return renderer.render(utterance, 7, "en")


def spoilers(request: Request) -> list[tuple[int, int]]:
    entities = request.params.get("entities", [])
    return [(one["offset"], one["length"]) for one in entities if one["type"] == "spoiler"]


@pytest.mark.parametrize("haste", [Haste.PROMPT, Haste.ANNOUNCEMENT])
@pytest.mark.parametrize(
    "text", ["How are you? 🦊", "**Now** a [link](https://example.org) and `code`", "> a\n> quote"]
)
def test_what_comes_unasked_begins_with_a_line_that_says_nothing(haste: Haste, text: str) -> None:
    [request] = render(Say((Localized({"en": text}),), haste=haste))
    said = request.params["text"]
    assert said.startswith("Got a minute?\n\n")
    start = length("Got a minute?\n\n")
    assert spoilers(request) == [(start, length(said) - start)]
    kinds = [one["type"] for one in request.params["entities"]]
    assert kinds[0] == "spoiler", "what holds others comes first"
    assert "code" not in kinds, "it would show through"
    assert all(one["offset"] >= start for one in request.params["entities"])


def test_every_part_of_a_long_one_does() -> None:
    requests = render(
        Say((Localized({"en": "word " * 2_000}),), ((Key(Phrase("key.yes"), "y"),),), haste=Haste.PROMPT)
    )
    assert len(requests) == 3
    for request in requests:
        assert request.params["text"].startswith("Got a minute?\n\n")
        assert length(request.params["text"]) <= MESSAGE
        assert len(spoilers(request)) == 1
    assert ["reply_markup" in request.params for request in requests] == [False, False, True]


def test_what_answers_somebody_is_not_hidden_nor_is_anything_elsewhere() -> None:
    asked, unasked = Say((Localized({"en": "Yes."}),)), Say((Localized({"en": "Yes."}),), haste=Haste.PROMPT)
    assert render(asked)[0].params["text"] == "Yes."
    assert render(unasked, Renderer(CATALOGUE))[0].params["text"] == "Yes."


def test_the_line_alone_stays_alone() -> None:
    [request] = render(Say((Phrase("neutral.line"),), haste=Haste.PROMPT))
    assert (request.params["text"], spoilers(request)) == ("Got a minute?", [])


EVERYTHING = [
    Say((Phrase("key.yes"),)),
    Say((Phrase("key.yes"),), haste=Haste.PROMPT, silent=True),
    SayVoice("file", words=(Phrase("key.yes"),), instead=(Phrase("key.no"),)),
    SayVoice("file", words=(Localized({"en": "long " * 300}),)),
    Leave(-5, (Phrase("group.leave"),)),
    Settle(5, (Phrase("key.yes"),)),
    Rekey(5, ()),
    Acknowledge("tap"),
    Menu(plain=True),
]
CARRY = {"sendMessage", "sendVoice"}
"""Methods that we use and that take `protect_content` (Bot API 10.1)."""


@pytest.mark.parametrize("utterance", EVERYTHING, ids=lambda one: type(one).__name__)
def test_whatever_can_be_protected_is(utterance: Any) -> None:
    for request in render(utterance):
        assert request.params.get("protect_content", False) == (request.method in CARRY)
        if request.instead is not None:
            assert request.instead["protect_content"]


def test_a_chat_has_a_menu_of_its_own_or_that_of_all() -> None:
    whose = {"type": "chat", "chat_id": 7}
    [plain], [again] = render(Menu(plain=True)), render(Menu(plain=False))
    assert (plain.method, plain.params["scope"]) == ("setMyCommands", whose)
    assert plain.params["commands"] == [{"command": "start", "description": "Begin"}]
    assert (again.method, again.params) == ("deleteMyCommands", {"scope": whose})


def test_keys_go_and_none_come() -> None:
    [request] = render(Say((Phrase("key.yes"),), otherwise=Keys.BARE, silent=True))
    assert request.params["reply_markup"] == {"remove_keyboard": True}
    assert request.params["disable_notification"]
