"""Care: lines of help come first, everything else goes on as if nothing were, and the team sees a code and a time."""

import json
from datetime import timedelta

import pytest
from conversation import CATALOGUE, Conversation, sample
from conversation_places import PLACES, reach

from study.caring import Care, Score
from study.chat import Chat
from study.effects import Asked
from study.inbound import NewVersion, Sent
from study.participant import Stage

WORDS = {"ru": ("не хочу жить", "суицид*"), "en": ("want to die",)}
CARE = Care(words=WORDS, scores=(Score(question="mood", at_most=2), Score(question="left", at_most=9)))
HEAVY = {"ru": "Я больше НЕ ХОЧУ жить…", "en": "i just want to die."}
LINE = {"ru": "Телефон доверия: +374 00 000000", "en": "Helpline: +374 00 000000"}


def at(place: str, language: str = "ru", care: Care = CARE) -> Conversation:
    """There, without having met any care on the way."""
    talk = reach(place, language)
    talk.protocol = talk.protocol.model_copy(update={"care": care})
    return talk


def cared(talk: Conversation) -> bool:
    """Whether the lines of help came, and came first."""
    found = [one.startswith(first(talk.now.language)) for one in talk.said]
    assert not any(found[1:])
    return any(found)


def first(language: str) -> str:
    return CATALOGUE.say(language, "care.first")


def but_for_care(talk: Conversation) -> tuple[object, ...]:
    """Everything that is known, without when lines of help were said."""
    frozen, *rest = talk.state()
    person = json.loads(frozen) if frozen else {}
    return ({name: one for name, one in person.items() if name != "cared_at"}, *rest)


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_help_is_the_first_thing_said_and_nothing_else_changes(place: str, language: str) -> None:
    """Wherever they are: the same is kept, asked and said as without it, but for hints at how to answer. Voices on
    their way stay so, and keys where they are."""
    talk, other = at(place, language), reach(place, language)
    for one in (talk, other):
        one.write(HEAVY[language])
    assert talk.said[0].startswith(first(language))
    assert LINE[language] in talk.said[0]
    hints = {"person.before-consent", "person.meanwhile", "hint.choose"} & {*other.phrases}
    if not hints:
        assert talk.said[1:] == other.said
    rest = [] if "person.before-consent" in hints else [one for one in other.phrases if one not in hints]
    assert [one for one in talk.phrases if not one.startswith("care.")] == rest
    assert talk.keyboard == other.keyboard
    assert but_for_care(talk) == but_for_care(other)
    assert [one.kind for one in talk.requests] == (["contact"] if _is_with_us(talk) else [])
    words = [request.text for request in talk.messages.values() if request.text.startswith(first(language))]
    assert len(words) == 1


def _is_with_us(talk: Conversation) -> bool:
    return talk.participant is not None and talk.now.stage in (Stage.ENROLLED, Stage.FINISHED)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("не хочу жить", True),
        ("НЕ   хочу\nжить!", True),
        ("…want to die", True),  # a word of the other language
        ("мысли о суициде", True),
        ("не хочу житья-бытья", False),
        ("хочу жить", False),
        ("I want to diet", False),
        ("😀", False),
    ],
)
def test_which_words_are_heard(said: str, heard: bool) -> None:
    talk = at("enrolled")
    talk.write(said)
    assert talk.said[0].startswith(first("ru")) is heard
    assert (talk.now.cared_at is not None) is heard
    assert bool(talk.requests) is heard


def test_what_is_written_under_a_picture_is_written_too() -> None:
    for send in ("speak", "show"):
        talk = at("enrolled")
        getattr(talk, send)(caption="не хочу жить")
        assert talk.said[0].startswith(first("ru")), send


@pytest.mark.parametrize("kind", ["document", "video", "animation", "audio"])
@pytest.mark.parametrize("place", PLACES)
def test_what_is_written_under_what_no_step_takes_is_heard_and_not_kept(place: str, kind: str) -> None:
    """A picture sent as a file, a film, a moving picture, music."""
    talk, other = at(place), reach(place, "ru")
    for one in (talk, other):
        one.tell(Sent(kind, 900, "не хочу жить"))
    assert talk.said[0].startswith(first("ru"))
    assert LINE["ru"] in talk.said[0]
    assert but_for_care(talk) == but_for_care(other)
    assert [one.kind for one in talk.requests] == (["contact"] if _is_with_us(talk) else [])


def test_what_is_changed_later_is_written_too() -> None:
    talk = at("draft")
    talk.edit("Дождь, и я не хочу жить")
    assert talk.said[0].startswith(first("ru"))


def test_a_voice_is_not_listened_to_and_what_is_forwarded_is_not_theirs() -> None:
    talk = at("enrolled")
    talk.speak()
    talk.fetch(5.0)
    talk.write("не хочу жить", forwarded=True)
    talk.tell(Sent("document", 900, "не хочу жить", forwarded=True))
    assert talk.requests == []
    assert first("ru") not in " ".join(one.text for one in talk.messages.values())


def test_within_a_day_the_lines_alone_are_said_again_and_the_team_is_told_once() -> None:
    talk = at("enrolled")
    talk.write("не хочу жить")
    at_first = talk.now.cared_at
    for wait, again in (
        (timedelta(minutes=1), False),
        (timedelta(hours=23), False),
        (timedelta(hours=1), True),
    ):
        talk.at += wait
        talk.write("не хочу жить")
        assert talk.outcome is not None
        assert cared(talk) is again, wait
        assert LINE["ru"] in talk.said[0]
        assert (talk.phrases[0] == "care.still") is not again
        asked = [one for one in talk.outcome.effects if isinstance(one, Asked)]
        assert bool(asked) is again, "the team is told once a day"
    assert talk.now.cared_at != at_first
    talk.write("/help")
    assert LINE["ru"] in talk.said[0]


@pytest.mark.parametrize("place", ["screening", "check", "check-in"])
def test_said_twice_it_is_not_met_with_how_to_answer(place: str) -> None:
    talk = at(place)
    for _ in range(2):
        talk.write("не хочу жить")
        assert not {"person.before-consent", "person.meanwhile", "hint.choose"} & {*talk.phrases}
        assert LINE["ru"] in talk.said[0]


def test_an_answer_that_calls_for_it_brings_the_lines_once_a_day() -> None:
    talk = at("check-in")
    talk.write("не хочу жить")
    talk.tap_newest("1")
    assert not [one for one in talk.phrases if one.startswith("care.")]


def test_a_clock_that_was_put_back_does_not_say_it_over_and_over() -> None:
    talk = at("enrolled")
    talk.write("не хочу жить")
    talk.at -= timedelta(hours=5)
    talk.write("не хочу жить")
    assert not cared(talk)


@pytest.mark.parametrize(("mood", "called"), [(0, True), (2, True), (3, False), (10, False)])
def test_a_low_answer_calls_for_it(mood: int, called: bool) -> None:
    talk, other = at("check-in"), reach("check-in", "ru")
    for one in (talk, other):
        one.tap_newest(str(mood))
    assert talk.said[0].startswith(first("ru")) is called
    assert talk.said[called:] == other.said
    assert but_for_care(talk) == but_for_care(other)
    assert bool(talk.requests) is called


def test_an_answer_before_consent_calls_for_it_too() -> None:
    """Of who cannot take part nothing is kept, and they are not sent away without it."""
    protocol = sample()
    scale = protocol.questionnaire("evening").questions[0].model_copy(update={"id": "nights"})
    asked = protocol.screening.model_copy(update={"questions": (scale,), "eligible": None})
    care = Care(scores=(Score(question="nights", at_most=2),))
    changed = protocol.model_copy(update={"screening": asked, "care": care})
    for mood, called in ((2, True), (3, False)):
        talk = reach("screening", "ru", changed)
        talk.tap_newest(str(mood))
        assert talk.said[0].startswith(first("ru")) is called
        assert talk.requests == [], "nobody is told of who has not agreed"
        assert talk.stage is Stage.INFORMATION


def test_who_cannot_take_part_is_not_sent_away_without_it() -> None:
    talk = at("screening-choice", care=Care(words={"ru": ("никуда не уезжал",)}))
    talk.write("Никуда не уезжал(а)")  # the answer that ends it, in words
    assert talk.participant is None
    assert talk.said[0].startswith(first("ru"))
    assert talk.phrases[-1] == "screening.not-this-study"


def test_who_is_asked_to_agree_anew_is_with_us() -> None:
    """They have a code, and have not left; nothing is asked of them, so there is nothing to pause."""
    talk = at("enrolled")
    consent = talk.protocol.consent.model_copy(update={"version": "2.0"})
    talk.protocol = talk.protocol.model_copy(update={"consent": consent})
    talk.tell(NewVersion())
    assert talk.now.renewing is not None
    talk.write("не хочу жить")
    assert cared(talk)
    assert [one.kind for one in talk.requests] == ["contact"]
    assert [one.keys for one in talk.messages.values() if one.text.startswith(first("ru"))] == [[]]
    talk.write("/mydata")
    assert "mydata.yes" in talk.phrases
    assert "mydata.left" not in talk.phrases


def test_the_lines_of_a_site_are_there_once_a_quiet_face_is_open() -> None:
    talk = at("enrolled")
    talk.protocol = talk.protocol.model_copy(update={"chat": Chat(face=True)})
    talk.write("/quiet")
    talk.write("абрикос")
    talk.press("Включить")
    talk.write("не хочу жить")
    assert LINE["ru"] not in " ".join(talk.said)
    assert talk.requests == []
    talk.write("абрикос")
    talk.write("не хочу жить")
    assert LINE["ru"] in " ".join(talk.said)
    assert len(talk.requests) == 1


def test_a_pause_if_they_wish() -> None:
    talk = at("check-in-written")
    talk.write("не хочу жить")
    before = talk.now.sitting
    talk.press("key.pause-week")
    assert talk.now.rest is not None
    assert talk.now.rest.until == talk.at + timedelta(weeks=1)
    assert talk.now.sitting == before, "what is open stays open"
    lines = [one for one in talk.messages.values() if one.text.startswith(first("ru"))]
    assert [one.keys for one in lines] == [[]], "the lines of help stay on the screen, without keys"


@pytest.mark.parametrize("place", ["draft", "check-in-written", "check-in-draft"])
@pytest.mark.parametrize(("key", "said"), [("key.leave-it", 0), ("key.pause-week", 1)])
def test_a_key_under_the_lines_brings_the_short_answer_and_nothing_else(
    place: str, key: str, said: int
) -> None:
    """Nobody is asked again in that breath; what is open stays, with its keys."""
    talk = at(place)
    talk.write("не хочу жить")
    before = (talk.keyboard, talk.now.draft, talk.now.sitting)
    talk.tap_newest("care:on" if key == "key.leave-it" else "care:pause")
    assert (talk.now.rest is not None) is bool(said)
    assert len(talk.said) == said
    assert (talk.keyboard, talk.now.draft, talk.now.sitting) == before


def test_a_longer_pause_is_not_cut_short() -> None:
    talk = at("enrolled")
    talk.write("не хочу жить")
    talk.write("Пауза, пока не напишу")
    talk.tap_newest("care:pause")
    assert talk.now.rest is not None
    assert talk.now.rest.until is None


def test_who_rests_already_is_not_asked() -> None:
    talk = at("enrolled")
    talk.write("Пауза на неделю")
    talk.write("не хочу жить")
    assert [one.keys for one in talk.messages.values() if one.text.startswith(first("ru"))] == [[]]


@pytest.mark.parametrize(
    "place", ["new", "language", "screening", "information", "finished", "withdrawn", "enrolled"]
)
@pytest.mark.parametrize("data", ["care:pause", "care:on"])
def test_a_key_that_comes_from_anywhere_harms_nothing(place: str, data: str) -> None:
    """Old, forged, or of a study that has no care any more."""
    talk = reach(place, "ru")
    stage = talk.stage
    talk.tap(data, None)
    assert talk.stage is stage


def test_where_there_is_no_line() -> None:
    """The team's contact, and what can be done anywhere."""
    sites = tuple(site.model_copy(update={"support": None}) for site in sample().sites)
    talk = at("enrolled")
    talk.protocol = talk.protocol.model_copy(update={"sites": sites})
    talk.write("не хочу жить")
    assert CATALOGUE.say("ru", "care.no-line") in talk.said[0]
    assert talk.protocol.team.contact in talk.said[0]


def test_before_they_have_said_where_they_live_all_lines_are_told() -> None:
    talk = at("site")
    talk.write("не хочу жить")
    for said in (
        "Армения: Телефон доверия: +374",
        "Грузия: Телефон доверия: +995",
        "Казахстан: Телефон доверия: +7",
    ):
        assert said in talk.said[0]


def test_leaving_comes_before_everything() -> None:
    talk = at("enrolled")
    talk.write("/stop не хочу жить")
    assert talk.stage is Stage.WITHDRAWN
    assert talk.requests == []


def test_no_judgement_is_noted() -> None:
    """A record is as it would be without it; of the rest only the time; the team's row says what any other says."""
    talk = at("enrolled")
    talk.write("не хочу жить")
    assert talk.outcome is not None
    assert [one for one in talk.outcome.effects if isinstance(one, Asked)] == [Asked("contact", talk.at)]
    assert talk.now.cared_at == talk.at
    *_, entry = talk.records.values()
    assert entry.kind == "entry"
    assert set(entry.content) == {"type", "value", "entry", "part"}


def test_a_study_without_care_says_nothing_of_it() -> None:
    talk = reach("enrolled", "ru")
    talk.write("не хочу жить")
    assert not talk.said[0].startswith(first("ru"))
    assert talk.now.cared_at is None
