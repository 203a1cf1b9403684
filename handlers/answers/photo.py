"""A photo as an answer."""

from handlers.answers.kind import Kind, Screen
from study.saying import Phrase


class Photo(Kind):
    way = Phrase("way.photo")

    def hint(self, screen: Screen) -> Phrase:
        return Phrase("hint.photo")
