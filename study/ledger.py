"""The consent ledger: a chain of commitments that stays when a person is erased, and what each entry says until then.

    commitment = SHA-256("restante ledger entry 1" LF salt body)      salt: 32 random bytes; body: canonical JSON, UTF-8
    hash       = SHA-256("restante ledger 1" LF n previous commitment)  n: 8 bytes, big-endian; previous: 32 bytes

    with       = SHA-256("restante ledger other 1" LF salt code)        salt: 32 random bytes of its own

`with` is how an entry names somebody else: the salt of that lies in a row that goes when they are erased.

`previous` is the hash of the entry before, of the first 32 zero bytes. Who knows the last hash knows that nothing
before it was changed, left out or put in. Without its salt a commitment says nothing: no body can be tried against it.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIRST = bytes(32)
"""What stands before the first entry."""

SALT = 32
_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


def canonical(body: Mapping[str, Any]) -> str:
    """JSON with its keys sorted and nothing between them, in plain characters."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def commitment(salt: bytes, body: str) -> bytes:
    """What the chain holds of an entry: 32 bytes."""
    return hashlib.sha256(
        b"restante ledger entry 1\n" + salt + body.encode("utf-8", "surrogatepass")
    ).digest()


def named(salt: bytes, code: str) -> str:
    """How an entry of somebody names another person by their code: 64 hexadecimal digits, which name nobody any more
    once the salt is gone."""
    text = code.encode("utf-8", "surrogatepass")
    return hashlib.sha256(b"restante ledger other 1\n" + salt + text).hexdigest()


def chained(n: int, previous: bytes, committed: bytes) -> bytes:
    """The hash of entry `n`: 32 bytes."""
    return hashlib.sha256(b"restante ledger 1\n" + n.to_bytes(8, "big") + previous + committed).digest()


@dataclass(frozen=True)
class Link:
    """What stays of an entry, whoever is erased."""

    n: int
    commitment: bytes
    previous: bytes
    hash: bytes


@dataclass(frozen=True)
class Entry:
    """What an entry says, for as long as the person is here. `participant` is the inner name."""

    n: int
    participant: str
    salt: bytes
    body: str


@dataclass(frozen=True)
class Head:
    """The last entry of a ledger, as an audit prints it. Whoever kept it can tell whether a ledger goes on from it."""

    n: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.n}:{self.hash.hex()}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """Raises ValueError for what no audit has printed."""
        found = _HEAD.fullmatch(text.strip())
        if found is None:
            raise ValueError("a head is a number, a colon and 64 hexadecimal digits")
        return cls(int(found[1]), bytes.fromhex(found[2]))


def head(links: Sequence[Link]) -> Head:
    """Where the chain ends; of an empty one, what stands before its first entry."""
    return Head(links[-1].n, links[-1].hash) if links else Head(0, FIRST)


def torn(links: Sequence[Link], entries: Iterable[Entry]) -> Iterator[str]:
    """A sentence for each place at which the chain does not hold. `links` in their order."""
    last = Head(0, FIRST)
    for link in links:
        if link.n != last.n + 1:
            yield f"Entry {last.n + 1} is missing: after entry {last.n} comes entry {link.n}."
        elif link.previous != last.hash:
            yield f"Entry {link.n} does not follow from the one before it."
        if link.n < 1 or link.hash != chained(link.n, link.previous, link.commitment):
            yield f"Entry {link.n} is not the one that its hash was made of."
        last = Head(link.n, link.hash)
    committed = {link.n: link.commitment for link in links}
    for entry in entries:
        if entry.n not in committed:
            yield f"Entry {entry.n} says something, and the chain does not have it."
        elif committed[entry.n] != commitment(entry.salt, entry.body):
            yield f"Entry {entry.n} no longer says what it said when it was made."


def unlike(links: Sequence[Link], seen: Head) -> Iterator[str]:
    """A sentence where the chain is not one that goes on from a head seen before."""
    now = head(links)
    known = {0: FIRST} | {link.n: link.hash for link in links}
    if seen.n > now.n:
        yield f"The ledger ends at entry {now.n}, and it had {seen.n} before: it was cut back."
    elif known.get(seen.n) != seen.hash:
        yield f"Entry {seen.n} is another one than before: the ledger was replaced."
