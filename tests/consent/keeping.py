"""What operators do: starts, keys, copies, and the end of all contacts."""

from going import ALL, SAID, Going
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from one_story import CHATS, WHO

from bot.rotation import Rotation
from cli.contacts import _wish as cut_of
from sealing.operator import OperatorKey
from storage import inbox, links


class Keeping(Going):
    @rule()
    def the_service_is_started_anew(self) -> None:
        self.run(self.town.opened_anew())
        self.run(self.town.tick())

    @rule()
    def the_operator_key_is_changed(self) -> None:
        OperatorKey.load(self.town.key).grown().save(self.town.key)
        office, dispatcher = self.town.service.office, self.town.service.dispatcher
        rotation = Rotation(office.database, office.boxes, self.town.key, office.gate, dispatcher.renamed)
        self.run(rotation.finish())
        assert not rotation.lost
        assert len(OperatorKey.load(self.town.key).generations) == 1

    @precondition(lambda self: len(self.copies) < 3)
    @rule()
    def a_backup_is_made(self) -> None:
        into = self.folder / "backups" / str(len(self.copies))
        self.copies.append(self.run(self.town.copied(into)))
        assert not list(self.everything.still_in(into)), "in a backup that was made later"

    @rule(
        n=st.integers(0, 9),
        by_hand=st.booleans(),
        chat=WHO,
        first=st.sampled_from(("nothing", "left", SAID, ALL, "all, by the team")),
    )
    def a_backup_is_restored(self, n: int, by_hand: bool, chat: int, first: str) -> None:
        """By `restante restore`; or by hand, by somebody who thinks of the database and the vault alone. And mostly
        somebody has left since it was made."""
        match first:
            case "left":
                self.leaves(chat, "/stop", "")
            case "all, by the team":
                self.the_team_erases(chat, served=True, only_said=False)
            case key if key != "nothing":
                self.leaves(chat, "/stop", key)
        self.all_fits()
        self.restored = True
        like = self.copies[n % len(self.copies)]
        self.run(self.town.put_back(like) if by_hand else self.town.restored(like))
        self.run(self.town.opened_anew())
        self.run(self.town.tick())

    @precondition(lambda self: self.cuts < 1)
    @rule(really=st.sampled_from((True, False, False, False)))
    def all_contacts_are_cut(self, really: bool) -> None:
        """As `restante contacts cut` does. (Seldom: nobody can be reached after it who does not come anew.)"""
        if not really:
            return
        self.cuts += 1
        database = self.town.service.office.database
        found = self.run(links.of(self.town.path)).links
        for link in found:
            self.everything.cut(link.participant)
            if not link.agreed:
                self.going.add(link.participant)
        self.acted.update(CHATS)  # who takes part is told that it is over
        self.run(inbox.journal(database, [cut_of(self.town.boxes, link) for link in found]))
        self.run(self.town.tick())
        assert not self.run(links.of(self.town.path)).links
