"""A pause: asked for with a word or a reply key, at any time; ended by its time, by a key, or by coming back."""

from datetime import date, datetime, timedelta

from handlers import diary, renewing
from handlers.asked_beside import listens
from handlers.home import pressed
from handlers.restraint import peace_ends
from handlers.turn import Turn
from study.effects import CancelTimers, Effect, SetTimer
from study.inbound import Command, Filmed, Located, Sent, Showed, Spoke, Tapped, Wrote
from study.localtime import later
from study.outcome import Outcome
from study.participant import Rest, Stage, Why
from study.saying import Key, Keys, Phrase, Say

LENGTHS = {"key.pause-day": timedelta(days=1), "key.pause-week": timedelta(weeks=1), "key.pause-open": None}
"""How long; None is until they write."""

OFFERED = (*LENGTHS, "key.leave-it")
UNDER_WAY = ("key.pause-end", *OFFERED)
LOOKING = (
    "key.pause",
    *UNDER_WAY,
    "key.still-here",
    "key.not-for-now",
    "key.stop",
    "key.leave-study",
    "key.consent",
)
"""What somebody can say without coming back, or what says by itself whether they do."""

OVER = frozenset({Stage.FINISHED, Stage.WITHDRAWN})


def asks(turn: Turn) -> bool:
    """Whether this is the word alone; /pause is a command. Before the agreement a word answers what is asked."""
    return turn.participant.stage is Stage.ENROLLED and turn.means("key.pause")


def offer(turn: Turn) -> Outcome:
    """For how long? The keys say it all by themselves: pressed another day, they still do what they say."""
    person = turn.participant
    if person.stage is not Stage.ENROLLED:
        return turn.hint("rest.none-needed" if person.stage in OVER else "rest.before-consent")
    if person.rest is None:
        return turn.stay(Say((Phrase("rest.ask"),), _rows(OFFERED)))
    return turn.stay(Say((now(turn, person.rest), Phrase("rest.change")), _rows(UNDER_WAY)))


def decides(turn: Turn) -> bool:
    return turn.participant.stage is Stage.ENROLLED and any(turn.means(key) for key in UNDER_WAY)


def decide(turn: Turn) -> Outcome:
    """A key, or its words."""
    if turn.means("key.leave-it"):
        return turn.stay(Say((Phrase("rest.as-it-was"),), otherwise=Keys.REMOVE))
    if turn.means("key.pause-end"):
        return _end(turn)
    length = next(length for key, length in LENGTHS.items() if turn.means(key))
    return begin(turn, None if length is None else later(turn.at, length, turn.zone))


def begin(turn: Turn, until: datetime | None) -> Outcome:
    """Nothing comes until then; what is open stays open, and nobody is reminded of it."""
    rest = Rest(Why.ASKED, turn.at, until)
    timer: Effect = CancelTimers(kind="resume") if until is None else SetTimer("resume", until)
    words = [Phrase("rest.begun-open") if until is None else Phrase("rest.begun", _moment(turn, until))]
    if turn.participant.sitting is not None:
        words.append(Phrase("rest.still-open"))
    said = Say(tuple(words), otherwise=Keys.REMOVE)
    return turn.become(said, effects=(CancelTimers(kind="silence"), timer), rest=rest)


def now(turn: Turn, rest: Rest) -> Phrase:
    """The pause under way, in words."""
    return Phrase("rest.now-open") if rest.until is None else Phrase("rest.now", _moment(turn, rest.until))


def time_is_up(turn: Turn) -> Outcome:
    """Nothing is said: the newest of what waited is put, in the morning if it is night."""
    rest = turn.participant.rest
    if rest is None or rest.until is None:
        return turn.stay()
    if turn.at < rest.until:  # of a pause before this one, or by a clock that has been put back since
        return turn.stay(effects=(SetTimer("resume", rest.until),))
    morning = peace_ends(turn)
    return turn.stay(effects=(SetTimer("resume", morning),)) if morning else turn.become(rest=None)


def welcomed(turn: Turn) -> Outcome:
    """Whoever rests without an end, and does anything but look around, is back: a line, before all else is dealt with
    as ever. So is who rests for some days, where they must agree to a new text before they say any more."""
    rest = turn.participant.rest
    if rest is None or turn.participant.stage in OVER or not _comes_back(turn):
        return turn.stay()
    if rest.until is not None and not renewing.outdated(turn):
        return turn.stay()
    keys = Keys.REMOVE if rest.why is Why.SILENT else Keys.LEAVE
    return up(turn, Say((Phrase("rest.welcome"),), otherwise=keys))


def _end(turn: Turn) -> Outcome:
    words = Phrase("rest.no-pause" if turn.participant.rest is None else "rest.over")
    return up(turn, Say((words,), otherwise=Keys.REMOVE))


def up(turn: Turn, said: Say) -> Outcome:
    """The pause is over; what waited is put after this."""
    timers = (CancelTimers(kind="resume"), CancelTimers(kind="silence"))
    return turn.become(said, effects=timers, rest=None)


def _comes_back(turn: Turn) -> bool:
    """An answer about where they live, or about a diary entry, is no return."""
    match turn.event:
        case Command(name="start" | "diary") | Spoke() | Showed() | Filmed() | Sent():
            return True
        case Tapped(data=data):
            return data.startswith("q:")
        case Wrote() if pressed(turn) is not None:
            return True
        case Wrote():
            looks = diary.decides(turn) or any(turn.means(key) for key in LOOKING)
            return not looks and not listens(turn)
        case Located():
            return not listens(turn)
    return False


def _moment(turn: Turn, at: datetime) -> dict[str, date | str]:
    here = at.astimezone(turn.zone)
    return {"date": here.date(), "at": f"{here:%H:%M}"}


def _rows(names: tuple[str, ...]) -> tuple[tuple[Key, ...], ...]:
    return tuple((Key(Phrase(name)),) for name in names)
