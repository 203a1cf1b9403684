"""A note: it says something, and nothing answers it."""

from handlers.answers.kind import Kind, Screen
from study.saying import Phrase


class Note(Kind):
    way = Phrase("way.choose")

    def hint(self, screen: Screen) -> Phrase:
        return Phrase("hint.choose")
