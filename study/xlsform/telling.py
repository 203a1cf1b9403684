"""What did not come over as it was, in sentences for the person who made the form."""

from collections.abc import Iterator
from dataclasses import dataclass, field

INSTALL = "pip install 'poste-restante[xlsform]'"


class NoXLSForm(Exception):
    """The file cannot be read as an XLSForm at all. The message says why, and what to do."""


class NoExtra(Exception):
    """openpyxl or pyxform is not installed. The message says how to get them."""

    def __init__(self) -> None:
        super().__init__(f"XLSForms need two more packages. Install them with: {INSTALL}")


@dataclass(frozen=True)
class Remark:
    """`what` of a row is not carried over as it stands, and `why`. `row` counts from 1, 0 for a sheet as a whole.
    `lost` is False where it is there in another form."""

    sheet: str
    row: int
    what: str
    why: str
    lost: bool = True

    def __str__(self) -> str:
        where = f"{self.sheet}, row {self.row}" if self.row else self.sheet
        return f"{where}: {self.what}: {self.why}"


@dataclass
class Remarks:
    """All of them, in the order of the form."""

    found: list[Remark] = field(default_factory=list)

    def lost(self, sheet: str, row: int, what: str, why: str) -> None:
        self._add(Remark(sheet, row, what, why))

    def changed(self, sheet: str, row: int, what: str, why: str) -> None:
        self._add(Remark(sheet, row, what, why, lost=False))

    def _add(self, remark: Remark) -> None:
        if remark not in self.found:
            self.found.append(remark)

    @property
    def losses(self) -> tuple[Remark, ...]:
        return tuple(remark for remark in self._sorted() if remark.lost)

    @property
    def changes(self) -> tuple[Remark, ...]:
        return tuple(remark for remark in self._sorted() if not remark.lost)

    def _sorted(self) -> Iterator[Remark]:
        order = {sheet: place for place, sheet in enumerate(dict.fromkeys(one.sheet for one in self.found))}
        yield from sorted(self.found, key=lambda one: (order[one.sheet], one.row))
