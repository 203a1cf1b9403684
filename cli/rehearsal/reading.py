"""How much there is to read in what the bot says."""

from functools import lru_cache

from locales import Catalogue
from study.outcome import Outcome
from study.saying import Filled, Phrase, Say, SayVoice, Words


def words_to_read(outcome: Outcome, language: str) -> int:
    """Words in all messages of an outcome; the labels of keys count too."""
    total = 0
    for said in outcome.say:
        if isinstance(said, Say | SayVoice):
            spoken = getattr(said, "language", "") or language
            total += sum(_count(part, spoken) for part in said.words)
            total += sum(_count(key.label, spoken) for row in said.keys for key in row)
    return total


def _count(words: Words, language: str) -> int:
    match words:
        case Phrase(name=name, arguments=arguments):
            inner = sum(
                _count(one, language) for one in arguments.values() if not isinstance(one, str | int | float)
            )
            return _of_phrase(name, words.language or language) + inner
        case Filled(text=text):
            return _of_text(text.say(language))
    return _of_text(words.say(language))


@lru_cache(maxsize=4_096)
def _of_text(text: str) -> int:
    return len(text.split())


@lru_cache(maxsize=1_024)
def _of_phrase(name: str, language: str) -> int:
    """Without what is filled in."""
    return len(Catalogue.load().say(language, name).split())
