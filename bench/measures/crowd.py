"""The longest that anybody waits when many are in the study: 10,000 participants, 26 texts a second for 20
seconds, each from somebody else, at 0 ms of latency. A wait begins when the text reaches Telegram and ends with
the bot's `sendMessage`, in seconds. python-telegram-bot's PicklePersistence writes everything it knows for
every person who changed, every `update_interval`: 60 s by itself, 5 s here, which is kinder (shorter stalls,
more of them). It is run once and given up after 60 s more; a wait that has not ended then counts as long as it
has lasted. Ours is run three times, and the longest wait of the middle run counts. Memory is the service's
after those 20 seconds."""

from bench.figures import Findings, Row, Target, median, ratio, seconds
from bench.folders import Folders
from bench.stage import Server, bot, copied, ours, peer, scratch, server
from bench.step import Step

TITLE = "Ten thousand participants"
PEOPLE = 10_000
RATE, LASTS = 26, 20  # texts a second, seconds
PATIENCE = 60  # seconds after that
WORST = Target(most=0.01)
MEMORY = Target(most=90)


def steps(runs: int) -> int:
    return _ours_runs(runs) + 1


def _ours_runs(runs: int) -> int:
    return min(runs, 3)


def measure(runs: int, folders: Folders, step: Step) -> Findings:
    found = Findings(raw={"ours": [], "memory": [], "pickle": []})
    for _ in range(_ours_runs(runs)):
        step("ours")
        with copied(folders.of(PEOPLE)) as folder, server() as api, bot(ours(folder, api), api) as service:
            found.raw["ours"].append(_worst(api))
            found.raw["memory"].append(service.memory())
    step("PicklePersistence")
    with scratch() as folder, server() as api, bot(peer("pickle_bot", api, folder / "people", PEOPLE), api):
        found.raw["pickle"].append(_worst(api))
    worst, pickle, memory = (median(found.raw[name]) for name in ("ours", "pickle", "memory"))
    found.rows = [
        Row(
            "longest wait for a reply, to PicklePersistence",
            seconds(worst),
            seconds(pickle),
            ratio(worst, pickle),
            target=WORST,
        ),
        Row("memory of the service", f"{memory:.0f} MB", "", memory, " MB", MEMORY),
    ]
    return found


def _worst(api: Server) -> float:
    api.ask("steady", n=RATE * LASTS, people=PEOPLE, rate=RATE)
    state = api.ask("result", within=LASTS + PATIENCE)
    return float(max(state["delays"] + state["overdue"]))
