"""Kill the service anywhere: on restart every update has had its effect exactly once.

The short form runs with the suite; `make crash KILLS=2000` is the long one."""

import os
from collections import Counter
from dataclasses import fields
from pathlib import Path

from campaign import PASSPHRASE, SLOTS, Campaign, campaign
from player import LET_GO, Player, words
from reckoning import Left, Reckoning

from bot.milestones import Milestone

KILLS = int(os.environ.get("KILLS", "36"))
SEED = int(os.environ.get("SEED", "7"))
PASSES = (1, 2, 5, 11)
RARE = {Milestone.SCRAPPED, Milestone.FALLING, Milestone.DOWNLOADED, Milestone.IN_VAULT}
SENSITIVE = ("agreement.heard", "agreement.ask", "enrolment.agreed")


async def test_nothing_is_lost_and_nothing_twice(tmp_path: Path) -> None:
    quiet, wild = tmp_path / "without kills", tmp_path / "with kills"
    async with campaign(quiet, SEED) as run:
        await run.people(8)
        await run.to_the_end()
        expected = await outcomes(run)
        said = Counter(await transcript(run.players[0]))

    async with campaign(wild, SEED) as run:
        named = 0
        while sum(run.kills.values()) < KILLS:
            milestone = list(Milestone)[named % len(Milestone)]
            passes = PASSES[named // len(Milestone) % len(PASSES)]
            if named < KILLS * 2 // 3:
                await run.kill_at(milestone, min(passes, 2) if milestone in RARE else passes)
                named += 1
            else:
                await run.kill_anywhere()
        await run.to_the_end()
        got = await outcomes(run)
        assert got.keys() == expected.keys() == {False, True}
        for leaves, left in expected.items():
            assert got[leaves] == left
        await check_words(run, said)
        check_counts(run)
        print(
            f"\n{sum(run.kills.values())} kills, {len(run.players)} people: 0 lost, 0 doubled. {dict(run.kills)}"
        )


async def outcomes(run: Campaign) -> dict[bool, Left]:
    """What is left of those who stayed and of those who left: the same for each, or the test fails.

    Who had to ask again may have said something again: of them nothing may be missing."""
    reckoning = Reckoning(run.root, PASSPHRASE)
    found: dict[bool, Left] = {}
    for player in sorted(run.players, key=lambda player: player.nudges > 0):
        left = reckoning.of(player.person.id)
        wanted = found.setdefault(player.leaves, left)
        missing = Counter(wanted.records) - Counter(left.records)
        same = left == wanted if not player.nudges else not missing and left.consents == wanted.consents
        assert same, await differing(player, wanted, left)
        assert not any(LET_GO in record for record in left.records)
    return found


async def differing(player: Player, wanted: Left, left: Left) -> str:
    """What is missing and what is too much, and what that person saw."""
    missing = Counter(wanted.records) - Counter(left.records)
    doubled = Counter(left.records) - Counter(wanted.records)
    seen = await seen_by(player)
    other = "\n".join(
        f"{field.name}: {getattr(wanted, field.name)}\n  but {getattr(left, field.name)}"
        for field in fields(Left)
        if field.name != "records" and getattr(wanted, field.name) != getattr(left, field.name)
    )
    return f"missing: {dict(missing)}\ntoo much: {dict(doubled)}\nnudges: {player.nudges}\n{other}\n{seen}"


async def seen_by(player: Player) -> str:
    return "\n".join(
        f"{message.id} {message.text or message.kind}"[:70] for message in await player.person.chat()
    )


def check_counts(run: Campaign) -> None:
    reckoning = Reckoning(run.root, PASSPHRASE)
    number, leavers = len(run.players), sum(player.leaves for player in run.players)
    tallies = reckoning.tallies
    assert (tallies["arrived"], tallies["consented"], tallies["withdrew"]) == (number, number, leavers)
    codes = {row["code"] for row in reckoning.all("SELECT code FROM participants")}
    assert codes == {f"AM-{n:02}" for n in range(1, number + 1)}
    assert reckoning.one("SELECT COUNT(*) FROM inbox WHERE state <> 'done'") == 0
    assert reckoning.one("SELECT COUNT(*) FROM outbox WHERE state IN ('pending', 'sending')") == 0
    assert reckoning.one("SELECT COUNT(*) FROM leftovers") == 0
    assert reckoning.strays == set()


async def check_words(run: Campaign, said: Counter[str]) -> None:
    """Sensitive words come at most once unless asked for again; harmless ones twice only if in flight at a kill."""
    doubled = 0
    for player in run.players:
        heard = Counter(await transcript(player))
        for name in SENSITIVE:
            times = sum(n for text, n in heard.items() if text.startswith(words(name)))
            assert times <= 1 + player.nudges + player.pressed_again, f"{name}\n{await seen_by(player)}"
        if not player.nudges:
            doubled += (heard - said).total()
    assert doubled <= SLOTS * sum(run.kills.values())


async def transcript(player: Player) -> list[str]:
    """What the bot said, without the code, which is everybody's own."""
    said = [message.text for message in await player.person.chat() if message.by_bot]
    return [text.split("AM-")[0] for text in said]
