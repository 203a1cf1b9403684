"""Whatever stands in a study, and whatever stood in it before: its codebook is DDI, and every question is in it."""

from datetime import date, time
from typing import Any
from xml.etree import ElementTree

from codebook_study import NASTY
from ddi_judge import NS, faults
from hypothesis import given, settings
from hypothesis import strategies as st
from study_made import study

from desk.codebook import book
from desk.codebook_ddi import xml
from desk.codebook_saying import LANG, clean
from study.conditions import Condition
from study.instrument import AnswerType, Group, Option, Question, Questionnaire, Repeat
from study.languages import CODES
from study.model import Counted, Localized
from study.protocol import Protocol
from study.wordings import Wording, numbered, wordings

ODD = [
    NASTY,
    " ",
    "\r\n",
    "\x00",
    "\x85",
    "\ud800",
    "\ufffe",
    "]]>",
    "<!--",
    "&lt;",
    "{n}",
    "**b**",
    "\U0001fffe",
]
SAID = st.one_of(st.sampled_from(ODD), st.text(st.characters(), min_size=1, max_size=4))
IDS = st.sampled_from(["a", "1", "0-_", "mood", "b_2", "a" * 40])
TYPES = [*((type,) for type in AnswerType), (AnswerType.TEXT, AnswerType.VOICE, AnswerType.PHOTO),
         (AnswerType.CHOICE, AnswerType.TEXT), (AnswerType.NUMBER, AnswerType.VOICE),
         (AnswerType.PLACE, AnswerType.TEXT), (AnswerType.YES_NO, AnswerType.DATE, AnswerType.TIME)]  # fmt: skip
BOUNDS: list[dict[str, Any]] = [
    {},
    {"low": 0, "high": 10},
    {"low": -3, "high": 3, "at_least": 0},
    {"low": 0, "high": 100, "shuffled": True, "at_most": 1},
    {"low": 0.5, "decimals": 2, "required": True},
    {"high": -1},
    {"first_day": date(1, 1, 1), "last_day": "today"},
    {"first_day": "today"},
    {"first_time": time(4), "remember": True},
    {"last_time": time(23, 59), "within": 0.001},
    {"at_least": 1, "at_most": 2, "within": 2.5},
]
"""Of any type on any type, as if another program had written them."""
CONDITIONS = st.sampled_from([None, Condition("companions > 0"), Condition('a == "<&]]>"')])


def localized(languages: tuple[str, ...]) -> st.SearchStrategy[Localized]:
    return st.dictionaries(st.sampled_from(languages), SAID, min_size=1).map(Localized)


def texts(languages: tuple[str, ...]) -> st.SearchStrategy[Localized | Counted]:
    """Some bend around a number."""
    bent = SAID.map(lambda form: Counted(by="n", forms={languages[0]: {"one": form, "other": "many"}}))
    return st.one_of(localized(languages), bent)


@st.composite
def questions(draw: st.DrawFn, languages: tuple[str, ...], groups: list[str]) -> Question:
    ids = draw(st.lists(IDS, max_size=2, unique=True))
    label = draw(localized(languages))
    labels = dict.fromkeys(("low_label", "high_label", "unit"), label) if draw(st.booleans()) else {}
    return Question(
        id=draw(IDS),
        ask=draw(texts(languages)),
        types=draw(st.sampled_from(TYPES)),
        group=draw(st.sampled_from(["", *groups])),
        options=tuple(Option(id=id, label=label) for id in ids),
        when=draw(CONDITIONS),
        **draw(st.sampled_from(BOUNDS)),
        **labels,
    )


@st.composite
def studies(draw: st.DrawFn, languages: tuple[str, ...]) -> Protocol:
    def asked(groups: list[str], taken: set[str]) -> tuple[Question, ...]:
        found: list[Question] = draw(
            st.lists(questions(languages, groups), max_size=3, unique_by=lambda one: one.id)
        )
        return tuple(one for one in found if one.id not in taken)

    def group(id: str) -> Group:
        again = draw(st.one_of(st.none(), texts(languages)))
        repeat = draw(st.sampled_from([None, Repeat(at_most=5, times="" if again else "n", again=again)]))
        return Group(
            id=id, title=draw(st.one_of(st.none(), texts(languages))), when=draw(CONDITIONS), repeat=repeat
        )

    groups = tuple(group(id) for id in draw(st.lists(IDS, max_size=1)))
    ids = [one.id for one in groups]
    made = study(
        *asked(ids, set(ids)),
        groups=groups,
        screening=asked([], set()),
        more=(Questionnaire(id="1-st", questions=asked([], set())),),
        languages=languages,
    )
    return made.model_copy(update={"title": draw(localized(languages))})


@st.composite
def with_a_past(draw: st.DrawFn) -> tuple[Protocol, tuple[Wording, ...]]:
    """A study, and the wordings that a data folder has of it and of another one before."""
    spoken = draw(st.lists(st.sampled_from(sorted(CODES)), min_size=1, max_size=3, unique=True))
    languages = tuple(spoken)
    now = draw(studies(languages))
    if draw(st.booleans()):
        return now, ()
    before = numbered(wordings(draw(studies(languages))), (), draw(st.sampled_from([0.0, 1.6e9, 4e9])))
    return now, (*before, *(one for one in numbered(wordings(now), before, 1.7e9) if one not in before))


@settings(max_examples=20, deadline=None)
@given(with_a_past())
def test_it_is_ddi_and_every_question_is_in_it(drawn: tuple[Protocol, tuple[Wording, ...]]) -> None:
    protocol, kept = drawn
    told = book(protocol, kept)
    document = xml(told, date(2024, 3, 1))
    assert faults(document) == []
    variables = ElementTree.fromstring(document).findall(f"{NS}dataDscr/{NS}var")
    assert [one.get("name") for one in variables] == [one.name for one in told.variables]
    for element, variable in zip(variables, told.variables, strict=True):
        said = [(one.get(LANG), one.text) for one in element.findall(f"{NS}qstn/{NS}qstnLit")]
        assert said == [
            (language, as_read(text))
            for version in variable.versions
            for language, text in zip(told.languages, version.asks, strict=True)
            if text
        ]


def as_read(text: str) -> Any:
    """A text as every reader of XML gets it (XML 1.0, section 2.11: the end of a line is one sign)."""
    return clean(text).replace("\r\n", "\n").replace("\r", "\n")
