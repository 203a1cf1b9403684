"""What a handler must know beyond the participant: read just before it decides, and anew where a constraint broke."""

from bot.boxes import RECEIPT, SOUND, TOGETHER, TRIES, Boxes
from bot.people import Case
from locales.catalogue import Catalogue
from storage import holding as storage_holding
from storage import invitations, receipts, sounds
from storage.database import Database
from study.code_words import MOST_TRIES, claim, invitation
from study.inbound import Command, Facts, Holding, Invitation, Receipt, Spoke, Tapped
from study.protocol import Protocol


class Finder:
    """Looks up only what this event can need."""

    def __init__(self, database: Database, boxes: Boxes, protocol: Protocol, catalogue: Catalogue) -> None:
        self._database = database
        self._boxes = boxes
        languages = protocol.languages
        self._notice = {one: catalogue.say(one, "notice.telegram") for one in languages}
        self._code_words = {one: catalogue.several(one, "words.code") for one in languages}
        known = catalogue.languages
        self._all_code_words = [catalogue.several(one, "words.code") for one in known]
        self._agreeing = frozenset(way for one in known for way in catalogue.several(one, "words.agree"))

    async def of(self, case: Case, next_number: dict[str, int]) -> Facts:
        return Facts(
            next_number=dict(next_number),
            notice=self._notice,
            holding=await self._holding(case),
            receipt=await self._receipt(case),
            invitation=await self._invitation(case),
            heard=await self._heard(case),
            code_words=self._code_words,
            agreeing=self._agreeing,
        )

    async def _holding(self, case: Case) -> Holding | None:
        """What is held of them, where they ask for it."""
        match case.event:
            case Command(name="status" | "mydata") | Tapped(data="data:file") if case.stored is not None:
                return await storage_holding.of(self._database, case.stored.id)
        return None

    async def _receipt(self, case: Case) -> Receipt | None:
        """Whose code word it is that they wrote. Who has tried too often is not told any more."""
        match case.event:
            case Command(name="stop" | "erase", payload=payload) if case.chat is not None:
                found = claim(payload, self._all_code_words)
                if found is None:
                    return None
                tried = self._boxes.lookup(TRIES, str(case.chat).encode())
                tries = await receipts.tries(self._database, tried, case.row.received_at)
                fits = self._boxes.lookup(RECEIPT, found.secret)
                owner = await receipts.owner(self._database, fits) if tries < MOST_TRIES else ""
                return Receipt(owner, tries)
        return None

    async def _invitation(self, case: Case) -> Invitation | None:
        """Who told them the words that they wrote. Who has tried too often is not told any more."""
        match case.event:
            case Command(name="together", payload=payload) if case.chat is not None:
                secret = invitation(payload, self._all_code_words)
                if secret is None:
                    return None
                tried = self._boxes.lookup(TRIES, str(case.chat).encode())
                tries = await receipts.tries(self._database, tried, case.row.received_at)
                lookup = self._boxes.lookup(TOGETHER, secret)
                if tries >= MOST_TRIES:
                    return Invitation("", "", tries)
                found = await invitations.inviter(self._database, lookup, case.row.received_at)
                return Invitation(found.id, found.code, tries) if found else Invitation("", "", tries)
        return None

    async def _heard(self, case: Case) -> bool:
        """Whether this voice was here before, from anybody."""
        if not isinstance(case.event, Spoke) or not case.event.unique or case.stored is None:
            return False
        return await sounds.heard(
            self._database, self._boxes.lookup(SOUND, case.event.unique.encode("utf-8", "surrogatepass"))
        )
