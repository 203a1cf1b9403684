"""A few people with their phones, and the service between them: without its loops, without HTTP, and in a time that is
given to it."""

import random
import re
import shutil
import sqlite3
import struct
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from clockwork import QUICK, House
from pydantic import SecretStr
from screen import SAY, Phone

from bot.opening import VAULT
from bot.pacing import Pace
from bot.service import Service
from bot.settings import Settings
from sealing.secret import create_key_pair
from storage import participants
from storage.backup import Place, copy
from storage.restoring import restore
from storage.rows import StoredParticipant
from study.participant import Participant, Stage
from study.reading import read_protocol

FILE = Path(__file__).with_name("consents.yaml")
BOT = "a_bot"
RECEIPT = re.compile(r"^/stop (\S+) (\S+ \S+ \S+)$", re.MULTILINE)
TOGETHER = re.compile(r"/together (\S+ \S+ \S+)\.")
TYPED = re.compile(r"write: (.+), I agree")
PAGE = struct.Struct("<4sBBqIIIB")  # RFC 3533, section 6


@dataclass
class Someone(Phone):
    """`said` is all that they ever wrote or said, as bytes: what must never lie anywhere in the clear."""

    files: dict[str, bytes] = field(default_factory=dict)  # by file_id
    said: list[bytes] = field(default_factory=list)
    voices: list[dict[str, Any]] = field(default_factory=list)
    last_seen: int = 0  # the newest message in the chat after the last step
    known_since: int | None = (
        None  # the last one before the bot knew them; None where it does not know all since
    )

    def takes_after(self, before: "Someone") -> None:
        """What was said and heard before this story."""
        self.files, self.said, self.voices = dict(before.files), [*before.said], [*before.voices]
        self.heard, self.stands = [*before.heard], dict(before.stands)
        self.ids = iter(range(max(self.stands, default=0) + 1, 1_000_000))

    def tells(self, n: int) -> str:
        """Words that nobody said before."""
        words = f"what {self.chat} tells nobody else, for the {n}th time"
        self.said.append(words.encode())
        return words

    def speaks(self) -> dict[str, Any]:
        """A voice that nobody heard before."""
        n = len(self.files)
        sound = ogg(f"{self.chat} {n}")
        self.files[f"voice {self.chat} {n}"] = sound
        self.said.append(sound[-64:])
        about = {"file_id": f"voice {self.chat} {n}", "file_unique_id": f"unique {self.chat} {n}"}
        self.voices.append({**about, "duration": 2, "file_size": len(sound)})
        return self.speaks_again(n)

    def speaks_again(self, n: int, **more: Any) -> dict[str, Any]:
        return self._message(voice=self.voices[n % len(self.voices)], **more)

    def sends_what_nobody_can_read(self, n: int) -> dict[str, Any]:
        unread = self._message(text=n, caption=self.tells(n))
        self.stands.pop(unread["message"]["message_id"])  # nobody knows its number
        return unread

    def receipt(self) -> str:
        """The code and the code word that they were last told; empty where they were not."""
        found = (RECEIPT.search(one.text) for one in reversed(self.heard))
        return next((f"{one[1]} {one[2]}" for one in found if one), "")

    def invitation(self) -> str:
        """The words to tell to another, as they were last told."""
        found = (TOGETHER.search(one.text) for one in reversed(self.heard))
        return next((one[1] for one in found if one), "no such words")

    def word(self) -> str:
        """The word to agree with in writing, as they were last told."""
        found = (TYPED.search(one.text) for one in reversed(self.heard))
        return next(one[1] for one in found if one)


@dataclass
class Line:
    """As `bot.telegram.Telegram`."""

    phones: dict[int, Someone] = field(default_factory=dict)

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def username(self) -> str:
        return BOT

    async def call(self, method: str, params: dict[str, Any]) -> Any:
        phone = self.phones.get(params.get("chat_id", 0))
        return await phone.call(method, params) if phone is not None else True

    async def download(self, file: str) -> bytes:
        return next(phone.files[file] for phone in self.phones.values() if file in phone.files)


@dataclass(frozen=True)
class Copy:
    """A backup, with the operator key of that time."""

    folder: Path
    key: bytes


class Town(House):
    """`phones` by chat. The study file is written for `version` and `clear` at each start."""

    def __init__(self, study: Path, data: Path, at: datetime, line: Line, chats: tuple[int, ...]) -> None:
        self.study, self.line = study, line
        self.version, self.clear = "1.0", "1d"
        self.write_study()
        super().__init__(study, data, at)
        self.phones = {chat: Someone(self.clock.now, chat) for chat in chats}
        line.phones = self.phones

    @property
    def key(self) -> Path:
        """The file of the operator key."""
        return self.study.with_name("operator.key")

    @property
    def vault(self) -> Path:
        return self.data / VAULT

    def write_study(self) -> None:
        text = FILE.read_text("utf-8").replace("VERSION", self.version).replace("CLEAR", self.clear)
        self.study.write_text(text, "utf-8")

    async def open(self) -> None:
        """As `restante run` begins."""
        self.write_study()
        self.protocol = read_protocol(self.study)
        self.service = await Service.open(
            self._stack,
            Settings(token=SecretStr("110201543:for-tests-only")),
            self.protocol,
            self.data,
            self.clock,
            respond=self._responds,
            pace=Pace.unhurried(),
        )
        self.boxes = self.service.office.boxes
        await self.service._recover(BOT)
        self.service.processor = self.service._processor(BOT)

    async def tick(self) -> None:
        await super().tick()
        await self.service.purger.look()
        await self.drain()
        await self.service.housekeeper.settle(idle=True)

    def _next_timer(self) -> float | None:
        with closing(sqlite3.connect(self.path)) as rows:
            [found] = rows.execute(
                "SELECT MIN(at) FROM (SELECT MIN(due_at) AS at FROM timers WHERE due_at > :now "
                "UNION ALL SELECT MIN(clear_at) FROM messages WHERE clear_at > :now)",
                {"now": self.clock.at},
            ).fetchone()
        return None if found is None else float(found)

    async def fetch(self) -> None:
        """Every voice that waits is fetched and sealed."""
        retriever = self.service.retriever
        while (row := await retriever._next()) is not None:
            await retriever._one(row)
            retriever._taken.discard(row.media)
            await self.drain()

    # who is there

    async def stored(self, chat: int) -> StoredParticipant | None:
        lane = self.boxes.lane(chat)
        return (await participants.by_lookups(self.service.office.database, [lane])).get(lane)

    async def person_in(self, chat: int) -> Participant | None:
        """Whoever is in that chat, as they are on disk."""
        found = await self.stored(chat)
        return self.boxes.open_state(found.state, found.id) if found is not None else None

    async def everybody(self) -> list[Participant]:
        """Whether they can be reached or not."""
        database = self.service.office.database
        ids = [str(row[0]) for row in await database.reader.execute_fetchall("SELECT id FROM participants")]
        found = await participants.by_ids(database, ids)
        return [self.boxes.open_state(one.state, one.id) for one in found.values()]

    async def onward(self, chat: int, typed: bool = False, gives: tuple[bool, ...] = (True, True)) -> bool:
        """The next step on the way to the agreement. False for who is there."""
        phone, person = self.phones[chat], await self.person_in(chat)
        stage = person.stage if person is not None else Stage.NEW
        match stage:
            case Stage.NEW | Stage.LANGUAGE | Stage.WITHDRAWN:
                await self.does(phone.writes("/start"))
            case Stage.SITE:
                await self.does(phone.taps(*phone.newest("s:AM")))
            case Stage.SCREENING | Stage.CHECK:
                await self.does(phone.writes("Yes"))
            case Stage.INFORMATION:
                await self.does(phone.writes("Go on"))
            case Stage.SCOPES:
                assert person is not None
                asked = len(person.scopes_asked)
                await self.does(phone.writes("Yes" if not asked or gives[asked - 1] else "No"))
            case Stage.STATEMENT if typed:
                await self.does(phone.writes(SAY("en", "key.cannot-speak")))
                phone.said.append(words := f"{phone.word()}, I agree".encode())
                await self.does(phone.writes(words.decode()))
            case Stage.STATEMENT:
                await self.does(phone.speaks())
            case Stage.HEARING:
                await self.fetch()
            case Stage.CONFIRMING:
                await self.does(phone.writes("Yes, I agree"))
            case _:
                return False
        return True

    async def agree(self, chat: int, typed: bool = False, gives: tuple[bool, ...] = (True, True)) -> None:
        """From wherever they are."""
        for _ in range(20):
            if not await self.onward(chat, typed, gives):
                return
        raise AssertionError("they never come to the end of it")

    # copies

    async def copied(self, into: Path) -> Copy:
        made = await copy(Place(self.path, self.vault), into, self.now)
        return Copy(made.folder, self.key.read_bytes())

    async def restored(self, like: Copy) -> None:
        """As `restante restore` does it."""
        await self.close()
        source = Place(like.folder / self.path.name, like.folder / VAULT)
        await restore(source, Place(self.path, self.vault), [], self.now)
        self.key.write_bytes(like.key)

    async def put_back(self, like: Copy) -> None:
        """The database and the vault of a copy in the place of these, by hand."""
        await self.close()
        for path in self.data.glob("restante.sqlite3*"):
            path.unlink()
        shutil.rmtree(self.vault)
        shutil.copy(like.folder / self.path.name, self.path)
        shutil.copytree(like.folder / VAULT, self.vault)
        self.key.write_bytes(like.key)


def lay_out(folder: Path) -> Path:
    """A folder for the study file, with keys that nobody needs the other halves of."""
    (folder / "keys").mkdir(parents=True)
    for name in ("core", "escrow"):
        public, _ = create_key_pair(name, "a passphrase for tests", QUICK)
        (folder / "keys" / f"{name}.pub").write_text(public)
    return folder / "study.yaml"


def ogg(seed: str) -> bytes:
    """Two seconds of Opus that nobody spoke before (RFC 7845): as many packets of 20 ms, of bytes that are drawn."""
    dice = random.Random(seed)
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"mine" + struct.pack("<I", 0)
    sound = [b"\x48" + dice.randbytes(39) for _ in range(100)]  # SILK, wideband, 20 ms, one frame
    return _page(0, 2, [head]) + _page(1, 0, [tags]) + _page(2, 4, sound)


def _page(number: int, flags: int, packets: list[bytes]) -> bytes:
    lacing = bytes(len(packet) for packet in packets)
    return PAGE.pack(b"OggS", 0, flags, 0, 7, number, 0, len(lacing)) + lacing + b"".join(packets)
