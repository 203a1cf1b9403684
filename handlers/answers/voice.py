"""An answer in the participant's own voice."""

from handlers.answers.kind import Kind, Screen
from study.saying import Phrase


class Spoken(Kind):
    way = Phrase("way.speak")

    def hint(self, screen: Screen) -> Phrase:
        return Phrase("hint.speak")
