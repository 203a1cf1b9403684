"""How a study stays in touch beside its waves, as a study file writes it: `diary`, `buttons`, `ending`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from study.bounds import within
from study.faults import Report, meant, quoted
from study.fields import Fields, listed, unique
from study.folding import folded
from study.model import Localized
from study.protocol import Scope
from study.rhythm import some
from study.texts import NO_TEXT, Texts
from study.touch import Button, Diary, Ending, Takes
from study.tree import Node
from study.values import duration, one_of, text, whole, word_id

SHORTEST_ENTRY, LONGEST_ENTRY = 100, 100_000  # characters
MOST_PIECES = 100
MOST_BUTTONS = 6
LONGEST_BUTTON = 40
"""UTF-16 code units: two keys stand side by side on a phone."""


def read_diary(report: Report, node: Node) -> Diary:
    """What is left out is as `study.touch.Diary` has it."""
    fields, usual = Fields(report, node, "the diary"), Diary()
    takes = fields.either("takes", _takes, usual.takes if fields.at("takes") is None else ())
    diary = Diary(
        takes=takes,
        longest=fields.either("longest", whole(SHORTEST_ENTRY, LONGEST_ENTRY), usual.longest),
        pieces=fields.either("pieces", whole(1, MOST_PIECES), usual.pieces),
        within=fields.either("within", within, usual.within),
    )
    if takes and fields.at("within") is not None and Takes.PLACE not in takes:
        what = '"within" bounds a place, which this diary does not take'
        report.fault(fields.place("within"), what, "write place at `takes` too, or leave it out")
    fields.finish()
    return diary


def _takes(report: Report, node: Node) -> tuple[Takes, ...] | None:
    found: list[Takes] = []
    for item in some(report, node, "takes"):
        one = one_of(Takes)(report, item)
        if one in found:
            report.fault(item, f"{one} is here twice", "keep one")
        elif one is not None:
            found.append(one)
    return tuple(found) or None


@dataclass(frozen=True)
class Buttons:
    """Reads `buttons:` of a study with these questionnaires and waves."""

    texts: Texts
    questionnaires: Collection[str]
    waves: Collection[str]

    def read(self, report: Report, node: Node) -> tuple[Button, ...]:
        items = listed(report, node, "the buttons")
        if len(items) > MOST_BUTTONS:
            instead = f"{MOST_BUTTONS} are the most: they are in sight all the time"
            report.fault(node, f"{len(items)} buttons", instead)
        said: dict[str, Fields] = {}
        read = [self._button(Fields(report, item, "a button"), said) for item in items]
        unique(report, ((button.id, fields.place("id")) for button, fields in read), "button")
        for button, fields in read:
            if button.id and button.id in self.waves:
                what = f"there is a wave {quoted(button.id)} already"
                report.fault(
                    fields.place("id"), what, "give the button another id: answers are kept under it"
                )
        return tuple(button for button, _ in read)

    def _button(self, fields: Fields, said: dict[str, Fields]) -> tuple[Button, Fields]:
        """`said` are the words on the buttons so far, each with its button."""
        button = Button(
            id=fields.need("id", word_id, ""),
            label=fields.need("label", partial(self.texts.label, longest=LONGEST_BUTTON), NO_TEXT),
            ask=fields.need("ask", text, ""),
            expires=fields.either("expires", duration(), Button.model_fields["expires"].default),
        )
        if button.ask and button.ask not in self.questionnaires:
            what = f"there is no questionnaire {quoted(button.ask)}"
            fields.report.fault(fields.place("ask"), what, meant(button.ask, self.questionnaires))
        if button.label.root:
            _check_label(fields, button.label, said)
        fields.finish()
        return button, fields


def _check_label(fields: Fields, label: Localized, said: dict[str, Fields]) -> None:
    """Pressing it sends its words, so they must be like no others, whichever language they are in."""
    report, node = fields.report, fields.place("label")
    for words in dict.fromkeys(label.root.values()):
        if len(words.splitlines()) > 1:
            report.fault(node, f"{quoted(words)} has several lines", "write one line: it stands on a key")
        elif words.startswith("/"):
            report.fault(node, f"{quoted(words)} would be a command", "write words without the /")
        elif not folded(words):
            report.fault(node, f"{quoted(words)} is no word", "write what has happened, in a word at least")
        if (other := said.setdefault(folded(words), fields)) is not fields:
            what = f"the button in line {other.node.line} says {quoted(words)} too"
            report.fault(node, what, "give them different words")
            return


def read_ending(report: Report, node: Node, texts: Texts, scopes: Sequence[Scope]) -> Ending:
    fields = Fields(report, node, "the ending")
    ending = Ending(
        after=fields.need(
            "after", duration(), timedelta(0), "write how long after the agreement: `after: 365d`"
        ),
        say=fields.may("say", texts.piped),
        letter=fields.either("letter", partial(_letter, scopes=scopes), ""),
    )
    fields.finish()
    return ending


def _letter(report: Report, node: Node, scopes: Sequence[Scope]) -> str | None:
    """A scope that somebody may agree to at the end: not one to which everybody has."""
    said = text(report, node)
    if said is None:
        return None
    scope = next((one for one in scopes if one.id == said), None)
    if scope is None:
        free = [one.id for one in scopes if not one.required and one.id]
        instead = meant(said, free) if free else "write one at `consent`: `scopes`, without `required`"
        report.fault(node, f"there is no scope {quoted(said)}", instead)
    elif scope.required:
        what = f"everybody who takes part has agreed to {quoted(said)}"
        report.fault(node, what, "name a scope that is not `required`")
    return None if scope is None else scope.id
