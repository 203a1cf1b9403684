"""Yes or no."""

from handlers.answers.kind import Choice, Kind, Rows, Screen, numbered
from study.saying import Phrase

YES = Choice(True, Phrase("key.yes"))
NO = Choice(False, Phrase("key.no"))
ROWS = numbered([(YES, NO)])


class YesNo(Kind):
    way = Phrase("way.choose")

    def rows(self, screen: Screen) -> Rows:
        return ROWS

    def reads(self, screen: Screen, text: str, means: frozenset[str]) -> Choice | None:
        if "key.yes" in means:
            return YES
        return NO if "key.no" in means else None

    def hint(self, screen: Screen) -> Phrase:
        return Phrase("hint.choose")
