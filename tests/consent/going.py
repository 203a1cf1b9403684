"""What people do who leave, and what is erased, by whomever."""

from hypothesis import strategies as st
from hypothesis.stateful import rule
from one_story import WHO, Story
from screen import SAY

from bot.clearing import is_awaited
from bot.erasing import erase_now
from cli.erase import _row as wish_of
from sealing.operator import OperatorKey
from storage import inbox
from study.inbound import Erase
from study.participant import Stage

ALL, SAID, KEEP = (SAY("en", f"key.{name}") for name in ("erase-all", "erase-said", "keep-it"))
FITS = tuple(SAY("en", name)[:20] for name in ("receipt.erased", "leaving.erased-all"))
NONE = SAY("en", "receipt.none")


class Going(Story):
    @rule(
        chat=WHO,
        word=st.sampled_from(("/stop", "/stop", "Stop")),
        then=st.sampled_from(("", KEEP, SAID, ALL)),
    )
    def leaves(self, chat: int, word: str, then: str) -> None:
        self.may_be_forgotten(chat)
        self.writes(chat, word)
        if then:
            self._decides(chat, then)

    @rule(chat=WHO, then=st.sampled_from((KEEP, SAID, ALL)))
    def decides_on_what_they_gave(self, chat: int, then: str) -> None:
        self._decides(chat, then)

    def _decides(self, chat: int, then: str) -> None:
        person, before = self.person(chat), self.fresh(chat)
        self.may_be_forgotten(chat)
        if person is not None and person.code and not self.takes_part(person) and then != KEEP:
            self.erases(person.id, only_said=then == SAID)
            self.strangers.discard(chat)
            self.writes(chat, then)
            self._cleared(chat, before)
        else:
            self.writes(chat, then)

    @rule(chat=WHO)
    def hides(self, chat: int) -> None:
        person, before = self.person(chat), self.fresh(chat)
        self.writes(chat, "/hide")
        if person is not None and not is_awaited(person):
            self._cleared(chat, before)

    def _cleared(self, chat: int, before: set[int]) -> None:
        """What could be deleted in the chat is."""
        assert not before & self.town.phones[chat].stands.keys(), "still in the chat"

    @rule(chat=WHO, served=st.booleans(), only_said=st.booleans())
    def the_team_erases(self, chat: int, served: bool, only_said: bool) -> None:
        """By the code, as `restante erase` does."""
        person, town = self.person(chat), self.town
        if person is None or not person.code:
            return
        if only_said and self.takes_part(person) and person.stage is not Stage.FINISHED:
            return
        self.erases(person.id, only_said)
        wish = Erase(only_said)
        if served:
            key = OperatorKey.load(town.key)
            self.run(inbox.journal(town.service.office.database, [wish_of(key, person.id, wish)]))
        else:
            self.run(town.close())
            settings = town.service.settings
            self.run(erase_now(settings, town.protocol, town.data, person.id, wish, town.now))
            self.run(town.opened_anew())
        self.run(town.tick())

    @rule(chat=WHO, of=WHO, right=st.booleans())
    def writes_a_code_word(self, chat: int, of: int, right: bool) -> None:
        """From their own account, or from another: all of whoever the receipt was given to goes."""
        receipt = self.town.phones[of].receipt()
        if not receipt:
            return
        self.may_be_forgotten(chat)
        code = receipt.partition(" ")[0]
        whose = {id for id in self.here if self.codes.get(id) == code}
        if right:
            self.going |= whose
            self.losing |= whose
        self.writes(chat, f"/erase {receipt if right else code}" + " no such words" * (not right))
        heard = self.town.phones[chat].heard[-1].text
        if heard.startswith(FITS):
            assert right
            self.erased |= whose
