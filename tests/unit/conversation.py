"""A conversation without Telegram, disk or network: a person on one side, `handlers.routing.respond` on the other.

Between every two steps the participant and the event go through JSON, so nothing can hide in memory. Timers, records,
fetches and prompts are kept as `storage.commit` keeps them and in its order. What is said goes through the real
renderer and the real catalogue, so a story reads what people read; `play` plays a story written as text.
"""

import copy
import json
import random
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot.rendering import Renderer
from bot.splitting import CAPTION, MESSAGE, TOAST, length
from bot.whereabouts import with_zones
from handlers.routing import UNSAID, respond
from locales import Catalogue
from study.code_words import MOST_TRIES, Claim, claim
from study.durations import parse_duration
from study.effects import (
    Asked,
    CancelTimers,
    ClearChat,
    Confirm,
    ConsentGiven,
    ContactCut,
    Discard,
    EraseSaid,
    Fetch,
    JointChanged,
    Keep,
    PromptMoved,
    PromptPlanned,
    PromptsEnded,
    PromptState,
    ReceiptGiven,
    ScopeChanged,
    SetTimer,
    Stayed,
    Tally,
    Tell,
    ToldVersion,
    Tried,
    WaveTakenBack,
)
from study.freezing import freeze, freeze_event, thaw, thaw_event
from study.inbound import (
    Command,
    Edited,
    Erase,
    Event,
    Facts,
    Fell,
    Fetched,
    Filmed,
    Grouped,
    Holding,
    Inbound,
    Invitation,
    Located,
    NotFetched,
    Receipt,
    Showed,
    Spoke,
    Tapped,
    Unblocked,
    Wrote,
)
from study.outcome import Outcome
from study.participant import Participant, Stage
from study.protocol import Protocol
from study.reading import read_protocol
from study.saying import Acknowledge, Phrase

SAMPLE = Path(__file__).parents[2] / "study" / "sample"
CATALOGUE = Catalogue.load()
BEGUN = datetime(2024, 3, 14, 9, 0, tzinfo=UTC)
CHAT = 7
OPEN = frozenset({PromptState.DUE, PromptState.DELIVERED, PromptState.BEGUN})


def protocol_of(change: dict[str, str]) -> Protocol:
    """The sample study with some of its words replaced, and without its standing keys and its end."""
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "study"
        shutil.copytree(SAMPLE, study)
        for name in ("core", "escrow"):
            (study / "keys" / f"{name}.pub").write_text(f"{name}, invented\n")
        text = (study / "study.yaml").read_text("utf-8")
        for old, new in change.items():
            assert old in text, old
            text = text.replace(old, new)
        (study / "study.yaml").write_text(text, "utf-8")
        quiet = {"buttons": (), "ending": None, "keep": None, "care": None}  # their own tests have them
        return read_protocol(study / "study.yaml").model_copy(update=quiet)


@cache
def sample() -> Protocol:
    """The sample study, without its standing keys and its end."""
    return protocol_of({})


@dataclass
class Record:
    """A row of `records`: `media` where the sound lies in the vault."""

    kind: str
    content: dict[str, Any]
    prompt: str
    draft: bool
    media: bool = False


@dataclass
class Message:
    """One bubble of the bot, with the inline keys under it as (label, data)."""

    text: str
    keys: list[tuple[str, str]]


class Conversation:
    """One person and the bot. `said` and `toasts` are what the last step brought."""

    def __init__(self, protocol: Protocol | None = None, language: str = "ru", seed: int = 1) -> None:
        self.protocol = protocol or sample()
        self.language = language
        self.at = BEGUN
        self._chance = random.Random(seed)
        self._frozen: str | None = None
        self._ids = 0
        self.numbers: dict[str, int] = {}
        self.nobody()
        self.tallies: Counter[tuple[str, str, str]] = Counter()
        self.elsewhere_told: list[Tell] = []
        self.invitation: Invitation | None = None  # what becomes of words after /together
        self.messages: dict[int, Message] = {}
        self.ever: list[str] = []  # what every inline key carried that was ever shown
        self.keyboard: list[str] = []
        self.menu: list[str] = []  # the commands of this chat alone
        self.keyboard_rows: list[list[str]] = []
        self.keyboard_stands = False
        self.said: list[str] = []
        self.toasts: list[str] = []
        self.elsewhere: list[str] = []  # said in other chats
        self.own: list[int] = []  # the numbers of what they sent
        self.phrases: list[str] = []
        self.outcome: Outcome | None = None
        self.receipt: Claim | None = None  # as it was said to them
        self.receipts: dict[bytes, str] = {}  # by their secrets: "me", or the inner id of somebody else
        self.tried = 0  # code words that fitted nothing
        self.cut: Participant | None = None  # as they were when their contact was

    def nobody(self) -> None:
        """As after ON DELETE CASCADE."""
        self._frozen = None
        self.timers: dict[tuple[str, str], SetTimer] = {}
        self.records: dict[str, Record] = {}
        self.fetches: dict[str, Fetch] = {}
        self.prompts: dict[str, PromptState] = {}
        self.planned: dict[str, PromptPlanned] = {}  # each as it was laid last
        self.moves: list[PromptMoved] = []
        self.consents: list[ConsentGiven] = []
        self.stays: list[Stayed] = []
        self.scopes: list[ScopeChanged] = []
        self.sounds: set[str] = set()  # voices that were here before, theirs or anybody's
        self.told: list[ToldVersion] = []
        self.joints: list[JointChanged] = []
        self.requests: list[Asked] = []  # those that the team has not dealt with

    def twin(self) -> "Conversation":
        """Another conversation that has come as far as this one."""
        twin = copy.copy(self)
        for name, value in vars(self).items():
            if isinstance(value, dict | list | set | random.Random):
                setattr(twin, name, copy.copy(value))
        return twin

    # what is known

    @property
    def participant(self) -> Participant | None:
        return thaw(json.loads(self._frozen)) if self._frozen else None

    @property
    def now(self) -> Participant:
        participant = self.participant
        assert participant is not None, "nothing is held of this person"
        return participant

    @property
    def stage(self) -> Stage:
        return self.participant.stage if self.participant else Stage.NEW

    def kept(self, kind: str = "") -> list[Record]:
        """Records that count: no drafts."""
        return [one for one in self.records.values() if not one.draft and kind in ("", one.kind)]

    def state(self) -> tuple[Any, ...]:
        """Everything that a step which changes nothing must leave as it is."""
        return (self._frozen, dict(self.timers), dict(self.records), dict(self.fetches), dict(self.prompts))

    def visible(self) -> list[str]:
        """The labels of all keys on the screen."""
        return [label for message in self.messages.values() for label, _ in message.keys] + self.keyboard

    # what the person does

    def write(self, text: str, forwarded: bool = False) -> None:
        """A text or a command, as `bot.reading` would read it."""
        command = re.fullmatch(r"/([A-Za-z0-9_]{1,64})(?:\s+(.*))?", text, re.DOTALL)
        if command and not forwarded:
            self.tell(Command(command[1].lower(), command[2] or ""))
        else:
            self.tell(self.understood(text, forwarded))

    def understood(self, text: str, forwarded: bool = False) -> Event:
        """As `bot.service` marks texts that are keys of the bot."""
        meanings, sent_at = CATALOGUE.meanings(text), self.at.replace(microsecond=0)
        return with_zones(Wrote(text, self._id(), forwarded, meanings, sent_at=sent_at))

    def press(self, label: str) -> None:
        """The newest key of that label (or of that name, "key.yes") on the screen."""
        label = self.label(label)
        for number, message in reversed(self.messages.items()):
            for shown, data in message.keys:
                if shown == label:
                    self.tell(Tapped(data, f"tap{self._id()}", number))
                    return
        assert label in self.keyboard, f"no key {label!r}: there are {self.visible()}"
        self.write(label)

    def label(self, name: str) -> str:
        return CATALOGUE.say(self._speaks(), name) if name.startswith("key.") else name

    def tap(self, data: str, message: int | None = 1) -> None:
        self.tell(Tapped(data, f"tap{self._id()}", message))

    def tap_newest(self, data: str) -> None:
        """The newest key that carries, or ends with, `data`."""
        for number, message in reversed(self.messages.items()):
            for _, carried in message.keys:
                if carried == data or carried.endswith(f":{data}"):
                    self.tell(Tapped(carried, f"tap{self._id()}", number))
                    return
        raise AssertionError(f"no key with {data!r}")

    def speak(
        self,
        size: int | None = 9_000,
        forwarded: bool = False,
        seconds: int = 4,
        caption: str = "",
        unique: str = "",
        sent_at: datetime | None = None,
    ) -> None:
        """A voice message; it is fetched with `fetch` or not with `lose`. `unique` is that of one that came before."""
        number = self._id()
        sent_at = sent_at or self.at.replace(microsecond=0)
        unique = unique or f"unique{number}"
        self.tell(Spoke(f"file{number}", number, seconds, size, caption, forwarded, unique, sent_at))

    def show(
        self, size: int | None = 9_000, caption: str = "", forwarded: bool = False, album: str = ""
    ) -> None:
        """A photo; it is fetched as a voice is."""
        self.tell(Showed(f"file{self._id()}", self._ids, size, caption, forwarded, album))

    def film(self, size: int | None = 9_000, forwarded: bool = False) -> None:
        """A video note; it is fetched as a voice is."""
        self.tell(Filmed(f"file{self._id()}", self._ids, 4, size, forwarded))

    def edit(self, text: str, back: int = 0) -> None:
        """The message before last by `back` says something else now."""
        self.tell(Edited(self.own[-1 - back], text))

    def locate(self, latitude: float, longitude: float, forwarded: bool = False) -> None:
        """A place, with the key or from the map."""
        event = with_zones(Located(latitude, longitude, self._id(), forwarded))
        self.tell(event)

    def fetch(self, seconds: float, media: str = "", silent: bool = False) -> None:
        """The oldest voice or photo (or `media`) is fetched and sealed as a draft."""
        media = media or next(iter(self.fetches))
        fetch = self.fetches.pop(media)
        self.records[media] = Record(fetch.kind, fetch.content, fetch.prompt, draft=True, media=True)
        photo, film = (fetch.content.get("type") == one for one in ("photo", "video-note"))
        length = 0.0 if photo else seconds
        self.tell(Fetched(media, length, 9_000, photo, "caption" in fetch.content, film, silent))

    def lose(self, reason: str, media: str = "") -> None:
        media = media or next(iter(self.fetches))
        fetch = self.fetches.pop(media)
        about = dict(fetch.content)
        if caption := about.pop("caption", ""):
            text = about | {"type": "text", "value": caption}
            self.records[media] = Record(fetch.kind, text, fetch.prompt, draft=True)
        photo, film = (fetch.content.get("type") == one for one in ("photo", "video-note"))
        self.tell(NotFetched(media, reason, photo, bool(caption), film))

    def wait(self, time: timedelta | str) -> None:
        """Time passes, and what falls due falls, the earliest first. `said` has all of it."""
        until = self.at + (parse_duration(time) if isinstance(time, str) else time)
        said, toasts, phrases = [], [], []
        while due := self._due(until):
            self.fall(due)
            said += self.said
            toasts += self.toasts
            phrases += self.phrases
        self.at = until
        self.said, self.toasts, self.phrases = said, toasts, phrases

    def next_timer(self, kind: str = "prompt") -> None:
        """Until the next timer of that kind has fallen; everything before it falls too."""
        wanted = min(timer.due_at for timer in self.timers.values() if timer.kind == kind)
        self.wait(wanted - self.at if wanted > self.at else timedelta(0))

    def fall(self, timer: SetTimer) -> None:
        """A timer becomes a row of the inbox, as `bot.ticker` makes it."""
        del self.timers[timer.kind, timer.prompt]
        self.at = max(self.at, timer.due_at)
        self.tell(
            Fell(timer.kind, timer.due_at, timer.prompt, timer.wave, timer.questionnaire, timer.expires_at)
        )

    def _due(self, until: datetime) -> SetTimer | None:
        due = [timer for timer in self.timers.values() if timer.due_at <= until]
        return min(due, key=lambda timer: (timer.due_at, timer.kind, timer.prompt), default=None)

    # one turn

    def tell(self, event: Event) -> None:
        """Everything one row of the inbox leads to."""
        self.said, self.toasts, self.phrases = [], [], []
        if isinstance(event, Wrote | Spoke | Showed | Located | Filmed):
            self.own.append(event.message)
        if isinstance(event, UNSAID | Unblocked) and self._frozen is None:
            self.outcome = None
            return  # `bot.people` lets nobody see what concerns nobody
        stored = None if isinstance(event, Grouped) else self.participant
        before = stored or Participant.new(f"{self._chance.getrandbits(128):032x}", self.language, self.at)
        event = thaw_event(json.loads(json.dumps(freeze_event(event))))
        inbound = Inbound(self.at, self._chance.getrandbits(63), event, self.language)
        kept = {id for id, record in self.records.items() if not record.draft}
        outcome = respond(before, inbound, self.protocol, self._facts(event))
        self.outcome = outcome
        self.phrases = [phrase.name for phrase in _phrases(outcome.say)]
        if not isinstance(event, Grouped):
            self._commit(stored, outcome)
        self._utter(outcome, (outcome.participant or before).language)
        check(self, event, stored, outcome)
        still = {id for id, record in self.records.items() if not record.draft}
        erased = any(isinstance(effect, EraseSaid) for effect in outcome.effects)
        replaced = _replaced(stored, outcome)
        assert self._frozen is None or erased or kept - still <= replaced, "what was kept stays kept"

    def _facts(self, event: Event) -> Facts:
        numbers = {site.id: self.numbers.get(site.id, 0) + 1 for site in self.protocol.sites}
        notice = {one: CATALOGUE.say(one, "notice.telegram") for one in self.protocol.languages}
        heard = isinstance(event, Spoke) and event.unique in self.sounds
        words = {one: CATALOGUE.several(one, "words.code") for one in self.protocol.languages}
        ways = frozenset(way for one in CATALOGUE.languages for way in CATALOGUE.several(one, "words.agree"))
        return Facts(
            numbers,
            notice,
            self._holding(),
            receipt=self._receipt_of(event),
            invitation=self.invitation,
            heard=heard,
            code_words=words,
            agreeing=ways,
        )

    def _receipt_of(self, event: Event) -> Receipt | None:
        """As `bot.facts` finds it: theirs, or somebody else's."""
        if not isinstance(event, Command) or event.name not in ("stop", "erase"):
            return None
        found = claim(event.payload, [CATALOGUE.several(one, "words.code") for one in CATALOGUE.languages])
        if found is None:
            return None
        owner = self.receipts.get(found.secret, "") if self.tried < MOST_TRIES else ""
        return Receipt(self.now.id if owner == "me" else owner, self.tried)

    def _holding(self) -> Holding:
        """As `storage.holding` counts it."""
        kinds = Counter(one.kind for one in self.kept())
        sounds = sum(one.media and one.kind != "consent" for one in self.kept())
        coming = [one for one in self.timers.values() if one.kind in ("prompt", "again")]
        first = min(coming, key=lambda one: one.due_at, default=None)
        last = max((one.due_at for one in coming if one.kind == "prompt"), default=None)
        return Holding(
            kinds["answer"] + kinds["screening"],
            kinds["entry"],
            sounds,
            first.wave if first else "",
            first.due_at if first else None,
            last,
            kinds["skip"],
            self.consents[-1].given_at if self.consents else None,
            self.consents[-1].version if self.consents else "",
            self.timers["cut", ""].due_at if ("cut", "") in self.timers else None,
            next((one.at for one in self.requests if one.kind == "file"), None),
            stays=tuple((one.site, one.at) for one in self.stays),
        )

    def _commit(self, before: Participant | None, outcome: Outcome) -> None:
        """In the order of `storage.commit`, whatever the order of effects."""
        self.tried += sum(isinstance(effect, Tried) for effect in outcome.effects)
        for effect in outcome.effects:
            if isinstance(effect, Tally):
                self.tallies[effect.step, effect.source, effect.site] += 1
        self.elsewhere_told += [effect for effect in outcome.effects if isinstance(effect, Tell)]
        after = outcome.participant
        if after is None:
            self.nobody()
            return
        for kinds in (
            CancelTimers,
            WaveTakenBack,
            Discard,
            EraseSaid,
            PromptPlanned,
            PromptMoved,
            PromptsEnded,
            SetTimer,
            Keep,
            Confirm,
        ):
            for effect in outcome.effects:
                if isinstance(effect, kinds):
                    self._apply(effect)
        fetches = [effect for effect in outcome.effects if isinstance(effect, Fetch)]
        self.fetches |= {effect.media: effect for effect in fetches}
        self.sounds |= {effect.unique for effect in fetches if effect.unique}
        self.consents += [effect for effect in outcome.effects if isinstance(effect, ConsentGiven)]
        self.stays += [effect for effect in outcome.effects if isinstance(effect, Stayed)]
        for effect in outcome.effects:
            if isinstance(effect, ReceiptGiven):
                self.receipt = Claim(effect.code, effect.words)
                self.receipts[self.receipt.secret] = "me"
        self.joints += [effect for effect in outcome.effects if isinstance(effect, JointChanged)]
        self.told += [effect for effect in outcome.effects if isinstance(effect, ToldVersion)]
        self.scopes += [effect for effect in outcome.effects if isinstance(effect, ScopeChanged)]
        open = {one.kind for one in self.requests}
        asked = [effect for effect in outcome.effects if isinstance(effect, Asked)]
        self.requests += [one for one in asked if one.kind not in open]
        if after.code and (before is None or not before.code):
            self.numbers[after.site] = self.numbers.get(after.site, 0) + 1
        self._frozen = json.dumps(freeze(after))
        if any(isinstance(effect, ContactCut) for effect in outcome.effects):
            self.cut, self._frozen = after, None  # what they gave stays, and nobody finds the way to it

    def _apply(self, effect: object) -> None:
        match effect:
            case CancelTimers(prompt=prompt, kind=kind):
                for one in list(self.timers):
                    if kind in ("", one[0]) and prompt in ("", one[1]):
                        del self.timers[one]
            case WaveTakenBack(wave=wave, after=moment):
                for prompt, state in list(self.prompts.items()):
                    planned = self.planned[prompt]
                    if state is not PromptState.DUE or wave not in ("", planned.wave):
                        continue
                    if planned.due_at > moment:
                        self.timers.pop(("prompt", prompt), None)
                        if ("expire", prompt) not in self.timers:
                            del self.prompts[prompt]
            case Discard(record=record):
                self.records.pop(record, None)
                self.fetches.pop(record, None)
            case EraseSaid():
                agreed = {consent.voice for consent in self.consents}
                self.records = {id: one for id, one in self.records.items() if id in agreed}
                self.fetches = {}
            case PromptPlanned(prompt=prompt):
                if self.prompts.get(prompt, PromptState.DUE) is PromptState.DUE:
                    self.planned[prompt] = effect
                    self.prompts[prompt] = PromptState.DUE
            case PromptMoved(prompt=prompt, state=state):
                assert prompt in self.prompts
                over = self.prompts[prompt] not in OPEN
                assert not over or effect.late or state is PromptState.BEGUN, "what is over does not move"
                if not over or effect.late:
                    self.prompts[prompt] = state
                self.moves.append(effect)
            case PromptsEnded(state=state):
                self.prompts = {id: state if was in OPEN else was for id, was in self.prompts.items()}
            case SetTimer(kind=kind, prompt=prompt):
                if kind != "prompt" or self.prompts.get(prompt, PromptState.DUE) is PromptState.DUE:
                    self.timers[kind, prompt] = effect
            case Keep(record=record):
                assert record not in self.records
                self.records[record] = Record(effect.kind, effect.content, effect.prompt, effect.draft)
            case Confirm(record=record):
                if record in self.records:  # else it was discarded while its row was in the inbox
                    self.records[record] = replace(self.records[record], draft=False)

    def _utter(self, outcome: Outcome, language: str) -> None:
        renderer = Renderer(CATALOGUE, neutral=self.protocol.chat.neutral)
        if any(isinstance(effect, ClearChat) for effect in outcome.effects):
            self.messages.clear()
        for utterance in outcome.say:
            for request in renderer.render(utterance, CHAT, language):
                if request.chat == CHAT:
                    self._show(request.method, request.params)
                else:
                    self.elsewhere.append(f"{request.method} {request.params.get('text', '')}")

    def _show(self, method: str, params: dict[str, Any]) -> None:
        match method:
            case "sendMessage" | "sendVoice":
                self._bubble(method, params)
            case "editMessageReplyMarkup":
                if before := self.messages.get(params["message_id"]):
                    self.messages[params["message_id"]] = Message(before.text, self._inline(params))
            case "editMessageText":
                self.messages[params["message_id"]] = Message(_plain(params["text"]), [])
            case "setMyCommands" | "deleteMyCommands":
                assert params["scope"] == {"type": "chat", "chat_id": CHAT}
                self.menu = [one["command"] for one in params.get("commands", [])]
            case "answerCallbackQuery":
                if "text" in params:
                    assert length(params["text"]) <= TOAST
                    self.toasts.append(params["text"])
            case _:
                raise AssertionError(method)

    def _bubble(self, method: str, params: dict[str, Any]) -> None:
        voice = method == "sendVoice"
        text = _plain(params.get("caption" if voice else "text", ""))
        assert voice or text.strip(), "an empty message"
        assert length(text) <= (CAPTION if voice else MESSAGE)
        markup = params.get("reply_markup", {})
        inline = self._inline(params)
        labels = [key["text"] for row in markup.get("keyboard", []) for key in row]
        if labels:
            self.keyboard = labels
            self.keyboard_rows = [[key["text"] for key in row] for row in markup["keyboard"]]
            self.keyboard_stands = markup["is_persistent"]
        elif markup.get("remove_keyboard"):
            self.keyboard = []
        for shown in (labels, [label for label, _ in inline]):
            assert len(shown) == len(set(shown)), f"two keys say the same: {shown}"
        self.messages[self._id()] = Message(text, inline)
        self.said.append(f"~ {text}" if voice else text)

    def _inline(self, params: dict[str, Any]) -> list[tuple[str, str]]:
        rows = params.get("reply_markup", {}).get("inline_keyboard", [])
        shown = [(key["text"], key["callback_data"]) for row in rows for key in row]
        self.ever += [data for _, data in shown if data not in self.ever]
        return shown

    def _id(self) -> int:
        self._ids += 1
        return self._ids

    def _speaks(self) -> str:
        return self.participant.language if self.participant else self.language


def check(talk: Conversation, event: Event, before: Participant | None, outcome: Outcome) -> None:
    """What every outcome promises, whatever came: see `study.outcome` and `study.participant`."""
    taps = [say.tap for say in outcome.say if isinstance(say, Acknowledge)]
    assert taps == ([event.tap] if isinstance(event, Tapped) else []), "a tap is acknowledged, once"
    after = outcome.participant
    if after is None:
        wished = isinstance(event, Erase) or (isinstance(event, Wrote) and "key.erase-all" in event.means)
        own = isinstance(event, Command) and talk.receipt is not None
        assert wished or own or not (before and before.code), (
            "whoever agreed once is forgotten only at the team's word, or at their own once they have left"
        )
        return
    assert before is None or not before.code or after.code == before.code, "a code never changes"
    assert after.arrived_at == (before or after).arrived_at
    known = talk.records.keys() | talk.fetches.keys()
    on_their_way = {after.voice, *after.late, after.sitting.media if after.sitting else ""} - {""}
    open_records = on_their_way | set(after.draft.records if after.draft else ())
    assert open_records <= known, "an open record is not lost"
    assert talk.fetches.keys() <= open_records, "a voice on its way is somebody's"
    if after.draft:
        assert set(after.draft.fetching) <= set(after.draft.records)
        assert set(after.draft.fetching) <= talk.fetches.keys()
    assert after.sitting is None or after.stage in (Stage.SCREENING, Stage.CHECK, Stage.ENROLLED)
    if after.stage is Stage.ENROLLED:
        assert after.code
        assert talk.consents
        check_prompts(talk, after)
    else:
        assert after.draft is None or after.stage is Stage.FINISHED or after.renewing
        assert not after.waiting
    if after.stage in (Stage.FINISHED, Stage.WITHDRAWN):
        assert not {kind for kind, _ in talk.timers} - {"cut", "close", "granted-file", "granted-contact"}
        assert not set(talk.prompts.values()) & OPEN
    if after.stage is Stage.WITHDRAWN:
        assert not talk.fetches
        assert not [one for one in talk.records.values() if one.draft]
        if isinstance(event, UNSAID | Unblocked):
            assert not outcome.say, "who has left is not written to"
    elif not after.code:
        assert ("forget", "") in talk.timers, "who never agrees is forgotten one day"


def check_prompts(talk: Conversation, participant: Participant) -> None:
    """Every prompt is somewhere: to come, waiting, under way, or over."""
    sittings = [one for one in (participant.sitting, participant.aside) if one]
    under_way = {one.prompt for one in sittings}
    late = {one.prompt for one in sittings if one.late}
    assert participant.sitting or participant.blocked or not participant.aside, (
        "it stands aside for something"
    )
    waiting = [one.prompt for one in (*participant.waiting, *participant.put_off)]
    assert len(waiting) == len(set(waiting))
    waves = [one.wave for one in (*participant.waiting, *participant.put_off)]
    assert len(waves) == len(set(waves)), "of one wave only the newest counts"
    assert not under_way & set(waiting)
    for one in participant.put_off:
        assert ("again", one.prompt) in talk.timers, "it comes again"
    for id, state in talk.prompts.items():
        if id in under_way or id in waiting:
            assert state in OPEN or id in late
            assert ("expire", id) in talk.timers, "what is begun ends"
        elif state in OPEN:
            assert state is PromptState.DUE, "no prompt is left half open"
            assert ("prompt", id) in talk.timers, "no prompt is forgotten"


def _replaced(before: Participant | None, outcome: Outcome) -> set[str]:
    """What an answer given anew may take the place of: answers of the sitting under way, and none that it still has."""
    was = before.sitting if before else None
    after = outcome.participant.sitting if outcome.participant else None
    besides = (
        was.besides if was else ()
    )  # voices before the one on its way: passing over lets go of all of them
    today = {record for one in (before.today if before else ()) for record in (one.record, one.caption)}
    return {*today, *besides, *(one for many in (was.records.values() if was else ()) for one in many)} - {
        one for many in (after.records.values() if after else ()) for one in many
    }


def _phrases(value: Any) -> Iterator[Phrase]:
    if isinstance(value, Phrase):
        yield value
    if isinstance(value, tuple | list):
        for one in value:
            yield from _phrases(one)
    elif isinstance(value, dict):
        yield from _phrases(list(value.values()))
    elif is_dataclass(value):
        for one in fields(value):
            if one.name != "keys":
                yield from _phrases(getattr(value, one.name))


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
