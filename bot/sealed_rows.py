"""Effects of an outcome as rows under a key: sealed to the researchers, or boxed for this service alone.

The sealed payload of a record is one JSON object in UTF-8:

    {"kind": "answer", "at": "2024-03-01T18:05:09+00:00", "prompt": "…" or "", "content": {…}}

under the context (study, participant, record, kind). A voice or a photo has the same object beside it, with "size" and
"sha256" of what lies in the vault, and for a voice "seconds", under the context kind `<kind>.beside`; what lies in the
vault is sealed under the context kind `<kind>`. See `bot.media`.
"""

import json
import secrets
from datetime import datetime
from typing import Any

from bot.boxes import FETCH, RECEIPT, SOUND, TOGETHER, TRIES, Boxes
from bot.recipients import CONSENT, Recipients
from sealing.seal import Context, seal
from storage.rows import HeardSound, InvitationRow, NewFetch, NewInbound, ReceiptRow, SealedRecord, TryRow
from study.code_words import Claim, invited
from study.effects import Fetch, Invited, Keep, ReceiptGiven, Tell
from study.participant import Participant

BESIDE = ".beside"


def payload(kind: str, at: datetime, prompt: str, content: dict[str, Any], **sound: Any) -> bytes:
    """What is sealed of a record."""
    data = {"kind": kind, "at": at.isoformat(), "prompt": prompt, "content": content, **sound}
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")


class SealedRows:
    """Of the people of one study."""

    def __init__(self, study: str, boxes: Boxes, recipients: Recipients) -> None:
        self._study = study
        self._boxes = boxes
        self._recipients = recipients

    def receipt(self, receipt: ReceiptGiven, who: Participant) -> ReceiptRow:
        secret = Claim(receipt.code, receipt.words).secret
        return ReceiptRow(who.id, self._boxes.lookup(RECEIPT, secret))

    def tried(self, chat: int, at: datetime) -> TryRow:
        return TryRow(self._boxes.lookup(TRIES, str(chat).encode()), at.timestamp())

    def invitation(self, invitation: Invited, who: Participant) -> InvitationRow:
        lookup = self._boxes.lookup(TOGETHER, invited(invitation.words))
        return InvitationRow(who.id, lookup, invitation.until.timestamp())

    def told(self, tell: Tell, at: datetime) -> NewInbound:
        once = f"told:{secrets.token_hex(16)}"
        return NewInbound(
            once=once,
            kind="told",
            participant=tell.participant,
            lane=tell.participant.encode(),
            body=self._boxes.event(tell.event, once),
            seed=secrets.randbits(63),
            received_at=at.timestamp(),
        )

    def record(self, keep: Keep, who: Participant, at: datetime) -> SealedRecord:
        context = Context(self._study, who.id, keep.record, keep.kind)
        said = payload(keep.kind, at, keep.prompt, keep.content)
        return SealedRecord(
            id=keep.record,
            participant=who.id,
            kind=keep.kind,
            prompt=keep.prompt or None,
            at=at.timestamp(),
            draft=keep.draft,
            envelope=seal(said, context, self._recipients.of(who.site, keep.kind)),
            vault=False,
        )

    def fetch(self, fetch: Fetch, who: Participant, at: datetime) -> NewFetch:
        body = {
            "file": fetch.file,
            "kind": fetch.kind,
            "content": fetch.content,
            "prompt": fetch.prompt,
            "site": who.site,  # whose partner may read it: the site as it was when this was said
            "at": at.isoformat(),
        }
        return NewFetch(fetch.media, who.id, self._boxes.data(FETCH, body, fetch.media), at.timestamp())

    def heard(self, fetch: Fetch, who: Participant) -> HeardSound:
        lookup = self._boxes.lookup(SOUND, fetch.unique.encode("utf-8", "surrogatepass"))
        return HeardSound(lookup, who.id, agrees=fetch.kind == CONSENT)
