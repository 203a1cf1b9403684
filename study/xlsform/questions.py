"""Rows of a form as questions of a study file, in its words and its order of keys."""

import re
from dataclasses import dataclass
from typing import Any

from study.answering import VALUED
from study.bounds import MOST_DECIMALS
from study.instrument import AnswerType
from study.settling import SITE
from study.xlsform.choices import SHEET as CHOICES
from study.xlsform.choices import Choices
from study.xlsform.constraints import constrain
from study.xlsform.known import View
from study.xlsform.layout import SCREENING, YES, Part
from study.xlsform.rounds import known_as
from study.xlsform.survey import SHEET, Item
from study.xlsform.telling import Remarks
from study.xlsform.wording import Wording

FARTHEST_PLACE = "10km"
DECIMALS = 2
"""Of a decimal, where the form does not say: it never does, but in a column of ours."""
OTHER = {
    "en": "Other",
    "ru": "Другое",
    "uk": "Інше",
    "fr": "Autre",
    "es": "Otro",
    "de": "Anderes",
    "pl": "Inne",
}
WHICH = {
    "en": "What is it?",
    "ru": "Что именно?",
    "uk": "Що саме?",
    "fr": "Quoi ?",
    "es": "¿Qué es?",
    "de": "Was?",
    "pl": "Co?",
}

_PARAMETER = re.compile(r"([A-Za-z_-]+)\s*=\s*([^\s,;]+)")


@dataclass(frozen=True)
class Questions:
    """Reads them one by one."""

    wording: Wording
    choices: Choices
    remarks: Remarks

    def question(self, part: Part, view: View) -> dict[str, Any]:
        """Without its `when`, which the caller puts where it belongs."""
        row, types = part.item.row, part.answered.types
        data: dict[str, Any] = {"id": part.id, "ask": self._ask(part, view)}
        if row.get("by"):
            data["by"] = known_as(row.get("by"), view)
        data["type"] = str(types[0]) if len(types) == 1 else [str(type) for type in types]
        if isinstance(part.item, Item):
            data |= self._answers(part, part.item)
        for flag in ("remember", "required"):
            data |= self._flag(part, flag, view)
        return data | self._sets(part, view)

    def other(self, part: Part) -> dict[str, Any] | None:
        """The question after `or_other`: what else it is."""
        if not part.other:
            return None
        when = (
            f'"other" in {part.id}' if AnswerType.CHOICES in part.answered.types else f'{part.id} == "other"'
        )
        return {"id": part.other, "ask": self._said(WHICH), "type": "text", "when": when}

    def _ask(self, part: Part, view: View) -> Any:
        row = part.item.row
        said = self.wording.message(SHEET, row, view, hint=True)
        if said:
            return said
        self.remarks.lost(SHEET, row.number, part.id, "it has no label; its name stands for it")
        return dict.fromkeys(self.wording.tongues.codes, part.id.replace("_", " "))

    def _said(self, words: dict[str, str]) -> dict[str, str]:
        return {one: words.get(one, words["en"]) for one in self.wording.tongues.codes}

    def _flag(self, part: Part, flag: str, view: View) -> dict[str, Any]:
        said, row = part.item.row.get(flag).lower(), part.item.row.number
        if said in ("", "no", "false", "false()", "0") or not isinstance(part.item, Item):
            return {}
        if AnswerType.NOTE in part.answered.types:
            return {}
        if said not in YES:
            self.remarks.lost(SHEET, row, f"{flag} of {part.id}", "it is yes or no here, for everybody")
            return {}
        if flag == "remember" and view.rounds:
            self.remarks.lost(
                SHEET, row, f"{flag} of {part.id}", "in a group that repeats, each round has its own answer"
            )
            return {}
        if flag == "remember" and not set(part.answered.types) & set(VALUED):
            self.remarks.lost(
                SHEET, row, f"{flag} of {part.id}", "what people write, say or show is sealed at once"
            )
            return {}
        return {flag: "yes"}

    def _sets(self, part: Part, view: View) -> dict[str, Any]:
        """A column of ours: whether the answer is where they live now."""
        said, row = part.item.row.get("sets"), part.item.row.number
        if not said or not isinstance(part.item, Item):
            return {}
        strange = [one.name for one in part.answered.choices if one.id not in self.choices.sites]
        why = ""
        if said != SITE:
            why = "it can be `site`, and nothing else"
        elif view.questionnaire == SCREENING or view.rounds:
            why = "nobody can say it before they take part, or in a group that repeats"
        elif AnswerType.CHOICE not in part.answered.types or strange or part.answered.other:
            why = "only a choice among the ids of the sheet `sites` says where somebody lives"
        if why:
            self.remarks.lost(SHEET, row, f"sets “{said}” of {part.id}", why)
        return {} if why else {"sets": said}

    def _answers(self, part: Part, item: Item) -> dict[str, Any]:
        types = part.answered.types
        given = dict(_PARAMETER.findall(item.row.get("parameters")))
        data: dict[str, Any] = {}
        if AnswerType.CHOICE in types or AnswerType.CHOICES in types:
            data |= self._options(part, given)
        if AnswerType.SCALE in types:
            data |= self._scale(part, given)
        if AnswerType.NUMBER in types:
            data |= self._number(part, item)
        if AnswerType.PLACE in types:
            data |= self._place(part)
        constrain(part, data, self.remarks)
        for key in ("at-least", "at-most"):  # of a text beside what is chosen
            if (said := item.row.get(key.replace("-", "_"))).isdigit():
                data[key] = int(said)
        return data

    def _options(self, part: Part, given: dict[str, str]) -> dict[str, Any]:
        options: dict[str, Any] = {}
        said: set[str] = set()
        for choice in part.answered.choices:
            words = self.wording.label(CHOICES, choice.row)
            if not words:
                self.remarks.lost(
                    CHOICES, choice.row.number, choice.name, "it has no label; its name stands for it"
                )
                words = dict.fromkeys(self.wording.tongues.codes, choice.name[:60])
            if said & {word.casefold() for word in words.values()}:
                why = "two keys say the same; its name is put behind it"
                self.remarks.changed(CHOICES, choice.row.number, next(iter(words.values())), why)
                words = {one: f"{word[:40]} ({choice.name[:15]})" for one, word in words.items()}
            said |= {word.casefold() for word in words.values()}
            options[choice.id] = words
        if part.answered.other and "other" not in options:
            options["other"] = self._said(OTHER)
        data: dict[str, Any] = {"options": options}
        if given.get("randomize", "").lower() == "true":
            data["order"] = "random"
            fixed = [choice.id for choice in part.answered.choices if choice.fixed]
            fixed += ["other"] if part.answered.other else []
            if fixed and len(options) - len(fixed) >= 2:
                data["fixed"] = fixed
        return data

    def _scale(self, part: Part, given: dict[str, str]) -> dict[str, Any]:
        row = part.item.row
        try:
            low, high, step = (float(given.get(key, default)) for key, default in _RANGE)
        except ValueError:
            self.remarks.lost(
                SHEET, row.number, f"the parameters of {part.id}", "they are no numbers; it goes from 1 to 10"
            )
            low, high, step = 1.0, 10.0, 1.0
        if low > high:
            self.remarks.changed(
                SHEET, row.number, part.id, "a scale goes from the smaller number to the larger"
            )
            low, high = high, low
        if not (low.is_integer() and high.is_integer()):
            self.remarks.lost(
                SHEET, row.number, part.id, "the points of a scale are whole numbers; it is rounded outwards"
            )
            low, high = low // 1, -(-high // 1)
        if step != 1:
            self.remarks.lost(
                SHEET, row.number, f"the step of {part.id}", "every whole number between can be answered"
            )
        data: dict[str, Any] = {"from": int(low), "to": max(int(high), int(low) + 1)}
        return data | self._ends(part, given.get("tick_labelset", ""), data)

    def _ends(self, part: Part, list: str, ends: dict[str, int]) -> dict[str, Any]:
        """The labels of the first and the last tick."""
        words = {choice.name: self.wording.label(CHOICES, choice.row) for choice in self.choices.of(list)}
        low, high = words.pop(str(ends["from"]), {}), words.pop(str(ends["to"]), {})
        if words:
            self.remarks.lost(
                SHEET, part.item.row.number, f"ticks of {part.id}", "only the ends of a scale have words"
            )
        if bool(low) != bool(high):
            self.remarks.lost(
                SHEET, part.item.row.number, f"ticks of {part.id}", "both ends have words, or none"
            )
        return {"from-label": low, "to-label": high} if low and high else {}

    def _number(self, part: Part, item: Item) -> dict[str, Any]:
        data: dict[str, Any] = {}
        if unit := self.wording.label(SHEET, item.row, "unit"):
            data["unit"] = unit
        said = item.row.get("decimals")
        if said.isdigit() and 0 < int(said) <= MOST_DECIMALS:
            data["decimals"] = int(said)
        elif item.type.name == "decimal":
            why = f"{DECIMALS} digits after the point can be answered; `decimals` says another number"
            self.remarks.changed(SHEET, item.row.number, part.id, why)
            data["decimals"] = DECIMALS
        return data

    def _place(self, part: Part) -> dict[str, Any]:
        within = part.item.row.get("within")
        if not within:
            why = f"no exact place is kept here, but a square of {FARTHEST_PLACE}; `within` says another size"
            self.remarks.changed(SHEET, part.item.row.number, part.id, why)
        return {"within": within or FARTHEST_PLACE}


_RANGE = (("start", "1"), ("end", "10"), ("step", "1"))
