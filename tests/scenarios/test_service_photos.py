"""Photos on their way through the service: what the phone had written into one never reaches the disk, even sealed."""

import json
import sqlite3
from hashlib import sha256
from pathlib import Path

from service_bench import PASSPHRASE, Bench, bench, both, echo

from bot.photos import cleaned
from sealing.seal import Context
from sealing.unseal import load_secret_key, unseal
from simulator.samples import PHOTO, sample
from study.effects import Confirm, Fetch
from study.inbound import Facts, Fetched, Inbound, Located, NotFetched, Showed
from study.outcome import Outcome
from study.participant import Participant
from study.protocol import Protocol
from study.saying import Key, Rekey, Say

WHERE = b"41.7151 N, taken with a Spyphone 7"
EXIF = b"\xff\xe1" + (len(WHERE) + 8).to_bytes(2, "big") + b"Exif\0\0" + WHERE
TAKEN = sample(PHOTO)[:2] + EXIF + sample(PHOTO)[2:]


def looking(participant: Participant, inbound: Inbound, protocol: Protocol, facts: Facts) -> Outcome:
    """The echo, with eyes."""
    match inbound.event:
        case Showed(file=file, caption=caption):
            content = {"question": "view", "type": "photo", "caption": caption}
            fetch = Fetch(f"{inbound.seed:016x}", file, "answer", content)
            return Outcome(participant, (Say((both(f"Looking. {caption}"),)),), (fetch,))
        case Fetched(seconds=seconds, size=size, photo=True):
            return Outcome(participant, (Say((both(f"Seen: {size} bytes, {seconds:.0f} seconds."),)),))
        case NotFetched(media=media, reason=reason, photo=True, written=written):
            kept = (Confirm(media),) if written else ()
            return Outcome(participant, (Say((both(f"Not seen: {reason}."),)),), kept)
        case Located(latitude=latitude):
            keys = ((Key(both("Here"), place=True), Key(both("Skip"))),)
            return Outcome(participant, (Say((both(f"At {latitude}."),), keys),))
    return echo(participant, inbound, protocol, facts)


def in_the_vault(house: Bench) -> tuple[str, dict[str, object], bytes]:
    """The one record with a picture: its id, what lies beside it, and the picture, opened by the team."""
    rows = sqlite3.connect(f"file:{house.data}/restante.sqlite3?mode=ro", uri=True)
    found = rows.execute("SELECT id, participant, kind, envelope FROM records WHERE vault = 1").fetchall()
    rows.close()
    [(id, participant, kind, envelope)] = found
    key = load_secret_key(house.root / "laptop" / "core.key", PASSPHRASE)
    beside = unseal(envelope, Context(house.protocol.id, participant, id, f"{kind}.beside"), key)
    vaulted = (house.data / "vault" / id).read_bytes()
    picture = unseal(vaulted, Context(house.protocol.id, participant, id, kind), key)
    return id, json.loads(beside), picture


async def test_a_photo_is_sealed_without_what_the_phone_wrote_into_it(tmp_path: Path) -> None:
    async with bench(tmp_path, respond=looking) as house, house.service() as service:
        anna = await house.world.person()
        await anna.start()
        await anna.sends_photo(TAKEN, caption="my street")
        await anna.hears("Looking. my street")
        bare = cleaned(sample(PHOTO))
        await anna.hears(f"Seen: {len(bare)} bytes, 0 seconds.")
        await house.drained(service)
        assert WHERE not in house.bytes_on_disk()
        assert bare[-200:-100] not in house.bytes_on_disk()  # the picture itself lies sealed
    _, beside, picture = in_the_vault(house)
    assert picture == bare
    assert WHERE not in picture
    assert (beside["size"], beside["sha256"]) == (len(bare), sha256(bare).hexdigest())
    assert beside["content"] == {"question": "view", "type": "photo", "caption": "my street"}
    assert "seconds" not in beside


async def test_what_is_no_photo_is_not_kept(tmp_path: Path) -> None:
    async with bench(tmp_path, respond=looking) as house, house.service() as service:
        anna = await house.world.person()
        await anna.start()
        for forged in (b"<script>", b"\x89PNG\r\n\x1a\n" + bytes(99), TAKEN[:300]):
            await anna.sends_photo(forged)
            await anna.hears("Not seen: damaged.")
        await house.drained(service)
        assert list((house.data / "vault").iterdir()) == []
        assert service.office.troubles.now is None


async def test_what_was_written_under_a_photo_that_could_not_be_had_is_sealed(tmp_path: Path) -> None:
    """Telegram gave us the words with the message, whatever became of the picture."""
    async with bench(tmp_path, respond=looking) as house, house.service() as service:
        anna = await house.world.person()
        await anna.start()
        await anna.sends_photo(TAKEN[:300], caption="my street")
        await anna.hears("Not seen: damaged.")
        await house.drained(service)
        assert b"my street" not in house.bytes_on_disk()
    rows = sqlite3.connect(f"file:{house.data}/restante.sqlite3?mode=ro", uri=True)
    [(id, participant, envelope)] = rows.execute(
        "SELECT id, participant, envelope FROM records WHERE vault = 0 AND draft = 0 AND kind = 'answer'"
    )
    rows.close()
    key = load_secret_key(house.root / "laptop" / "core.key", PASSPHRASE)
    said = json.loads(unseal(envelope, Context(house.protocol.id, participant, id, "answer"), key))
    assert said["content"] == {"question": "view", "type": "text", "value": "my street"}


async def test_an_album_comes_as_single_photos(tmp_path: Path) -> None:
    async with bench(tmp_path, respond=looking) as house, house.service():
        anna = await house.world.person()
        await anna.start()
        for _ in range(3):
            await anna.sends_photo(album="street")
        await anna.until(lambda chat: sum("Seen:" in message.text for message in chat.messages) == 3)


async def test_a_live_place_is_heard_once_and_asked_for_by_a_key(tmp_path: Path) -> None:
    async with bench(tmp_path, respond=looking) as house, house.service() as service:
        anna = await house.world.person()
        await anna.start()
        sent = await anna.sends_place(40.18, 44.51, live_period=900)
        await anna.hears("At 40.18.")
        await anna.moves(sent, 40.19, 44.52)
        await anna.sends_venue(40.5, 44.5, "Café", "12 Long Street")
        await anna.hears("At 40.5.")
        await anna.presses("Here")
        await anna.hears("At 41.")
        await house.drained(service)
        told = [message.text for message in await anna.chat() if message.text.startswith("At ")]
        assert len(told) == 3


def marking(participant: Participant, inbound: Inbound, protocol: Protocol, facts: Facts) -> Outcome:
    """The echo, whose key shows that it was tapped."""
    data, message = getattr(inbound.event, "data", ""), getattr(inbound.event, "message", None)
    if data == "pressed" and message:
        return Outcome(participant, (Rekey(message, ((Key(both("✓ Press"), "pressed"),),)),))
    return echo(participant, inbound, protocol, facts)


async def test_keys_are_drawn_anew_and_a_second_tap_changes_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path, respond=marking) as house, house.service() as service:
        anna = await house.world.person()
        await anna.start()
        asked = await anna.hears("Hello.")
        for label in ("Press", "✓ Press", "✓ Press"):
            await anna.taps(label)
            await anna.until(lambda chat: chat.messages[-1].labels == ["✓ Press"])
        await house.drained(service)
        [message] = [one for one in await anna.chat() if one.id == asked.id]
        assert (message.text, message.labels) == ("Hello.", ["✓ Press"])
        assert service.office.troubles.now is None
