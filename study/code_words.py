"""The code word of a receipt: three words of the bot's own list, by which somebody who has lost their account can have
everything erased from any other. With some 200 words there are eight million of them, and few can be tried in a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from study.ids import record_id
from study.spelling import alike, words

COUNT = 3

MOST_TRIES = 5
"""Code words that fit nothing, from one chat in a day."""


@dataclass(frozen=True)
class Claim:
    """What somebody wrote after /stop: a code, and words that may be its code word. Nothing says yet that they are."""

    code: str
    words: tuple[str, ...]

    @property
    def secret(self) -> bytes:
        """What the keyed hash of the receipt is made of."""
        said = [word for one in self.words for word in words(one)]
        return "\n".join((self.code.casefold(), *said)).encode("utf-8", "surrogatepass")


def drawn(seed: int, known: Sequence[str]) -> tuple[str, ...]:
    """Three different words."""
    left, found = list(known), []
    for n in range(COUNT):
        found.append(left.pop(int(record_id(seed, "receipt", n), 16) % len(left)))
    return tuple(found)


def invitation(payload: str, lists: Iterable[Sequence[str]]) -> bytes | None:
    """What the keyed hash of an invitation is made of: `river lamp stone`, as `claim` reads words. None for anything
    that has not this form."""
    written = words(payload)
    if len(written) != COUNT:
        return None
    meant = [word for each in lists for one in each for word in words(one)]
    return invited(_meant(one, meant) for one in written)


def invited(said: Iterable[str]) -> bytes:
    """The same, of the words themselves."""
    return "\n".join(word for one in said for word in words(one)).encode("utf-8", "surrogatepass")


def claim(payload: str, lists: Iterable[Sequence[str]]) -> Claim | None:
    """`AM-05 river lamp stone` in any case, with the slips of a finger, in the words of any of `lists`. None for
    anything that has not this form."""
    code, _, rest = payload.strip().partition(" ")
    written = words(rest)
    if len(written) != COUNT or not code.rpartition("-")[2].isdecimal() or "-" not in code:
        return None
    meant = [word for each in lists for one in each for word in words(one)]
    return Claim(code, tuple(_meant(one, meant) for one in written))


def _meant(written: str, known: Sequence[str]) -> str:
    return written if written in known else next((one for one in known if alike(written, one)), written)
