"""What somebody said goes, and that they agreed stays: the one list of steps, for a commit and for a restored copy."""

import math
from collections.abc import Collection, Iterator, Mapping

from storage.engine import Step
from storage.sql import load

_UNSAID = load("unsaid")


def all_of(participants: Collection[str]) -> Iterator[Step]:
    """Whatever a clock says, everything that is there."""
    return until(dict.fromkeys(participants, math.inf))


def until(moments: Mapping[str, float]) -> Iterator[Step]:
    """Of each, by their inner id, what came until then (Unix time). What came later stays: they had agreed anew."""
    rows = [{"participant": one, "at": at} for one, at in moments.items()]
    yield _UNSAID.note_sounds, rows
    yield _UNSAID.erase_fetches, rows
    yield _UNSAID.erase_records, rows
    yield _UNSAID.erase_inbox, rows
    yield _UNSAID.blank_inbox, rows
    yield _UNSAID.blank_parked, rows
    yield _UNSAID.erase_sounds, rows
