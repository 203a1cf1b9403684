"""How a question of several types can be answered, in one sentence."""

from study.saying import Phrase

SENTENCES = {
    ("way.choose", "way.write"): Phrase("hint.choose-or-write"),
    ("way.choose", "way.speak"): Phrase("hint.choose-or-speak"),
    ("way.choose", "way.write", "way.speak"): Phrase("hint.choose-write-or-speak"),
    ("way.write", "way.speak"): Phrase("hint.write-or-speak"),
}
"""Those that are met most often, in their own words."""


def hint_of(ways: tuple[Phrase, ...]) -> Phrase:
    """At least two ways, in the order in which they are named."""
    sentence = SENTENCES.get(tuple(way.name for way in ways))
    if sentence is not None:
        return sentence
    first = ways[0]
    for way in ways[1:-1]:
        first = Phrase("way.comma", {"first": first, "last": way})
    return Phrase("hint.ways", {"first": first, "last": ways[-1]})
