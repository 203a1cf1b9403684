"""A person who cannot be put off: looks at the chat, does what comes next, and asks again with /start when nothing has
come for a while. Ends with two check-ins answered, one entry kept, one let go, and perhaps with /stop."""

from dataclasses import dataclass, field

from locales.catalogue import Catalogue
from simulator.person import Person
from simulator.seen import Chat, Message, NotHeard, Refused

PATIENCE = 4.0  # seconds without news before they write /start
CHOICES = ("English", "Armenia", "Before 21 September 2022", "Only the research group", "2", "Nowhere", "Yes")
CHECK_INS = 2


def words(name: str) -> str:
    """The bot's phrase, up to where it names something."""
    return Catalogue.load().say("en", name).split("{")[0]


PASSING = {words(key) for key in ("key.decline", "key.skip", "key.back")}
"""What stands under a question that has no other keys."""

KEPT, LET_GO = "Apricots on the sill.", "A line that should not stay."


@dataclass
class Player:
    person: Person
    leaves: bool
    nudges: int = 0
    pressed_again: int = 0  # keys of a question that a kill has put twice
    done: bool = False
    moods: int = 0  # check-ins that are begun
    sealed: int = 0  # check-ins that are over
    _did: set[tuple[str, int]] = field(default_factory=set)

    async def live(self) -> None:
        await self.person.start("yerevan-chat")
        chat = await self.person.view()
        while True:
            await self._act(chat)
            if self.done:
                return
            seen, chat = chat.version, await self.person.view(chat.version, PATIENCE)
            if chat.version == seen:
                self.nudges += 1
                await self.person.says("/start")

    async def _act(self, chat: Chat) -> None:
        heard = [message for message in chat.messages if message.by_bot]
        if not heard:
            return
        try:
            await self._answer(chat, heard)
        except (Refused, NotHeard):
            return  # the key was gone before the finger came down

    async def _answer(self, chat: Chat, heard: list[Message]) -> None:
        # A last word may come twice after a kill; a question that was tapped shows its answer once.
        self.moods = sum(message.text.endswith("→ 2") for message in heard)
        self.sealed = sum(message.text.endswith("→ Nowhere") for message in heard)
        keyed = next((message for message in reversed(heard) if message.labels), None)
        if keyed is not None and await self._tap(keyed, keyed is heard[-1]):
            return
        if chat.keyboard:
            await self._press([label for row in chat.keyboard for label in row], heard[-1])
        else:
            await self._write(heard)

    async def _tap(self, message: Message, newest: bool) -> bool:
        if set(message.labels) <= PASSING:  # words or a voice answer it
            if not newest:
                return False  # a question that is answered keeps its key
            # A voice on its way is not said again, nor to a question that a kill has put twice.
            if not self._once(f"spoken of mood {self.moods}"):
                return False
            await self.person.speaks("diary-en.ogg")
            return True
        label = next((label for label in CHOICES if label in message.labels), None)
        if label is None:
            return False
        if not self._first("tap", message.id):
            return False  # asked twice, and answered once: the other keeps its keys
        await self.person.taps(message.labels.index(label), message=message.id)
        return True

    async def _press(self, labels: list[str], newest: Message) -> None:
        if (
            words("key.keep-it") in labels
        ):  # they have left, and what they gave stays unless they say otherwise
            self.done = True
            return
        if newest.text.startswith(words("scopes.summary")):
            return  # the keys are of the question before, and the next is on its way
        if labels == [words("key.choose-again"), words("key.rather-not")]:  # the agreement is awaited
            if self._once(f"agreed after {self.nudges}"):
                await self.person.speaks("consent-en.ogg")
            return
        keep = words("key.do-not-keep") if self._did_ever("let go") else words("key.keep")
        wanted = (words("key.go-on"), words("key.confirm"), keep, words("key.yes"))
        label = next((label for label in wanted if label in labels), None)
        if label is not None and self._first("press", newest.id):
            self.pressed_again += not self._once(f"pressed under {newest.text}")
            await self.person.presses(label, timeout=0.5)

    async def _write(self, heard: list[Message]) -> None:
        said = [message.text for message in heard]
        if self.sealed < CHECK_INS:
            return
        if not any(text.startswith(words("diary.kept")) for text in said):
            if self._once("kept"):
                await self.person.says(KEPT)
        elif not any(text.startswith(words("diary.not-kept")) for text in said):
            if self._once("let go"):
                await self.person.says(LET_GO)
        elif not self.leaves or any(text.startswith(words("leaving.done")) for text in said):
            self.done = True
        elif self._once("left"):
            await self.person.says("/stop")

    def _first(self, what: str, message: int) -> bool:
        """Whether this was not done yet since the last nudge."""
        if (what, message) in self._did:
            return False
        self._did.add((what, message))
        return True

    def _once(self, what: str) -> bool:
        """Whether this was never done: an entry is written once, and must come through once."""
        if self._did_ever(what):
            return False
        self._ever.add(what)
        return True

    def _did_ever(self, what: str) -> bool:
        return what in self._ever

    _ever: set[str] = field(default_factory=set)
