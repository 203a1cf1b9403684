"""Leaving, through the whole service: in every state, by every way, and no byte of theirs is in the data folder."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import story
from house import PATIENCE, House
from httpx import ASGITransport, AsyncClient

from bot.boxes import Boxes
from cli.acting import acts_at
from desk.app import make_app
from desk.room import Room
from sealing.operator import OperatorKey
from simulator.person import Person
from simulator.samples import sample
from storage import traces
from storage.traces import Traces
from study.reading import read_protocol

DESK = "http://127.0.0.1:8701"


@dataclass
class Somebody:
    """A person of the simulator, and what was found of them in the data before they left."""

    person: Person
    state: str
    said: str
    code: str = ""
    words: str = ""  # the code word of their receipt
    traces: Traces | None = None


async def arrives(house: House, state: str, nth: int) -> Somebody:
    """Every one of them says something that nobody else does."""
    found = Somebody(
        await story.arrive(house.world, "ru"), state, f"Абрикосов на подоконнике {nth * 1117}, и все мои"
    )
    if state == "screening":
        await found.person.taps(story.RU.language)
        await found.person.taps(story.RU.site)
        await found.person.taps(story.RU.yes)
        return found
    if state == "agreeing":
        await story.come_to_the_statement(found.person, "ru")
        await found.person.speaks("consent-ru.ogg")
        await found.person.until(lambda chat: any(story.RU.confirm in row for row in chat.keyboard))
        return found
    found.code = await story.agree(found.person, "ru")
    receipt = next(one.text for one in await found.person.chat() if "Запишите в надёжном месте" in one.text)
    found.words = receipt.split("Запишите в надёжном месте: ")[1].split(".")[0]
    assert len(found.words.split()) == 3
    await STATES[state](house, found)
    return found


async def is_asked(house: House, one: Somebody) -> None:
    while not any(story.RU.mood in message.labels for message in await one.person.chat()):
        await house.world.travel(to="next-message")  # which may be somebody else's
        await house.settled()
    await one.person.taps(story.RU.mood)
    await one.person.hears(story.RU.why)
    await one.person.speaks("diary-ru.ogg")
    await house.settled()


async def has_a_draft(house: House, one: Somebody) -> None:
    await one.person.says(one.said)
    await one.person.until(lambda chat: any(story.RU.keep in row for row in chat.keyboard))


async def speaks(house: House, one: Somebody) -> None:
    """The voice is still on its way when they leave."""
    await house.world.fault("file", delay=3.0)
    await one.person.speaks("diary-ru.ogg")


async def pauses(house: House, one: Somebody) -> None:
    await keeps(house, one)
    await one.person.says("/pause")
    await one.person.presses("Пауза на неделю")


async def keeps(house: House, one: Somebody) -> None:
    await one.person.says(one.said)
    await one.person.presses(story.RU.keep)
    await one.person.hears(story.RU.kept)


async def has_left(house: House, one: Somebody) -> None:
    await keeps(house, one)
    await one.person.says("/stop")
    await one.person.presses("Пусть всё останется")


State = Callable[[House, Somebody], Awaitable[None]]
STATES: dict[str, State] = {
    "asked": is_asked,
    "draft": has_a_draft,
    "left": has_left,
    "paused": pauses,
    "kept": keeps,
    "speaking": speaks,
}


def rows(house: House, question: str, *values: object) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(house.data / "restante.sqlite3")
    try:
        return connection.execute(question, values).fetchall()
    finally:
        connection.close()


async def everybody_is_found(house: House, people: list[Somebody]) -> None:
    """Before anything is erased there is a lot of each."""
    path, vault = house.data / "restante.sqlite3", house.data / "vault"
    known = set[object]()
    for one in people:
        stage = {"screening": "screening", "agreeing": "confirming"}.get(one.state)
        question = "SELECT id FROM participants WHERE " + (
            "code = ?" if one.code else "stage = ? AND code IS NULL"
        )
        [(id,)] = rows(house, question, one.code or stage)
        assert id not in known
        known.add(id)
        one.traces = await traces.of(path, vault, str(id))
        assert one.traces.count > (3 if one.state == "screening" else 10), one.state
        assert traces.look(house.data, one.traces).found, one.state


async def nothing_is_found(house: House, people: list[Somebody]) -> None:
    """Of those who left, in any file; the log is cut within a second or two."""
    deadline = asyncio.get_running_loop().time() + PATIENCE / 2
    left = list(people)
    while left:
        found = {one.state: traces.look(house.data, one.traces).found for one in left if one.traces}
        left = [one for one in left if found[one.state]]
        assert not left or asyncio.get_running_loop().time() < deadline, found
        await asyncio.sleep(0.2 if left else 0)
    there = b"".join(house.bytes_on_disk().values())
    for one in people:
        assert one.said.encode() not in there
    assert sample("diary-ru.ogg")[200:400] not in there
    assert sample("consent-ru.ogg")[200:400] not in there


async def test_erasing_everything_from_the_chat(house: House) -> None:
    async with house.running():
        stays = await arrives(house, "asked", 0)
        people = [
            await arrives(house, state, nth) for nth, state in enumerate(STATES, 1) if state != "speaking"
        ]
        people += [await arrives(house, state, nth) for nth, state in enumerate(("screening", "agreeing"), 7)]
        await house.settled()
        people.append(await arrives(house, "speaking", 9))
        await everybody_is_found(house, people)
        for one in reversed(people):
            await one.person.says("/stop")
            if one.code:
                await one.person.presses("Стереть всё")
                await one.person.hears("Всё стёрто")
            else:
                await one.person.hears("Мы ничего о вас не сохранили")
        await house.settled()
        await nothing_is_found(house, people)
        for one in people:
            shown = [message.text for message in await one.person.chat()]
            assert not any(one.said in text for text in shown), "the chat is cleared"
        assert rows(house, "SELECT code FROM participants") == [(stays.code,)]
        [erased] = [path for path in house.bytes_on_disk() if path.name == "erased"]
        assert len(erased.read_text().split()) >= len(people)
    await nothing_is_found(house, people)
    async with house.running():  # and nobody comes back
        await house.settled()
        assert rows(house, "SELECT code FROM participants") == [(stays.code,)]


async def erased_by_command(house: House, one: Somebody) -> None:
    words = ("erase", str(house.study), one.code, "--data", str(house.data), "--yes")
    ended, out, err = await house.command(*words, RESTANTE_PASSPHRASE="")
    assert (ended, "none found" in out) == (0, True), out + err


async def erased_at_the_desk(house: House, one: Somebody) -> None:
    """First the wrong code is typed, then theirs."""
    protocol = read_protocol(house.study)
    acts = acts_at(protocol, house.study, house.data)
    assert acts
    desk = ASGITransport(make_app(Room(protocol, house.data, acts=acts)))
    place, headers = f"/participants/{one.code}/erase", {"Origin": DESK}
    async with AsyncClient(transport=desk, base_url=DESK) as visitor:
        assert one.code in (await visitor.get("/participants")).text
        assert acts.token in (await visitor.get(place)).text
        wrong = await visitor.post(place, data={"token": acts.token, "typed": "AM-99"}, headers=headers)
        assert (wrong.status_code, "Nothing was erased" in wrong.text) == (422, True)
        assert rows(house, "SELECT COUNT(*) FROM participants WHERE code = ?", one.code) == [(1,)]
        right = await visitor.post(
            place, data={"token": acts.token, "typed": one.code.lower()}, headers=headers
        )
        assert (right.status_code, "none found" in right.text) == (200, True), right.text
        assert one.code not in (await visitor.get("/participants")).text
        assert (await visitor.get(f"/participants/{one.code}")).status_code == 404


async def erased_by_code_word(house: House, one: Somebody) -> None:
    """From another account, after somebody who only guesses."""
    stranger = await house.world.person(name="Somebody else", language_code="ru")
    await stranger.says(f"/stop {one.code} абрикос август автобус")
    await stranger.hears("не нашли")
    await stranger.says(f"/stop {one.code.lower()} {one.words.upper()}")
    await stranger.hears("Подошло")
    await house.settled()
    await stranger.says(f"/stop {one.code} {one.words}")
    await stranger.hears("не нашли")
    await stranger.says("/stop")
    await stranger.hears("мы ничего о вас не храним")


async def test_erasing_by_the_team_and_by_a_code_word(house: House) -> None:
    ways = {
        "asked": erased_at_the_desk, "draft": erased_by_code_word, "left": erased_by_command,
        "paused": erased_by_code_word, "kept": erased_by_command, "speaking": erased_at_the_desk,
    }  # fmt: skip
    async with house.running():
        people = [await arrives(house, state, nth) for nth, state in enumerate(ways, 1)]
        await everybody_is_found(house, people)
        for one in people:
            await ways[one.state](house, one)
        await house.settled()
        await nothing_is_found(house, people)
        for one in people:
            assert not any(one.said in message.text for message in await one.person.chat()), one.state
    assert rows(house, "SELECT COUNT(*) FROM participants") == [(0,)]


async def test_what_they_said_goes_and_their_agreement_stays(house: House) -> None:
    async with house.running():
        one = await arrives(house, "asked", 1)
        await keeps(house, one)
        await house.settled()
        [(id,)] = rows(house, "SELECT id FROM participants")
        said = await traces.of(house.data / "restante.sqlite3", house.data / "vault", str(id), said_only=True)
        await one.person.says("/stop")
        await one.person.presses("Стереть мои слова")
        await one.person.hears("стёрты")
        await house.settled()
        one.traces = said
        await nothing_is_found(house, [one])
        assert rows(house, "SELECT kind FROM records") == [("consent",)]
        assert rows(house, "SELECT code, stage FROM participants") == [(one.code, "withdrawn")]
        vault = [path for path in house.bytes_on_disk() if path.parent.name == "vault"]
        assert len(vault) == 1


async def test_a_database_put_back_by_hand_brings_nobody_back(house: House) -> None:
    """One was erased after the copy, one had what they said erased, one left; the fourth goes on."""
    async with house.running():
        people = [await arrives(house, "kept", nth) for nth in range(1, 5)]
        erased, silent, gone, stays = people
        await house.settled()
    folder = house.root / "copy"
    ended, _, err = await house.command("backup", "--data", str(house.data), "--out", str(folder))
    assert ended == 0, err
    await everybody_is_found(house, people)
    async with house.running():
        for one, key in (
            (erased, "Стереть всё"),
            (silent, "Стереть мои слова"),
            (gone, "Пусть всё останется"),
        ):
            await one.person.says("/stop")
            await one.person.presses(key)
        await house.settled()
    [made] = folder.iterdir()
    ended, out, err = await house.command("restore", str(made), "--data", str(house.data), "--yes")
    assert (ended, "Erased since" in out) == (0, True), out + err
    before = {one.code: len(await one.person.chat()) for one in people}
    async with house.running():
        await house.settled()
        assert sorted(rows(house, "SELECT code, stage FROM participants")) == [
            (silent.code, "withdrawn"), (gone.code, "withdrawn"), (stays.code, "enrolled")
        ]  # fmt: skip
        assert before == {one.code: len(await one.person.chat()) for one in people}, "nobody is written to"
        await nothing_is_found(house, [erased])
        counts = rows(
            house,
            "SELECT p.code, COUNT(*) FROM records AS r JOIN participants AS p ON p.id = r.participant "
            "WHERE r.kind <> 'consent' GROUP BY p.code ORDER BY p.code",
        )
        assert [code for code, _ in counts] == [gone.code, stays.code]
        await gone.person.says("/stop")
        await gone.person.hears("мы вам не пишем")
        await silent.person.says("/stop")
        await silent.person.presses("Стереть всё")
        await silent.person.hears("Всё стёрто")
    ended, out, err = await house.command("consent", "audit", str(house.study), "--data", str(house.data))
    assert ended == 0, out + err


async def test_restoring_is_refused_beside_a_running_service(house: House, tmp_path: Path) -> None:
    async with house.running():
        await house.settled()
        await house.command("backup", "--data", str(house.data), "--out", str(tmp_path / "copy"))
        [made] = (tmp_path / "copy").iterdir()
        ended, _, err = await house.command("restore", str(made), "--data", str(house.data), "--yes")
        assert (ended, "in use" in err, "Traceback" in err) == (1, True, False)
        ended, _, err = await house.command("restore", str(tmp_path), "--data", str(house.data), "--yes")
        assert (ended, "no backup" in err) == (2, True)


@pytest.mark.parametrize("damage", [b"\x01\x01 no box at all", None])
async def test_whoever_cannot_be_opened_can_still_leave(house: House, damage: bytes | None) -> None:
    """None: the box is whole, and holds a stage that nobody knows any more."""
    async with house.running():
        one, other = await arrives(house, "draft", 1), await arrives(house, "kept", 2)
        await house.settled()
    connection = sqlite3.connect(house.data / "restante.sqlite3")
    for code in (one.code, other.code):
        [(id,)] = connection.execute("SELECT id FROM participants WHERE code = ?", (code,)).fetchall()
        box = damage if damage is not None else unknown_stage(house, str(id))
        connection.execute("UPDATE participants SET state_boxed = ? WHERE id = ?", (box, id))
    connection.commit()
    connection.close()
    async with house.running() as running:
        await one.person.says("/stop")
        await one.person.hears("Вы вышли из исследования")
        await house.settled()
        assert rows(house, "SELECT stage FROM participants WHERE code = ?", one.code) == [("withdrawn",)]
        assert rows(house, "SELECT COUNT(*) FROM timers AS t JOIN participants AS p ON p.id = t.participant "
                           "WHERE p.code = ? AND t.kind <> 'cut'", one.code) == [(0,)]  # fmt: skip
        assert rows(house, "SELECT COUNT(*) FROM records WHERE draft = 1") == [(0,)]
        states = rows(house, "SELECT DISTINCT q.state FROM prompts AS q JOIN participants AS p ON p.id = q.participant "
                             "WHERE p.code = ?", one.code)  # fmt: skip
        assert states == [("withdrawn",)]
        await house.world.travel(by=172_800)
        await house.settled()
        assert "Вы вышли" in [message.text for message in await one.person.chat() if message.by_bot][-1]
        await everybody_is_found(house, [one, other])
        await one.person.says("/stop")
        await one.person.presses("Стереть всё")
        await one.person.hears("Всё стёрто")
        await erased_by_command(house, other)
        await nothing_is_found(house, [one, other])
    assert any(b"left-unopened" in line for line in running.lines)
    assert rows(house, "SELECT COUNT(*) FROM participants") == [(0,)]


def unknown_stage(house: House, participant: str) -> bytes:
    """As a version of the program might have written it that is not this one."""
    key = OperatorKey.load(house.study.parent / "operator.key")
    return Boxes(key).data("state", {"id": participant, "stage": "dreaming"}, participant)
