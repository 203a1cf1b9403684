"""A button, the end, the letter, and the day on which it is forgotten who somebody was: through the whole service."""

import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import story
from faults_bench import EARNEST, Ground, ground, heard

from bot.boxes import Boxes
from bot.opening import DATABASE, operator_key
from storage import team
from storage.rows import NewInbound
from study.inbound import Erase
from study.keeping import Keep, Term
from study.model import Localized
from study.touch import Button, Ending

BORDER = Button(
    id="border", label=Localized({"en": "I crossed a border", "ru": "Граница позади"}), ask="evening"
)
TERM = Term(length=timedelta(days=30), after_end=True)


@pytest.fixture
async def earnest(tmp_path: Path) -> AsyncIterator[Ground]:
    async with ground(tmp_path, **EARNEST) as made:
        ending = Ending(after=timedelta(days=3), letter="quotes")
        own = {"buttons": (BORDER,), "ending": ending, "keep": Keep(contacts=TERM)}
        made.protocol = made.protocol.model_copy(update=own)
        yield made


async def erased(earnest: Ground, code: str) -> None:
    """As `restante erase` asks for it."""
    path = earnest.data / DATABASE
    boxes = Boxes(operator_key(earnest.settings().operator_key(earnest.protocol.folder), earnest.data))
    participant, once = await team.participant_of(path, code), f"team:{secrets.token_hex(16)}"
    assert participant
    now = earnest.clock.now().timestamp()
    body, lane = boxes.event(Erase(), once), participant.encode()
    await team.ask(path, NewInbound(once, "team", participant, body, 1, now, lane=lane))


async def test_from_a_button_to_nobody_knows_who(earnest: Ground) -> None:
    anna = await story.arrive(earnest.world, "en")
    async with earnest.service() as service:
        code = await story.agree(anna, "en")
        assert await anna.keyboard() == (("I crossed a border",),)
        assert (await anna.view()).raw["keyboard"]["persistent"]
        await anna.presses("I crossed a border")
        await anna.hears("How was your day?")
        await earnest.drained(service)
        [(state, sent)] = earnest.rows("SELECT state, sent_at FROM prompts WHERE wave = 'border'")
        assert (state, bool(sent)) == ("delivered", True)
        await earnest.goes_to(service, earnest.one("SELECT due_at FROM timers WHERE kind = 'end'"))
        await anna.hears("The study is over for you")
        await anna.presses("Yes")
        await anna.hears("Noted")
        assert await anna.keyboard() == ()
        await earnest.drained(service)
        assert earnest.one("SELECT stage FROM participants") == "finished"
        assert earnest.one("SELECT scope FROM scope_changes WHERE given = 1") == "quotes"
        assert earnest.rows("SELECT 1 FROM prompts WHERE state IN ('due', 'delivered', 'begun')") == []
        lookup = earnest.one("SELECT lookup FROM contacts")
        before = len(await heard(anna))
        await earnest.goes_to(service, earnest.one("SELECT due_at FROM timers WHERE kind = 'cut'"))
        await earnest.drained(service)
        await service.housekeeper.settle(True)
        assert len(await heard(anna)) == before
        there = b"".join(path.read_bytes() for path in earnest.data.rglob("*") if path.is_file())
        assert lookup not in there
        assert earnest.rows("SELECT 1 FROM contacts") == []
        assert earnest.one("SELECT code FROM participants") == code
        assert earnest.one("SELECT COUNT(*) FROM consents") == 1
        await anna.says("It is me again.")
        await anna.hears("To begin, write /start")
        await erased(earnest, code)
        service.bells.inbox.set()
        await earnest.steps_until(service, lambda: earnest.rows("SELECT 1 FROM participants") == [])
        assert earnest.rows("SELECT 1 FROM records") == []
