"""Every place of the conversation meets everything that does not belong there (issue 2, "Bad input").

The answer is a kind sentence that says what to do, in either language; the participant, their records, prompts and
timers are as they were. Where something else is right, it stands here as an exception with its reason.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from conversation import CATALOGUE, Conversation
from conversation_places import PLACES, reach

from study.inbound import Edited, Event, Fell, Fetched, Grouped, NotFetched, Sent
from study.participant import Stage
from study.touch import Diary

TOO_LARGE = 25 * 1024 * 1024
GONE = "f" * 32
EMOJI = "😀" * 4096

MOST = Diary().pieces
TAKES = ["hint.diary", "way.comma", "diary.takes-text", "diary.takes-voice"]

NOT_AN_ANSWER = {
    "new": ["arrival.press-start"],
    "language": ["hint.choose"],
    "site": ["hint.choose"],
    "screening": ["hint.choose"],
    "screening-choice": ["hint.choose"],
    "information": ["hint.reply-keys"],
    "check": ["hint.choose"],
    "check-choice": ["hint.choose"],
    "scopes": ["hint.reply-keys"],
    "scopes-optional": ["hint.reply-keys"],
    "scopes-last": ["hint.reply-keys"],
    "scopes-reconsider": ["hint.reply-keys"],
    "statement": ["agreement.speak"],
    "hearing": ["voice.on-its-way"],
    "confirming": ["hint.reply-keys"],
    "enrolled": TAKES,
    "draft": TAKES,
    "draft-fetching": TAKES,
    "check-in": ["hint.choose"],
    "check-in-written": ["hint.write-or-speak"],
    "check-in-fetching": ["hint.write-or-speak"],
    "check-in-choice": ["hint.choose"],
    "check-in-draft": ["hint.choose"],
    "finished": ["finishing.over"],
    "finished-letter": ["finishing.over", "finishing.letter-how"],
    "finished-draft": ["finishing.over"],
    "withdrawn": ["leaving.already-left"],
    "returning": ["hint.reply-keys"],
}
"""What is said to a thing that no step takes."""

DIARY = ("enrolled", "draft", "draft-fetching")
WRITTEN = ("check-in-written", "check-in-fetching")
VOICE_OF_AGREEMENT = ("statement", "hearing", "confirming")
KEYS_OF_CHECK_IN = ("check-in", "check-in-choice", "check-in-draft")
TAKES_TEXT = DIARY + WRITTEN + KEYS_OF_CHECK_IN  # nothing that is said here is lost
TAKES_VOICE = TAKES_TEXT + VOICE_OF_AGREEMENT
FINISHED = ("finished", "finished-letter", "finished-draft")
NOBODY_TO_KEEP_FOR = ("new", "withdrawn", *FINISHED)


def not_an_answer(place: str) -> list[str]:
    return NOT_AN_ANSWER[place]


def of_another_kind(place: str) -> list[str]:
    """A picture, a place: whoever sent it is told that it went nowhere, and still lies in the chat."""
    silent = place in NOBODY_TO_KEEP_FOR + DIARY  # `hint.diary` says it itself
    return NOT_AN_ANSWER[place] if silent else ["hint.not-kept", *NOT_AN_ANSWER[place]]


def a_file(place: str) -> list[str]:
    """Of a sound, nobody knows when it was recorded."""
    return ["hint.not-kept", "agreement.no-file"] if place == "statement" else of_another_kind(place)


def words(place: str) -> list[str]:
    """Before the agreement nothing said may be kept: it is said who can answer."""
    return (
        NOT_AN_ANSWER[place]
        if place in NOBODY_TO_KEEP_FOR
        else ["person.before-consent", *NOT_AN_ANSWER[place]]
    )


def forwarded_words(place: str) -> list[str]:
    return ["hint.forwarded"] if place in DIARY + WRITTEN else NOT_AN_ANSWER[place]


def forwarded_voice(place: str) -> list[str]:
    return ["agreement.own-voice"] if place in VOICE_OF_AGREEMENT else forwarded_words(place)


def too_large(place: str) -> list[str]:
    return ["hint.too-large"] if place in TAKES_VOICE else words(place)


def stale(place: str) -> list[str]:
    if place in ("new", "withdrawn", "language", "site"):
        return NOT_AN_ANSWER[place]
    return ["hint.closed"] if place in DIARY else ["hint.stale-key"]


def edited(place: str) -> list[str]:
    return NOT_AN_ANSWER[place] if place in NOBODY_TO_KEEP_FOR else ["hint.edited"]


def unknown(place: str) -> list[str]:
    return NOT_AN_ANSWER[place] if place == "new" else ["hint.unknown-command"]


def nothing(place: str) -> list[str]:
    return []


Does = Callable[[Conversation], None]

HOSTILE: dict[str, tuple[Does, Callable[[str], list[str]], tuple[str, ...]]] = {
    # what comes: how, what is said to it, and the places where it is an answer (see below)
    "a sticker": (lambda talk: talk.tell(Sent("sticker", 900)), of_another_kind, ()),
    "a video note": (lambda talk: talk.tell(Sent("video_note", 900)), of_another_kind, ()),
    "an audio file": (lambda talk: talk.tell(Sent("audio", 900)), a_file, ()),
    "a photo": (lambda talk: talk.show(), of_another_kind, ()),
    "a photo of 25 MB": (lambda talk: talk.show(size=TOO_LARGE), of_another_kind, ()),
    "a location": (lambda talk: talk.locate(41.7, 44.8), of_another_kind, ()),
    "a kind of next year": (lambda talk: talk.tell(Sent("\u202e\x00", 900)), of_another_kind, ()),
    "a document of 25 MB": (lambda talk: talk.tell(Sent("document", 900)), a_file, ()),
    "a voice of 25 MB": (lambda talk: talk.speak(size=TOO_LARGE), too_large, ()),
    "an edited message": (lambda talk: talk.tell(Edited(3)), edited, ()),
    "a forwarded voice": (lambda talk: talk.speak(forwarded=True), forwarded_voice, ()),
    "a forwarded voice of 25 MB": (lambda talk: talk.speak(TOO_LARGE, True), forwarded_voice, ()),
    "a forwarded yes": (lambda talk: talk.write("Да", forwarded=True), forwarded_words, ()),
    "a forwarded agreement": (lambda talk: talk.write("Yes, I agree", True), forwarded_words, ()),
    "a forwarded decline": (lambda talk: talk.write("Лучше не участвовать", True), forwarded_words, ()),
    "a forwarded stop": (lambda talk: talk.write("/stop", True), forwarded_words, ()),
    "a forwarded country": (lambda talk: talk.write("Армения", True), forwarded_words, ()),
    "a forwarded language": (lambda talk: talk.write("English", True), forwarded_words, ()),
    "a forwarded number": (lambda talk: talk.write("5", True), forwarded_words, ()),
    "an unknown command": (lambda talk: talk.write("/balance@all 5"), words, TAKES_TEXT),
    "a command nobody has": (lambda talk: talk.write("/balance 5"), unknown, ()),
    "a command of 64 letters": (lambda talk: talk.write("/" + "a" * 64), unknown, ()),
    "a key of another questionnaire": (lambda talk: talk.tap(foreign_key()), stale, ()),
    "text for a key": (lambda talk: talk.write("а что это значит?"), words, TAKES_TEXT),
    "right-to-left overrides": (lambda talk: talk.write("\u202eДа\u202c \u2067no\u2069"), words, TAKES_TEXT),
    "4,096 emoji": (lambda talk: talk.write(EMOJI), words, TAKES_TEXT),
    "half a character": (lambda talk: talk.write("\ud83d"), words, TAKES_TEXT),
    "a null": (lambda talk: talk.write("\x00null\x00"), words, TAKES_TEXT),
    "markup": (lambda talk: talk.write("<b>Да</b> & {title} %s"), words, TAKES_TEXT),
    "an empty text": (lambda talk: talk.write(""), not_an_answer, ()),
    "blanks": (lambda talk: talk.write(" \n\u00a0\t"), not_an_answer, ()),
    "a group": (lambda talk: talk.tell(Grouped(-1001234567890)), lambda place: ["group.leave"], ()),
    "a sound of nobody": (lambda talk: talk.tell(Fetched(GONE, 4.0, 9)), nothing, ()),
    "a sound without a name": (lambda talk: talk.tell(Fetched("", 4.0, 9)), nothing, ()),
    "a reminder of nothing": (lambda talk: talk.tell(_fell(talk, "remind", GONE)), nothing, ()),
    "an end of nothing": (lambda talk: talk.tell(_fell(talk, "expire", GONE)), nothing, ()),
    "a prompt without an end": (lambda talk: talk.tell(_fell(talk, "prompt", GONE)), nothing, ()),
    "a timer of another kind": (lambda talk: talk.tell(_fell(talk, "lunch", "")), nothing, ()),
}

FORGED = (
    "", ":", "::::", "q", "q:", "q::", "q::0", "q:aaaaaaaa:0", "q:aaaaaaaa:skip", "q:aaaaaaaa", "Q:aaaaaaaa:0",
    "q:aaaaaaaa:back", "q:aaaaaaaa:decline", "q:aaaaaaaa:as-before", "q:aaaaaaaa:done", "q:aaaaaaaa:0:on", "back",
    "0", "skip",
    "s:", "s:XX", "s:AM ", "s:am", "S:AM", "l:", "l:xx", "l:RU", "l:ru ", "key.yes", "/stop", "stop",
    "null", "None", "{}",
    "\x00", "\u202e", "\ud83d", "😀" * 16, "x" * 64, "x" * 5_000, "q:" + ":" * 60,
    "../../keys/core.key", "'; DROP TABLE records",
)  # fmt: skip


def _fell(talk: Conversation, kind: str, prompt: str) -> Fell:
    return Fell(kind, talk.at, prompt, "first-week", "evening", None)


def foreign_key() -> str:
    """A key of a check-in that somebody else was asked."""
    talk = Conversation(seed=99)
    for step in ("/start",):
        talk.write(step)
    for data in ("l:en", "s:GE"):
        talk.tap_newest(data)
    return talk.ever[-1]


def promised(talk: Conversation, before: tuple[object, ...], phrases: list[str]) -> None:
    """A kind sentence, and everything as it was."""
    assert talk.phrases == phrases
    assert talk.state() == before
    told = talk.said + talk.toasts
    assert bool(told) == bool(phrases and phrases != ["group.leave"])
    assert [one.split()[0] for one in talk.elsewhere] == ["sendMessage", "leaveChat"] * (
        "group.leave" in phrases
    )
    for one in told:
        assert one.strip()
        assert "!" not in one
        assert "{" not in one


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("place", PLACES)
def test_what_does_not_belong_here(place: str, what: str, language: str) -> None:
    does, says, answers = HOSTILE[what]
    talk = reach(place, language)
    if place in answers:
        return  # `test_words_are_kept_whole`
    before = talk.state()
    does(talk)
    promised(talk, before, says(place))


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_forged_keys(place: str, language: str) -> None:
    talk = reach(place, language)
    before = talk.state()
    for data in FORGED:
        for message in (1, None, 10**15):
            talk.tap(data, message)
            promised(talk, before, stale(place))


@pytest.mark.parametrize("place", PLACES)
def test_keys_that_were_shown_before(place: str) -> None:
    """Every key of every earlier question, tapped once more, or tapped late."""
    talk = reach(place, "ru")
    before = talk.state()
    sitting = talk.participant.sitting if talk.participant else None
    token = sitting.asking.token if sitting and sitting.asking else "none"
    opened = ("s:", "l:") if place == "site" else ("l:", f"q:{token}")
    old = [data for data in talk.ever if not data.startswith(opened)]
    assert old or place in ("new", "language", "site")
    for data in old:
        talk.tap(data)
        promised(talk, before, stale(place))


@pytest.mark.parametrize("place", [place for place in PLACES if place not in ("new", "language")])
def test_a_key_of_the_language_one_has(place: str) -> None:
    """It is never stale, and changes nothing."""
    talk = reach(place, "ru")
    before = talk.state()
    talk.tap("l:ru")
    assert talk.state() == before
    assert talk.phrases[0] == "language.chosen"


STARTED_AGAIN = {
    "language": ["arrival.hello", "language.ask", "language.ask"],
    "site": ["site.ask"],
    "screening": ["screening.begin", "count.two"],
    "screening-choice": [],
    "information": ["information.begin", "information.go-on"],
    "check": [],
    "check-choice": [],
    "scopes": ["scopes.begin", "scopes.required"],
    "scopes-reconsider": ["scopes.begin", "scopes.required"],
    "scopes-optional": ["scopes.optional"],
    "scopes-last": ["scopes.optional"],
    "statement": ["agreement.ask", "agreement.statement"],
    "hearing": ["voice.on-its-way"],
    "confirming": ["agreement.heard", "agreement.unplayed"],
    "enrolled": ["arrival.already-in"],
    "draft": ["diary.keep-earlier"],
    "draft-fetching": ["diary.keep-earlier"],
    "check-in": ["question.scale"],
    "check-in-draft": ["question.scale"],
    "check-in-written": ["hint.write-or-speak"],
    "check-in-fetching": ["question.on-its-way"],
    "check-in-choice": [],
    "finished": ["finishing.done", "finishing.held"],
    "finished-letter": ["finishing.done", "finishing.held", "finishing.letter"],
    "finished-draft": ["finishing.done", "finishing.held", "diary.keep-earlier"],
    "returning": ["information.begin", "information.go-on"],
}
"""/start puts the step again; its payload has meaning only for somebody new."""


@pytest.mark.parametrize("payload", ["x" * 65, "friends", "\u202e" * 64, ""])
@pytest.mark.parametrize("place", PLACES)
def test_a_payload_in_the_middle(place: str, payload: str) -> None:
    talk = reach(place, "ru")
    before = talk.state()
    talk.write(f"/start {payload}")
    if place == "new":
        assert talk.stage is Stage.LANGUAGE
        assert talk.now.source == ("friends" if payload == "friends" else "")
    elif place == "withdrawn":  # the one way back
        assert talk.stage is Stage.INFORMATION
        assert talk.now.source == "yerevan-chat"
    else:
        assert (talk.state(), talk.phrases) == (before, STARTED_AGAIN[place])
        assert talk.said


WHOLE = [
    EMOJI,
    "👨\u200d👩\u200d👧" * 512,
    "\u202eДа\u202c \u2067no\u2069",
    "  пробелы\n\nи строки  ",
    "\ud83d",
    "<b>&</b> {title}",
    "=1+1",
    "/balance@all 5",
]


@pytest.mark.parametrize("text", WHOLE, ids=lambda text: ascii(text)[:20])
@pytest.mark.parametrize("place", TAKES_TEXT)
def test_words_are_kept_whole(place: str, text: str) -> None:
    """Where words are an answer or an entry, any words are: to the last character, and nowhere but in the sealed
    record. A question that they do not answer stays open as it was, and it is said where a person is."""
    talk = reach(place, "ru")
    before, sitting = dict(talk.records), talk.now.sitting
    talk.write(text)
    new = [record for id, record in talk.records.items() if id not in before]
    assert [record.content["value"] for record in new] == [text]
    assert talk.records.items() >= before.items(), "nothing else is lost"
    assert text not in repr(talk.participant)
    assert new[0].draft is (place in DIARY + KEYS_OF_CHECK_IN)
    assert talk.said or place.startswith("draft")  # it joins what is asked about already
    if place in KEYS_OF_CHECK_IN:
        assert talk.now.sitting == sitting
        assert talk.phrases == ["hint.choose", "person.meanwhile", "diary.keep"]
        assert new[0].kind == "entry"


NO_SECONDS = {
    "statement": ["agreement.too-short", "agreement.ask", "agreement.statement"],
    "hearing": ["agreement.too-short", "agreement.ask", "agreement.statement"],
    "confirming": ["agreement.too-short", "agreement.ask", "agreement.statement"],
    "enrolled": ["voice.empty"],
    "draft": ["voice.empty"],
    "draft-fetching": ["voice.empty"],
    "check-in-written": ["voice.empty", "hint.write-or-speak"],
    "check-in-fetching": ["voice.empty", "hint.write-or-speak"],
    "check-in": ["voice.empty"],
    "check-in-choice": ["voice.empty"],
    "check-in-draft": ["voice.empty", "person.meanwhile", "diary.keep"],  # of the message that was there
}


def open_entry(talk: Conversation) -> tuple[str, ...]:
    return talk.now.draft.records if talk.now.draft else ()


@pytest.mark.parametrize("seconds", [0.0, 0.4])
@pytest.mark.parametrize("place", PLACES)
def test_a_voice_of_no_seconds(place: str, seconds: float) -> None:
    """The length is measured, so it is fetched first. Whatever was asked is asked again, and no sound stays of it.
    (While heard back, a new voice takes the place of the old one at once, as any recording again.)"""
    talk = reach(place, "ru")
    before = talk.state()
    waiting = set(talk.fetches)
    kept = set(talk.records)
    talk.speak(seconds=0)
    if place not in NO_SECONDS:
        promised(talk, before, words(place))
        return
    (media,) = talk.fetches.keys() - waiting
    talk.fetch(seconds, media)
    assert talk.phrases == NO_SECONDS[place]
    assert media not in talk.records
    if place in VOICE_OF_AGREEMENT:
        assert (talk.stage, talk.now.voice, talk.records) == (Stage.STATEMENT, "", {})
    else:
        assert set(talk.records) == kept
        assert open_entry(talk) == open_entry(reach(place, "ru"))


@pytest.mark.parametrize("reason", ["gone", "large", "damaged"])
@pytest.mark.parametrize("place", NO_SECONDS)
def test_a_voice_that_cannot_be_had(place: str, reason: str) -> None:
    """It is said why, and what to do; the step waits for another."""
    talk = reach(place, "ru")
    talk.speak(size=None)
    media = list(talk.fetches)[-1]
    talk.lose(reason, media)
    assert talk.phrases[0] in ("voice.not-fetched", "hint.too-large", "voice.damaged")
    talk.speak()
    assert talk.fetches


@pytest.mark.parametrize("place", KEYS_OF_CHECK_IN)
def test_a_voice_at_a_question_of_keys_is_an_entry(place: str) -> None:
    """Nothing is lost; the question stays open as it was, and its keys count."""
    talk = reach(place, "ru")
    sitting, before = talk.now.sitting, set(talk.records)
    talk.speak()
    assert talk.phrases == ["hint.choose"]
    (media,) = talk.fetches
    assert talk.now.draft is not None
    assert talk.now.draft.fetching == (media,)
    talk.fetch(9.0)
    assert talk.phrases == ["person.meanwhile", "diary.keep"]
    assert set(talk.records) == before | {media}
    assert (talk.records[media].kind, talk.records[media].draft) == ("entry", True)
    assert talk.now.sitting == sitting
    talk.press("key.keep")
    assert not talk.records[media].draft
    assert talk.phrases[0] == "diary.kept"
    assert talk.now.sitting == sitting
    talk.tap_newest("0")
    assert talk.now.sitting != sitting


@pytest.mark.parametrize("place", ["enrolled", "check-in"])
def test_an_entry_has_an_end(place: str) -> None:
    """A state that only grows would fill the disk: after so many messages, they are decided on first."""
    talk = reach(place, "ru")
    for n in range(MOST):
        talk.write(f"слово {n}")
    full = talk.state()
    talk.write("ещё")
    assert (talk.state(), "diary.full" in talk.phrases) == (full, True)
    talk.speak()
    assert (talk.state(), "diary.full" in talk.phrases) == (full, True)
    talk.press("key.keep")
    talk.write("ещё")
    assert talk.phrases[-1] == "diary.keep"
    assert talk.now.draft is not None
    assert len(talk.now.draft.records) == 1
    assert len(talk.kept("entry")) == MOST


@pytest.mark.parametrize("key", ["key.keep", "key.do-not-keep", "key.confirm", "key.go-on"])
@pytest.mark.parametrize("place", ["enrolled", "check-in", "check-in-written"])
def test_a_reply_key_of_something_that_is_over_is_nobodys_words(place: str, key: str) -> None:
    """A question that came twice after a kill brings its keys once more; "check-in-written" asks for a text."""
    talk = reach(place, "ru")
    before, records = talk.state(), set(talk.records)
    talk.write(talk.label(key))
    assert (talk.state(), set(talk.records), talk.phrases) == (before, records, ["hint.closed"])
    talk.write("Хочу добавить это.")
    assert len(talk.records) == len(records) + 1


@pytest.mark.parametrize("place", PLACES)
def test_a_voice_lost_that_nobody_knows_of(place: str) -> None:
    talk = reach(place, "ru")
    before = talk.state()
    talk.tell(NotFetched(GONE, "gone"))
    promised(talk, before, [])


@pytest.mark.parametrize("place", PLACES)
def test_everything_at_once(place: str) -> None:
    """One after the other, and the step can still be answered as if nothing had been."""
    talk, calm = reach(place, "ru"), reach(place, "ru")
    for does, _, answers in HOSTILE.values():
        if place not in answers:
            does(talk)
    assert talk.state() == calm.state()


def test_each_place_has_its_words() -> None:
    assert set(NOT_AN_ANSWER) == set(PLACES)
    assert set(STARTED_AGAIN) == set(PLACES) - {"new", "withdrawn"}
    named = {
        name
        for names in (*NOT_AN_ANSWER.values(), *STARTED_AGAIN.values(), *NO_SECONDS.values())
        for name in names
    }
    assert named <= CATALOGUE.names


def test_the_helper_would_notice() -> None:
    """`promised` is not a test that cannot fail."""
    talk = reach("screening", "ru")
    before = talk.state()
    talk.press("Да")
    with pytest.raises(AssertionError):
        promised(talk, before, talk.phrases)
    event: Event = Sent("sticker", 1)
    talk.at += timedelta(seconds=1)
    before = talk.state()
    talk.tell(event)
    with pytest.raises(AssertionError):
        promised(talk, before, ["hint.stale-key"])
    promised(talk, before, ["hint.not-kept", "hint.choose"])
