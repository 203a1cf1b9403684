"""Updates a second, from the moment the server hands out the first of a backlog until the last is answered. A
text each from a thousand people in turn; answered means that the bot's `sendMessage` to that chat has reached
the server. Ours sends to 16 chats at a time unless the row says otherwise: that many words at most come twice
after a kill, so 16 is the service's default. python-telegram-bot's echo bot runs as its README has it (one
update after the other) and with `concurrent_updates`; aiogram's as its README has it. The bare loop is aiohttp
that sends 64 at a time and stores nothing: the limit of what one process of Python does."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Findings, Row, Target, median, number, ratio
from bench.folders import Folders
from bench.stage import Server, bot, copied, ours, peer, server
from bench.step import Step

TITLE = "Answering a backlog"
PEOPLE = 1_000
PATIENCE = 60  # seconds for a load

Words = Callable[[Server, Path], list[str]]


@dataclass(frozen=True)
class Variant:
    """A bot, and how many updates it is given: as many as it does in two or three seconds."""

    name: str
    words: Words
    updates: int


def _ours(places: int) -> Words:
    return lambda api, folder: ours(folder, api, places)


def _peer(name: str, *more: str) -> Words:
    return lambda api, folder: peer(name, api, *more)


SEQUENTIAL, CONCURRENT, AIOGRAM, BARE = "sequential", "concurrent", "aiogram", "bare loop"
OURS, OURS_64 = "ours", "ours, 64 places"
VARIANTS: dict[int, tuple[Variant, ...]] = {
    0: (
        Variant(SEQUENTIAL, _peer("ptb_bot", "sequential"), 600),
        Variant(CONCURRENT, _peer("ptb_bot", "concurrent"), 150),
        Variant(AIOGRAM, _peer("aiogram_bot"), 1_500),
        Variant(BARE, _peer("bare_bot"), 6_000),
        Variant(OURS, _ours(16), 2_500),
    ),
    50: (
        Variant(SEQUENTIAL, _peer("ptb_bot", "sequential"), 40),
        Variant(CONCURRENT, _peer("ptb_bot", "concurrent"), 150),
        Variant(AIOGRAM, _peer("aiogram_bot"), 1_500),
        Variant(BARE, _peer("bare_bot"), 2_500),
        Variant(OURS, _ours(16), 800),
        Variant(OURS_64, _ours(64), 2_000),
    ),
}
OTHERS = {
    SEQUENTIAL: "python-telegram-bot, one at a time",
    CONCURRENT: "python-telegram-bot, concurrent",
    AIOGRAM: "aiogram",
    BARE: "the bare loop",
}
TARGETS = {
    (0, SEQUENTIAL): Target(least=4),
    (0, BARE): Target(least=0.4),
    (50, SEQUENTIAL): Target(least=30),
    (50, CONCURRENT): Target(least=8),
    (50, AIOGRAM): Target(least=1.4),
}


def steps(runs: int) -> int:
    return runs * sum(map(len, VARIANTS.values()))


def measure(runs: int, folders: Folders, step: Step) -> Findings:
    found = Findings()
    for latency, variants in VARIANTS.items():
        rates: dict[str, list[float]] = {variant.name: [] for variant in variants}
        for _ in range(runs):
            for variant in variants:
                step(f"{variant.name}, {latency} ms")
                rates[variant.name].append(_rate(variant, latency, folders.of(PEOPLE)))
        found.raw |= {f"{name}, {latency} ms": several for name, several in rates.items()}
        middle = {name: median(several) for name, several in rates.items()}
        for name in (OURS, OURS_64):
            if name in middle:
                found.rows += [_row(latency, name, other, middle) for other in OTHERS]
    return found


def _row(latency: int, name: str, other: str, rates: dict[str, float]) -> Row:
    places = ", 64 places" if name == OURS_64 else ""
    return Row(
        f"updates a second at {latency} ms{places}, to {OTHERS[other]}",
        number(rates[name]),
        number(rates[other]),
        ratio(rates[name], rates[other]),
        target=TARGETS.get((latency, other)),
    )


def _rate(variant: Variant, latency: int, seeded: Path) -> float:
    with copied(seeded) as folder, server(latency) as api, bot(variant.words(api, folder), api):
        return rate(api, variant.updates, PEOPLE)


def rate(api: Server, updates: int, people: int) -> float:
    """Updates a second of the bot that polls there. One that does not answer all in time is counted by what it did."""
    api.ask("begin", n=updates, people=people)
    state = api.ask("result", within=PATIENCE)
    answered = len(state["delays"])
    return answered / (state["seconds"] if answered == updates else PATIENCE)
