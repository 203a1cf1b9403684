"""A study with every kind of question, and what was asked before it became what it is."""

from dataclasses import replace
from datetime import date, time

from study_made import options, question, said, study, wave

from study.conditions import Condition
from study.instrument import Group, Repeat
from study.protocol import Approval, Protocol
from study.wordings import Wording, numbered, wordings

NASTY = '<b>&amp; "quoted" ]]> | *bold* \x0b\ufffe\ud800 `code`'

ROAD = Group(
    id="road",
    title=said("Person {n}"),
    when=Condition("companions > 0"),
    repeat=Repeat(at_most=5, again=said("Anybody else?")),
)


def everything() -> Protocol:
    made = study(
        question("hello", "note", ask="Good evening."),
        question("mood", "scale", low=0, high=10, low_label=said("hard"), high_label=said("well")),
        question("pain", "scale", low=0, high=100),
        question("companions", "number", low=0, high=20, unit=said("people"), remember=True),
        question("rent", "number", decimals=2),
        question("relation", "choice", options=options("friend", "family"), group="road", shuffled=True),
        question("safe", "yes-no", group="road", when='relation == "friend"'),
        question("papers", "choices", options=options("visa", "none"), at_least=1, at_most=2, required=True),
        question("left_on", "date", first_day=date(2022, 2, 24), last_day="today"),
        question("woke", "time", first_time=time(4), last_time=time(14)),
        question("story", "text voice photo", when="mood <= 3", at_least=10, at_most=2000),
        question("where", "place", within=25),
        groups=(ROAD,),
        waves=(wave(), wave("weekly")),
        screening=(question("adult"),),
    )
    body = said("Ethics commission")
    return made.model_copy(
        update={"approvals": (Approval(body=body, reference="12/2023", granted=date(2023, 3, 14)),)}
    )


def earlier(*wanted: str) -> tuple[Wording, ...]:
    """What a data folder knows: `papers` had another option and another label; `gone` is no longer in the file."""
    before = study(
        question("papers", "choices", ask="Papers?", options=options("visa", "permit", visa="A stamp")),
        question("gone", "yes-no", ask="Is it still asked?"),
        question("said", "note", ask="A note that is gone."),
    )
    old = tuple(replace(one, version=1, since=1_700_000_000.0) for one in wordings(before))
    return numbered(wordings(everything()), old, 1_710_000_000.0) + old


def hostile() -> Protocol:
    return study(question("mood", "choice", ask=NASTY, options=options("a", "b", a=NASTY)), title=NASTY)
