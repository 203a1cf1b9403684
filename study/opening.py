"""Files that somebody wrote by hand: read as text, or refused with a sentence."""

import re
from pathlib import Path

from study.faults import Fault, StudyFileError

LARGEST = 500_000
"""Bytes. A study of a hundred questions in four languages has some 60,000."""

_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_text(path: Path, name: str) -> str:
    """The text of `path`, called `name` in faults. Raises StudyFileError: missing, a folder, too large, not UTF-8, …"""
    raw = _bytes(path, name)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refuse(name, None, "saved as UTF-16", "save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        if b"\0" in raw[:1000]:
            raise _refuse(name, None, "this is not a text file", "name a text file saved as UTF-8") from None
        raise _refuse(name, line, "not UTF-8 (perhaps Windows-1251)", "save the file as UTF-8") from None
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        what = f"a character that no text has (U+{ord(control.group()):04X})"
        raise _refuse(name, line, what, "delete it, or save the file as plain text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise _refuse(
                name, None, "this is a folder", f"name the file in it, such as {Path(name) / 'study.yaml'}"
            )
        if not path.exists():
            raise _refuse(
                name, None, "there is no such file", "check the name, and the folder it is looked for in"
            )
        if not path.is_file():
            raise _refuse(name, None, "this is not a file", "name a text file")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a file name"
        raise _refuse(
            name, None, f"the file cannot be read ({reason})", "check its name and who may read it"
        ) from None
    if len(raw) > LARGEST:
        raise _refuse(
            name,
            None,
            f"the file is larger than {LARGEST // 1000} kB",
            "a study file holds texts and questions only",
        )
    return raw


def _refuse(name: str, line: int | None, what: str, instead: str) -> StudyFileError:
    return StudyFileError([Fault(name, line, None if line is None else 1, what, instead)])
