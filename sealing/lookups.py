"""The keyed hashes by which stored things are found: the chat of a contact, a sound that was heard before.

What they are of is not stored, so with a new key they cannot be made anew. Each is hashed once more instead, under a
key that came with the new generation: the look-up of a value is a chain of HMAC-SHA256, one for the first key and one
for each renewal. Whoever has an older operator key lacks the last link. What is kept of the chain lies boxed under the
newest operator key: the links, and never an operator key itself."""

import hmac
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from sealing.operator import KEY_LENGTH, OperatorKey


@dataclass(frozen=True)
class Lookups:
    """`first` by purpose, then `links`, which are the same for all."""

    first: Mapping[str, bytes] = field(repr=False)
    links: tuple[bytes, ...] = field(default=(), repr=False)

    @classmethod
    def under(cls, key: OperatorKey, purposes: Iterable[str], generation: int = 0) -> Self:
        """As they are before the first renewal: derived from the key itself, its oldest generation or the one named."""
        return cls({purpose: key.lookup_key(purpose, generation) for purpose in purposes})

    @classmethod
    def thawed(cls, data: Any) -> Self:
        first = {purpose: bytes.fromhex(key) for purpose, key in data["first"].items()}
        return cls(first, tuple(bytes.fromhex(link) for link in data["links"]))

    def frozen(self) -> dict[str, Any]:
        """JSON data, to be boxed."""
        first = {purpose: key.hex() for purpose, key in self.first.items()}
        return {"first": first, "links": [link.hex() for link in self.links]}

    def of(self, purpose: str, value: bytes) -> bytes:
        """Raises KeyError for a purpose that these look-ups do not know."""
        found = hmac.digest(self.first[purpose], value, "sha256")
        for link in self.links:
            found = hmac.digest(link, found, "sha256")
        return found

    def renewed(self) -> Self:
        """With one more link, which is random."""
        return replace(self, links=(*self.links, os.urandom(KEY_LENGTH)))

    def again(self, found: bytes) -> bytes:
        """A look-up as it was before the last link, as it is with it."""
        return hmac.digest(self.links[-1], found, "sha256")

    def knowing(self, purposes: Iterable[str]) -> Self:
        """With a key for each of `purposes`: a new one where it has none, as nothing was ever stored for it."""
        missing = {purpose: os.urandom(KEY_LENGTH) for purpose in purposes if purpose not in self.first}
        return replace(self, first={**self.first, **missing}) if missing else self
