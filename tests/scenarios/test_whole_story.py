"""The whole story over real HTTP, and what is left of it on disk: for whom it is there, and for whom it is not."""

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import story
from house import PASSPHRASE, House

from sealing.seal import Context
from sealing.unseal import load_secret_key, unseal
from simulator.samples import sample
from study.consent import exact_text, text_sha256
from study.reading import read_protocol

SLICE = 24  # bytes of a sound that nothing else on disk can have by chance


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_what_was_said_is_there_for_the_team_and_for_nobody_else(house: House, language: str) -> None:
    async with house.running():
        person = await story.arrive(house.world, language)
        code = await story.agree(person, language)
        await house.world.travel(to="next-message")
        await story.answer_check_in(person, language)
        await story.write_entry(person, language)
        await house.settled()
        nothing_readable(house, person.id, language)  # while it runs, the write-ahead log included
    nothing_readable(house, person.id, language)

    assert code == "AM-01"
    said = story.SAID[language]
    opened = {(kind, content.get("question")): content for kind, content in everything(house)}
    assert opened[("answer", "mood")]["value"] == int(said.mood)
    entry = opened[("entry", None)]
    assert entry == {"type": "text", "value": said.entry, "entry": entry["entry"], "part": 1}
    assert opened[("answer", "home")]["value"] == "nowhere"
    assert opened[("answer", "talked")]["value"] is False
    assert opened[("screening", "left")]["value"] == "before"
    consent, diary = (sample(name) for name in story.VOICES[language])
    assert sorted(sounds(house)) == sorted([consent, diary])


async def test_the_consent_record_binds_the_words_that_were_shown(house: House) -> None:
    async with house.running():
        person = await story.arrive(house.world, "ru")
        await story.agree(person, "ru")
        shown = [message.text for message in await person.chat() if message.by_bot]
    with reading(house) as rows:
        [consent] = rows.execute("SELECT * FROM consents JOIN texts ON sha256 = text_sha256").fetchall()
    assert text_sha256(consent["body"]) == consent["text_sha256"]
    assert json.loads(consent["scopes"]) == ["diary", "interview"]
    assert (consent["version"], consent["language"], consent["mistakes"]) == ("1.0", "ru", 0)
    notice = next(text for text in shown if "сквозным шифрованием" in text)
    assert consent["body"] == exact_text(read_protocol(house.study), "ru", notice=notice)
    on_screen = "\n\n".join(shown)
    statement_and_messages = [
        part for part in consent["body"].split("\n\n---\n\n") if not part.startswith("* ")
    ]
    assert all(part in on_screen for part in statement_and_messages)


async def test_an_export_gives_back_word_for_word(house: House, tmp_path: Path) -> None:
    async with house.running():
        person = await story.arrive(house.world, "ru")
        await story.agree(person, "ru")
        await house.world.travel(to="next-message")
        await story.answer_check_in(person, "ru")
        await story.write_entry(person, "ru")
    out = tmp_path / "out"
    words = ("export", str(house.study), "--data", str(house.data), "--key", str(house.key("escrow")))
    code, _, err = await house.command(*words, "--out", str(out), RESTANTE_PASSPHRASE=PASSPHRASE)
    assert code == 0, err
    [entry] = table(out / "entries.csv")
    assert entry["text"] == story.RU.entry
    assert (entry["code"], entry["site"], entry["source"]) == ("AM-01", "AM", "yerevan-chat")
    voices = [path.read_bytes() for path in sorted((out / "voices").iterdir())]
    assert sorted(voices) == sorted(sample(name) for name in story.VOICES["ru"])
    assert str(person.id) not in "".join(path.read_text("utf-8") for path in out.glob("*.csv"))
    [asked] = [row for row in table(out / "prompts.csv") if row["state"] == "answered"]
    times = [asked[f"{name}_utc"] for name in ("due", "sent", "begun", "ended")]
    assert all(times)
    assert times == sorted(times)
    assert (asked["asked"], asked["given"], asked["late"], asked["initiated"]) == ("4", "4", "0", "0")
    [stay] = table(out / "stays.csv")
    assert (stay["code"], stay["site"], stay["timezone"], stay["until_utc"]) == (
        "AM-01",
        "AM",
        "Asia/Yerevan",
        "",
    )
    [one] = table(out / "participants.csv")
    assert (one["prompts_delivered"], one["prompts_answered"], one["compliance"]) == ("1", "1", "1.0")
    assert (one["touch"], one["touch_since_utc"]) == ("open", "")


async def test_where_telegram_lets_no_voice_be_played_it_is_said_in_words(house: House) -> None:
    """A privacy setting (Bot API: VOICE_MESSAGES_FORBIDDEN). Nobody confirms into a silence."""
    async with house.running():
        person = await story.arrive(house.world, "en")
        await story.come_to_the_statement(person, "en")
        await house.world.fault("sendVoice", status=400, description="Bad Request: VOICE_MESSAGES_FORBIDDEN")
        await person.speaks("consent-en.ogg")
        await person.hears("one of your privacy settings")
        await person.presses(story.EN.confirm)
        await person.hears(story.EN.code)


async def test_the_memory_of_the_service_is_its_own(house: House) -> None:
    async with house.running() as running:
        limits = limits_of(running.process.pid)
        core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        assert core.split()[4:6] == ["0", "0"]


async def test_leaving_in_the_middle_of_everything_is_at_once(house: House) -> None:
    async with house.running():
        person = await story.arrive(house.world, "en")
        await story.agree(person, "en")
        await house.world.travel(to="next-message")
        await person.taps("2")
        await person.says("/stop")
        await person.hears(story.EN.gone)
        heard = len(await person.chat())
        await house.world.travel(by=40 * 86_400)
        await house.settled()
        assert len(await person.chat()) == heard
    with reading(house) as rows:
        states = {row["state"] for row in rows.execute("SELECT DISTINCT state FROM prompts")}
        assert states == {"withdrawn"}
        assert rows.execute("SELECT COUNT(*) FROM timers").fetchone()[0] == 0


async def test_of_those_who_cannot_take_part_only_a_count_stays(house: House) -> None:
    async with house.running():
        person = await story.arrive(house.world, "en", "friends-of-friends")
        await person.taps("English")
        await person.taps("Georgia")
        await person.taps("No")
        await person.taps("I have not left")
        await person.hears("different situation")
        await house.settled()
    with reading(house) as rows:
        for name in ("participants", "contacts", "records", "timers", "prompts", "consents"):
            assert rows.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] == 0, name
        tallies = {
            (row["step"], row["source"], row["site"]): row["n"]
            for row in rows.execute("SELECT * FROM tallies")
        }
    assert tallies == {("arrived", "friends", ""): 1, ("ineligible", "friends", "GE"): 1}
    assert not any(str(person.id).encode() in content for content in house.bytes_on_disk().values())


async def test_a_study_without_an_approval_takes_nobody_and_says_so(house: House) -> None:
    text = house.study.read_text()
    start, end = text.index("approvals:"), text.index("# Public keys.")
    house.study.write_text(text[:start] + text[end:])
    async with house.running():
        person = await story.arrive(house.world, "ru")
        await person.hears("пока не принимает участников")
        await house.settled()
    with reading(house) as rows:
        assert rows.execute("SELECT COUNT(*) FROM participants").fetchone()[0] == 0


async def test_a_stop_and_a_start_in_the_middle_lose_nothing(house: House) -> None:
    async with house.running():
        person = await story.arrive(house.world, "ru")
        await story.come_to_the_statement(person, "ru")
    await person.speaks("consent-ru.ogg")  # nobody is there to hear it yet
    async with house.running():
        await person.presses(story.RU.confirm)
        await person.hears(story.RU.code)
        await house.settled()
    assert sounds(house) == [sample("consent-ru.ogg")]


def limits_of(pid: int) -> str:
    return Path(f"/proc/{pid}/limits").read_text()


def nothing_readable(house: House, chat: int, language: str) -> None:
    said = story.SAID[language]
    secrets = [said.entry.encode(), said.name.encode(), *(word.encode() for word in said.name.split())]
    secrets += [line.encode() for line in said.entry.splitlines()]
    secrets += [str(chat).encode(), chat.to_bytes(8, "big"), chat.to_bytes(8, "little")]
    for name in story.VOICES[language]:
        sound = sample(name)
        secrets += [sound[start : start + SLICE] for start in range(200, len(sound) - SLICE, 997)]
    files = house.bytes_on_disk()
    assert any(path.suffix == ".sqlite3" for path in files)
    assert any(path.parent.name == "vault" for path in files)
    for path, content in files.items():
        assert not any(secret in content for secret in secrets), path.name
    told = b"".join(house.logs)
    assert not any(secret in told for secret in secrets)


def reading(house: House) -> sqlite3.Connection:
    connection = sqlite3.connect(house.data / "restante.sqlite3")
    connection.row_factory = sqlite3.Row
    return connection


def everything(house: House) -> list[tuple[str, dict[str, Any]]]:
    """Kind and content of every record, opened with the second key alone."""
    key = load_secret_key(house.key("escrow"), PASSPHRASE)
    with reading(house) as rows:
        records = rows.execute("SELECT * FROM records").fetchall()
    found = []
    for row in records:
        kind = row["kind"] + (".beside" if row["vault"] else "")
        payload = unseal(row["envelope"], Context("road-and-home", row["participant"], row["id"], kind), key)
        assert not row["draft"]
        found.append((row["kind"], json.loads(payload)["content"]))
    return found


def sounds(house: House) -> list[bytes]:
    key = load_secret_key(house.key(), PASSPHRASE)
    with reading(house) as rows:
        records = rows.execute("SELECT * FROM records WHERE vault = 1").fetchall()
    return [
        unseal(
            (house.data / "vault" / row["id"]).read_bytes(),
            Context("road-and-home", row["participant"], row["id"], row["kind"]),
            key,
        )
        for row in records
    ]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
