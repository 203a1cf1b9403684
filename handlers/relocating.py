"""Moving: another site, another clock, or both. What is still to come is laid anew in the new day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.anchors import after_sitting, begun, by_the_clock, lay_all_anew
from handlers.turn import Turn
from study.effects import Stayed
from study.inbound import Fell
from study.outcome import Outcome
from study.participant import Participant, Sitting
from study.protocol import Site
from study.saying import Phrase, Say
from study.timing import Anchor

MOMENT = timedelta(seconds=1)
HAPPENED = frozenset({Anchor.CONSENT, Anchor.ENROLLED, Anchor.ANSWERED, Anchor.MOVED})
"""What is over once it is known. A date may lie ahead, and so may an interview."""


def move(turn: Turn, site: str, zone: str = "") -> Outcome:
    """From now on they live at `site`, by its clock or by that of `zone` (IANA), and `moved` has happened. Their code
    stays, and so does what is open. Nothing at all changes where they live so already."""
    before = turn.participant
    there = turn.protocol.site(site)
    own = "" if zone == there.timezone else zone
    if (site, own) == (before.site, before.zone):
        return turn.stay()
    now = turn.as_now(before.but(site=site, zone=own))
    now = now.as_now(_settled(turn, by_the_clock(now.participant, turn.zone, now.zone)))
    now = begun(now, Anchor.MOVED, _after_all(turn.at, before, now.participant))
    return now.stay(effects=(Stayed(site, now.zone.key, turn.at),)).then(lay_all_anew(now))


def _settled(turn: Turn, person: Participant) -> Participant:
    """What was said before in a questionnaire that is still open is older than this move, whenever that is over."""

    def older(sitting: Sitting | None) -> Sitting | None:
        if sitting is None:
            return None
        said = (one for one in _where(turn, sitting) if one in sitting.chosen)
        return replace(sitting, settled=tuple(said))

    return person.but(sitting=older(person.sitting), aside=older(person.aside))


def over(turn: Turn, sitting: Sitting, *, answered: bool) -> Outcome:
    """A questionnaire is over, and was `answered` or broken off: what was said in it has happened, and where it asked
    where they live now, they have moved."""
    after = after_sitting(turn, sitting.questionnaire, answered=answered)
    assert after.participant is not None
    return after.then(_as_answered(turn.as_now(after.participant), sitting))


def _as_answered(turn: Turn, sitting: Sitting) -> Outcome:
    there = {site.id: site for site in turn.protocol.sites}
    said = [one for one in _where(turn, sitting) if one in sitting.chosen and one not in sitting.settled]
    site = there.get(str(sitting.chosen[said[-1]])) if said else None
    if site is None or site.id == turn.participant.site:
        return turn.stay()
    moved = move(turn, site.id)
    if isinstance(turn.event, Fell):  # it has lapsed, perhaps by night: they know what they said
        return moved
    return replace(moved, say=(Say((arrived(turn, site),)),))


def _where(turn: Turn, sitting: Sitting) -> Iterator[str]:
    """The questions of it that ask where somebody lives."""
    for questionnaire in turn.protocol.questionnaires:
        if questionnaire.id == sitting.questionnaire:
            yield from (one.id for one in questionnaire.questions if one.sets == "site")


def arrived(turn: Turn, site: Site) -> Phrase:
    """What is said of it: the site, and the clock there."""
    return Phrase("moved.there", {"site": site.name, "time": f"{turn.at.astimezone(site.zone):%H:%M}"})


def _after_all(at: datetime, before: Participant, now: Participant) -> datetime:
    """The moment of the move, after all that had happened: by the new clock, who moves west an hour after agreeing
    agrees only later today, and what the move is to end would not have begun."""
    past = (key for key, when in before.anchors.items() if when <= at or key.partition(":")[0] in HAPPENED)
    return max((at, *(now.anchors[key] + MOMENT for key in past)))
