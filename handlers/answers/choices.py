"""Several of several options: keys that are ticked and unticked, and one to finish."""

import re

from handlers.answers.kind import Choice, Kind, Mark, Rows, Screen
from handlers.answers.options import in_order
from handlers.typed import named
from study.instrument import Option, Question
from study.model import Localized
from study.saying import Phrase, Words

TICK = "✓ "
APART = re.compile(r"[,;\n]")
DONE = "done"


class SomeOf(Kind):
    way = Phrase("way.choose")

    def rows(self, screen: Screen) -> Rows:
        """A key carries what is to become of its option, so that one tapped twice says the same twice."""
        found = []
        for place, option in enumerate(in_order(screen.question, screen.token)):
            ticked = option.id in screen.picked
            label = _ticked(option.label) if ticked else option.label
            found.append((Choice((option.id,), label, f"{place}:{'off' if ticked else 'on'}"),))
        return (*found, (Choice((), Phrase("key.done"), DONE),))

    def tapped(self, screen: Screen, carried: str) -> Choice | Mark | Phrase | None:
        if carried == DONE:
            return _whole(screen.question, frozenset(screen.picked))
        for place, option in enumerate(in_order(screen.question, screen.token)):
            if carried in (f"{place}:on", f"{place}:off"):
                return Mark(option.id, carried.endswith(":on"))
        return None

    def reads(self, screen: Screen, text: str, means: frozenset[str]) -> Choice | Phrase | None:
        """Labels typed out, with commas between them; or, typed, the key that finishes."""
        if "key.done" in means:
            return _whole(screen.question, frozenset(screen.picked))
        found = _named(screen.question, [part for part in APART.split(text) if part.strip()])
        return _whole(screen.question, frozenset(found)) if found else None

    def hint(self, screen: Screen) -> Phrase:
        most, there = screen.question.at_most, len(screen.question.options)
        if most is not None and most < there:
            return Phrase("hint.choices-up-to", {"high": most})
        return Phrase("hint.choices")


def marked(question: Question, picked: tuple[str, ...], mark: Mark) -> tuple[str, ...] | Phrase:
    """What is marked now, in the order of the file; or why that cannot be. What stands alone takes the place of all
    others, and they take its place."""
    if not mark.on:
        return tuple(id for id in picked if id != mark.option)
    alone = {option.id for option in question.options if option.alone}
    now = {mark.option} if mark.option in alone else ({*picked} - alone) | {mark.option}
    if question.at_most is not None and len(now) > question.at_most:
        return Phrase("hint.at-most", {"high": question.at_most})
    return tuple(option.id for option in question.options if option.id in now)


def _whole(question: Question, picked: frozenset[str]) -> Choice | Phrase:
    """The answer, if it may be one."""
    chosen = [option for option in question.options if option.id in picked]
    least = 1 if question.at_least is None else question.at_least
    alone = next((option for option in chosen if option.alone), None)
    if alone is not None and len(chosen) > 1:
        return Phrase("hint.alone", {"answer": alone.label})
    if question.at_most is not None and len(chosen) > question.at_most:
        return Phrase("hint.at-most", {"high": question.at_most})
    if len(chosen) < least and alone is None:
        return Phrase("hint.at-least", {"low": least})
    return Choice(tuple(option.id for option in chosen), _listed(chosen))


def _named(question: Question, parts: list[str]) -> list[str]:
    """The options that all of these parts name; a label may have commas itself. Nothing, where a part names none."""
    found, start = [], 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            option = named(",".join(parts[start:end]), question.options, lambda option: option.label)
            if option is not None:
                found.append(option.id)
                start = end
                break
        else:
            return []
    return found


def _ticked(label: Localized) -> Localized:
    return Localized({language: f"{TICK}{said}" for language, said in label.root.items()})


def _listed(options: list[Option]) -> Words:
    if not options:
        return Phrase("question.none")
    languages = options[0].label.root
    return Localized({one: ", ".join(option.label.say(one) for option in options) for one in languages})
