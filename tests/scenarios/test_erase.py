"""`restante erase`: at the team's word everything of one participant goes, beside a running service or at its start."""

import re
import shutil

import pytest
import story
from house import PASSPHRASE, House

from bot.opening import DATABASE
from simulator.samples import sample
from storage.team import last_words


async def lived(house: House) -> tuple[int, str]:
    person = await story.arrive(house.world, "ru")
    code = await story.agree(person, "ru")
    await house.world.travel(to="next-message")
    await story.answer_check_in(person, "ru")
    await story.write_entry(person, "ru")
    await house.settled()
    return person.id, code


async def erase(house: House, code: str, *more: str) -> tuple[int, str, str]:
    words = ("erase", str(house.study), code, "--data", str(house.data))
    return await house.command(*words, *more, RESTANTE_PASSPHRASE="")


def traces(house: House, participant: str) -> list[str]:
    """Where the inner id, or a sealed sound, is still found."""
    return [path.name for path, content in house.bytes_on_disk().items() if participant.encode() in content]


def inner_id(house: House) -> str:
    vault = [path for path in house.bytes_on_disk() if path.parent.name == "vault"]
    assert vault
    rows = next(content for path, content in house.bytes_on_disk().items() if path.suffix == ".sqlite3")
    found = re.findall(rb"([0-9a-f]{32}):prompt:", rows)
    return str(found[0].decode())


async def test_beside_a_running_service(house: House) -> None:
    async with house.running():
        _, code = await lived(house)
        await house.command("backup", "--data", str(house.data), "--out", str(house.root / "copy"))
        participant = inner_id(house)
        ended, out, err = await erase(house, code, "--yes")
        assert (ended, "none found" in out) == (0, True), out + err
        await house.settled()
        other = await story.arrive(house.world, "en")
        assert await story.agree(other, "en") == "AM-02"  # a code is never given again
    assert traces(house, participant) == []
    assert len([path for path in house.bytes_on_disk() if path.parent.name == "vault"]) == 1
    gone = f"{code} was given once, and whoever had it is erased."
    for words in (
        ("erase", str(house.study), code, "--data", str(house.data), "--yes"),
        ("consent", "receipt", str(house.study), code, "--data", str(house.data)),
        (*("export", str(house.study), "--data", str(house.data), "--key", str(house.key())),
         *("--out", str(house.root / "out"), "--only", code)),
    ):  # fmt: skip
        ended, _, err = await house.command(
            *words, RESTANTE_PASSPHRASE=PASSPHRASE if words[0] == "export" else ""
        )
        assert (ended, gone in err) == (2, True), err


async def test_when_nothing_runs_it_is_done_at_once(house: House) -> None:
    async with house.running():
        _, code = await lived(house)
    participant = inner_id(house)
    ended, out, err = await erase(house, code, "--yes")
    assert (ended, "none found" in out) == (0, True), out + err
    assert "1 request waits for Telegram" in out, "their chat is still to be cleared"
    assert traces(house, participant) == []
    async with house.running():
        await house.settled()
    assert await last_words(house.data / DATABASE) == 0
    assert traces(house, participant) == []
    assert sample("diary-ru.ogg") not in b"".join(house.bytes_on_disk().values())


@pytest.mark.parametrize("code", ["AM-99", "", "'; DROP TABLE participants; --", "🙂" * 300])
async def test_nobody_has_this_code(house: House, code: str) -> None:
    async with house.running():
        await house.settled()
    ended, _, err = await erase(house, code, "--yes")
    assert (ended, "Traceback" in err) == (2, False)


async def test_what_a_backup_in_the_folder_still_holds_is_told(house: House) -> None:
    """It exits 1: something of them is there, though nobody can read it. With the backup gone, nothing is."""
    async with house.running():
        _, code = await lived(house)
        await house.command("backup", "--data", str(house.data))
        participant = inner_id(house)
        ended, out, err = await erase(house, code, "--yes")
        assert (ended, "Delete these backups" in out, "Traceback" in err) == (1, True, False)
        assert set(traces(house, participant)) == {"restante.sqlite3"}
        [made] = (house.data / "backups").iterdir()
        shutil.rmtree(made)
        assert traces(house, participant) == []


async def test_only_what_they_said(house: House) -> None:
    """Not of whoever takes part; then, once they have left, beside a running service and without one."""
    async with house.running():
        people = [await story.arrive(house.world, "ru") for _ in range(2)]
        codes = []
        for person in people:
            codes.append(await story.agree(person, "ru"))
            await story.write_entry(person, "ru")
        ended, _, err = await erase(house, codes[0], "--said", "--yes")
        assert (ended, "still takes part" in err) == (2, True)
        for person in people:
            await person.says("/stop")
            await person.hears("Вы вышли")
        await house.settled()
        ended, out, err = await erase(house, codes[0], "--said", "--yes")
        assert (ended, "What they said of AM-01 is erased" in out, "none found" in out) == (0, True, True), (
            out + err
        )
    ended, out, err = await erase(house, codes[1], "--said", "--yes")
    assert (ended, "none found" in out) == (0, True), out + err
    async with house.running():
        await house.settled()
    assert len([path for path in house.bytes_on_disk() if path.parent.name == "vault"]) == 2  # the agreements
