"""Where somebody is, as an answer: coarse before it is sealed."""

import math

from handlers.answers.kind import Kind, Screen
from study.coarsening import Coarse, coarsened
from study.inbound import Located
from study.saying import Phrase

WITHIN = 10.0
"""Kilometres, where the study names none."""


class Place(Kind):
    way = Phrase("way.place")

    def hint(self, screen: Screen) -> Phrase:
        return Phrase("hint.place")


def promise(screen: Screen) -> Phrase:
    """What is kept of a place, said before anybody sends one."""
    return Phrase("question.place", {"km": f"{_within(screen):g}"})


def place_of(screen: Screen, sent: Located) -> Coarse | None:
    """What is kept of it; None for numbers that are no place."""
    if not (math.isfinite(sent.latitude) and math.isfinite(sent.longitude)):
        return None
    return coarsened(sent.latitude, sent.longitude, _within(screen))


def _within(screen: Screen) -> float:
    return screen.question.within or WITHIN
