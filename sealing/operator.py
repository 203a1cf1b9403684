"""The operator key: what the running service must read again (contacts, the inbox, the outbox, conversations under
way) lies on disk under it. It opens nothing that is sealed to the researchers.

A key has generations: while it is changed for a new one, the file holds both, and every box says under which it lies.
"""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag

from sealing import textfile
from sealing.generation import VERSION, Generation
from sealing.textfile import KeyFileError

OPERATOR_KIND = "OPERATOR KEY"
NAME = "operator"
KEY_LENGTH = 32
FIRST, LAST = 1, 255  # a generation is one byte of each box


class OperatorKeyError(Exception):
    """The operator key is missing, damaged, or not the one these data lie under."""


class OperatorKey:
    """Boxes bytes for a purpose ("inbox", "contact", …), each under a key of its own (HKDF-SHA256, RFC 5869).

    It opens what lies under any of its generations. It boxes under the oldest, which every process that holds this key
    knows, until it is told to take the newest."""

    def __init__(self, raw: bytes, generation: int = FIRST) -> None:
        self._generations = {generation: _checked(generation, raw)}
        self._boxing = generation

    def __repr__(self) -> str:
        return "OperatorKey(…)"

    @classmethod
    def create(cls, path: Path) -> Self:
        """A fresh key in a new file that only its owner can read. Raises OperatorKeyError if the file is there."""
        key = cls(os.urandom(KEY_LENGTH))
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            raise OperatorKeyError(f"{path} is already there; it was left as it is.") from None
        except OSError:
            raise OperatorKeyError(
                f"The operator key cannot be written to {path}. Is the folder there, and writable?"
            ) from None
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(key._text())
            file.flush()
            os.fsync(file.fileno())
        return key

    @classmethod
    def load(cls, path: Path) -> Self:
        """Raises OperatorKeyError: missing, unreadable, of another kind, damaged."""
        try:
            blocks = textfile.blocks(path.read_text("utf-8"))
            found = [_numbered(*textfile.read(OPERATOR_KIND, block, str(path)), path) for block in blocks]
        except FileNotFoundError:
            raise OperatorKeyError(f"There is no operator key at {path}.") from None
        except (OSError, UnicodeDecodeError):
            raise OperatorKeyError(f"The operator key {path} cannot be read.") from None
        except KeyFileError as error:
            raise OperatorKeyError(str(error)) from None
        if len({one.number for one in found}) < len(found):
            raise OperatorKeyError(f"{path} holds the same generation of the operator key twice.")
        return cls._of(found)

    @classmethod
    def _of(cls, generations: Iterable[Generation], boxing: int = 0) -> Self:
        held = {one.number: one for one in sorted(generations, key=lambda one: one.number)}
        oldest = next(iter(held.values()))
        key = cls(oldest.raw, oldest.number)
        key._generations, key._boxing = held, boxing or oldest.number
        return key

    @property
    def generations(self) -> tuple[int, ...]:
        """Their numbers, the newest last."""
        return tuple(self._generations)

    @property
    def newest(self) -> int:
        return self.generations[-1]

    def taking_the_newest(self) -> Self:
        """The same key, boxing under its newest generation."""
        return self._of(self._generations.values(), self.newest)

    def grown(self) -> Self:
        """With one more generation, which is random. Raises OperatorKeyError after the last."""
        if self.newest >= LAST:
            raise OperatorKeyError(
                f"This operator key has been changed {LAST - FIRST} times, and no further."
            )
        young = _checked(self.newest + 1, os.urandom(KEY_LENGTH))
        return self._of([*self._generations.values(), young], self._boxing)

    def newest_alone(self) -> Self:
        """Without what is older."""
        return self._of([self._generations[self.newest]])

    def joined(self, other: Self) -> Self:
        """With the generations of `other`. Raises OperatorKeyError where one number is not one key."""
        mine = self._generations
        for number, one in other._generations.items():
            if number in mine and mine[number].raw != one.raw:
                raise OperatorKeyError(f"Generation {number} of the operator key is another key there.")
        return self._of((other._generations | mine).values(), self._boxing)

    def save(self, path: Path) -> None:
        """Takes the place of the key file at `path`, all at once; what lay there is overwritten. Raises
        OperatorKeyError; then the file is as it was."""
        place = path.resolve()  # a link stays one
        unfinished = place.with_name(f"{place.name}.part")
        try:
            with place.open("r+b") as before:
                _write_like(before.fileno(), unfinished, self._text().encode())
                unfinished.replace(place)
                _settle(place.parent)
                _overwrite(before.fileno())
        except OSError as fault:
            with suppress(OSError):
                unfinished.unlink()
            raise OperatorKeyError(
                f"The operator key {path} cannot be written anew ({fault.strerror}). This account must be allowed to "
                "write to the file and to its folder; what is in it was left as it is."
            ) from None

    def _text(self) -> str:
        held = self._generations.values()
        return "".join(textfile.write(OPERATOR_KIND, _name(one.number), one.raw) for one in held)

    def box(self, purpose: str, plaintext: bytes, bound_to: bytes = b"") -> bytes:
        """Encrypted, and padded to blocks of 64 bytes. `bound_to` must be given again to open it."""
        return self._generations[self._boxing].box(purpose, plaintext, bound_to)

    def unbox(self, purpose: str, boxed: bytes, bound_to: bytes = b"") -> bytes:
        """Raises OperatorKeyError when it was boxed under another key or for something else, or was altered."""
        held = self._generations.get(boxed[1]) if boxed[:1] == VERSION and len(boxed) > 1 else None
        if held is None:
            raise OperatorKeyError("These data lie under an operator key of another generation.")
        try:
            return held.unbox(purpose, boxed, bound_to)
        except (InvalidTag, ValueError):
            raise OperatorKeyError(
                "These data do not open with this operator key. Start with the key file they were written with."
            ) from None

    def lookup(self, purpose: str, value: bytes, generation: int = 0) -> bytes:
        """A keyed hash (HMAC-SHA256): equal for equal values, and says nothing without the key. By the oldest
        generation unless another is named. What is stored is found by `sealing.lookups`."""
        return self._generations[generation or self.generations[0]].lookup(purpose, value)

    def lookup_key(self, purpose: str, generation: int = 0) -> bytes:
        """What `lookup` is keyed with."""
        return self._generations[generation or self.generations[0]].lookup_key(purpose)


def prefix(generation: int) -> bytes:
    """How every box of this generation begins."""
    return VERSION + bytes([generation])


def _checked(number: int, raw: bytes) -> Generation:
    if len(raw) != KEY_LENGTH:
        raise OperatorKeyError("An operator key has 32 bytes.")
    return Generation(number, raw)


def _name(generation: int) -> str:
    return NAME if generation == FIRST else f"{NAME}-{generation}"


def _numbered(name: str, raw: bytes, path: Path) -> Generation:
    """The name says the number; of the first it says none."""
    found = re.fullmatch(rf"{NAME}(?:-([1-9][0-9]{{0,2}}))?", name)
    number = int(found[1] or FIRST) if found else 0
    if not FIRST <= number <= LAST:
        raise OperatorKeyError(f"{path} is damaged: `{name}` is no name of an operator key.")
    return _checked(number, raw)


def _write_like(before: int, path: Path, content: bytes) -> None:
    """A new file with the owner and the rights of the open file `before`, on disk when this returns."""
    rights = os.fstat(before)
    with suppress(FileNotFoundError):
        path.unlink()
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        if (rights.st_uid, rights.st_gid) != (os.getuid(), os.getgid()):
            os.fchown(descriptor, rights.st_uid, rights.st_gid)
        os.fchmod(descriptor, rights.st_mode & 0o777)
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _overwrite(descriptor: int) -> None:
    """A file that has no name any more. One that has another still is somebody's copy."""
    facts = os.fstat(descriptor)
    if facts.st_nlink == 0:
        os.pwrite(descriptor, bytes(facts.st_size), 0)
        os.fsync(descriptor)


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
