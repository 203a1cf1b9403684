"""Files: getFile, download, and what is no longer there."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from simulator_bench import BotRefused, Stage, stage

from simulator.person import Refused
from simulator.samples import sample

MEGABYTE = 1024 * 1024


@pytest.fixture
async def on() -> AsyncIterator[Stage]:
    async with stage() as on:
        yield on


async def test_a_voice_is_fetched_byte_for_byte(on: Stage) -> None:
    anna = await on.anna()
    voice = (await anna.speaks("consent-ru.ogg"))["voice"]
    file = await on.bot("getFile", file_id=voice["file_id"])
    assert file["file_size"] == voice["file_size"] == len(sample("consent-ru.ogg"))
    assert file["file_path"].startswith("voice/file_")
    assert await on.bot.fetch(file["file_path"]) == (200, sample("consent-ru.ogg"))


async def test_the_same_file_sent_on_has_another_id_and_the_same_unique_id(on: Stage) -> None:
    anna, daniel = await on.anna(), await on.anna()
    voice = (await anna.speaks("diary-en.ogg"))["voice"]
    sent = (await on.bot("sendVoice", chat_id=daniel.id, voice=voice["file_id"]))["voice"]
    again = (await on.bot("sendVoice", chat_id=daniel.id, voice=sent["file_id"]))["voice"]
    assert {voice["file_unique_id"], sent["file_unique_id"], again["file_unique_id"]} == {
        voice["file_unique_id"]
    }


async def test_twenty_megabytes_and_no_more(on: Stage) -> None:
    anna = await on.anna()
    largest = await anna.speaks("diary-en.ogg", file_size=20 * MEGABYTE)
    larger = await anna.speaks("diary-en.ogg", file_size=20 * MEGABYTE + 1)
    assert (await on.bot("getFile", file_id=largest["voice"]["file_id"]))["file_size"] == 20 * MEGABYTE
    with pytest.raises(BotRefused, match="Bad Request: file is too big"):
        await on.bot("getFile", file_id=larger["voice"]["file_id"])


async def test_a_lost_file(on: Stage) -> None:
    anna = await on.anna()
    file_id = (await anna.speaks("diary-en.ogg"))["voice"]["file_id"]
    path = (await on.bot("getFile", file_id=file_id))["file_path"]
    await on.world.lose_file(file_id)
    with pytest.raises(BotRefused, match="temporarily unavailable"):
        await on.bot("getFile", file_id=file_id)
    assert (await on.bot.fetch(path))[0] == 404
    with pytest.raises(Refused, match="there is no such file"):
        await on.world.lose_file("never-there")


@pytest.mark.parametrize(
    "path",
    ["voice/file_99.oga", "../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fsimulator.sqlite",
     "/etc/passwd", "%00", "voice/", "static/page.css"],
)  # fmt: skip
async def test_only_what_get_file_named_can_be_fetched(on: Stage, path: str) -> None:
    status, body = await on.bot.fetch(path)
    assert status == 404
    assert b"root:" not in body


async def test_names_do_not_wander_into_paths(on: Stage) -> None:
    anna = await on.anna()
    for name in ("a./../../evil", "evil.p/../h", "x." + "y" * 300, "..", "файл.пдф"):
        document = (await anna.sends_document(b"x", name=name))["document"]
        path = (await on.bot("getFile", file_id=document["file_id"]))["file_path"]
        assert path.startswith("documents/file_")
        assert path.endswith(".bin")
    document = (await anna.sends_document(b"x", name="notes.pdf"))["document"]
    assert (await on.bot("getFile", file_id=document["file_id"]))["file_path"].endswith(".pdf")


async def test_what_is_no_sound_is_sent_as_it_is_with_no_length(on: Stage) -> None:
    anna = await on.anna()
    for noise in (b"noise", b"OggS", b"\x1a\x45\xdf\xa3", b"\x1a\x45\xdf\xa3\xa3\x84", b"OggS" + b"OpusHead"):
        voice = (await anna.speaks(noise))["voice"]
        assert (voice["duration"], voice["file_size"]) == (0, len(noise))


async def test_an_upload_as_an_attachment(on: Stage) -> None:
    anna = await on.anna()
    form = aiohttp.FormData({"chat_id": str(anna.id), "voice": "attach://part"})
    form.add_field("part", sample("diary-en.ogg"), filename="voice.ogg")
    status, body = await on.bot.answers("sendVoice", data=form)
    assert (status, body["result"]["voice"]["file_size"]) == (200, len(sample("diary-en.ogg")))
