"""Under which generation of the operator key a data folder lies, as its own table `meta` says it."""

import hmac
import json
from dataclasses import dataclass

from bot.boxes import LOOKUPS
from sealing.lookups import Lookups
from sealing.operator import FIRST, OperatorKey
from storage.database import Database

MARK, GENERATION, CHAIN = "operator_key", "operator_generation", "operator_lookups"
CHECK = ("check", b"operator key")
PURPOSE, PLACE = "lookups", b"meta"


@dataclass(frozen=True)
class Held:
    """What a data folder lies under. `mark` is a keyed hash that is the same for the same key. `chain` is there once
    the key was changed: the look-ups in a box. Before that they are the key's own."""

    generation: int
    mark: str | None
    chain: bytes | None

    @classmethod
    async def of(cls, database: Database) -> "Held":
        generation, chain = await database.setting(GENERATION), await database.setting(CHAIN)
        return cls(
            int(generation or FIRST),  # as before keys had generations
            await database.setting(MARK),
            bytes.fromhex(chain) if chain else None,
        )

    def fits(self, key: OperatorKey) -> bool:
        """Whether the data lie under one of the generations of `key`."""
        if self.generation not in key.generations or self.mark is None:
            return False
        return hmac.compare_digest(self.mark, key.lookup(*CHECK, self.generation).hex())

    def lookups(self, key: OperatorKey) -> Lookups:
        """Raises OperatorKeyError where they do not open with `key`."""
        if self.chain is None:
            return Lookups.under(key, LOOKUPS, self.generation)
        return Lookups.thawed(json.loads(key.unbox(PURPOSE, self.chain, PLACE)))


def begun(key: OperatorKey) -> dict[str, str]:
    """The lines of `meta` for a new data folder, in the order in which they are to be written."""
    oldest = key.generations[0]
    return {GENERATION: str(oldest), MARK: key.lookup(*CHECK, oldest).hex()}


def changed(key: OperatorKey, lookups: Lookups) -> dict[str, str]:
    """The lines of `meta` for data that lie under the newest generation of `key` from now on."""
    mark = key.lookup(*CHECK, key.newest).hex()
    return {GENERATION: str(key.newest), MARK: mark, **chained(key, lookups)}


def chained(key: OperatorKey, lookups: Lookups) -> dict[str, str]:
    """The line of `meta` that holds the look-ups."""
    box = key.taking_the_newest().box(PURPOSE, json.dumps(lookups.frozen()).encode(), PLACE)
    return {CHAIN: box.hex()}
