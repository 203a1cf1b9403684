"""A number, written as people write them: with a point or a comma, blanks between thousands, its unit after it."""

import re

from handlers.answers.kind import Choice, Kind, Screen
from handlers.answers.scale import MINUS
from study.folding import folded
from study.instrument import Question
from study.model import Localized
from study.saying import Phrase

LONGEST = 24
"""Characters; more is no number that somebody counted."""
NUMBER = re.compile(
    r"(?P<sign>[-+]?)\s*(?P<whole>\d{1,3}(?:[ '’]\d{3})+|\d+)(?:[.,](?P<part>\d+))?(?P<unit>\D*)"
)


class Number(Kind):
    way = Phrase("way.number")

    def reads(self, screen: Screen, text: str, means: frozenset[str]) -> Choice | Phrase | None:
        """A number within its bounds; in `1.000` nobody can tell a thousand from one, so that is none."""
        question = screen.question
        found = NUMBER.fullmatch(_plain(text)) if len(text) <= LONGEST + len(_unit(question)) else None
        if found is None or not _is_unit(question, found["unit"]):
            return None
        part = (found["part"] or "").rstrip("0") if len(found["part"] or "") < 3 else found["part"]
        if len(part) > question.decimals:
            return (
                Phrase("hint.number-decimals", n=question.decimals)
                if question.decimals
                else self.hint(screen)
            )
        whole = re.sub(r"\D", "", found["whole"])
        value: int | float = float(f"{whole}.{part or 0}") if question.decimals else int(whole)
        value = 0 - value if found["sign"] == "-" else value  # there is no minus nought
        if question.low is not None and value < question.low:
            return self.hint(screen)
        if question.high is not None and value > question.high:
            return self.hint(screen)
        return Choice(value, Localized({"": shown(value)}))

    def hint(self, screen: Screen) -> Phrase:
        question = screen.question
        about = {
            "number": Phrase("number.any") if question.decimals else Phrase("number.whole"),
            "unit": _in_brackets(question.unit),
        }
        low, high = question.low, question.high
        if low is not None and high is not None:
            return Phrase("hint.number-between", about | {"low": shown(low), "high": shown(high)})
        if low is not None:
            return Phrase("hint.number-from", about | {"low": shown(low)})
        if high is not None:
            return Phrase("hint.number-to", about | {"high": shown(high)})
        return Phrase("hint.number", about)


def shown(value: int | float) -> str:
    """As it stands in a sentence; a whole number without its point."""
    plain = str(int(value)) if float(value).is_integer() else str(value)
    return plain.replace("-", MINUS)


def _plain(text: str) -> str:
    """With ASCII digits and signs, and one kind of blank."""
    text = " ".join(text.split()).replace(MINUS, "-").replace("–", "-")
    return "".join(str(int(one)) if one.isdecimal() else one for one in text).rstrip(" .!")


def _unit(question: Question) -> str:
    return max(question.unit.root.values(), key=len, default="") if question.unit else ""


def _is_unit(question: Question, said: str) -> bool:
    said = folded(said)
    return not said or bool(question.unit and said in map(folded, question.unit.root.values()))


def _in_brackets(unit: Localized | None) -> Localized | str:
    return Localized({one: f" ({said})" for one, said in unit.root.items()}) if unit else ""
