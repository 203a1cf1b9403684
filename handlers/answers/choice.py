"""One of several options, each on a key of its own."""

from handlers.answers.kind import Choice, Kind, Rows, Screen, numbered
from handlers.answers.options import in_order
from handlers.typed import named
from study.saying import Phrase


class OneOf(Kind):
    way = Phrase("way.choose")

    def rows(self, screen: Screen) -> Rows:
        return numbered((Choice(one.id, one.label),) for one in in_order(screen.question, screen.token))

    def reads(self, screen: Screen, text: str, means: frozenset[str]) -> Choice | None:
        """An option whose label, in any language of the study, was typed out."""
        option = named(text, screen.question.options, lambda option: option.label)
        return Choice(option.id, option.label) if option else None

    def hint(self, screen: Screen) -> Phrase:
        return Phrase("hint.choose")
