"""A quiet face: who has the phone and not the word sees a bot that says hello."""

from datetime import timedelta

import pytest
from conversation import CATALOGUE, Conversation, sample
from conversation_consent import restarted
from conversation_places import ends, reach

from bot.menu import calls
from handlers.face import A_WHILE, TO_CHOOSE
from study.caring import Care
from study.chat import Chat
from study.effects import ClearChat
from study.inbound import Blocked, Departed, Edited, Erase, Fell, Located, Sent, Showed
from study.participant import Shows, Stage
from study.saying import Say

HELLO = "Hello. Write if you need anything."
LINE = "Got a minute?"
WORD = "Apricot tree"


def enrolled(place: str = "enrolled") -> Conversation:
    return reach(place, "en", sample().model_copy(update={"chat": Chat(face=True)}))


def closed(place: str = "enrolled") -> Conversation:
    talk = enrolled(place)
    talk.write("/quiet")
    talk.write(WORD)
    talk.press("key.face-on")
    return talk


def clears(talk: Conversation) -> bool:
    assert talk.outcome is not None
    return any(isinstance(effect, ClearChat) for effect in talk.outcome.effects)


def shows(talk: Conversation) -> Shows | None:
    return talk.now.face.shows if talk.now.face else None


def test_the_way_to_a_word() -> None:
    talk = enrolled()
    talk.write("/quiet")
    [asked] = talk.said
    assert "/stop always works" in asked
    assert "not kept" in asked
    talk.write(WORD)
    assert talk.said[0].startswith(f"Your word is: {WORD}")
    assert len(talk.keyboard) == 2
    talk.press("key.face-on")
    assert talk.said == [HELLO]
    assert [one.text for one in talk.messages.values()] == [HELLO], "the word is gone from the chat"
    assert (talk.keyboard, talk.menu) == ([], ["start"])
    assert talk.now.face is not None
    assert "pricot" not in repr(talk.now.face)
    assert not talk.kept("entry")
    assert "pricot" not in str(talk.records)


@pytest.mark.parametrize("word", ["ab", "x" * 41, "two\nlines", "Yes", "Stop it", "/start"])
def test_words_that_will_not_do(word: str) -> None:
    talk = enrolled()
    talk.write("/quiet")
    talk.write(word)
    if word == "Stop it":
        assert shows(talk) is Shows.CHOSEN
    elif word.startswith("/"):
        assert shows(talk) is None, "a command is no word, and ends the question"
    else:
        assert "will not do" in talk.said[0]
        assert shows(talk) is Shows.ASKING


def test_the_word_is_not_taken_from_elsewhere_or_long_after() -> None:
    talk = enrolled()
    talk.write("/quiet")
    talk.write(WORD, forwarded=True)
    assert shows(talk) is Shows.ASKING
    talk.at += TO_CHOOSE + timedelta(minutes=1)
    talk.write("I slept well.")
    assert shows(talk) is Shows.ASKING
    assert talk.records, "it is an entry of the diary by then"


def test_second_thoughts() -> None:
    talk = enrolled()
    talk.write("/quiet")
    talk.write(WORD)
    talk.press("key.leave-it")
    assert (talk.phrases, talk.now.face) == (["face.as-it-was"], None)


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("command", ["/help", "/status", "/pause", "/moved", "/times", "/start", "/unknown"])
def test_a_word_that_is_chosen_can_be_turned_on_after_a_look_around(command: str, draft: bool) -> None:
    """Its key may still be on the phone."""
    talk = enrolled("draft" if draft else "enrolled")
    talk.write("/quiet")
    talk.write(WORD)
    talk.write(command)
    talk.write(talk.label("key.face-on"))
    assert (talk.said, shows(talk)) == ([HELLO], Shows.NOTHING)


@pytest.mark.parametrize("place", ["enrolled", "draft", "check-in-written", "finished"])
def test_the_key_that_turns_it_on_is_never_a_word_of_theirs(place: str) -> None:
    """Where there is nothing to turn on any more they are told where to begin."""
    talk = enrolled(place)
    records = dict(talk.records)
    talk.write(talk.label("key.face-on"))
    assert talk.phrases[0] == "face.over"
    talk.write("/quiet")
    talk.write(WORD)
    talk.at += TO_CHOOSE + timedelta(minutes=1)
    talk.write(talk.label("key.face-on"))
    assert talk.phrases[0] == "face.over"
    assert (talk.now.face, talk.records) == (None, records)


def test_leaving_the_city_open_lets_the_word_be() -> None:
    talk = enrolled()
    talk.write("/quiet")
    talk.write(WORD)
    talk.write("/moved")
    talk.tap_newest("elsewhere")
    talk.press("key.leave-it")
    assert (talk.phrases, talk.now.talk, shows(talk)) == (["moved.as-it-was"], None, Shows.CHOSEN)


def test_the_key_closes_a_face_that_is_open() -> None:
    talk = closed()
    talk.write(WORD)
    talk.write(talk.label("key.face-on"))
    assert (talk.said, shows(talk)) == ([HELLO], Shows.NOTHING)


SENT = {
    "a text": lambda talk: talk.write("What is this bot?"),
    "a diary entry": lambda talk: talk.write("I slept through for the first time."),
    "start": lambda talk: talk.write("/start"),
    "help": lambda talk: talk.write("/help"),
    "status": lambda talk: talk.write("/status"),
    "quiet": lambda talk: talk.write("/quiet"),
    "hide": lambda talk: talk.write("/hide"),
    "more": lambda talk: talk.write("/more"),
    "stop as a word": lambda talk: talk.write("Stop"),
    "yes": lambda talk: talk.write("Yes"),
    "the word, forwarded": lambda talk: talk.write(WORD, forwarded=True),
    "a near miss": lambda talk: talk.write("Apricot trees"),
    "a voice": lambda talk: talk.speak(),
    "a photo": lambda talk: talk.tell(Showed("file", 9)),
    "a place": lambda talk: talk.tell(Located(41.0, 44.0, 9)),
    "a sticker": lambda talk: talk.tell(Sent("sticker", 9)),
    "half a character": lambda talk: talk.write("\ud83d"),
    "a book": lambda talk: talk.write("x" * 4_096),
}


@pytest.mark.parametrize("sent", SENT)
def test_everything_is_greeted_and_nothing_is_kept(sent: str) -> None:
    talk = closed()
    before = talk.state()
    SENT[sent](talk)
    assert (talk.said, talk.keyboard, talk.toasts) == ([HELLO], [], [])
    assert talk.state() == before


@pytest.mark.parametrize("data", ["q:aaaaaaaa:0", "l:ru", "s:GE", "", "diary:back:x"])
def test_an_old_key_does_nothing(data: str) -> None:
    talk = closed()
    before = talk.state()
    talk.tap(data)
    talk.tell(Edited(1, "something else"))
    assert (talk.said, talk.toasts, talk.state()) == ([], [], before)


@pytest.mark.parametrize("word", [WORD, "apricot tree", "  APRICOT  tree. "])
def test_the_word_opens_it(word: str) -> None:
    talk = closed()
    talk.write(word)
    assert talk.said[0].startswith("It is open")
    assert (clears(talk), talk.menu, shows(talk)) == (True, [], Shows.STUDY)
    talk.write("/status")
    assert talk.said != [HELLO]


def test_a_prompt_is_a_line_and_its_question_is_there_once_it_is_open() -> None:
    talk = closed()
    talk.next_timer("prompt")
    assert (talk.said, talk.keyboard) == ([LINE], [])
    assert talk.now.sitting is not None
    assert talk.outcome is not None
    [line] = [one for one in talk.outcome.say if isinstance(one, Say)]
    assert line.prompt == talk.now.sitting.prompt, "it counts as sent"
    assert line.not_after is not None
    talk.write(WORD)
    assert [one for one in talk.messages.values() if one.keys]
    talk.tap_newest("2")
    assert talk.kept("answer")


def test_everything_the_machine_says_is_a_line() -> None:
    talk = closed()
    texts = set()
    for _ in range(40):
        talk.wait("12h")
        texts |= set(talk.said)
    assert texts == {LINE}


def test_it_closes_after_a_while_without_a_sound() -> None:
    talk = closed()
    talk.write(WORD)
    talk.wait(A_WHILE - timedelta(minutes=1))
    talk.write("/status")
    talk.wait(A_WHILE - timedelta(minutes=1))
    assert shows(talk) is Shows.STUDY, "as long as they write it is open"
    talk.wait("2m")
    assert (talk.said, shows(talk), talk.menu, clears(talk)) == ([HELLO], Shows.NOTHING, ["start"], True)
    assert talk.outcome is not None
    assert [one.silent for one in talk.outcome.say if isinstance(one, Say)] == [True]


def test_by_a_clock_that_was_put_back_it_stays_open() -> None:
    talk = closed()
    talk.write(WORD)
    talk.tell(Fell("close", talk.at + A_WHILE))
    assert (talk.said, shows(talk), ("close", "") in talk.timers) == ([], Shows.STUDY, True)


def test_hide_closes_it() -> None:
    talk = closed()
    talk.write(WORD)
    talk.write("/hide")
    assert (talk.said, shows(talk), ("close", "") in talk.timers) == ([HELLO], Shows.NOTHING, False)


def test_it_is_taken_off_when_it_is_open() -> None:
    talk = closed()
    talk.write(WORD)
    talk.write("/quiet")
    assert (talk.phrases, talk.now.face, ("close", "") in talk.timers) == (["face.off"], None, False)
    talk.write("/status")
    assert talk.said != [HELLO]


def test_who_has_one_keeps_it_when_the_study_file_has_none_any_more() -> None:
    talk = closed()
    talk.protocol = talk.protocol.model_copy(update={"chat": Chat()})
    talk.write("What is this?")
    assert talk.said == [HELLO]
    talk.write(WORD)
    talk.write("/quiet")
    assert talk.phrases == ["face.off"]


@pytest.mark.parametrize("open_first", [True, False])
def test_leaving_works_and_ends_it(open_first: bool) -> None:
    talk = closed()
    if open_first:
        talk.write(WORD)
    talk.write("/stop")
    assert (talk.stage, talk.now.face, talk.menu) == (Stage.WITHDRAWN, None, [])
    assert "left" in talk.said[0]


def test_the_team_can_erase_and_a_block_is_noted() -> None:
    talk = closed()
    talk.tell(Blocked())
    assert talk.now.blocked
    talk.tell(Erase())
    assert talk.participant is None


def test_the_end_of_the_study_is_a_line_and_is_told_once_it_is_open() -> None:
    talk = closed()
    ends(talk)
    assert (talk.said, talk.stage, shows(talk)) == ([LINE], Stage.FINISHED, Shows.NOTHING)
    talk.write("What was it?")
    assert talk.said == [HELLO]
    talk.write(WORD)
    assert "finishing.done" in talk.phrases
    talk.wait("16m")
    assert (talk.said, shows(talk)) == ([HELLO], Shows.NOTHING)


@pytest.mark.parametrize(
    "stage", [stage for stage in Stage if stage not in (Stage.ENROLLED, Stage.FINISHED, Stage.NEW)]
)
def test_it_is_for_who_takes_part(stage: Stage) -> None:
    talk = enrolled(stage.value)
    talk.write("/quiet")
    assert talk.phrases == ["face.taking-part"]
    assert talk.now.face is None


def test_a_study_without_it_does_not_know_the_command() -> None:
    talk = reach("enrolled", "en")
    talk.write("/quiet")
    assert talk.phrases == ["hint.unknown-command"]


@pytest.mark.parametrize("face", [True, False])
def test_it_is_in_the_menu_where_it_does_something(face: bool) -> None:
    protocol = sample().model_copy(update={"chat": Chat(face=face)})
    told = [params for method, params in calls(protocol, CATALOGUE) if method == "setMyCommands"]
    for params in told:
        names = [one["command"] for one in params["commands"]]
        assert ("quiet" in names, "hide" in names) == (face, True)


def test_when_their_contact_is_cut_the_phone_does_not_hear_of_it() -> None:
    """Nobody can tell them later: whoever they are is forgotten. But who holds the phone now would read it."""
    talk = closed()
    talk.tell(Fell("cut", talk.at))
    assert talk.said == []
    talk = enrolled()
    talk.tell(Fell("cut", talk.at))
    assert talk.phrases[0] == "finishing.done"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_profile_of_the_bot_does_not_name_the_study(language: str) -> None:
    """Whoever has the phone taps the name of the bot and reads it."""
    protocol = sample().model_copy(update={"chat": Chat(face=True)})
    told = str([params for method, params in calls(protocol, CATALOGUE) if method != "setMyCommands"])
    assert protocol.title.say(language) not in told
    assert protocol.team.name.say(language) not in told
    assert CATALOGUE.say(language, "face.hello") in told


def test_it_begins_within_a_check_in_and_loses_nothing() -> None:
    talk = closed("check-in-written")
    sitting = talk.now.sitting
    assert sitting is not None
    talk.write(WORD)
    assert talk.now.sitting == sitting
    talk.write("Sleeping.")
    assert [one for one in talk.kept("answer") if "Sleeping." in str(one.content)]


def test_with_a_new_text_to_agree_to_no_question_is_put_on_opening() -> None:
    talk = closed("check-in-written")
    answered = talk.kept("answer")
    restarted(talk, "2.0")
    talk.write(WORD)
    assert talk.phrases[0] == "face.open"
    assert talk.stage is Stage.INFORMATION, "it comes at once"
    talk.write("Sleeping.")
    assert talk.kept("answer") == answered


def test_who_had_left_before_a_copy_was_put_back_is_not_written_to() -> None:
    talk = closed("enrolled")
    talk.tell(Departed())
    assert talk.outcome is not None
    assert (talk.stage, talk.outcome.say) == (Stage.WITHDRAWN, ())


@pytest.mark.parametrize("said", ["I want to die", "не хочу жить"])
def test_behind_it_words_of_distress_are_met_with_nothing_of_the_study(said: str) -> None:
    """The person may write them, or whoever has the phone, to see what happens."""
    talk = closed()
    words = {"en": ("want to die",), "ru": ("не хочу жить",)}
    talk.protocol = talk.protocol.model_copy(update={"care": Care(words=words)})
    before = talk.state()
    talk.write(said)
    assert talk.phrases == ["care.first", "care.no-line"]
    assert talk.state() == before
    assert (talk.requests, talk.keyboard) == ([], [])
    talk.write("fine")
    assert talk.said == [HELLO]
