"""Where in a study file something stands, so that what is told of it can name the line."""

from pathlib import Path

from study.growing import grow
from study.opening import read_text
from study.tree import Mapping, Node, Scalar, Sequence
from study.wordings import SCREENING


class Finder:
    """Looks into the file `path`, which `read_protocol` took."""

    def __init__(self, path: Path) -> None:
        self._tree = grow(read_text(path, str(path)), str(path))

    def question(self, questionnaire: str, id: str) -> int | None:
        """The line of a question or group; of its questionnaire where it is gone, and None where that is gone too."""
        if questionnaire == SCREENING:
            listed = _under(_under(self._tree, "screening"), "questions")
        else:
            listed = _under(_under(self._tree, "questionnaires"), questionnaire)
        found = _listed(listed, id)
        return _line(found) or _line(listed)

    def wave(self, id: str) -> int | None:
        """The line of a wave; of the waves where it is gone."""
        waves = _under(_under(self._tree, "schedule"), "waves")
        return _line(_listed(waves, id)) or _line(waves)

    def button(self, id: str) -> int | None:
        """The line of a button; of the buttons where it is gone."""
        buttons = _under(self._tree, "buttons")
        return _line(_listed(buttons, id)) or _line(buttons)

    def rule(self, key: str) -> int | None:
        """The line of what holds for the whole study."""
        return _line(_under(self._tree, key) or _under(_under(self._tree, "schedule"), key))

    def consent(self) -> int | None:
        return _line(_under(self._tree, "consent"))


def _under(node: Node | None, key: str) -> Node | None:
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return next((value for one, value in pairs if one.text == key), None)


def _listed(node: Node | None, id: str) -> Node | None:
    """Under `id` or `group`, in a group too."""
    for item in node.items if isinstance(node, Sequence) else ():
        if any(_is(_under(item, key), id) for key in ("id", "group")):
            return item
        if (inner := _listed(_under(item, "questions"), id)) is not None:
            return inner
    return None


def _is(node: Node | None, text: str) -> bool:
    return isinstance(node, Scalar) and node.text == text


def _line(node: Node | None) -> int | None:
    return None if node is None else node.line
