"""One text as somebody wrote it: in the study file, or in a Markdown file that stands there by its name."""

from dataclasses import dataclass
from pathlib import Path

from study.faults import Place, Report, StudyFileError
from study.opening import read_text
from study.tree import Scalar
from study.wrapping import unwrapped


@dataclass(frozen=True)
class Written:
    """`said` as it is written; `file` where it stands in a file of its own, as faults name it."""

    scalar: Scalar
    said: str
    file: str = ""

    @property
    def text(self) -> str:
        """What is kept of it: in a file, lines are only wrapped."""
        return unwrapped(self.said) if self.file else self.said

    def fault(self, report: Report, what: str, instead: str, at: int = 0) -> None:
        """A mistake in it, at its character `at`: told by the line of the file, or of the place in the study file."""
        line = self.said.count("\n", 0, at) + 1
        if self.file:
            report.fault(Place(line), what, instead, file=self.file)
        elif self.scalar.literal and at:
            written = self.scalar.text
            above = written[: len(written) - len(written.lstrip())].count("\n")
            report.fault(Place(self.scalar.line + above + line), what, instead)
        else:
            report.fault(self.scalar, what, instead)


def written(report: Report, scalar: Scalar, said: str, folder: Path) -> Written | None:
    """The text itself, or that of the file which it names (`texts/road.ru.md`, counted from the study file). A file
    that is not there, or cannot be read, is reported."""
    if not names_file(said):
        return Written(scalar, said)
    file = str(Path(report.file).parent / said)
    try:
        found = Written(scalar, read_text(folder / said, file), file)
    except StudyFileError as error:
        _unreadable(report, scalar, file, error)
        return None
    if not found.said.strip():
        found.fault(report, "the file is empty", "write the text into it")
        return None
    return found


def names_file(said: str) -> bool:
    return said.endswith((".md", ".txt")) and not any(character.isspace() for character in said)


def _unreadable(report: Report, scalar: Scalar, file: str, error: StudyFileError) -> None:
    """A missing file is a mistake in the line that names it; a broken one, in the file."""
    for fault in error.faults:
        if fault.line is None:
            report.fault(scalar, f"{file}: {fault.what}", fault.instead)
        else:
            report.fault(Place(fault.line), fault.what, fault.instead, file=file)
