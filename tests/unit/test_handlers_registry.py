"""The registry: every stage meets every kind of event, as one table. A stage or an event without a row fails."""

from typing import get_args

import pytest
from conversation import BEGUN, Conversation
from conversation_places import PLACES, reach

from handlers.routing import respond
from handlers.steps import STEPS
from study import inbound
from study.effects import Tally
from study.inbound import (
    Blocked,
    Departed,
    Edited,
    Erase,
    Event,
    Facts,
    Fell,
    Fetched,
    Granted,
    Grouped,
    Inbound,
    LayAnew,
    NewVersion,
    NotFetched,
    Pair,
    Paired,
    Sent,
    Unblocked,
)
from study.outcome import Outcome
from study.participant import Participant, Stage

STRAY = "f" * 32

EVENTS = {
    "Command": lambda talk: talk.write("/help"),
    "Wrote": lambda talk: talk.write("hm"),
    "Tapped": lambda talk: talk.tap("q:aaaaaaaa:0"),
    "Spoke": lambda talk: talk.speak(),
    "Showed": lambda talk: talk.show(),
    "Located": lambda talk: talk.locate(41.7, 44.8),
    "Filmed": lambda talk: talk.film(),
    "Sent": lambda talk: talk.tell(Sent("sticker", 9)),
    "Edited": lambda talk: talk.tell(Edited(9)),
    "Fell": lambda talk: talk.tell(Fell("forget", talk.at)),
    "Fetched": lambda talk: talk.tell(Fetched(STRAY, 4.0, 9)),
    "NotFetched": lambda talk: talk.tell(NotFetched(STRAY, "gone")),
    "Blocked": lambda talk: talk.tell(Blocked()),
    "Unblocked": lambda talk: talk.tell(Unblocked()),
    "Erase": lambda talk: talk.tell(Erase()),
    "Departed": lambda talk: talk.tell(Departed()),
    "LayAnew": lambda talk: talk.tell(LayAnew("first-week")),
    "NewVersion": lambda talk: talk.tell(NewVersion()),
    "Paired": lambda talk: talk.tell(Paired(STRAY, "GE-01", Pair.APART)),
    "Granted": lambda talk: talk.tell(Granted("file")),
    "Grouped": lambda talk: talk.tell(Grouped(-5)),
}

# The event, the stage it leads to, and what is said. `hm` is a text that is no answer, but an entry for the diary.
TABLE = {
    Stage.NEW: """
        Command    new          arrival.press-start
        Wrote      new          arrival.press-start
        Tapped     new          arrival.press-start
        Spoke      new          arrival.press-start
        Sent       new          arrival.press-start
        Filmed     new          arrival.press-start
        Showed     new          arrival.press-start
        Located    new          arrival.press-start
        Edited     new          arrival.press-start
        Fell       new
        Fetched    new
        NotFetched new
        Blocked    new
        Unblocked  new
        Erase      new
        Departed   new
        LayAnew    new
        NewVersion new
        Paired     new
        Granted    new
        Grouped    new          group.leave
        """,
    Stage.LANGUAGE: """
        Command    language     help help.person
        Wrote      language     person.before-consent hint.choose
        Tapped     language     hint.choose
        Spoke      language     person.before-consent hint.choose
        Sent       language     hint.not-kept hint.choose
        Filmed     language     hint.not-kept hint.choose
        Showed     language     hint.not-kept hint.choose
        Located    language     hint.not-kept hint.choose
        Edited     language     hint.edited
        Fell       new
        Fetched    language
        NotFetched language
        Blocked    language
        Unblocked  language
        Erase      new
        Departed   language
        LayAnew    language
        NewVersion language
        Paired     language
        Granted    language
        Grouped    language     group.leave
        """,
    Stage.SITE: """
        Command    site         help help.person
        Wrote      site         person.before-consent hint.choose
        Tapped     site         hint.choose
        Spoke      site         person.before-consent hint.choose
        Sent       site         hint.not-kept hint.choose
        Filmed     site         hint.not-kept hint.choose
        Showed     site         hint.not-kept hint.choose
        Located    site         hint.not-kept hint.choose
        Edited     site         hint.edited
        Fell       new
        Fetched    site
        NotFetched site
        Blocked    site
        Unblocked  site
        Erase      new
        Departed   site
        LayAnew    site
        NewVersion site
        Paired     site
        Granted    site
        Grouped    site         group.leave
        """,
    Stage.SCREENING: """
        Command    screening    help help.person
        Wrote      screening    person.before-consent hint.choose
        Tapped     screening    hint.stale-key
        Spoke      screening    person.before-consent hint.choose
        Sent       screening    hint.not-kept hint.choose
        Filmed     screening    hint.not-kept hint.choose
        Showed     screening    hint.not-kept hint.choose
        Located    screening    hint.not-kept hint.choose
        Edited     screening    hint.edited
        Fell       new
        Fetched    screening
        NotFetched screening
        Blocked    screening
        Unblocked  screening
        Erase      new
        Departed   screening
        LayAnew    screening
        NewVersion screening
        Paired     screening
        Granted    screening
        Grouped    screening    group.leave
        """,
    Stage.INFORMATION: """
        Command    information  help help.person
        Wrote      information  person.before-consent hint.reply-keys
        Tapped     information  hint.stale-key
        Spoke      information  person.before-consent hint.reply-keys
        Sent       information  hint.not-kept hint.reply-keys
        Filmed     information  hint.not-kept hint.reply-keys
        Showed     information  hint.not-kept hint.reply-keys
        Located    information  hint.not-kept hint.reply-keys
        Edited     information  hint.edited
        Fell       new
        Fetched    information
        NotFetched information
        Blocked    information
        Unblocked  information
        Erase      new
        Departed   information
        LayAnew    information
        NewVersion information
        Paired     information
        Granted    information
        Grouped    information  group.leave
        """,
    Stage.CHECK: """
        Command    check        help help.person
        Wrote      check        person.before-consent hint.choose
        Tapped     check        hint.stale-key
        Spoke      check        person.before-consent hint.choose
        Sent       check        hint.not-kept hint.choose
        Filmed     check        hint.not-kept hint.choose
        Showed     check        hint.not-kept hint.choose
        Located    check        hint.not-kept hint.choose
        Edited     check        hint.edited
        Fell       new
        Fetched    check
        NotFetched check
        Blocked    check
        Unblocked  check
        Erase      new
        Departed   check
        LayAnew    check
        NewVersion check
        Paired     check
        Granted    check
        Grouped    check        group.leave
        """,
    Stage.SCOPES: """
        Command    scopes       help help.person
        Wrote      scopes       person.before-consent hint.reply-keys
        Tapped     scopes       hint.stale-key
        Spoke      scopes       person.before-consent hint.reply-keys
        Sent       scopes       hint.not-kept hint.reply-keys
        Filmed     scopes       hint.not-kept hint.reply-keys
        Showed     scopes       hint.not-kept hint.reply-keys
        Located    scopes       hint.not-kept hint.reply-keys
        Edited     scopes       hint.edited
        Fell       new
        Fetched    scopes
        NotFetched scopes
        Blocked    scopes
        Unblocked  scopes
        Erase      new
        Departed   scopes
        LayAnew    scopes
        NewVersion scopes
        Paired     scopes
        Granted    scopes
        Grouped    scopes       group.leave
        """,
    Stage.STATEMENT: """
        Command    statement    help help.person
        Wrote      statement    person.before-consent agreement.speak
        Tapped     statement    hint.stale-key
        Spoke      hearing
        Sent       statement    hint.not-kept agreement.speak
        Filmed     statement    hint.not-kept agreement.no-film
        Showed     statement    hint.not-kept agreement.speak
        Located    statement    hint.not-kept agreement.speak
        Edited     statement    hint.edited
        Fell       new
        Fetched    statement
        NotFetched statement
        Blocked    statement
        Unblocked  statement
        Erase      new
        Departed   statement
        LayAnew    statement
        NewVersion statement
        Paired     statement
        Granted    statement
        Grouped    statement    group.leave
        """,
    Stage.HEARING: """
        Command    hearing      help help.person
        Wrote      hearing      person.before-consent voice.on-its-way
        Tapped     hearing      hint.stale-key
        Spoke      hearing
        Sent       hearing      hint.not-kept voice.on-its-way
        Filmed     hearing      hint.not-kept voice.on-its-way
        Showed     hearing      hint.not-kept voice.on-its-way
        Located    hearing      hint.not-kept voice.on-its-way
        Edited     hearing      hint.edited
        Fell       new
        Fetched    hearing
        NotFetched hearing
        Blocked    hearing
        Unblocked  hearing
        Erase      new
        Departed   hearing
        LayAnew    hearing
        NewVersion hearing
        Paired     hearing
        Granted    hearing
        Grouped    hearing      group.leave
        """,
    Stage.CONFIRMING: """
        Command    confirming   help help.person
        Wrote      confirming   person.before-consent hint.reply-keys
        Tapped     confirming   hint.stale-key
        Spoke      hearing
        Sent       confirming   hint.not-kept hint.reply-keys
        Filmed     confirming   hint.not-kept hint.reply-keys
        Showed     confirming   hint.not-kept hint.reply-keys
        Located    confirming   hint.not-kept hint.reply-keys
        Edited     confirming   hint.edited
        Fell       new
        Fetched    confirming
        NotFetched confirming
        Blocked    confirming
        Unblocked  confirming
        Erase      new
        Departed   confirming
        LayAnew    confirming
        NewVersion confirming
        Paired     confirming
        Granted    confirming
        Grouped    confirming   group.leave
        """,
    Stage.ENROLLED: """
        Command    enrolled     help way.lines help.times help.receipt help.person help.code
        Wrote      enrolled     diary.keep
        Tapped     enrolled     hint.closed
        Spoke      enrolled
        Sent       enrolled     hint.diary way.comma diary.takes-text diary.takes-voice
        Filmed     enrolled     hint.diary way.comma diary.takes-text diary.takes-voice
        Showed     enrolled     hint.diary way.comma diary.takes-text diary.takes-voice
        Located    enrolled     hint.diary way.comma diary.takes-text diary.takes-voice
        Edited     enrolled     hint.edited
        Fell       enrolled
        Fetched    enrolled
        NotFetched enrolled
        Blocked    enrolled
        Unblocked  enrolled
        Erase      new
        Departed   withdrawn
        LayAnew    enrolled
        NewVersion enrolled
        Paired     enrolled
        Granted    enrolled     mydata.copy-made
        Grouped    enrolled     group.leave
        """,
    Stage.FINISHED: """
        Command    finished     finishing.done finishing.held
        Wrote      finished     finishing.over
        Tapped     finished     hint.stale-key
        Spoke      finished     finishing.over
        Sent       finished     finishing.over
        Filmed     finished     finishing.over
        Showed     finished     finishing.over
        Located    finished     finishing.over
        Edited     finished     finishing.over
        Fell       finished
        Fetched    finished
        NotFetched finished
        Blocked    finished
        Unblocked  finished
        Erase      new
        Departed   withdrawn
        LayAnew    finished
        NewVersion finished
        Paired     finished
        Granted    finished     mydata.copy-made
        Grouped    finished     group.leave
        """,
    Stage.WITHDRAWN: """
        Command    withdrawn    help help.receipt help.person help.code
        Wrote      withdrawn    leaving.already-left
        Tapped     withdrawn    leaving.already-left
        Spoke      withdrawn    leaving.already-left
        Sent       withdrawn    leaving.already-left
        Filmed     withdrawn    leaving.already-left
        Showed     withdrawn    leaving.already-left
        Located    withdrawn    leaving.already-left
        Edited     withdrawn    leaving.already-left
        Fell       withdrawn
        Fetched    withdrawn
        NotFetched withdrawn
        Blocked    withdrawn
        Unblocked  withdrawn
        Erase      new
        Departed   withdrawn
        LayAnew    withdrawn
        NewVersion withdrawn
        Paired     withdrawn
        Granted    withdrawn
        Grouped    withdrawn    group.leave
        """,
}


def rows(stage: Stage) -> dict[str, tuple[str, list[str]]]:
    found = {}
    for line in TABLE[stage].strip().splitlines():
        event, after, *said = line.split()
        found[event] = (after, said)
    return found


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("stage", Stage)
def test_a_stage_meets_an_event(stage: Stage, event: str) -> None:
    talk = reach(stage, "en")
    assert talk.stage is stage
    EVENTS[event](talk)
    assert (talk.stage, talk.phrases) == rows(stage)[event]


def test_every_stage_and_every_event_is_in_the_table() -> None:
    kinds = {kind.__name__ for kind in get_args(Event)}
    declared = {
        name
        for name, kind in vars(inbound).items()
        if isinstance(kind, type) and kind.__module__ == inbound.__name__
    }
    assert declared == kinds | {"Inbound", "Facts", "Holding", "Receipt", "Invitation", "Pair"}, (
        "an event that is not in the union is never routed"
    )
    assert set(TABLE) == set(STEPS) == set(Stage)
    assert all(set(rows(stage)) == kinds for stage in Stage)
    assert set(EVENTS) == kinds


def test_every_place_is_of_a_stage_and_every_stage_is_a_place() -> None:
    assert {reach(place, "ru").stage for place in PLACES} == set(Stage)


@pytest.mark.parametrize(
    "event",
    [Fell("forget", BEGUN), Fetched(STRAY, 4.0, 9), NotFetched(STRAY, "gone"), Blocked(), Unblocked()],
)
def test_what_the_machine_reports_of_nobody_leaves_no_trace(event: Event) -> None:
    """`bot.people` keeps these from handlers; they would hold their tongue anyway."""
    nobody = Participant.new("p", "ru", BEGUN)
    outcome = respond(nobody, Inbound(BEGUN, 1, event), Conversation().protocol, Facts({}, {}))
    assert outcome == Outcome(None)


def test_a_group_takes_nobody_with_it() -> None:
    """Even if it were told of somebody we know: only the group is left."""
    talk = reach("enrolled", "ru")
    outcome = respond(talk.now, Inbound(talk.at, 1, Grouped(-5)), talk.protocol, Facts({}, {}))
    assert (outcome.participant, outcome.effects) == (talk.now, ())


@pytest.mark.parametrize("name", [name for name in EVENTS if name not in ("Command", "Fell")])
def test_of_a_stranger_nothing_stays(name: str) -> None:
    talk = reach("new", "ru")
    EVENTS[name](talk)
    assert talk.participant is None
    assert talk.outcome is None or not [one for one in talk.outcome.effects if not isinstance(one, Tally)]
