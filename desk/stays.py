"""Where somebody has lived since they enrolled, and by which clock: the past keeps the old one. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from storage.desk_rows import DeskStay


@dataclass(frozen=True)
class Stay:
    """From `since` until `until`, Unix seconds; None where it goes on, as far as anybody knows."""

    site: str
    zone: ZoneInfo
    since: float
    until: float | None = None


@dataclass(frozen=True)
class Stays:
    """Oldest first; `home` stands for somebody of whom no stay is known."""

    stays: tuple[Stay, ...]
    home: Stay

    @classmethod
    def of(cls, rows: Sequence[DeskStay], site: str, clock: Callable[[str, str], ZoneInfo]) -> "Stays":
        """`clock` tells the time zone of (site, zone). Neighbours that are the same place by the same clock, as when
        somebody left the study and came back, are one."""
        found: list[DeskStay] = []
        for row in rows:
            if not found or (row.site, row.zone) != (found[-1].site, found[-1].zone):
                found.append(row)
        ends = [*(row.since for row in found[1:]), None]
        stays = (
            Stay(row.site, clock(row.site, row.zone), row.since, until)
            for row, until in zip(found, ends, strict=False)
        )
        return cls(tuple(stays), Stay(site, clock(site, ""), 0.0))

    def at(self, moment: float) -> Stay:
        """Where they lived then; before the first stay, where they came from."""
        first = self.stays[0] if self.stays else self.home
        return next((one for one in reversed(self.stays) if one.since <= moment), first)

    def zone(self, moment: float | None) -> ZoneInfo:
        """By which clock; the present one for what has not happened."""
        if moment is not None:
            return self.at(moment).zone
        return (self.stays[-1] if self.stays else self.home).zone
