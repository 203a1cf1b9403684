"""Whether people can still be reached. Silence is not leaving: it is counted apart from withdrawal. Pure."""

from collections import Counter
from collections.abc import Iterable

from storage.desk_rows import DeskParticipant
from study.participant import RENEWING, Stage

TOLD = {
    "open": "in touch",
    "paused": "resting",
    "silent": "silent",
    "blocked": "blocked the bot",
    "gone": "account is gone",
}
"""`participants.touch` in the desk's words."""


def touch_of(person: DeskParticipant) -> str:
    """Of somebody who takes part; empty for those who have left or finished, of whom nothing more is expected."""
    return person.touch if person.stage in (Stage.ENROLLED, RENEWING) else ""


def by_touch(people: Iterable[DeskParticipant]) -> dict[str, int]:
    """How many of those who take part are in which touch, in the order of `TOLD`; then who left, and who finished."""
    counts = Counter(touch_of(one) or ("withdrawn" if one.withdrawn else "finished") for one in people)
    return {name: counts[name] for name in (*TOLD, "withdrawn", "finished")}
