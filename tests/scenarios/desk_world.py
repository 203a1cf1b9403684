"""A data folder as a bot leaves it: real tables, really sealed records, a real Opus voice. For the desk's tests.

Some days in March 2024, seen from 14 March, 12:00 UTC. AM-05 and AM-06 live in Yerevan, GE-01 in Tbilisi; one
person has not consented yet. AM-05 says hostile and beautiful things."""

import json
import os
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchery import Command, hatch
from starlette.types import ASGIApp

from desk.app import make_app
from desk.opening import Opener
from desk.room import Room
from sealing.keys import load_public_key
from sealing.seal import Context, seal
from sealing.secret import Work, create_key_pair
from sealing.unseal import load_secret_key
from storage.ledger import appended
from storage.rows import NewEntry
from study.reading import read_protocol

HERE = Path(__file__).resolve().parents[2]
NOW = datetime(2024, 3, 14, 12, 0, tzinfo=UTC)
PASSPHRASE = "stones and apricots"
STUDY = "crossing"
DIARY = "Сегодня впервые спал спокойно.\nЗавтра — в миграционную службу."
FORMULA = '=HYPERLINK("http://evil.example","my papers")'
MARKUP = "<script>alert('x')</script> \u202edesrever\u202c"
VOICE = (HERE / "simulator" / "static" / "voices" / "diary-ru.ogg").read_bytes()
CONSENT_TEXT = "Кто мы и что хотим узнать.\n\nВы можете уйти в любой день."
RECORD = "id, participant, kind, prompt, at, draft, envelope, vault, sha256"
LENGTH = 8.4  # seconds that the voice lasts

STUDY_FILE = """\
study: crossing
title: {ru: Дорога и дом, en: Road and home}
languages: [ru, en]
team: {name: {ru: Исследовательская группа, en: Research group}, contact: fieldwork@example.org}
approvals:
  - {body: {ru: Этическая комиссия, en: Ethics commission}, reference: 12/2023, granted: 2023-03-14}
keys: {core: keys/core.pub, escrow: keys/escrow.pub}
sites:
  AM: {name: {ru: Армения, en: Armenia}, timezone: Asia/Yerevan, target: 25, key: keys/yerevan.pub}
  GE: {name: {ru: Грузия, en: Georgia}, timezone: Asia/Tbilisi, target: 19}
  KZ: {name: {ru: Казахстан, en: Kazakhstan}, timezone: Asia/Almaty, target: 24}
recruitment:
  sources:
    - {id: yerevan-chat, kind: channel, site: AM}
    - {id: tbilisi-film-night, kind: event, site: GE}
screening:
  questions:
    - {id: adult, ask: {ru: Вам есть 18 лет?, en: Are you 18 or older?}, type: yes-no}
    - {id: left, ask: {ru: Когда вы уехали?, en: When did you leave?}, type: choice,
       options: {before: {ru: До 21 сентября 2022, en: Before 21 September 2022}, after: {ru: После, en: After}}}
  eligible: adult and left == "after"
consent:
  version: "1.0"
  information: {ru: texts/information.ru.md, en: texts/information.en.md}
  check:
    - {ask: {ru: Можно ли выйти?, en: Can you leave?}, type: yes-no, answer: yes}
  statement: {ru: "Я согласен участвовать.", en: "I agree to take part."}
  scopes:
    - {id: diary, required: true, ask: {ru: Вести дневник, en: Keep a diary}}
    - {id: quotes, ask: {ru: Цитировать меня без имени, en: Quote me without a name}}
questionnaires:
  evening:
    - {id: mood, ask: {ru: Как прошёл день?, en: How was your day?}, type: scale, from: -3, to: 3}
    - {id: why, ask: {ru: Что случилось?, en: What happened?}, type: [text, voice], when: mood <= 0}
    - {id: place, ask: {ru: "Вы всё ещё в стране?", en: "Are you still in the country?"}, type: yes-no}
schedule:
  quiet: 22:00-08:00
  waves:
    - {id: first-week, ask: evening, signal: {times: 1, between: 18:00-21:00}, days: 1-7, expires: 3h, remind: [1h]}
"""


@lru_cache(maxsize=1)
def key_pairs() -> dict[str, tuple[str, str]]:
    """Made once, with little stretching of the passphrase: tests should be quick."""
    work = Work(memory=64, passes=1, lanes=1)
    return {
        name: create_key_pair(name, PASSPHRASE, work) for name in ("core", "escrow", "yerevan", "stranger")
    }


@dataclass(frozen=True)
class World:
    """Folders of one study: `study` file, `data` of the bot, `laptop` with the secret keys."""

    root: Path

    @property
    def study(self) -> Path:
        return self.root / "server" / "study.yaml"

    @property
    def data(self) -> Path:
        return self.root / "server" / "data"

    @property
    def database(self) -> Path:
        return self.data / "restante.sqlite3"

    def key(self, name: str = "core") -> Path:
        return self.root / "laptop" / f"{name}.key"

    def opener(self, key: str = "core") -> Opener:
        return Opener(STUDY, load_secret_key(self.key(key), PASSPHRASE), self.data / "vault")

    def room(self, key: str = "") -> Room:
        """What the desk has at hand on 14 March, with a key or without."""
        return Room(read_protocol(self.study), self.data, self.opener(key) if key else None, lambda: NOW)

    def desk(self, key: str = "") -> ASGIApp:
        return make_app(self.room(key))

    async def command(self, *arguments: str | Path, **environment: str) -> Command:
        """`restante …` as a process of its own, its output in pipes."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("RESTANTE_")}
        return await hatch(arguments, plain | environment)

    def write(self, statement: str, *values: object) -> None:
        """Changes the database behind the desk's back."""
        rows = self.connect()
        rows.execute(statement, values)
        rows.close()

    def record_ids(self, code: str, kind: str, *, vault: bool = False) -> list[str]:
        """Ids of somebody's records of a kind, oldest first."""
        rows = self.connect()
        asked = (
            "SELECT r.id FROM records AS r JOIN participants AS p ON p.id = r.participant"
            " WHERE p.code = ? AND r.kind = ? AND r.vault = ? ORDER BY r.at, r.id"
        )
        found = [id for (id,) in rows.execute(asked, (code, kind, vault))]
        rows.close()
        return found

    def says(self, code: str, payload: bytes, record: str = "be" * 16) -> None:
        """Seals `payload` as an entry of somebody, whatever it is: a seal does not say who sealed."""
        rows = self.connect()
        (id, site) = rows.execute("SELECT id, site FROM participants WHERE code = ?", (code,)).fetchone()
        envelope = Person(self, rows, id, code, site, "").sealed(payload, record, "entry")
        row = (record, id, "entry", None, NOW.timestamp(), False, envelope, False, None)
        rows.execute(f"INSERT INTO records ({RECORD}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        rows.close()

    def connect(self) -> sqlite3.Connection:
        """For writing what the bot would write."""
        return sqlite3.connect(self.database, isolation_level=None)


def build(root: Path, *, empty: bool = False) -> World:
    """A study folder, keys, and a data folder; with `empty`, one in which nobody has arrived yet."""
    world = World(root)
    _write_study(world)
    world.data.mkdir(mode=0o700)
    (world.data / "vault").mkdir(mode=0o700)
    rows = world.connect()
    steps = sorted((HERE / "storage" / "migrations").glob("*.sql"))
    for step in steps:
        rows.executescript(step.read_text("utf-8"))
    rows.execute("PRAGMA journal_mode = WAL")
    rows.executemany("INSERT INTO meta VALUES (?, ?)", [("form", str(len(steps))), ("study", STUDY)])
    if not empty:
        rows.execute("BEGIN")
        _people(world, rows)
        rows.execute("COMMIT")
    rows.close()
    return world


def _write_study(world: World) -> None:
    for folder in ("server/keys", "server/texts", "laptop"):
        (world.root / folder).mkdir(parents=True)
    world.study.write_text(STUDY_FILE, "utf-8")
    for language in ("ru", "en"):
        (world.root / "server" / "texts" / f"information.{language}.md").write_text(CONSENT_TEXT, "utf-8")
    for name, (public, secret) in key_pairs().items():
        (world.root / "server" / "keys" / f"{name}.pub").write_text(public, "utf-8")
        world.key(name).write_text(secret, "utf-8")


def _people(world: World, rows: sqlite3.Connection) -> None:
    rows.execute("INSERT INTO meta VALUES ('bot_username', 'crossing_bot')")
    for step, source, site, n in (
        ("arrived", "yerevan-chat", "", 12),
        ("arrived", "tbilisi-film-night", "", 5),
        ("arrived", "", "", 2),
        ("ineligible", "yerevan-chat", "AM", 3),
        ("eligible", "yerevan-chat", "AM", 8),
        ("eligible", "tbilisi-film-night", "GE", 4),
        ("declined", "tbilisi-film-night", "GE", 1),
        ("consented", "yerevan-chat", "AM", 2),
        ("consented", "tbilisi-film-night", "GE", 1),
        ("withdrew", "tbilisi-film-night", "GE", 1),
    ):
        rows.execute("INSERT INTO tallies VALUES (?, ?, ?, ?)", (step, source, site, n))
    ani = Person(world, rows, "a5" * 16, "AM-05", "AM", "yerevan-chat").comes().speaks()
    vera = Person(world, rows, "a6" * 16, "AM-06", "AM", "yerevan-chat", language="en").comes().prompted(3)
    left = Person(world, rows, "9e" * 16, "GE-01", "GE", "tbilisi-film-night", stage="withdrawn")
    left.comes().prompted(2)
    Person(world, rows, "0f" * 16, None, None, "yerevan-chat", stage="screening").arrives()
    rows.executemany("INSERT INTO numbers VALUES (?, ?)", [("AM", 6), ("GE", 1)])
    enter(rows, [*ani.entries, *vera.entries, *left.entries])
    trouble = (
        "INSERT INTO outbox (participant, lane, haste, care, state, created_at)"
        " VALUES (NULL, x'00', ?, 'once', ?, 0)"
    )
    rows.executemany(trouble, [("reply", "unknown"), ("prompt", "unknown"), ("prompt", "sent")])
    parked = "INSERT INTO inbox (once, kind, seed, received_at, state) VALUES ('update:7', 'update', 1, 0, 'parked')"
    rows.execute(parked)


def enter(rows: sqlite3.Connection, entries: list[NewEntry]) -> None:
    """Adds to the consent ledger, as a commit does."""
    before, rows.row_factory = rows.row_factory, sqlite3.Row
    for statement, made in appended(entries):
        rows.executemany(statement.sql, made(rows) if callable(made) else made)
    rows.row_factory = before


@dataclass
class Person:
    """Somebody, written to the tables as the bot writes them."""

    world: World
    rows: sqlite3.Connection
    id: str
    code: str | None
    site: str | None
    source: str
    stage: str = "enrolled"
    language: str = "ru"
    came: datetime = datetime(2024, 3, 8, 9, 30, tzinfo=UTC)
    said: int = 0
    arm: str | None = None
    caption: str = ""  # written under the agreement
    entries: list[NewEntry] = field(default_factory=list)

    def arrives(self) -> "Person":
        came = self.came.timestamp()
        enrolled = came + 600 if self.code else None
        left = (NOW - timedelta(days=1)).timestamp() if self.stage == "withdrawn" else None
        told = (
            self.id,
            self.code,
            self.site,
            self.source,
            self.language,
            self.stage,
            0,
            came,
            enrolled,
            left,
            b"box",
            self.arm,
        )
        columns = (
            "id, code, site, source, language, stage, blocked, arrived_at, enrolled_at, withdrawn_at, state_boxed,"
            " arm"
        )
        self.rows.execute(f"INSERT INTO participants ({columns}) VALUES ({', '.join('?' * 12)})", told)
        if enrolled and self.site:
            self.stays(self.site, "", self.came + timedelta(minutes=10))
        return self

    def stays(self, site: str, zone: str, since: datetime) -> None:
        """From then on; an empty `zone` is the site's own."""
        columns = "participant, site, zone, since"
        told = (self.id, site, zone, since.timestamp())
        self.rows.execute(f"INSERT INTO stays ({columns}) VALUES (?, ?, ?, ?)", told)

    def comes(self) -> "Person":
        """Arrives, is screened and agrees aloud."""
        self.arrives()
        at = self.came + timedelta(minutes=10)
        for question, value in (("adult", True), ("left", "after")):
            self.record("screening", {"question": question, "value": value}, at)
        voice = self.record(
            "consent", {"caption": self.caption} if self.caption else {}, at, sound=VOICE, seconds=LENGTH
        )
        digest = sha256(CONSENT_TEXT.encode()).hexdigest()
        self.rows.execute("INSERT OR IGNORE INTO texts VALUES (?, ?)", (digest, CONSENT_TEXT))
        given = (self.id, "1.0", self.language, digest, '["diary", "quotes"]', 1, voice, at.timestamp())
        columns = "participant, version, language, text_sha256, scopes, mistakes, voice, given_at"
        self.rows.execute(f"INSERT INTO consents ({columns}) VALUES ({', '.join('?' * 8)})", given)
        body = {
            "version": "1.0",
            "language": self.language,
            "text_sha256": digest,
            "mistakes": 1,
            "way": "voice",
        }
        self.entry("consent", at, body | {"scopes": ["diary", "quotes"]}, voice)
        if self.stage == "withdrawn":
            self.entry("withdrawal", NOW - timedelta(days=1))
        return self

    def entry(self, kind: str, at: datetime, more: dict[str, Any] | None = None, record: str = "") -> None:
        """What `bot.entries` says of it, for the ledger."""
        body = {"kind": kind, "participant": self.id, "code": self.code, "at": at.isoformat()}
        self.entries.append(NewEntry(self.id, body | (more or {}), record))

    def prompted(self, answered: int) -> "Person":
        """A prompt a day for a week from 9 March, 19:00 in Yerevan: the first `answered`, the next not."""
        for day in range(1, 8):
            due = datetime(2024, 3, 8 + day, 15, 0, tzinfo=UTC)
            if due > NOW:
                state = "withdrawn" if self.stage == "withdrawn" else "due"
                self.prompt(day, due, state)
            elif day <= answered:
                self.prompt(day, due, "answered")
                self.answer(day, "mood", "scale", day - 2, due + timedelta(minutes=11))
            else:
                self.prompt(day, due, "expired")
        return self

    def speaks(self) -> "Person":
        """AM-05: every kind of record, hostile ones too."""
        self.prompted(4)
        at = datetime(2024, 3, 9, 15, 12, tzinfo=UTC)
        self.answer(1, "why", "text", FORMULA, at)
        self.answer(1, "place", "yes-no", True, at + timedelta(minutes=1))
        self.answer(2, "why", "voice", None, at + timedelta(days=1), sound=VOICE)
        self.record("skip", self.about("place"), at + timedelta(days=1), prompt=self.prompt_id(2))
        self.record("entry", {"type": "text", "value": DIARY}, at + timedelta(days=2, hours=3))
        self.record("entry", {"type": "text", "value": MARKUP}, at + timedelta(days=2, hours=4))
        self.record("entry", {"type": "voice"}, at + timedelta(days=3), sound=VOICE)
        self.record("entry", {"type": "text", "value": "never confirmed"}, at + timedelta(days=4), draft=True)
        return self

    def about(self, question: str) -> dict[str, Any]:
        return {"question": question, "questionnaire": "evening", "wave": "first-week"}

    def answer(self, day: int, question: str, kind: str, value: Any, at: datetime, sound: bytes = b"") -> str:
        content = self.about(question) | {"type": kind} | ({} if sound else {"value": value})
        return self.record("answer", content, at, prompt=self.prompt_id(day), sound=sound)

    def prompt_id(self, day: int) -> str:
        return sha256(f"{self.id}{day}".encode()).hexdigest()[:32]

    def prompt(self, day: int, due: datetime, state: str) -> None:
        at = due.timestamp()
        sent = at + 4 if state not in ("due", "withdrawn") else None
        begun, ended = (
            (at + 600, at + 900) if state == "answered" else (None, None if state == "due" else at + 10800)
        )
        named = (self.prompt_id(day), self.id, "first-week", "evening", day, 1, state, self.site)
        times = (at, at + 10800, sent, sent, begun, ended)
        counted = (3, 2) if state == "answered" else (None, None)
        columns = (
            "id, participant, wave, questionnaire, day, beep, state, site, due_at, expires_at, delivered_at, sent_at,"
            " begun_at, ended_at, asked, given"
        )
        values = ", ".join("?" * 16)
        self.rows.execute(f"INSERT INTO prompts ({columns}) VALUES ({values})", named + times + counted)

    def record(
        self,
        kind: str,
        content: dict[str, Any],
        at: datetime,
        *,
        prompt: str = "",
        draft: bool = False,
        sound: bytes = b"",
        seconds: float = 4.2,
    ) -> str:
        """One record, sealed as `bot.sealed_rows` and `bot.retriever` seal it. Returns its id."""
        self.said += 1
        id = sha256(f"{self.id}:{self.said}".encode()).hexdigest()[:32]
        payload = {"kind": kind, "at": at.isoformat(), "prompt": prompt, "content": content}
        sealed = b""
        if sound:
            payload |= {"seconds": seconds, "size": len(sound), "sha256": sha256(sound).hexdigest()}
            sealed = self.sealed(sound, id, kind)
            (self.world.data / "vault" / id).write_bytes(sealed)
        beside = f"{kind}.beside" if sound else kind
        told = json.dumps(payload, ensure_ascii=False).encode("utf-8", "surrogatepass")
        row = (
            id,
            self.id,
            kind,
            prompt or None,
            at.timestamp(),
            draft,
            self.sealed(told, id, beside),
            bool(sound),
            sha256(sealed).digest() if sound else None,
        )
        self.rows.execute(f"INSERT INTO records ({RECORD}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        return id

    def sealed(self, payload: bytes, record: str, kind: str) -> bytes:
        names = ["core", "escrow"] + ["yerevan"] * (self.site == "AM")
        recipients = [load_public_key(self.world.root / "server" / "keys" / f"{name}.pub") for name in names]
        return seal(payload, Context(STUDY, self.id, record, kind), recipients)
