"""The language, changed at any moment."""

import pytest
from conversation import Conversation, sample
from conversation_places import PLACES, reach

from study.inbound import Fetched
from study.participant import Stage

OTHER = {"ru": "en", "en": "ru"}


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("place", [place for place in PLACES if place not in ("new", "language")])
def test_the_language_changed_in_the_middle(place: str, language: str) -> None:
    """The step is put again in the new language; what was agreed to or read is asked anew; nothing said is lost."""
    talk = reach(place, language)
    before, kept, timers = talk.now, dict(talk.records), dict(talk.timers)
    talk.write("/language")
    assert talk.now == before
    talk.tap_newest(f"l:{OTHER[language]}")
    after = talk.now
    assert after.language == OTHER[language]
    assert talk.timers == timers
    if before.stage in (Stage.CHECK, Stage.SCOPES, Stage.STATEMENT, Stage.HEARING, Stage.CONFIRMING):
        assert after.stage is Stage.INFORMATION
        assert talk.phrases[:3] == ["language.chosen", "language.read-again", "information.begin"]
        assert not talk.records
        assert not talk.fetches
    else:
        assert talk.records == kept
        same = {"language": before.language, "text_sha256": before.text_sha256}
        assert after.but(**same) == before, "the question on the screen is still the same asking"
    if place not in ("enrolled", "finished", "withdrawn"):
        assert talk.said, "the step is put again"


@pytest.mark.parametrize("place", ["scopes", "confirming", "check-in-written", "draft"])
def test_the_same_language_chosen_again_changes_nothing(place: str) -> None:
    talk = reach(place, "ru")
    before = talk.now
    talk.write("/language")
    talk.tap_newest("l:ru")
    assert talk.now == before


def test_a_change_of_language_is_agreed_to_in_that_language() -> None:
    talk = reach("hearing", "ru")
    late = next(iter(talk.fetches))
    talk.write("English")
    talk.tell(Fetched(late, 5.0, 900))  # it was under way
    assert talk.stage is Stage.INFORMATION
    for step in ("key.go-on", "key.yes"):
        talk.press(step)
    talk.tap_newest("0")
    for _ in range(3):
        talk.press("key.yes")
    talk.speak()
    talk.fetch(5)
    talk.press("key.confirm")
    assert talk.consents[0].language == "en"
    assert sample().consent.statement.say("en") in talk.consents[0].text
    assert sample().consent.statement.say("ru") not in talk.consents[0].text


def test_a_study_of_one_language_does_not_ask_for_it() -> None:
    protocol = sample().model_copy(update={"languages": ("ru",)})
    talk = Conversation(protocol)
    talk.write("/start")
    assert talk.stage is Stage.SITE
    talk.write("/language")
    assert talk.phrases == ["language.only-one"]
