"""What an outcome means for the messages that stand in a chat: which of them are noted, which go, and when."""

from collections.abc import Sequence

from bot import clearing
from bot.boxes import Boxes
from bot.clearing import AGREED, WITHIN
from bot.purging import deletion
from storage.commit import Commit
from storage.rows import ClearedChat, DueMessage, MessagesDue, NewMessage, NewWord
from study.chat import Clear
from study.effects import ClearChat, ContactCut
from study.outcome import Outcome
from study.participant import Participant
from study.saying import Say, SayVoice

HOUR = 3600.0


class Chats:
    """The chats of a study that says `clear`."""

    def __init__(self, clear: Clear, boxes: Boxes) -> None:
        self._clear = clear
        self._boxes = boxes

    def add(
        self,
        commit: Commit,
        outcome: Outcome,
        before: Participant | None,
        chat: int | None,
        sent: Sequence[NewMessage],
        at: float,
    ) -> None:
        """Adds to `commit` what becomes of the chat of somebody who was `before`, and now has `sent` something. Of who
        is forgotten, or whose contact is cut, it goes now or never."""
        now = outcome.participant
        person = now or before
        if person is None:
            return
        parts = now is None or any(isinstance(one, ContactCut) for one in outcome.effects)
        asked = any(isinstance(one, ClearChat) for one in outcome.effects)
        if asked and now is not None and not parts and clearing.is_awaited(now):
            self._clear_later(commit, now.id, sent, at)
        elif asked or (parts and self._clear is not Clear.NEVER):
            self._clear_all(commit, person.id, chat, sent, at)
        elif now is not None and not parts:
            commit.messages += sent
        if now is not None and not parts:
            self._hasten(commit, outcome, now, before, at)

    def of_theirs(self, person: Participant, number: int, at: float) -> NewMessage:
        """A message that `person`, as they are now, has sent."""
        return NewMessage(person.id, number, at, clearing.of_theirs(self._clear, at, person))

    def of_failed(self, participant: str, number: int, at: float) -> NewMessage:
        """One that could not be dealt with, or not yet."""
        later = None if self._clear is Clear.NEVER else clearing.a_day_after(at)
        return NewMessage(participant, number, at, later)

    def _clear_all(
        self, commit: Commit, participant: str, chat: int | None, sent: Sequence[NewMessage], at: float
    ) -> None:
        if chat is None:
            return
        boxes = self._boxes

        def word(found: Sequence[DueMessage]) -> NewWord:
            return deletion(boxes, chat, found, at)

        also = tuple(DueMessage(participant, one.message, one.at) for one in sent)
        commit.cleared.append(ClearedChat(participant, at - WITHIN, also, word))

    def _clear_later(self, commit: Commit, participant: str, sent: Sequence[NewMessage], at: float) -> None:
        """While Telegram still has to give a sound, what they said stays with it for an hour; what we said goes now."""
        commit.messages += sent
        commit.messages_due += [
            MessagesDue(participant, ours=True, at=at),
            MessagesDue(participant, ours=False, at=at + HOUR),
        ]

    def _hasten(
        self, commit: Commit, outcome: Outcome, now: Participant, before: Participant | None, at: float
    ) -> None:
        """What need not wait for its day any more. The last words that were said stay until others are, and the code
        word of a receipt, which is said only once, for the whole day."""
        if self._clear is Clear.DAY and now.stage in AGREED and not (before and before.stage in AGREED):
            commit.day_after.append((now.id, at))
        if self._clear is not Clear.AT_ONCE:
            return
        if not clearing.is_awaited(now):
            commit.messages_due.append(MessagesDue(now.id, ours=False, at=at))
        says = any(isinstance(one, Say | SayVoice) for one in outcome.say)
        if says and not clearing.is_open(now):
            commit.messages_due.append(MessagesDue(now.id, ours=True, at=at, but_receipts=True))
