"""Questionnaires, as frozen data: what is asked, how it can be answered, and in which order."""

from datetime import date, time
from enum import StrEnum
from typing import Literal

from study.conditions import Condition
from study.model import Localized, Model, Text


class AnswerType(StrEnum):
    YES_NO = "yes-no"
    CHOICE = "choice"
    CHOICES = "choices"
    SCALE = "scale"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    TEXT = "text"
    VOICE = "voice"
    PHOTO = "photo"
    PLACE = "place"
    NOTE = "note"  # says, asks nothing


class Option(Model):
    """One thing to choose. `fixed` keeps its place where the others are shuffled; `alone` excludes every other one
    ("none of these")."""

    id: str
    label: Localized
    fixed: bool = False
    alone: bool = False


Day = date | Literal["today"]
"""A bound of a date question: a date of the calendar, or the day on which it is asked, where the participant lives."""


class Question(Model):
    """One question. `types` holds one type, or several where the participant may choose how to answer.

    What bounds an answer depends on its type: `low` and `high` are points of a scale or numbers; `decimals` and
    `unit` belong to a number; `first_day` and `last_day` to a date, `first_time` and `last_time` to a time; `at_least`
    and `at_most` count choices, or characters of a text; `within` is the side of the square, in km, to which a place is
    coarsened before it is sealed."""

    id: str
    ask: Text
    types: tuple[AnswerType, ...]
    group: str = ""  # of the questionnaire's groups, the one it stands in
    options: tuple[Option, ...] = ()
    shuffled: bool = False
    at_least: int | None = None
    at_most: int | None = None
    low: int | float | None = None
    high: int | float | None = None
    low_label: Localized | None = None
    high_label: Localized | None = None
    decimals: int = 0
    unit: Localized | None = None
    first_day: Day | None = None
    last_day: Day | None = None
    first_time: time | None = None
    last_time: time | None = None
    within: float | None = None
    when: Condition | None = None
    remember: bool = False
    required: bool = False
    sets: Literal["", "site"] = ""  # the answer is where they live now; its options are sites
    version: int = 1  # of its wording; the service sets it, see study.wordings


class Repeat(Model):
    """How often a group is asked: as often as the number question `times` was answered with, or, where `again` is a
    text, once and then after each yes to it; `at_most` times in any case."""

    at_most: int
    times: str = ""
    again: Text | None = None
    version: int = 1  # of the wording of `again`, as Question has one


class Group(Model):
    """Questions that belong together. `title` is said before the first of them, in each round if they repeat."""

    id: str
    title: Text | None = None
    when: Condition | None = None
    repeat: Repeat | None = None


class Questionnaire(Model):
    """`questions` in their order; those of a group stand together, and name it."""

    id: str
    questions: tuple[Question, ...]
    groups: tuple[Group, ...] = ()

    def group(self, id: str) -> Group | None:
        return next((group for group in self.groups if group.id == id), None)
