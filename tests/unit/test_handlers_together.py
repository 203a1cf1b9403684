"""Two who wish to be interviewed together: words that one tells the other, two yeses, and apart again at any time."""

from typing import TypeVar

import pytest
from conversation import CATALOGUE, Conversation, sample
from conversation_consent import restarted, with_consent
from conversation_in_touch import until
from conversation_places import PLACES, reach, sitting

from study.code_words import MOST_TRIES
from study.effects import Invited, JointChanged, Tried
from study.inbound import Blocked, Event, Invitation, Pair, Paired
from study.participant import Bond, Joint, Stage

Kind = TypeVar("Kind")
ASK = ["together.ask", "together.means"]


def joined(place: str = "enrolled", language: str = "ru") -> Conversation:
    """Somebody in a study in which two may be interviewed together."""
    return reach(place, language, with_consent(sample(), joint=True))


class Two:
    """Ani and Levan. What one of them does to the other arrives when it is done, as through the inbox."""

    def __init__(self, language: str = "ru") -> None:
        self.ani, self.levan = joined(language=language), joined(language=language)
        for talk, id, code in ((self.ani, "a1" * 16, "AM-05"), (self.levan, "b2" * 16, "GE-02")):
            frozen = talk._frozen
            assert frozen is not None
            talk._frozen = frozen.replace(talk.now.id, id).replace('"AM-01"', f'"{code}"')

    def does(self, talk: Conversation, words: str) -> None:
        talk.press(words) if words.startswith("key.") else talk.write(words)
        self.arrives(talk)

    def arrives(self, talk: Conversation) -> None:
        told, talk.elsewhere_told = talk.elsewhere_told, []
        for one in told:
            other = self.ani if one.participant == "a1" * 16 else self.levan
            other.tell(one.event)
            self.arrives(other)

    def told_the_words(self) -> None:
        self.ani.write("/together")
        [invited] = effects(self.ani, Invited)
        self.levan.invitation = Invitation("a1" * 16, "AM-05", 0)
        self.does(self.levan, f"/together {' '.join(invited.words)}")

    def agree(self) -> None:
        self.told_the_words()
        self.does(self.levan, "key.together-yes")
        self.does(self.ani, "key.together-yes")

    @property
    def ledger(self) -> list[tuple[str, bool]]:
        return [(one.code, one.given) for talk in (self.ani, self.levan) for one in talk.joints]


def effects(talk: Conversation, kind: type[Kind]) -> list[Kind]:
    assert talk.outcome
    return [one for one in talk.outcome.effects if isinstance(one, kind)]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_both_are_asked_and_with_two_yeses_it_holds(language: str) -> None:
    two = Two(language)
    two.told_the_words()
    assert two.levan.phrases == ASK
    assert "AM-05" in two.levan.said[0]
    two.does(two.levan, "key.together-yes")
    assert two.levan.phrases[0] == "together.waits"
    assert two.ani.phrases == ASK
    assert "GE-02" in two.ani.said[0]
    assert two.ledger == [], "one yes is none"
    two.does(two.ani, "key.together-yes")
    assert two.ani.phrases[0] == two.levan.phrases[0] == "together.agreed"
    assert two.ledger == [("GE-02", True), ("AM-05", True)]
    assert two.ani.now.together == Joint("b2" * 16, "GE-02", Bond.AGREED)


@pytest.mark.parametrize("who", ["levan", "ani"])
def test_one_no_is_enough(who: str) -> None:
    two = Two()
    two.told_the_words()
    if who == "ani":
        two.does(two.levan, "key.together-yes")
    two.does(getattr(two, who), "key.together-no")
    assert getattr(two, who).phrases[0] == "together.no"
    assert two.levan.phrases == (["together.no"] if who == "levan" else ["together.apart"])
    assert two.ani.now.together is two.levan.now.together is None
    assert two.ledger == []


@pytest.mark.parametrize("who", ["levan", "ani"])
def test_either_takes_it_back_and_the_other_hears_that_and_nothing_else(who: str) -> None:
    two = Two()
    two.agree()
    talk = getattr(two, who)
    other = two.ani if who == "levan" else two.levan
    talk.write("/consent")
    assert "consent.together" in talk.phrases
    talk.press(CATALOGUE.say("ru", "together.key-back"))
    two.arrives(talk)
    assert talk.phrases[0] == "together.taken-back"
    assert other.phrases == ["together.apart"]
    assert sorted(two.ledger) == [("AM-05", False), ("AM-05", True), ("GE-02", False), ("GE-02", True)]
    assert two.ani.now.together is two.levan.now.together is None
    talk.write("/consent")
    assert "consent.together" not in talk.phrases


@pytest.mark.parametrize("way", ["/stop", "стоп"])
def test_each_leaves_alone(way: str) -> None:
    two = Two()
    two.agree()
    two.does(two.ani, way)
    assert two.ani.stage is Stage.WITHDRAWN
    assert two.ani.now.together is None
    assert two.levan.stage is Stage.ENROLLED
    assert two.levan.phrases == ["together.apart"]
    assert two.levan.joints[-1].given is False


def test_who_left_before_the_second_yes_is_not_agreed_with() -> None:
    two = Two()
    two.told_the_words()
    two.levan.press("key.together-yes")
    [asks] = two.levan.elsewhere_told
    two.levan.elsewhere_told = []
    two.does(two.levan, "/stop")
    two.ani.tell(asks.event)
    two.does(two.ani, "key.together-yes")
    assert two.ani.now.together is None
    assert [one.given for one in two.ani.joints] == [True, False]
    assert two.levan.joints == []


def test_nothing_is_true_that_they_have_not_said_yes_to() -> None:
    """Also if it comes from the one they are asked about."""
    two = Two()
    two.told_the_words()
    two.levan.tell(Paired("a1" * 16, "AM-05", Pair.AGREED))
    assert two.levan.joints == []
    assert two.levan.phrases == []


def test_the_command_shows_how_far_they_have_come() -> None:
    two = Two()
    two.told_the_words()
    two.levan.write("/together")
    assert two.levan.phrases == ASK
    two.does(two.levan, "key.together-yes")
    two.levan.write("/together")
    assert two.levan.phrases == ["together.waits"]
    two.ani.write("/together")
    assert two.ani.phrases == ASK
    two.does(two.ani, "key.together-yes")
    two.ani.write("/together")
    assert two.ani.phrases == ["together.already"]


def test_by_night_it_is_over_at_once_and_said_in_the_morning() -> None:
    two = Two()
    two.agree()
    until(two.levan, 14, "23:00")
    two.levan.tell(Paired("a1" * 16, "AM-05", Pair.APART))
    assert (two.levan.said, two.levan.now.together) == ([], None)
    until(two.levan, 15, "08:01")
    assert two.levan.phrases == ["together.apart"]


# Words that are no words of anybody


NOT_SO = {
    "nobody's": (Invitation("", "", 0), "together.none"),
    "too many": (Invitation("", "", MOST_TRIES), "receipt.too-often"),
    "no words": (None, "together.how"),
}


@pytest.mark.parametrize("case", NOT_SO)
def test_words_that_fit_nothing(case: str) -> None:
    talk = joined()
    talk.invitation, phrase = NOT_SO[case]
    talk.write("/together река лампа камень")
    assert talk.phrases == [phrase]
    assert len(effects(talk, Tried)) == (case == "nobody's")
    assert talk.now.together is None


def test_their_own_words_are_for_the_other_one() -> None:
    talk = joined()
    talk.invitation = Invitation(talk.now.id, talk.now.code, 0)
    talk.write("/together река лампа камень")
    assert talk.phrases == ["together.own"]


# Everywhere else


@pytest.mark.parametrize("place", PLACES)
def test_it_is_answered_in_every_place_and_nothing_open_is_lost(place: str) -> None:
    talk = joined(place)
    before = talk.participant
    talk.write("/together")
    if before is None:
        return
    assert talk.phrases == (["together.words"] if before.stage is Stage.ENROLLED else ["together.not-now"])
    assert (talk.now.stage, talk.now.sitting, talk.now.draft) == (before.stage, before.sitting, before.draft)


def test_where_the_study_has_nothing_of_it_it_is_no_command() -> None:
    talk = reach("enrolled", "ru")
    talk.write("/together")
    assert talk.phrases == ["hint.unknown-command"]


def test_an_open_question_is_put_again_after_the_answer() -> None:
    talk = joined("check-in-written")
    open = sitting(talk).asking
    talk.invitation = Invitation("a1" * 16, "AM-05", 0)
    talk.write("/together река лампа камень")
    talk.press("key.together-yes")
    assert talk.phrases[0] == "together.waits"
    assert sitting(talk).asking == open
    assert len(talk.phrases) > 1


@pytest.mark.parametrize("what", Pair)
@pytest.mark.parametrize("place", [one for one in PLACES if one != "new"])
def test_what_a_stranger_does_changes_nothing(place: str, what: Pair) -> None:
    """Of the study only somebody who takes part can be asked, and nothing is true by another's word alone."""
    talk = joined(place)
    before = talk.now
    talk.tell(Paired("c3" * 16, "GE-07", what))
    asked = what is Pair.ASKS and before.stage is Stage.ENROLLED
    assert talk.phrases == (ASK if asked else [])
    assert talk.now.but(together=None) == before
    assert talk.joints == []
    back = [one.event for one in talk.elsewhere_told]
    noted = what is Pair.CLAIMED and before.stage is Stage.ENROLLED
    assert back == (
        [] if asked or noted or what is Pair.APART else [Paired(before.id, before.code, Pair.APART)]
    )


@pytest.mark.parametrize("event", [Blocked(), Paired("c3" * 16, "GE-07", Pair.ASKS)])
def test_whoever_is_bound_already_stays_so(event: Event) -> None:
    two = Two()
    two.agree()
    joint = two.ani.now.together
    two.ani.tell(event)
    assert two.ani.now.together == joint
    assert two.ani.said == []


def test_asked_to_agree_anew_they_stay_together() -> None:
    two = Two()
    two.agree()
    restarted(two.ani, "2.0")
    assert two.ani.now.together
    two.ani.write("/together")
    assert two.ani.phrases == ["renewal.first"]
    two.does(two.ani, "/stop")
    assert two.levan.now.together is None


def test_the_ledger_holds_who_with_whom() -> None:
    two = Two()
    two.agree()
    [joint] = two.ani.joints
    assert joint == JointChanged("GE-02", True, two.ani.at)


def test_nobody_waits_for_ever() -> None:
    """The other one may have erased everything: then there is nobody who could say that it is over."""
    two = Two()
    two.told_the_words()
    two.levan.press("key.together-yes")
    two.levan.wait("3d")
    assert (two.levan.now.together, two.levan.phrases[-1]) == (None, "together.apart")
    assert [one.participant for one in two.levan.elsewhere_told][-1] == "a1" * 16, (
        "and the other one hears it"
    )


def test_whoever_waits_can_let_it_be_and_writes_no_other_words_meanwhile() -> None:
    two = Two()
    two.told_the_words()
    two.does(two.levan, "key.together-yes")
    two.levan.invitation = Invitation("c3" * 16, "PL-03", 0)
    two.levan.write("/together река лампа камень")
    assert two.levan.phrases == ["together.waits"]
    two.does(two.levan, "key.together-no")
    assert two.levan.now.together is two.ani.now.together is None
    assert two.ledger == []


def test_whoever_leaves_before_the_first_yes_is_named_nowhere() -> None:
    two = Two()
    two.told_the_words()
    two.ani.write("/stop")
    two.arrives(two.ani)
    assert (two.levan.now.together, two.levan.phrases) == (None, ["together.apart"])
