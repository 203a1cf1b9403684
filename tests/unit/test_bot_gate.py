"""The gate: many at a time, or one alone."""

import asyncio

import pytest

from bot.gate import Gate


async def settle() -> None:
    """Everybody goes as far as they can."""
    for _ in range(10):
        await asyncio.sleep(0)


class People:
    """Who is within, and who has been."""

    def __init__(self) -> None:
        self.gate, self.within, self.leaving = Gate(), set[str](), dict[str, asyncio.Event]()

    def come(self, name: str, alone: bool = False) -> "asyncio.Task[None]":
        async def stays() -> None:
            async with self.gate.alone() if alone else self.gate.shared():
                self.within.add(name)
                try:
                    await self.leaving.setdefault(name, asyncio.Event()).wait()
                finally:
                    self.within.discard(name)

        return asyncio.create_task(stays())

    async def go(self, *names: str) -> None:
        for name in names:
            self.leaving.setdefault(name, asyncio.Event()).set()
        await settle()


async def test_many_are_within_and_one_alone_waits_until_all_have_left() -> None:
    people = People()
    people.come("a"), people.come("b")
    await settle()
    people.come("alone", alone=True)
    await settle()
    assert people.within == {"a", "b"}
    people.come("late")  # and would keep it waiting for ever, if it were let in
    await people.go("a")
    assert people.within == {"b"}
    await people.go("b")
    assert people.within == {"alone"}
    await people.go("alone")
    assert people.within == {"late"}
    await people.go("late")
    async with people.gate.alone():
        pass


@pytest.mark.parametrize("alone", [False, True], ids=["with others", "alone"])
async def test_whoever_is_stopped_has_left(alone: bool) -> None:
    people = People()
    stopped = people.come("a", alone)
    await settle()
    stopped.cancel()
    await settle()
    other = people.come("b", alone=True)
    await settle()
    assert people.within == {"b"}
    other.cancel()


async def test_one_that_is_stopped_while_it_waits_keeps_nobody_out() -> None:
    people = People()
    people.come("a")
    await settle()
    waits = people.come("alone", alone=True)
    await settle()
    waits.cancel()
    await settle()
    people.come("b")
    await settle()
    assert people.within == {"a", "b"}
    await people.go("a", "b")


async def test_a_fault_within_is_a_leaving() -> None:
    gate = Gate()
    with pytest.raises(ValueError, match="ours"):
        async with gate.shared():
            raise ValueError("ours")
    async with gate.alone():
        pass
