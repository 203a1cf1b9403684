"""What more people cost: updates a second (as in "Answering a backlog", at 0 ms, 16 places, 2,500 texts from
people all over the study), the size of the database, and the service's memory after that, with 1,000, 10,000
and 100,000 people enrolled. The database then holds of each of them the state, the contact, and one prompt with
its question open; what they have said before would lie beside it, sealed, about 3 kB an answer, and is not read
again."""

from bench.figures import Findings, Row, Target, median, number, ratio
from bench.folders import Folders
from bench.measures.throughput import rate
from bench.stage import bot, copied, ours, server
from bench.step import Step
from bot.opening import DATABASE

TITLE = "As the study grows"
SIZES = (1_000, 10_000, 100_000)
UPDATES = 2_500
KEPT = Target(least=0.8)


def steps(runs: int) -> int:
    return runs * len(SIZES)


def measure(runs: int, folders: Folders, step: Step) -> Findings:
    found = Findings()
    for _ in range(runs):
        for people in SIZES:
            step(f"{people:,} participants")
            for name, figure in _figures(people, folders).items():
                found.raw.setdefault(f"{people}: {name}", []).append(figure)
    middle = {name: median(several) for name, several in found.raw.items()}
    smallest, *larger = SIZES
    for people in larger:
        target = KEPT if people == SIZES[-1] else None
        mine, first = (middle[f"{size}: updates a second"] for size in (people, smallest))
        what = f"updates a second, {people:,} participants to {smallest:,}"
        found.rows.append(Row(what, number(mine), number(first), ratio(mine, first), target=target))
    for what in ("memory", "database"):
        for people in SIZES:
            figure = middle[f"{people}: {what}"]
            found.rows.append(
                Row(f"{what}, {people:,} participants", f"{number(figure)} MB", "", figure, " MB")
            )
    return found


def _figures(people: int, folders: Folders) -> dict[str, float]:
    with copied(folders.of(people)) as folder:
        database = (folder / "server" / "data" / DATABASE).stat().st_size / 2**20
        with server() as api, bot(ours(folder, api), api) as service:
            done = rate(api, UPDATES, people)
            return {"updates a second": done, "memory": service.memory(), "database": database}
