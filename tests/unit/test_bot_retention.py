"""`keep.media`: when the time of a voice or a photo is over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.retention import over
from storage.keeping import Media
from study.keeping import Keep, Term

CAME = datetime(2024, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
YEAR = timedelta(days=365)
AT = CAME.timestamp()
VOICE = Media("v", AT, "enrolled", AT - 10 * 86_400, None, AT)
PLAIN, AFTER_END = Term(length=YEAR), Term(length=YEAR, after_end=True)


def study(term: Term | None, ending: timedelta | None = None) -> Any:
    end = SimpleNamespace(after=ending) if ending else None
    return SimpleNamespace(keep=Keep(media=term), ending=end)


def left(at: datetime, **more: Any) -> Media:
    return replace(VOICE, stage="withdrawn", withdrawn_at=at.timestamp(), **more)


FINISHED = replace(VOICE, stage="finished")
AGREED = CAME - 10 * DAY
TERMS = {
    "from when it came": (PLAIN, None, VOICE, CAME + YEAR),
    "from when it came, whoever has left": (PLAIN, None, left(CAME + DAY), CAME + YEAR),
    "not while they take part": (AFTER_END, 30 * DAY, VOICE, None),
    "not in the pause of one who comes back": (AFTER_END, None, replace(VOICE, withdrawn_at=AT), None),
    "from the end": (AFTER_END, 30 * DAY, FINISHED, AGREED + 30 * DAY + YEAR),
    "from leaving": (AFTER_END, 30 * DAY, left(CAME + DAY), CAME + DAY + YEAR),
    "from the end, where they left later": (AFTER_END, 30 * DAY, left(CAME + 99 * DAY), AGREED + 30 * DAY + YEAR),
    "not before what they said last": (
        AFTER_END,
        30 * DAY,
        replace(FINISHED, last_at=(CAME + 200 * DAY).timestamp()),
        CAME + 200 * DAY + YEAR,
    ),
    "the study had no end": (AFTER_END, None, FINISHED, CAME + YEAR),
    "no term": (None, None, FINISHED, None),
}  # fmt: skip


@pytest.mark.parametrize(("term", "ending", "media", "until"), TERMS.values(), ids=TERMS)
def test_terms(term: Term | None, ending: timedelta | None, media: Media, until: datetime | None) -> None:
    def gone(at: datetime) -> bool:
        return list(over([media], study(term, ending), at)) == ["v"]

    if until is None:
        assert not gone(CAME + 40 * YEAR)
    else:
        assert (gone(until - timedelta(seconds=1)), gone(until)) == (False, True)
