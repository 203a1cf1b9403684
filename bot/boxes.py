"""JSON under the operator key. Who holds the key file and the data folder can read what is boxed here; nobody else.

Every box is bound to its purpose and its place, so that no row can be moved to another.
"""

import json
from typing import Any

from sealing.lookups import Lookups
from sealing.operator import OperatorKey
from storage.rows import Boxed
from study.freezing import freeze, freeze_event, thaw, thaw_event
from study.inbound import Event
from study.participant import Participant

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

INBOX, STATE, CONTACT, FETCH, OUTBOX = "inbox", "state", "contact", "fetch", "outbox"
SOUND, RECEIPT, TOGETHER, TRIES = "sound", "receipt", "together", "tries"

LOOKUPS = (CONTACT, SOUND, RECEIPT, TOGETHER, TRIES)
"""What things are found by a keyed hash for."""


class Boxes:
    """Boxes and unboxes, and makes the keyed hashes by which chats are found. `lookups` are those of the data folder
    where its key was ever changed."""

    def __init__(self, key: OperatorKey, lookups: Lookups | None = None) -> None:
        self.key = key
        self.lookups = lookups or Lookups.under(key, LOOKUPS)

    def renew(self, key: OperatorKey, lookups: Lookups | None = None) -> None:
        """From now on, for everybody who holds these boxes."""
        self.key = key
        self.lookups = lookups or self.lookups

    def lookup(self, purpose: str, value: bytes) -> bytes:
        """The keyed hash of a value, for one of `LOOKUPS`. It changes with the key: be within the gate (`bot.gate`)
        until all that is done with it is done."""
        return self.lookups.of(purpose, value)

    def lane(self, chat: int) -> bytes:
        """The keyed hash of a chat id: the look-up of a contact, and the lane of words to that chat."""
        return self.lookup(CONTACT, str(chat).encode())

    def clearing_lane(self, chat: int) -> bytes:
        """The lane of what deletes messages of a chat."""
        return self.lookup(CONTACT, b"clearing:" + str(chat).encode())

    def data(self, purpose: str, data: Any, bound_to: str) -> Boxed:
        """Any JSON data."""
        return Boxed(
            self.key.box(purpose, _JSON.encode(data).encode("utf-8", "surrogatepass"), bound_to.encode())
        )

    def open(self, purpose: str, boxed: bytes, bound_to: str) -> Any:
        """What `data` boxed. Raises what sealing raises when the key, the purpose or the place is another."""
        text = self.key.unbox(purpose, boxed, bound_to.encode())
        return json.loads(text.decode("utf-8", "surrogatepass"))

    def event(self, event: Event, once: str) -> Boxed:
        """A body of the inbox that is one of our own events."""
        return self.data(INBOX, freeze_event(event), once)

    def open_event(self, boxed: bytes, once: str) -> Event:
        return thaw_event(self.open(INBOX, boxed, once))

    def state(self, participant: Participant) -> Boxed:
        """A participant as they are now."""
        return self.data(STATE, freeze(participant), participant.id)

    def open_state(self, boxed: bytes, participant: str) -> Participant:
        return thaw(self.open(STATE, boxed, participant))

    def chat(self, chat: int, participant: str) -> Boxed:
        """A chat id, kept apart from everything else."""
        return self.data(CONTACT, chat, participant)

    def open_chat(self, boxed: bytes, participant: str) -> int:
        return int(self.open(CONTACT, boxed, participant))
