"""Protocols put together by hand, so that what is told of them does not hang on how a file is read."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from study.conditions import Condition
from study.instrument import AnswerType, Group, Option, Question, Questionnaire
from study.model import Localized
from study.protocol import Consent, Protocol, Screening, Site, Team
from study.timing import Schedule, Wave


def said(en: str, **more: str) -> Localized:
    return Localized({"en": en, "ru": f"{en}, по-русски", **more})


def question(id: str = "mood", type: str = "yes-no", ask: str = "", when: str = "", **more: Any) -> Question:
    """`type` may name several, with blanks between."""
    types = tuple(AnswerType(one) for one in type.split())
    words = more.pop("words", None) or said(ask or f"What about {id}?")
    return Question(id=id, ask=words, types=types, when=Condition(when) if when else None, **more)


def options(*ids: str, **labels: str) -> tuple[Option, ...]:
    return tuple(Option(id=id, label=said(labels.get(id, id.title()))) for id in ids)


def wave(id: str = "daily", ask: str = "evening", **more: Any) -> Wave:
    given = {"every": timedelta(days=1), "times": 7, "expires": timedelta(hours=3)} | more
    return Wave(id=id, ask=ask, **given)


def study(
    *questions: Question,
    groups: tuple[Group, ...] = (),
    waves: tuple[Wave, ...] = (),
    screening: tuple[Question, ...] = (),
    more: tuple[Questionnaire, ...] = (),
    version: str = "1.0",
    information: str = "Who we are.",
    languages: tuple[str, ...] = ("en", "ru"),
    title: str = "Road & <home>",
) -> Protocol:
    """A study whose questionnaire `evening` has these questions."""
    evening = Questionnaire(id="evening", questions=questions, groups=groups)
    return Protocol(
        id="crossing",
        title=said(title),
        languages=languages,
        team=Team(name=said("The group"), contact="fieldwork@example.org"),
        sites=(Site(id="AM", name=said("Armenia"), timezone="Asia/Yerevan"),),
        screening=Screening(questions=screening),
        consent=Consent(version=version, information=said(information), statement=said("I take part.")),
        questionnaires=(evening, *more) if questions else more,
        schedule=Schedule(waves=waves),
        folder=Path(),
    )
