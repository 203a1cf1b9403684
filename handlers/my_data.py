"""/mydata: what is held of somebody, who can read what of it, for how long, and how it is erased.

What is sealed the server cannot show: a copy of it is asked of the team, and a person to talk to in the same way."""

from collections.abc import Iterator
from datetime import timedelta

from handlers.announcing import comma
from handlers.restraint import peace_ends
from handlers.status import held
from handlers.terms import cut_at, ends_at
from handlers.turn import Turn
from study.effects import Asked, SetTimer
from study.inbound import Holding, Tapped
from study.keeping import YEAR
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Acknowledge, Haste, Key, Phrase, Rekey, Say, Words

FILE, CONTACT = "file", "contact"
"""What can be asked of the team, see `study.effects.Asked`."""

ASK = "data:"
"""What the keys carry, before one of those."""

GRANTED = {FILE: "mydata.copy-made", CONTACT: "mydata.talk-ready"}
DAY = timedelta(days=1)


def nothing() -> Outcome:
    """To somebody of whom nothing is held."""
    return Outcome(None, (Say((Phrase("mydata.nothing"),)),))


def answer(turn: Turn) -> Outcome:
    """/mydata, at any step."""
    if not turn.participant.code:
        return turn.stay(Say((Phrase("mydata.before-consent"),)))
    holding = turn.facts.holding or Holding()
    first = Say((*_who(turn, holding), *held(turn, holding), *_passed(holding), *_agreed(turn, holding)))
    last = (*_copy(turn, holding), Phrase("mydata.erase", _contact(turn)))
    return turn.stay(first, Say((*_readers(turn, holding), *last), _keys(holding)))


def tapped(turn: Turn) -> bool:
    """Whether this is a key below it."""
    return isinstance(turn.event, Tapped) and turn.event.data in (ASK + FILE, ASK + CONTACT)


def ask(turn: Turn) -> Outcome:
    """The team is told the code and what is asked; once, however often it is tapped."""
    assert isinstance(turn.event, Tapped)
    if not turn.participant.code:
        return turn.hint("hint.stale-key")
    kind = turn.event.data.removeprefix(ASK)
    holding = turn.facts.holding
    before = holding.copy_asked_at if holding is not None and kind == FILE else None
    about = _contact(turn)
    if before is not None:
        words = Phrase("mydata.on-its-way", about | {"date": before.astimezone(turn.zone).date()})
    elif kind == FILE:
        words = Phrase("mydata.copy-left" if _left(turn) else "mydata.copy-asked", about)
    else:
        words = Phrase("mydata.talk-left" if _left(turn) else "mydata.talk-asked", about)
    keyless = () if turn.event.message is None else (Rekey(turn.event.message, ()),)
    said = (Acknowledge(turn.event.tap), *keyless, Say((words,)))
    return turn.stay(*said, effects=(Asked(kind, turn.at),))


def granted(turn: Turn, kind: str) -> Outcome:
    """The team has done it: that is said once, when nobody is disturbed. Who has left is not written to, and who cannot
    be reached finds it at /mydata."""
    person = turn.participant
    if kind not in GRANTED or not person.code or person.blocked or _left(turn):
        return turn.stay()
    morning = peace_ends(turn)
    if morning is not None:
        return turn.stay(effects=(SetTimer(f"granted-{kind}", morning),))
    return turn.stay(Say((Phrase(GRANTED[kind], _contact(turn)),), haste=Haste.ANNOUNCEMENT))


def _left(turn: Turn) -> bool:
    """Also while they look again at what they had left."""
    person = turn.participant
    return person.stage not in (Stage.ENROLLED, Stage.FINISHED) and person.renewing is None


def _who(turn: Turn, holding: Holding) -> Iterator[Phrase]:
    """The code, since when, and where they have lived."""
    yield Phrase("mydata.code", {"code": turn.participant.code})
    if holding.agreed_at is not None:
        day = holding.agreed_at.astimezone(turn.zone).date()
        yield Phrase("mydata.agreement", {"version": holding.agreed_to, "whole_date": day})
    if _left(turn):
        yield Phrase("mydata.left")
    lived = list(_stays(turn, holding))
    if lived:
        yield Phrase("mydata.lived", {"answer": comma(lived)})


def _stays(turn: Turn, holding: Holding) -> Iterator[Phrase]:
    """A change of the clock alone is no move."""
    names = {site.id: site.name for site in turn.protocol.sites}
    last = ""
    for site, since in holding.stays:
        if site != last and site in names:
            day = since.astimezone(turn.zone).date()
            yield Phrase("mydata.stay", {"site": names[site], "whole_date": day})
        last = site


def _passed(holding: Holding) -> tuple[Phrase, ...]:
    return (Phrase("mydata.skips", n=holding.skips),) if holding.skips else ()


def _agreed(turn: Turn, holding: Holding) -> Iterator[Words]:
    """What they said yes to, and what not. Who has left has taken all of it back."""
    if holding.agreed_at is None or _left(turn):
        return
    person = turn.participant
    given = person.renewing.scopes if person.renewing is not None else person.scopes
    for scope in turn.protocol.consent.scopes:
        yield Phrase("mydata.yes" if scope.id in given else "mydata.no", {"scope": scope.ask})


def _readers(turn: Turn, holding: Holding) -> Iterator[Phrase]:
    """What the server can read, what only the team can, and until when."""
    yield Phrase("mydata.server")
    if turn.protocol.consent.joint or turn.participant.together is not None:
        yield Phrase("mydata.server-joint")
    yield Phrase("mydata.team")
    cut = holding.cut_at or cut_at(turn, ends_at(turn))
    if cut is not None:
        yield Phrase("contact.cut", {"whole_date": cut.astimezone(turn.zone).date()})
    keep = turn.protocol.keep
    if keep is not None and keep.media is not None:
        name = "mydata.media-end" if keep.media.after_end else "mydata.media"
        yield Phrase(name, {"length": _length(keep.media.length)})


def _length(term: timedelta) -> Phrase:
    """In years where it is so many, else in days; a day that has begun is one."""
    if term % YEAR:
        return Phrase("mydata.days", n=-(-term // DAY))
    return Phrase("mydata.years", n=term // YEAR)


def _copy(turn: Turn, holding: Holding) -> tuple[Phrase, ...]:
    """What became of a copy that they asked for."""
    if holding.copy_asked_at is not None:
        day = holding.copy_asked_at.astimezone(turn.zone).date()
        return (Phrase("mydata.on-its-way", _contact(turn) | {"date": day}),)
    if holding.copy_made_at is not None:
        day = holding.copy_made_at.astimezone(turn.zone).date()
        return (Phrase("mydata.made", _contact(turn) | {"date": day}),)
    return ()


def _keys(holding: Holding) -> tuple[tuple[Key, ...], ...]:
    """Inline: the keys of a question that is open stay where they are."""
    copy = () if holding.copy_asked_at else ((Key(Phrase("mydata.ask-copy"), ASK + FILE),),)
    return (*copy, (Key(Phrase("mydata.ask-talk"), ASK + CONTACT),))


def _contact(turn: Turn) -> dict[str, str]:
    return {"contact": turn.protocol.team.contact, "code": turn.participant.code}
