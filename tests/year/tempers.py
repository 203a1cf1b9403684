"""Who takes part: the kinds of people, and what happens to each kind in a year. Days count from the agreement."""

from collections.abc import Callable, Sequence

from humans import ZONES, Human, Temper


def _leaver(human: Human) -> None:
    human.means(human.chance.randint(3, 280), human.chance.randint(9, 21), human.leaves)


def _blocker(human: Human) -> None:
    day = human.chance.randint(5, 200)
    human.means(day, 15, human.blocks)
    if human.chance.random() < 0.6:
        human.means(day + human.chance.randint(1, 40), 16, human.unblocks)


def _mover(human: Human) -> None:
    day = human.chance.randint(9, 40)
    while day < 300:
        site = human.chance.choice(sorted(ZONES))
        script = human.moves(site) if human.chance.random() < 0.6 else human.says_where(site)
        human.means(day, human.chance.randint(9, 22), script)
        day += human.chance.randint(20, 90)


def _returner(human: Human) -> None:
    day = human.chance.randint(10, 120)
    human.means(day, 14, human.leaves)
    human.means(day + human.chance.randint(1, 60), 15, human.returns)


def _silent(human: Human) -> None:
    if human.chance.random() < 0.6:
        human.means(human.chance.randint(150, 290), human.chance.randint(9, 21), human.comes_back)


def _pauser(human: Human) -> None:
    day = human.chance.randint(2, 30)
    while day < 290:
        key = human.chance.choice(["key.pause-day", "key.pause-week", "key.pause-open"])
        human.means(day, human.chance.randint(9, 21), human.pauses(key), minute=5)
        if key == "key.pause-open":
            day += human.chance.randint(3, 20)
            human.means(day, human.chance.randint(9, 21), human.comes_back)
        day += human.chance.randint(10, 60)


def _shifter(human: Human) -> None:
    for _ in range(human.chance.randint(1, 5)):
        place = human.chance.randint(0, 4)
        pick: Callable[[Sequence[str]], str | None] = lambda labels, place=place: (  # noqa: E731
            labels[place] if place < len(labels) else None
        )
        human.means(human.chance.randint(1, 280), human.chance.randint(9, 21), human.chooses("chooses", pick))


def _diarist(human: Human) -> None:
    for _ in range(60):
        human.means(human.chance.randint(0, 320), human.chance.randint(8, 23), human.writes)


def _presser(human: Human) -> None:
    for _ in range(25):
        human.means(human.chance.randint(0, 320), human.chance.randint(0, 23), human.crosses)


def _looker(human: Human) -> None:
    for command in ("/status", "/help", "/diary", "/times", "/moved", "/pause", "/status"):
        human.means(human.chance.randint(0, 320), human.chance.randint(8, 23), human.looks(command))


TEMPERS = (
    Temper("punctual", answers=1.0, delay=(1, 20), partly=0.0, skips=0.0, plans=_looker),
    Temper("forgetful", answers=0.35, delay=(10, 400), partly=0.15),
    Temper("nocturnal", answers=0.8, delay=(1, 30), awake=(22, 4)),
    Temper("mover", plans=_mover),
    Temper("leaver", plans=_leaver),
    Temper("blocker", plans=_blocker),
    Temper("silent", until=(10, 120), plans=_silent),
    Temper("returning", plans=_returner),
    Temper("pauser", plans=_pauser),
    Temper("shifter", plans=_shifter),
    Temper("diarist", plans=_diarist),
    Temper("presser", answers=0.6, plans=_presser),
    Temper("busy", not_now=0.6, delay=(1, 60), answers=0.9),
)
