"""The files of an export beside its tables: voices, photos, films, and the texts that were agreed to."""

import re
from hashlib import sha256
from pathlib import Path

from desk.opening import Opened, Opener
from desk.private import write_private
from desk.tables import Media
from storage.desk_rows import DeskConsent, DeskParticipant


class Files:
    """Writes into `folder`; each of its files only its owner reads."""

    def __init__(self, opener: Opener, folder: Path) -> None:
        self._opener = opener
        self._folder = folder
        self._numbers: dict[str, int] = {}
        for name in ("voices", "photos", "films", "texts"):
            (folder / name).mkdir(mode=0o700)

    def media(self, person: DeskParticipant, one: Opened) -> Media:
        """Writes a voice as voices/AM-05_1.ogg, a photo as photos/AM-05_1.jpg or a film as films/AM-05_1.mp4, numbered
        as they came.

        Raises `desk.opening.CannotOpen`."""
        content = self._opener.media(person.id, one.record, one.sha256)
        folder, ending = ("voices", "ogg")
        if one.photo or one.film:
            folder, ending = ("photos", "jpg") if one.photo else ("films", "mp4")
        name = f"{folder}/{re.sub(r'[^A-Za-z0-9-]', '_', person.code)}"
        self._numbers[name] = self._numbers.get(name, 0) + 1
        file = f"{name}_{self._numbers[name]}.{ending}"
        write_private(self._folder / file, content)
        return Media(file, None if one.photo else one.seconds, one.photo, one.film)

    def text(self, consent: DeskConsent) -> str:
        """Writes the exact text that was agreed to, once; named by its own hash, whatever the row says."""
        body = consent.text.encode("utf-8", "replace")
        file = f"texts/{sha256(body).hexdigest()}.txt"
        if not (self._folder / file).exists():
            write_private(self._folder / file, body)
        return file
