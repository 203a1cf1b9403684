"""The simulator goes on where it stopped."""

from pathlib import Path

import pytest
from simulator_bench import DAY, HOUR, BotRefused, Wall, stage

from simulator.person import Person
from simulator.samples import sample

YES = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


async def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    wall = Wall()
    async with stage(tmp_path, wall) as on:
        anna = await on.anna()
        keys = {"keyboard": [["Да"]], "is_persistent": True}
        await on.bot("sendMessage", chat_id=anna.id, text="Ну?", reply_markup=keys)
        await on.bot("sendMessage", chat_id=anna.id, text="Well?", reply_markup=YES)
        await on.bot("setMyCommands", commands=[{"command": "stop", "description": "Leave"}])
        await on.bot("setMyName", name="Road and home")
        voice = await anna.speaks("diary-en.ogg")
        await on.world.travel(by=DAY)
        await anna.taps("Yes")
        await anna.says("unheard")
        before, people = (await anna.view()).raw, await on.world.people()
        pending = await on.world.pending()
        offset = on.bot.offset
    async with stage(tmp_path, wall) as on:
        again = Person(on.world, anna.id, anna.name)
        after = (await again.view()).raw
        waiting = [key for message in before["messages"] for row in message["keys"] for key in row]
        assert [key["waiting"] for key in waiting] == [True]
        for key in waiting:
            key["waiting"] = False  # a spinner is nobody's memory
        assert after["version"] > before["version"]
        assert {**after, "version": 0} == {**before, "version": 0}
        assert [row["id"] for row in await on.world.people()] == [row["id"] for row in people]
        assert (await on.world.time())["shift"] == DAY
        assert await on.world.pending() == pending
        on.bot.offset = offset
        tapped, said = (await on.bot.hears())[-2:]
        assert said["message"]["text"] == "unheard"
        assert await on.bot("answerCallbackQuery", callback_query_id=tapped["callback_query"]["id"])
        path = (await on.bot("getFile", file_id=voice["voice"]["file_id"]))["file_path"]
        assert await on.bot.fetch(path) == (200, sample("diary-en.ogg"))
        message = await again.presses("Да")
        assert message["message_id"] > said["message"]["message_id"]
        [heard] = await on.bot.hears()
        assert heard["update_id"] == said["update_id"] + 1


async def test_confirmed_updates_stay_confirmed_and_old_ones_age(tmp_path: Path) -> None:
    wall = Wall()
    async with stage(tmp_path, wall) as on:
        anna = await on.anna()
        await anna.says("old")
    wall.goes_on(23 * HOUR)
    async with stage(tmp_path, wall) as on:
        await Person(on.world, anna.id, "Anna").says("young")
        assert [update["message"]["text"] for update in await on.bot("getUpdates")] == ["old", "young"]
    wall.goes_on(HOUR)
    async with stage(tmp_path, wall) as on:
        assert [update["message"]["text"] for update in await on.bot("getUpdates")] == ["young"]


async def test_who_blocked_or_left_stays_away(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        anna, timur = await on.anna(), await on.anna()
        await anna.blocks()
        await timur.disappears()
    async with stage(tmp_path) as on:
        for person, why in ((anna, "blocked by the user"), (timur, "deactivated")):
            with pytest.raises(BotRefused, match=why):
                await on.bot("sendMessage", chat_id=person.id, text="?")


async def test_without_a_folder_it_remembers_nothing() -> None:
    async with stage() as on:
        anna = await on.anna()
    async with stage() as on:
        assert anna.id not in [person["id"] for person in await on.world.people()]
