"""Parts of a study that are read and checked, and that this version does not act on yet.

A study can be written whole, and `study check` says of each of these parts what it does not do yet: nobody should
believe that it does."""

from datetime import timedelta
from enum import StrEnum

from study.faults import Report, quoted
from study.fields import Fields, listed
from study.model import Model
from study.tree import Mapping, Node, Sequence
from study.values import duration, one_of, text, whole

MOST_COUPONS = 20
DEEPEST = 50  # steps from the first
SHORTEST, LONGEST = 5, 480  # minutes


class Memory(StrEnum):
    """What is kept of who brought whom."""

    WAVE = "wave"  # how many steps from the first
    EDGES = "edges"  # who by whom, by codes
    NOTHING = "nothing"


class Referrals(Model):
    """Snowball recruitment: so many `coupons` for each participant, over at most `depth` steps."""

    coupons: int
    depth: int
    remember: Memory = Memory.NOTHING


class Way(StrEnum):
    IN_PERSON = "in-person"
    CALL = "call"


class Place(StrEnum):
    """Who names the place of an interview."""

    PARTICIPANT = "participant"
    TEAM = "team"


class Interviews(Model):
    minutes: int
    ways: tuple[Way, ...]
    place: Place = Place.PARTICIPANT
    remind: tuple[timedelta, ...] = ()


class Care(Model):
    """Words, by language, that are answered with the site's line of help."""

    words: dict[str, tuple[str, ...]]


def referrals(report: Report, node: Node) -> Referrals:
    fields = Fields(report, node, "referrals")
    found = Referrals(
        coupons=fields.need("coupons", whole(1, MOST_COUPONS), 1),
        depth=fields.either("depth", whole(1, DEEPEST), DEEPEST),
        remember=fields.either("remember", one_of(Memory), Memory.NOTHING),
    )
    fields.finish()
    return found


def interviews(report: Report, node: Node) -> Interviews:
    fields = Fields(report, node, "interviews")
    found = Interviews(
        minutes=fields.need("minutes", whole(SHORTEST, LONGEST), 60),
        ways=fields.need("ways", _ways, ()),
        place=fields.either("place", one_of(Place), Place.PARTICIPANT),
        remind=fields.either("remind", _reminders, ()),
    )
    fields.finish()
    return found


def _ways(report: Report, node: Node) -> tuple[Way, ...] | None:
    items = node.items if isinstance(node, Sequence) else (node,)
    ways = [way for item in items if (way := one_of(Way)(report, item))]
    return tuple(dict.fromkeys(ways)) or None


def _reminders(report: Report, node: Node) -> tuple[timedelta, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return tuple(wait for item in items if (wait := duration()(report, item)))


def care(languages: tuple[str, ...]) -> "_Cared":
    """A reader of `care:` for a study in these languages."""
    return _Cared(languages)


class _Cared:
    def __init__(self, languages: tuple[str, ...]) -> None:
        self._languages = languages

    def __call__(self, report: Report, node: Node) -> Care:
        fields = Fields(report, node, "care")
        words = fields.need("words", self._words, {}, "write `words: {en: [want to die]}`")
        fields.finish()
        return Care(words=words)

    def _words(self, report: Report, node: Node) -> dict[str, tuple[str, ...]] | None:
        if not isinstance(node, Mapping):
            report.fault(
                node, "words of distress are written by language", "write `words: {en: [want to die]}`"
            )
            return None
        found = {}
        for key, value in node.pairs:
            if key.text not in self._languages:
                report.fault(
                    key, f"{quoted(key.text)} is not a language of this study", "take one of its languages"
                )
                continue
            items = listed(report, value, "the words") if not isinstance(value, Sequence) else value.items
            found[key.text] = tuple(word for item in items if (word := text(report, item)))
        for language in self._languages:
            if language not in {key.text for key, _ in node.pairs}:
                report.fault(
                    node,
                    f"words are missing in {quoted(language)}",
                    f"write `{language}: […]` beside the others",
                )
        return found
