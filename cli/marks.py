"""Files with the marks of those who were erased, as a command is given them."""

from collections.abc import Iterable
from pathlib import Path

from cli.speaking import refuse
from storage.tombstones import FILE, read_file


def read_marks(paths: Iterable[Path]) -> frozenset[bytes]:
    """Of all of them together, or a refusal."""
    marks = set[bytes]()
    for path in paths:
        if not path.is_file():
            refuse(f"{path}: there is no such file. --erased wants the file `{FILE}` of a data folder.")
        marks |= read_file(path).erased
    return frozenset(marks)
