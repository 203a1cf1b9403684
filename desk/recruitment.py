"""How people come into the study and stay: the funnel, by source and by site. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from storage.desk_rows import StageCount, TallyCount
from study.participant import RENEWING, Stage


@dataclass(frozen=True)
class Funnel:
    """Counts of arrivals, not of people: of somebody who comes and goes before consenting nothing is kept, so they are
    counted anew when they come again. The steps outlive the people in them; `staying` is counted among those still
    here."""

    arrived: int = 0
    eligible: int = 0
    consented: int = 0
    staying: int = 0  # enrolled, and the bot is not blocked
    ineligible: int = 0
    declined: int = 0
    withdrew: int = 0
    blocked: int = 0  # enrolled, and has blocked the bot: silent, but has not left
    closed: int = 0  # came while recruitment was closed, and was not let in
    faded: int = 0  # said nothing more before consenting, and was forgotten
    returned: int = 0  # had withdrawn, and consented anew
    finished: int = 0  # took part to the end of the study

    def __add__(self, other: "Funnel") -> "Funnel":
        return Funnel(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def after_screening(self) -> int:
        """Not nought when somebody here came further than the screening."""
        return self.eligible + self.consented + self.staying + self.blocked + self.withdrew + self.finished

    @property
    def steps(self) -> tuple[tuple[str, int], ...]:
        """The funnel itself, in order, in the desk's words."""
        return (
            ("Arrivals", self.arrived),
            ("Eligible", self.eligible),
            ("Consented", self.consented),
            ("Taking part or finished" if self.finished else "Taking part", self.staying + self.finished),
        )


_TALLIED = frozenset(  # as study.effects.Tally names them
    {
        "closed",
        "arrived",
        "ineligible",
        "eligible",
        "declined",
        "faded",
        "consented",
        "withdrew",
        "returned",
        "finished",
    }
)


def by_source(tallies: Iterable[TallyCount], stages: Iterable[StageCount]) -> dict[str, Funnel]:
    """Funnels by source id; "" for people who came without a link of the study."""
    return _grouped([(row.source, row) for row in tallies], [(row.source, row) for row in stages])


def by_site(tallies: Iterable[TallyCount], stages: Iterable[StageCount]) -> dict[str, Funnel]:
    """Funnels by site id; "" for people who did not say (yet) where they live."""
    return _grouped([(row.site, row) for row in tallies], [(row.site, row) for row in stages])


def total(funnels: dict[str, Funnel]) -> Funnel:
    return sum(funnels.values(), Funnel())


def erased(whole: Funnel, stages: Iterable[StageCount]) -> int:
    """Who consented, never withdrew, and is not here any more: erased while they took part, or after the end. Of the
    whole study alone: of a site it would count who moved."""
    here = sum(one.n for one in stages if one.stage in (Stage.ENROLLED, RENEWING, Stage.FINISHED))
    return max(0, whole.consented + whole.returned - whole.withdrew - here)


def _grouped(
    tallies: list[tuple[str, TallyCount]], stages: list[tuple[str, StageCount]]
) -> dict[str, Funnel]:
    groups: dict[str, Funnel] = {}
    for group, tally in tallies:
        if tally.step in _TALLIED:
            groups[group] = groups.get(group, Funnel()) + Funnel(**{tally.step: tally.n})
    for group, stage in stages:
        if stage.stage in (Stage.ENROLLED, RENEWING):
            here = Funnel(blocked=stage.n) if stage.blocked else Funnel(staying=stage.n)
            groups[group] = groups.get(group, Funnel()) + here
    return groups
