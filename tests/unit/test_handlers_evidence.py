"""What is no agreement, though it looks like one: each has a kind word, and a way on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from conversation import CATALOGUE, Conversation, protocol_of, sample
from conversation_places import reach
from conversation_story import play

from study.durations import parse_duration
from study.inbound import Fetched, Sent, Wrote
from study.participant import Stage
from study.saying import SayVoice

Does = Callable[[Conversation], None]
LANGUAGES = pytest.mark.parametrize("language", ["ru", "en"])
TYPED = protocol_of({"record: voice": "record: [voice, typed]"})


def heard_before(talk: Conversation) -> None:
    talk.sounds.add("somebody's")
    talk.speak(unique="somebody's")


def own_of_the_diary(talk: Conversation) -> None:
    """They left, and come back to agree by what they said in the diary then."""
    talk.sounds.add("own")
    talk.speak(unique="own")


def dated(before: str) -> Does:
    lengths = {"s": "seconds", "m": "minutes", "d": "days"}
    early = timedelta(**{lengths[before[-1]]: int(before[:-1])})
    return lambda talk: talk.speak(sent_at=talk.at - early)


REFUSED: dict[str, tuple[Does, str]] = {
    "a forwarded voice": (lambda talk: talk.speak(forwarded=True), "agreement.own-voice"),
    "another's voice, sent as one's own": (heard_before, "agreement.heard-before"),
    "one's own from another day": (own_of_the_diary, "agreement.heard-before"),
    "a video note": (lambda talk: talk.film(), "agreement.no-film"),
    "music": (lambda talk: talk.tell(Sent("audio", 900)), "agreement.no-file"),
    "a file": (lambda talk: talk.tell(Sent("document", 900)), "agreement.no-file"),
    "a film": (lambda talk: talk.tell(Sent("video", 900)), "agreement.no-file"),
    "a voice sent just before the request": (dated("3s"), "agreement.too-early"),
    "a voice of yesterday": (dated("1d"), "agreement.too-early"),
    "a voice that is too large": (lambda talk: talk.speak(size=30_000_000), "hint.too-large"),
    "the words alone": (lambda talk: talk.write("I take part of my own free will."), "agreement.speak"),
    "a sticker": (lambda talk: talk.tell(Sent("sticker", 900)), "agreement.speak"),
}


@LANGUAGES
@pytest.mark.parametrize("what", REFUSED)
def test_is_no_agreement(what: str, language: str) -> None:
    does, says = REFUSED[what]
    talk = reach("statement", language)
    does(talk)
    assert (talk.stage, talk.phrases[-1]) == (Stage.STATEMENT, says)
    assert not talk.fetches, "it is not even fetched"
    assert not talk.records
    talk.speak()
    talk.fetch(5)
    talk.press("key.confirm")
    assert talk.stage is Stage.ENROLLED, "there is a way on"


@LANGUAGES
@pytest.mark.parametrize("place", ["hearing", "confirming"])
@pytest.mark.parametrize("what", [what for what in REFUSED if "voice" in what])
def test_one_that_is_there_is_not_lost_by_it(what: str, place: str, language: str) -> None:
    does, says = REFUSED[what]
    talk = reach(place, language)
    voice = talk.now.voice
    does(talk)
    if what != "a video note":
        assert talk.phrases == [says]
    assert (talk.stage.value, talk.now.voice) == (place, voice)


UNHEARD = {
    "silence": ((8.0, True), "agreement.silent"),
    "a slip of the thumb": ((0.4, True), "agreement.too-short"),
    "an empty sound": ((0.0, True), "agreement.too-short"),
    "short": ((2.9, False), "agreement.too-short"),
    "a lecture": ((90.5, False), "agreement.too-long"),
}


@LANGUAGES
@pytest.mark.parametrize("what", UNHEARD)
def test_is_here_and_still_none(what: str, language: str) -> None:
    """What the Ogg itself says, whatever the sender claimed."""
    (seconds, silent), says = UNHEARD[what]
    talk = reach("hearing", language)
    talk.fetch(seconds, silent=silent)
    assert (talk.stage, talk.phrases) == (Stage.STATEMENT, [says, "agreement.ask", "agreement.statement"])
    assert not talk.records, "it is let go"
    talk.speak()
    talk.fetch(5)
    talk.press("key.confirm")
    assert talk.stage is Stage.ENROLLED


@pytest.mark.parametrize(("reason", "says"), [("damaged", "voice.damaged"), ("gone", "voice.not-fetched")])
def test_cut_off_or_of_another_kind(reason: str, says: str) -> None:
    talk = reach("hearing", "ru")
    talk.lose(reason)
    assert (talk.stage, talk.phrases[0]) == (Stage.STATEMENT, says)


@LANGUAGES
def test_the_same_voice_twice_where_the_line_is_bad(language: str) -> None:
    talk = reach("statement", language)
    talk.speak(unique="mine")
    first = talk.now.voice
    talk.speak(unique="mine")
    assert (talk.stage, talk.phrases, talk.now.voice) == (Stage.HEARING, ["voice.on-its-way"], first)
    assert list(talk.fetches) == [first]
    talk.fetch(5)
    talk.speak(unique="mine")
    assert talk.stage is Stage.CONFIRMING
    assert talk.outcome
    assert [type(one) for one in talk.outcome.say] == [SayVoice]
    talk.press("key.confirm")
    assert [one.voice for one in talk.consents] == [first]


def test_one_that_was_refused_is_not_taken_by_insisting() -> None:
    """And a new one is, at once."""
    talk = reach("statement", "en")
    talk.speak(unique="quiet")
    talk.fetch(8, silent=True)
    talk.speak(unique="quiet")
    assert (talk.stage, talk.phrases) == (Stage.STATEMENT, ["agreement.heard-before"])
    talk.speak(unique="aloud")
    assert talk.stage is Stage.HEARING


WHEN = {
    # how late we had the words that led to the request (by our clock), when the voice was sent (after those words, by
    # Telegram's), and when we had it (after the request, by ours); and whether it counts
    "at once": ("0s", "0s", "0s", True),
    "the next day": ("0s", "1d", "1d", True),
    "a second before the words": ("0s", "-1s", "0s", False),
    "a day before the words, and long on its way": ("0s", "-1d", "1d", False),
    "after the words, while the service stood still": ("5m", "40s", "0s", False),
    "after the words, and they took two seconds": ("2s", "0s", "0s", True),
    "soon, by a clock of ours that is ahead": ("5m", "40s", "40s", False),
    "a little later, by a clock that is ahead": ("5m", "70s", "70s", True),
    "a little later, by a clock that is hours ahead": ("3h", "70s", "70s", True),
    "by a clock that is behind": ("-5m", "4s", "4s", True),
}


def length(said: str) -> timedelta:
    return (
        -parse_duration(said[1:])
        if said.startswith("-")
        else parse_duration(said)
        if said != "0s"
        else timedelta(0)
    )


@pytest.mark.parametrize("when", WHEN)
def test_before_or_after_the_request(when: str) -> None:
    """A wrong clock of ours keeps nobody from agreeing for longer than a minute."""
    late, after, came, counts = WHEN[when]
    talk = reach("scopes-last", "ru")
    words = talk.at - length(late)
    yes = talk.understood("Да")
    assert isinstance(yes, Wrote)
    talk.tell(replace(yes, sent_at=words))
    talk.at += length(came)
    talk.speak(sent_at=words + length(after))
    assert (talk.stage is Stage.HEARING) is counts
    assert counts or talk.phrases == ["agreement.too-early"]


def test_recorded_again_it_is_still_the_same_request() -> None:
    """What was on its way when the first was let go is an answer to it too."""
    talk = reach("confirming", "ru")
    talk.at += timedelta(seconds=30)
    sent = talk.at - timedelta(seconds=9)
    talk.press("key.record-again")
    talk.speak(sent_at=sent)
    assert talk.stage is Stage.HEARING


def test_chosen_anew_it_is_another_request() -> None:
    talk = reach("statement", "ru")
    sent = talk.at + timedelta(seconds=4)
    talk.at += timedelta(seconds=30)
    talk.press("key.choose-again")
    for _ in range(3):
        talk.press("key.yes")
    talk.speak(sent_at=sent)
    assert talk.phrases == ["agreement.too-early"]


@LANGUAGES
def test_a_voice_for_an_older_text_is_not_even_fetched(language: str) -> None:
    talk = reach("statement", language)
    talk.protocol = protocol_of({"of my own free will": "freely", "по своей воле": "сам"})
    talk.speak()
    assert (talk.stage, talk.phrases[0]) == (Stage.INFORMATION, "agreement.text-changed")
    assert not talk.fetches


def test_a_silent_voice_is_kept_in_the_diary() -> None:
    """There it is theirs, whatever it is."""
    talk = reach("draft-fetching", "en")
    talk.fetch(8, silent=True)
    talk.press("key.keep")
    assert len(talk.kept("entry")) == 2


# In writing


def asked(language: str) -> Conversation:
    talk = reach("statement", language, TYPED)
    talk.press("key.cannot-speak")
    return talk


@LANGUAGES
def test_in_writing(language: str) -> None:
    talk = asked(language)
    word = talk.now.code_word
    assert word in CATALOGUE.several(language, "words.code")
    assert TYPED.consent.statement.say(language) in talk.said[0]
    assert word in talk.said[0]
    agree = {"ru": "согласна", "en": "I agree"}[language]
    talk.write(f"{word}, {agree}")
    assert (talk.stage, talk.phrases) == (
        Stage.CONFIRMING, ["typed.written", "agreement.statement", "typed.right"]
    )  # fmt: skip
    [record] = talk.records
    assert talk.records[record].draft
    talk.press("key.confirm")
    assert talk.stage is Stage.ENROLLED
    [kept] = talk.kept("consent")
    assert kept.content == {
        "version": "1.0",
        "text_sha256": talk.now.text_sha256,
        "scopes": sorted(talk.now.scopes),
        "type": "typed",
        "value": f"{word}, {agree}",
        "word": word,
        "statement": TYPED.consent.statement.say(language),
    }
    [consent] = talk.consents
    assert (consent.way, consent.voice) == ("typed", record)
    assert talk.now.code_word == ""


def test_as_it_reads() -> None:
    talk = asked("en")
    word = talk.now.code_word
    play(
        talk,
        f"""
        < If you agree, write: {word}, I agree
        > Hello?
        < If you agree, write: {word}, I agree
        > I agree
        < Almost. Both are needed
        > {word}
        < Almost. Both are needed
        > {word.upper()} i agree!
        < You have written that you agree to this:
        [Yes, I agree]
        < You are now taking part
        < From time to time
        = enrolled
        """,
    )


WRITTEN = [
    ("{word}, I agree", True),
    ("I agree, {word}", True),
    ("  {WORD}\nI AGREE. ", True),
    ("“{word}”: yes, I agree!", True),
    ("{word} agree", True),
    ("{slip}, I agre", True),
    ("{word}, я согласен", True),
    ("{word} СОГЛАСНА", True),
    ("{word}, я согласин", True),
    ("{word}", False),
    ("I agree", False),
    ("{word}, I do not agree", False),
    ("{word}, I don’t agree", False),
    ("{word}, I disagree", False),
    ("{word}, не согласен", False),
    ("{word}, несогласна", False),
    ("{word}, I agree?", False),
    ("{word}, I agree, but not to be quoted", False),
    ("If I agree, do I write {word}?", False),
    ("{word} {word} I agree", False),
    ("{other}, I agree", False),
    ("{word}, no", False),
    ("", False),
    ("\ud83d {word}", False),
    ("{word}, I agree " * 200, False),
]


@pytest.mark.parametrize(("text", "agrees"), WRITTEN)
def test_what_is_an_agreement_in_writing(text: str, agrees: bool) -> None:
    """In any case, with any signs, with one wrong letter in a word; and nothing that could mean something else."""
    talk = asked("en")
    word = talk.now.code_word
    other = next(one for one in CATALOGUE.several("en", "words.code") if one != word)
    talk.write(text.format(word=word, WORD=word.upper(), slip=f"{word[:2]}{word[3:]}", other=other))
    assert (talk.stage is Stage.CONFIRMING) is agrees
    if not agrees:
        assert talk.stage is Stage.STATEMENT
        assert not talk.records, "nothing of it is kept"
        assert talk.now.code_word == word, "and nothing is counted"
        assert word in talk.said[-1], "it is said again how"


@LANGUAGES
def test_forwarded_words_are_somebody_elses(language: str) -> None:
    talk = asked(language)
    talk.write(f"{talk.now.code_word}, {talk.label('words.agree').split(' | ')[0]}", forwarded=True)
    assert (talk.stage, talk.phrases) == (Stage.STATEMENT, ["hint.forwarded", "typed.write"])


@LANGUAGES
def test_who_can_speak_after_all(language: str) -> None:
    talk = asked(language)
    talk.press("key.aloud")
    assert talk.phrases == ["agreement.ask", "agreement.statement"]
    talk.press("key.cannot-speak")
    talk.speak()
    talk.fetch(5)
    talk.press("key.confirm")
    assert [one.way for one in talk.consents] == ["voice"]


def written(language: str) -> Conversation:
    talk = asked(language)
    talk.write(f"{talk.now.code_word} {CATALOGUE.several(language, 'words.agree')[0]}")
    return talk


@LANGUAGES
def test_nothing_of_it_stays_where_it_is_not_confirmed(language: str) -> None:
    for key, stage in (("key.aloud", Stage.STATEMENT), ("key.rather-not", Stage.NEW)):
        talk = written(language)
        talk.press(key)
        assert (talk.stage, talk.records) == (stage, {})
    talk = written(language)
    talk.speak()
    assert (talk.stage, list(talk.records)) == (Stage.HEARING, [])
    talk = written(language)
    talk.write("/stop")
    assert (talk.stage, talk.records) == (Stage.NEW, {})


@LANGUAGES
def test_what_waits_to_be_confirmed_is_shown_again(language: str) -> None:
    talk = written(language)
    talk.write("/start")
    assert talk.phrases == ["typed.written", "agreement.statement", "typed.right"]
    talk.write("?!")
    assert talk.phrases[-1] == "hint.reply-keys"
    assert talk.label("key.confirm") in talk.keyboard


def test_the_word_is_another_each_time() -> None:
    words = {asked_by(seed) for seed in range(12)}
    assert len(words) > 9


def asked_by(seed: int) -> str:
    talk = Conversation(TYPED, "en", seed)
    for data in ("l:en", "s:AM", "0", "1"):
        if talk.stage is Stage.NEW:
            talk.write("/start")
        talk.tap_newest(data)
    talk.press("key.go-on")
    talk.tap_newest("0")
    talk.tap_newest("0")
    for _ in range(3):
        talk.press("key.yes")
    talk.press("key.cannot-speak")
    return talk.now.code_word


def test_where_the_study_takes_no_writing_none_is_offered() -> None:
    talk = reach("statement", "en")
    assert talk.label("key.cannot-speak") not in talk.keyboard
    talk.write(talk.label("key.cannot-speak"))
    assert (talk.phrases[-1], talk.now.code_word) == ("agreement.speak", "")


@pytest.mark.parametrize(("language", "end"), [("ru", "сам»."), ("en", "freely.”")])
def test_the_full_stop_of_a_statement_stands_where_the_language_has_it(language: str, end: str) -> None:
    own = protocol_of({"of my own free will": "freely.", "по своей воле": "сам."})
    talk = reach("statement", language, own)
    assert talk.said[-1].endswith(end)


@pytest.mark.parametrize(
    ("language", "written"), [("en", "I agree"), ("ru", "Согласна"), ("en", "I consent!")]
)
def test_who_writes_that_they_agree_is_thanked_and_told_how_it_is_said(language: str, written: str) -> None:
    talk = reach("statement", language)
    before = talk.state()
    keys = talk.keyboard
    talk.write(written)
    assert (talk.phrases, talk.state(), talk.keyboard) == (["agreement.aloud"], before, keys)
    talk.write(talk.protocol.consent.statement.say(language))
    assert talk.phrases == ["agreement.aloud"]
    talk.write(f"{written}?")
    assert talk.phrases == ["person.before-consent", "agreement.speak"]


def test_where_the_study_takes_no_writing_any_more_the_voice_is_asked_for() -> None:
    for talk in (asked("en"), written("en")):
        talk.protocol = sample()
        talk.write("Yes, I agree")
        assert talk.stage is Stage.STATEMENT
        assert (
            talk.phrases[-2:] == ["agreement.ask", "agreement.statement"]
            or talk.phrases[-1] == "agreement.aloud"
        )
        assert (talk.records, talk.consents) == ({}, [])


def test_a_late_sound_does_not_disturb_it() -> None:
    talk = written("en")
    talk.tell(Fetched("f" * 32, 4.0, 9))
    assert talk.stage is Stage.CONFIRMING
