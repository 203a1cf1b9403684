"""What stays on a phone: messages go from both sides, what comes unasked shows nothing, and a word opens the bot.

Over real HTTP, with the time of the demo."""

import story
from house import House

from simulator.person import Person
from simulator.seen import Message

DAY = 86_400.0


def says(house: House, chat: str) -> None:
    """The study says this of its chat."""
    text = house.study.read_text("utf-8")
    house.study.write_text(f"{text}\nchat: {{{chat}}}\n", "utf-8")


def texts(messages: list[Message]) -> list[str]:
    return [message.text for message in messages]


async def left(house: House, person: Person) -> list[Message]:
    await house.settled()
    return await person.chat()


def hidden(message: Message) -> list[str]:
    """What stands under a spoiler."""
    units = message.text.encode("utf-16-le")
    found = [one for one in message.raw.get("entities", []) if one["type"] == "spoiler"]
    ends = [(2 * one["offset"], 2 * (one["offset"] + one["length"])) for one in found]
    return [units[start:end].decode("utf-16-le") for start, end in ends]


async def test_at_once(house: House) -> None:
    says(house, "clear: at-once")
    async with house.running():
        person = await story.arrive(house.world, "en")
        await story.come_to_the_statement(person, "en")
        before = await left(house, person)
        assert len(before) > 8
        assert all(message.by_bot for message in before), "what they are to read stays until they have agreed"
        await person.speaks(story.VOICES["en"][0])
        await person.hears()
        assert [one.kind for one in await left(house, person) if not one.by_bot] == ["voice"]
        await person.presses("Yes, I agree")
        await person.hears("Your code")
        receipt = (await left(house, person))[0]
        assert "Your code" in receipt.text
        assert "In a day this message goes" in receipt.text
        await person.says("I slept through.")
        await person.hears("Add")
        assert all(message.by_bot for message in await left(house, person)), "sealed, and gone"
        await person.presses("Add to my diary")
        await person.hears("Added")
        [kept, last] = await left(house, person)
        assert kept.id == receipt.id, "its code word is said only once"
        assert "Added" in last.text, "the last words stay until others are said"
        await house.world.travel(by=DAY + 600)
        assert not {kept.id, last.id} & {one.id for one in await left(house, person)}
    assert await house.world.calls("deleteMessages")


async def test_a_day_later(house: House) -> None:
    says(house, "clear: 1d")
    async with house.running():
        person = await story.arrive(house.world, "ru")
        await story.agree(person, "ru")
        whole = await left(house, person)
        assert {message.by_bot for message in whole} == {True, False}
        await house.world.travel(by=DAY / 2)
        assert [one.id for one in await left(house, person)][: len(whole)] == [one.id for one in whole]
        await house.world.travel(by=DAY / 2 + 600)
        gone = {one.id for one in whole}
        assert not gone & {one.id for one in await left(house, person)}
    asked = await house.world.calls("deleteMessages")
    assert len(asked) < len(whole) / 2, "together, where much was said"
    code, said, _ = await house.command("health", "--data", str(house.data))
    assert (code, "WARNING" in said) == (0, False)


async def test_a_service_that_stood_still_says_what_it_missed(house: House) -> None:
    says(house, "clear: 1d")
    async with house.running():
        person = await story.arrive(house.world, "en")
        await story.agree(person, "en")
        whole = await left(house, person)
    await house.world.travel(by=3 * DAY)
    async with house.running():
        still = await left(house, person)
        assert [one.id for one in still][: len(whole)] == [one.id for one in whole]
    async with house.running():
        await house.settled()
        code, said, _ = await house.command("health", "--data", str(house.data))
    assert code == 0
    assert f"{len(whole)} messages that should be gone from a phone are still there" in said
    assert not await house.world.calls("deleteMessages")


async def test_what_could_not_be_deleted_while_the_bot_was_blocked_goes_when_they_are_back(
    house: House,
) -> None:
    says(house, "clear: 1d")
    async with house.running():
        person = await story.arrive(house.world, "en")
        await story.agree(person, "en")
        whole = await left(house, person)
        await person.blocks()
        await house.settled()
        await house.world.travel(by=DAY + 3600)
        assert [one.id for one in await left(house, person)][: len(whole)] == [one.id for one in whole]
        assert not await house.world.calls("deleteMessages")
        await person.unblocks()
        await house.settled()
        await house.world.travel(by=60)
        assert not {one.id for one in whole} & {one.id for one in await left(house, person)}
        await house.settled()
    code, said, _ = await house.command("health", "--data", str(house.data))
    assert (code, "WARNING" in said) == (0, False)


async def test_what_the_service_did_not_know_that_it_could_not_delete_goes_when_they_are_back(
    house: House,
) -> None:
    """It stood still when they blocked the bot, and is told of that only after it has tried."""
    says(house, "clear: 1d")
    async with house.running():
        person = await story.arrive(house.world, "en")
        await story.agree(person, "en")
        whole = await left(house, person)
    await person.blocks()
    await house.world.travel(by=DAY + 3600)
    await house.world.fault("getUpdates", status=502, times=2)
    await house.world.fault("deleteMessages", status=403, times=99)
    async with house.running():
        await house.settled()
        tried = await house.world.calls("deleteMessages")
        assert {call["status"] for call in tried} == {403}
        await house.world.travel(by=3 * 3600)
        assert await house.world.calls("deleteMessages") == tried, "it waits until they are back"
        assert [one.id for one in await left(house, person)][: len(whole)] == [one.id for one in whole]
        await house.world.clear_faults()
        await person.unblocks()
        await house.settled()
        await house.world.travel(by=60)
        assert not {one.id for one in whole} & {one.id for one in await left(house, person)}
    code, said, _ = await house.command("health", "--data", str(house.data))
    assert (code, "WARNING" in said) == (0, False)


async def test_what_stayed_because_the_bot_is_blocked_is_told(house: House) -> None:
    says(house, "clear: 1d")
    async with house.running():
        person = await story.arrive(house.world, "en")
        await story.agree(person, "en")
        whole = await left(house, person)
        await person.blocks()
        await house.settled()
        await house.world.travel(by=2 * DAY + 3600)
        await house.settled()
    async with house.running():
        await house.settled()
        code, said, _ = await house.command("health", "--data", str(house.data))
    assert code == 0
    assert f"{len(whole)} messages that should be gone from a phone are still there" in said


async def test_hide(house: House) -> None:
    async with house.running():
        person = await story.arrive(house.world, "en")
        await story.agree(person, "en")
        await house.world.travel(to="next-message")
        await person.sees(lambda message: bool(message.keys))
        await person.says("/hide")
        await person.hears("Nothing here")
        [line] = await left(house, person)
        assert line.text == "Nothing here. /more"
        assert await person.keyboard() == ()
        await person.says("/start")
        await person.hears(lambda message: bool(message.keys))
        await person.says("/hide")
        await person.hears("Nothing here")
        assert len(await left(house, person)) == 1


async def test_what_comes_unasked_shows_nothing(house: House) -> None:
    says(house, "neutral: yes")
    async with house.running():
        person = await story.arrive(house.world, "en")
        await story.agree(person, "en")
        await house.settled()
        asked = {message.id for message in await person.chat()}
        await house.world.travel(to="next-message")
        [prompt, *_] = [one for one in await left(house, person) if one.id not in asked]
        assert prompt.text.startswith("Got a minute?\n\n")
        [rest] = hidden(prompt)
        assert prompt.text == f"Got a minute?\n\n{rest}"
        assert prompt.raw["protected"]
        await person.taps(story.EN.mood)
        await person.hears(story.EN.why)
        assert not hidden((await person.chat())[-1]), "what is said to somebody who is there is not hidden"


async def test_a_quiet_face(house: House) -> None:
    says(house, "face: yes")
    async with house.running():
        person = await story.arrive(house.world, "en")
        await story.agree(person, "en")
        await person.says("/quiet")
        await person.hears("Now write your word")
        await person.says("Apricot tree")
        await person.hears("Your word is: Apricot tree")
        await person.presses("Switch it on")
        await person.hears("Hello. Write if you need anything.")
        assert texts(await left(house, person)) == ["Hello. Write if you need anything."]
        view = await person.view()
        assert view.keyboard == ()
        assert [one["command"] for one in view.raw["commands"]] == ["start"]
        await house.world.travel(to="next-message")
        assert texts(await left(house, person))[1:] == ["Got a minute?"]
        await person.says("What is this?")
        await person.hears("Hello.")
        await person.says("apricot tree.")
        await person.hears("It is open")
        await person.sees(lambda message: bool(message.keys))
        assert not [one for one in await left(house, person) if not one.by_bot], (
            "the word is gone from the chat"
        )
        assert "diary" in [one["command"] for one in (await person.view()).raw["commands"]]
        await house.world.travel(by=16 * 60)
        [line] = await left(house, person)
        assert line.text == "Hello. Write if you need anything."
        assert line.raw["silent"]
        await person.says("/stop")
        await person.hears(story.EN.gone)
        await house.settled()
        assert "diary" in [one["command"] for one in (await person.view()).raw["commands"]]
    scanned = b"".join(house.bytes_on_disk().values()) + b"".join(house.logs)
    assert b"pricot" not in scanned
