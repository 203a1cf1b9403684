"""An outcome becomes rows. Everything said is sealed here (`bot.sealed_rows`), before any of it is near a disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from bot import as_rows, entries
from bot.boxes import OUTBOX, Boxes
from bot.chats import Chats
from bot.recipients import Recipients
from bot.rendering import Renderer
from bot.sealed_rows import SealedRows
from storage.commit import Commit
from storage.rows import (
    CancelledTimers,
    Contact,
    EndedPrompts,
    NewWord,
    RequestRow,
    ScopeChangeRow,
    StayRow,
    StoredParticipant,
    TakenBackPrompts,
)
from study.chat import Clear
from study.effects import (
    Asked,
    CancelTimers,
    ClearChat,
    Confirm,
    ConsentGiven,
    ContactCut,
    Discard,
    Effect,
    EraseSaid,
    Fetch,
    InvitationOver,
    Invited,
    JointChanged,
    Keep,
    PromptMoved,
    PromptPlanned,
    PromptsEnded,
    ReceiptGiven,
    ScopeChanged,
    SetTimer,
    Stayed,
    Tally,
    Tell,
    ToldVersion,
    Tried,
    WaveTakenBack,
    Withdrew,
)
from study.outcome import Outcome
from study.participant import Participant, Stage
from study.saying import Say, Utterance


@dataclass(frozen=True)
class Happened:
    """One inbox row with what it led to. `before` is None for somebody seen for the first time; `chat` is None
    when a contact was cut: then nothing can be said. `stored` is the row that `before` came from, and `message` what
    they sent, by its number in the chat."""

    at: datetime
    before: Participant | None
    stored: StoredParticipant | None
    chat: int | None
    language: str
    outcome: Outcome
    message: int | None = None
    sent_at: float | None = None  # by Telegram's clock


class Committer:
    """Adds outcomes to a `Commit`. One participant at most once in each."""

    def __init__(
        self,
        study: str,
        boxes: Boxes,
        recipients: Recipients,
        renderer: Renderer,
        clear: Clear = Clear.NEVER,
    ) -> None:
        self._rows = SealedRows(study, boxes, recipients)
        self._boxes = boxes
        self._renderer = renderer
        self.chats = Chats(clear, boxes)

    def add(self, commit: Commit, happened: Happened, next_number: dict[str, int]) -> None:
        """Puts everything that `happened` makes true into `commit`; counts `next_number` up where a code was given.

        Raises `bot.rendering.UnsayableWords` and whatever sealing raises; `commit` is then to be thrown away.
        """
        outcome = happened.outcome
        if outcome.silence and happened.before is not None:
            commit.silenced.append(happened.before.id)
        if outcome.participant is None:
            if happened.stored is not None:
                commit.forgotten.append(happened.stored.id)
            for effect in outcome.effects:
                self._add_to_nobody(commit, effect, happened.at)
        else:
            self._add_participant(commit, outcome.participant, happened, next_number)
            for effect in outcome.effects:
                self._add_effect(commit, effect, outcome.participant, happened.at)
        if happened.chat is not None and (outcome.participant is None or ContactCut() in outcome.effects):
            commit.blanked.append(self._boxes.lane(happened.chat))
        if happened.chat is not None:
            commit.tries += [
                self._rows.tried(happened.chat, happened.at)
                for effect in outcome.effects
                if isinstance(effect, Tried)
            ]
        self._add_words(commit, happened)
        self._add_messages(commit, happened)

    def _add_participant(
        self, commit: Commit, now: Participant, happened: Happened, next_number: dict[str, int]
    ) -> None:
        before, stored = happened.before, happened.stored
        enrolled = stored.enrolled_at if stored else None
        withdrawn = stored.withdrawn_at if stored else None
        stage = before.stage if before else None
        if enrolled is None and now.stage is Stage.ENROLLED and stage is not Stage.ENROLLED:
            enrolled = happened.at.timestamp()
        left = next((effect for effect in happened.outcome.effects if isinstance(effect, Withdrew)), None)
        if left is not None:  # not whoever has come back to look, and goes on as they had left
            withdrawn = left.at.timestamp()
        touch, since = as_rows.touch_of(now), stored.touch_since if stored else None
        if stored is not None and stored.touch != touch:
            since = happened.at.timestamp()
        commit.participants.append(
            StoredParticipant(
                id=now.id,
                code=now.code or None,
                site=now.site or None,
                source=now.source or None,
                language=now.language,
                stage=now.stands,
                blocked=now.blocked,
                arrived_at=now.arrived_at.timestamp(),
                enrolled_at=enrolled,
                withdrawn_at=withdrawn,
                state=self._boxes.state(now),
                arm=now.arm or None,
                touch=touch,
                touch_since=since,
            )
        )
        if stored is None and happened.chat is not None:
            chat = happened.chat
            commit.contacts.append(Contact(now.id, self._boxes.lane(chat), self._boxes.chat(chat, now.id)))
        if now.code and (before is None or before.code != now.code):
            number = next_number.get(now.site, 1)
            commit.numbers.append((now.site, number))
            next_number[now.site] = number + 1

    def _add_to_nobody(self, commit: Commit, effect: Effect, at: datetime) -> None:
        """What becomes true though nothing of the person stays, or is ever kept."""
        match effect:
            case Tally():
                commit.tallies.append(as_rows.tally_row(effect))
            case Tell():
                commit.told.append(self._rows.told(effect, at))

    def _add_effect(self, commit: Commit, effect: Effect, who: Participant, at: datetime) -> None:
        match effect:
            case Keep():
                commit.records.append(self._rows.record(effect, who, at))
            case Confirm():
                commit.confirmed.append(effect.record)
            case Discard():
                commit.discarded.append(effect.record)
            case Fetch():
                commit.fetches.append(self._rows.fetch(effect, who, at))
                if effect.unique:
                    commit.heard.append(self._rows.heard(effect, who))
            case SetTimer():
                commit.timers.append(as_rows.timer_row(effect, who.id))
            case CancelTimers():
                commit.cancelled.append(CancelledTimers(who.id, kind=effect.kind, prompt=effect.prompt))
            case PromptPlanned():
                commit.prompts_planned.append(as_rows.planned_row(effect, who.id))
            case PromptMoved():
                commit.prompts_moved.append(as_rows.moved_row(effect))
            case PromptsEnded():
                commit.prompts_ended.append(EndedPrompts(who.id, effect.state.value, effect.at.timestamp()))
            case WaveTakenBack():
                commit.taken_back.append(TakenBackPrompts(who.id, effect.wave, effect.after.timestamp()))
            case ConsentGiven():
                commit.consents.append(as_rows.consent_row(effect, who.id))
                commit.ledger.append(entries.given(effect, who))
            case Stayed(site=site, zone=zone, at=since):
                commit.stays.append(StayRow(who.id, site, zone, since.timestamp()))
            case ScopeChanged(scope=scope, given=given, at=when):
                commit.scopes_changed.append(ScopeChangeRow(who.id, scope, given, when.timestamp()))
                commit.ledger.append(entries.changed(effect, who))
            case Withdrew(at=when):
                commit.ledger.append(entries.withdrew(effect, who))
                commit.marked.append(("left", who.id, when.timestamp()))
            case EraseSaid():
                commit.unsaid.append(who.id)
                commit.marked.append(("said", who.id, at.timestamp()))
            case ReceiptGiven():
                commit.receipts.append(self._rows.receipt(effect, who))
            case Tried():
                pass  # by the chat, whoever writes there
            case Invited():
                commit.invitations.append(self._rows.invitation(effect, who))
            case InvitationOver():
                commit.uninvited.append(who.id)
            case JointChanged():
                commit.ledger.append(entries.together(effect, who))
            case ToldVersion():
                commit.ledger.append(entries.told(effect, who))
            case Tell():
                commit.told.append(self._rows.told(effect, at))
            case Asked(kind=kind, at=since):
                commit.requests.append(RequestRow(who.id, kind, since.timestamp()))
            case ClearChat():
                pass  # see `bot.chats`: it is done where nothing of the person stays, too
            case ContactCut():
                commit.cut.append(who.id)
            case Tally():
                commit.tallies.append(as_rows.tally_row(effect))
            case _:
                assert_never(effect)

    def _add_words(self, commit: Commit, happened: Happened) -> None:
        if happened.chat is None:
            return
        now = happened.outcome.participant
        language = now.language if now else happened.language
        cut = any(isinstance(effect, ContactCut) for effect in happened.outcome.effects)
        known = now.id if now and not cut else None  # the last words name nobody
        for utterance in happened.outcome.say:
            self.say(commit, utterance, happened.chat, language, happened.at, known)

    def _add_messages(self, commit: Commit, happened: Happened) -> None:
        at, person = happened.at.timestamp(), happened.outcome.participant or happened.before
        if person is None:
            return
        sent = []
        if (
            happened.message is not None
        ):  # a clock of ours that is ahead must not make it seem younger than it is
            sent_at = min(at, happened.sent_at if happened.sent_at is not None else at)
            sent.append(self.chats.of_theirs(person, happened.message, sent_at))
        self.chats.add(commit, happened.outcome, happened.before, happened.chat, sent, at)

    def say(
        self,
        commit: Commit,
        utterance: Utterance,
        chat: int,
        language: str,
        at: datetime,
        participant: str | None = None,
    ) -> None:
        """Adds words to a chat."""
        called = utterance if isinstance(utterance, Say) else Say(())
        for request in self._renderer.render(utterance, chat, language):
            lane = self._boxes.lane(request.chat)
            body: dict[str, Any] = {"method": request.method, "params": request.params}
            if request.instead:
                body["instead"] = request.instead
            commit.words.append(
                NewWord(
                    participant=participant,
                    lane=lane,
                    haste=request.haste.value,
                    care=request.care.value,
                    body=self._boxes.data(OUTBOX, body, lane.hex()),
                    created_at=at.timestamp(),
                    prompt=called.prompt or None,
                    not_after=called.not_after.timestamp() if called.not_after else None,
                )
            )


def merge(into: Commit, other: Commit) -> None:
    """Adds the lists of `other` to those of `into`."""
    for name, rows in vars(other).items():
        merged: Sequence[Any] = getattr(into, name)
        setattr(into, name, [*merged, *rows])
