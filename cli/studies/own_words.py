"""Keys of a study that say what a key of the bot's own says: the study room has no words of the bot's."""

from collections.abc import Iterator
from pathlib import Path

from locales.catalogue import Catalogue
from study.faults import Fault, quoted
from study.finding import Finder
from study.protocol import Protocol


def own_words(path: Path, protocol: Protocol) -> Iterator[Fault]:
    """What to take care of: pressing such a button would be taken for something else."""
    catalogue, finder = Catalogue.load(), Finder(path)
    for button in protocol.buttons:
        for language in protocol.languages:
            label = button.label.say(language)
            if catalogue.meanings(label):
                what = f"take care: the bot takes {quoted(label)} for a word of its own, such as a key or a command"
                instead = f"give the button {quoted(button.id)} other words"
                yield Fault(str(path), finder.button(button.id), 1, what, instead)
