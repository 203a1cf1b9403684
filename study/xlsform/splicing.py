"""A part of a study file put in the place of another, with everything around it left as somebody wrote it."""

from study.growing import grow
from study.tree import Mapping, Node, Scalar


class NotInBlocks(ValueError):
    """The file is not written in blocks, a key on each line, so nothing can be put between."""


def replaced(text: str, path: tuple[str, ...], part: str) -> str:
    """`text` with `part`, the YAML of the last key of `path`, in the place of what is there by that name; at the end of
    what is around it if nothing is. Comments before the next key stay. Raises NotInBlocks, StudyFileError."""
    lines = text.split("\n")
    node: Node = grow(text, "")
    after = len(lines) + 1  # the line after what is around it
    indent = 0
    for depth, key in enumerate(path):
        keys = _keys(node, lines)
        indent = keys[0].column - 1
        place = next((at for at, one in enumerate(keys) if one.text == key), None)
        if place is None:
            if depth < len(path) - 1:
                raise NotInBlocks
            end = _end(lines, keys[-1].line, after, indent)
            return _spliced(lines, end, end, part, indent)
        after = keys[place + 1].line if place + 1 < len(keys) else after
        assert isinstance(node, Mapping)
        start, node = keys[place].line, node.pairs[place][1]
    return _spliced(lines, start, _end(lines, start, after, indent), part, indent)


def _keys(node: Node, lines: list[str]) -> list[Scalar]:
    if not isinstance(node, Mapping) or not node.pairs or lines[node.line - 1][node.column - 1] == "{":
        raise NotInBlocks
    keys = [key for key, _ in node.pairs]
    if any(lines[key.line - 1][: key.column - 1].strip() for key in keys):
        raise NotInBlocks
    return keys


def _end(lines: list[str], start: int, after: int, indent: int) -> int:
    """The line after what begins at `start`: blank lines and comments of its own depth belong to what comes next."""
    end = after
    while end > start + 1:
        line = lines[end - 2]
        comment = line.lstrip().startswith("#") and len(line) - len(line.lstrip()) <= indent
        if line.strip() and not comment:
            break
        end -= 1
    return end


def _spliced(lines: list[str], start: int, end: int, part: str, indent: int) -> str:
    new = [" " * indent + line if line else line for line in part.rstrip("\n").split("\n")]
    return "\n".join([*lines[: start - 1], *new, *lines[end - 1 :]])
