"""Whether a file is a workbook that can be opened without harm."""

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from study.xlsform.telling import NoXLSForm

LARGEST = 10_000_000
"""Bytes of the file."""
LARGEST_XML = 20_000_000
"""Bytes of all its tables, unpacked. A form of a thousand questions in four languages has some 2,000,000."""
MOST_PARTS = 2_000

_OLD = b"\xd0\xcf\x11\xe0"
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def check_file(path: Path) -> None:
    """Looks at it before any library does. Raises NoXLSForm, with one sentence."""
    try:
        if path.is_dir():
            raise NoXLSForm(f"{path}: this is a folder; name the .xlsx file in it")
        with path.open("rb") as file:
            head = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise NoXLSForm(f"{path}: there is no such file; check the name") from None
    except OSError as error:
        raise NoXLSForm(f"{path}: the file cannot be read ({error.strerror})") from None
    if head.startswith(_OLD):
        raise NoXLSForm(
            f"{path}: this is an old .xls, or it has a password; save it as .xlsx, without a password"
        )
    if len(head) > LARGEST:
        raise NoXLSForm(f"{path}: larger than {LARGEST // 1_000_000} MB; an XLSForm holds questions only")
    if not head.startswith(b"PK"):
        raise NoXLSForm(f"{path}: this is not an Excel workbook; save the form as .xlsx")
    try:
        _check_parts(path)
    except (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise NoXLSForm(f"{path}: the workbook is damaged; open it and save it again as .xlsx") from None


def _check_parts(path: Path) -> None:
    with ZipFile(path) as packed:
        tables = [part for part in packed.infolist() if part.filename.endswith((".xml", ".rels", ".vml"))]
        if len(packed.infolist()) > MOST_PARTS or sum(part.file_size for part in tables) > LARGEST_XML:
            raise NoXLSForm(
                f"{path}: it unpacks to far more than a form can hold; copy the sheets into a new workbook"
            )
        names = {part.filename for part in tables}
        if "xl/workbook.xml" not in names:
            raise NoXLSForm(f"{path}: this is not an Excel workbook; save the form as .xlsx")
        for part in tables:
            if _ENTITIES.search(packed.read(part)[:100_000]):
                raise NoXLSForm(
                    f"{path}: it defines entities of its own, which no spreadsheet does; it is not opened"
                )
