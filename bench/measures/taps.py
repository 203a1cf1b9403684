"""What one person feels when nobody else writes: milliseconds from handing out a tap on an inline key until the
bot's `answerCallbackQuery` is there (until then the key turns on the screen), at 0 ms of latency, the bot at
rest before each. Ours is tapped on a key of its questionnaire, learnt from the message that asked; the answer
is sealed and committed before the tap is answered. The echo bots only answer the tap. p50 and p99 are of the
taps of all runs together, sixty in each."""

import time

from bench.figures import Findings, Row, Target, percentile, ratio, seconds
from bench.folders import Folders
from bench.measures.throughput import OTHERS, OURS, PEOPLE, SEQUENTIAL, VARIANTS, Variant
from bench.stage import Server, bot, copied, server
from bench.step import Step
from bench.updates import FIRST_CHAT

TITLE = "A tap on an idle bot"
TAPS = 60
WARM = 5  # taps before it counts
REST = 0.02  # seconds between two: ours also settles the message and asks the next question
PATIENCE = 20
TARGETS = {(50, SEQUENTIAL): Target(most=1.5)}
SHARES = (50, 99)


def steps(runs: int) -> int:
    return runs * len(VARIANTS[0])


def measure(runs: int, folders: Folders, step: Step) -> Findings:
    found = Findings(raw={variant.name: [] for variant in VARIANTS[0]})
    for _ in range(runs):
        for variant in VARIANTS[0]:
            step(variant.name)
            found.raw[variant.name] += _delays(variant, folders)
    for share in SHARES:
        waits = {name: percentile(several, share / 100) for name, several in found.raw.items()}
        found.rows += [_row(share, other, waits) for other in OTHERS]
    return found


def _row(share: int, other: str, waits: dict[str, float]) -> Row:
    return Row(
        f"tap to answer, p{share}, to {OTHERS[other]}",
        seconds(waits[OURS]),
        seconds(waits[other]),
        ratio(waits[OURS], waits[other]),
        target=TARGETS.get((share, other)),
    )


def _delays(variant: Variant, folders: Folders) -> list[float]:
    with copied(folders.of(PEOPLE)) as folder, server() as api, bot(variant.words(api, folder), api):
        taps = [_tap(api, FIRST_CHAT + n, asked=variant.name == OURS) for n in range(WARM + TAPS)]
    return taps[WARM:]


def _tap(api: Server, chat: int, asked: bool) -> float:
    """Seconds until a tap is answered; one that never is counts as long as it was waited for. With `asked` the bot puts
    its question again first, and so the server learns what the key carries."""
    if asked:
        api.ask("ask", chat=chat, text="/start", within=PATIENCE)
        time.sleep(REST)
    state = api.ask("ask", chat=chat, within=PATIENCE)
    time.sleep(REST)
    return float(max(state["delays"] + state["overdue"]))
