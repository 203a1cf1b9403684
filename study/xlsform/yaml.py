"""Parts of a study file as YAML that somebody could have written: short things on one line, long ones on several."""

from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, SingleQuotedScalarString

from study.languages import CATEGORIES

WIDTH = 140
"""Characters of a line that is written as one."""
_QUOTED = frozenset(": #,{}[]&*!|>'\"%@`")
ENDLESS = 1_000_000


def as_yaml(data: dict[str, Any]) -> str:
    """The text, with a line break at its end; each key on a line of its own."""
    stream = StringIO()
    round_trip().dump(CommentedMap((key, shaped(value)) for key, value in data.items()), stream)
    return stream.getvalue()


def round_trip() -> YAML:
    """Reads a study file and writes it again, comments and quotes where they were."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = ENDLESS
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def in_one_language(data: Any, language: str) -> Any:
    """The data of a study of one language: its texts stand alone."""
    if isinstance(data, dict):
        said = data.get(language)
        if len(data) == 1 and (
            isinstance(said, str) or (isinstance(said, dict) and said.keys() <= set(CATEGORIES))
        ):
            return said
        return {key: in_one_language(value, language) for key, value in data.items()}
    return [in_one_language(value, language) for value in data] if isinstance(data, list) else data


def shaped(data: Any, within: bool = False) -> Any:
    """The data for ruamel.yaml, with the style of each part; `within` one that stands on one line."""
    line = within or (isinstance(data, dict | list) and _fits(data))
    found: Any
    if isinstance(data, dict):
        found = CommentedMap((key, shaped(value, line)) for key, value in data.items())
    elif isinstance(data, list | tuple):
        found = CommentedSeq(shaped(value, line) for value in data)
    else:
        return _scalar(data, within)
    if line:
        found.fa.set_flow_style()
    return found


def _scalar(value: Any, within: bool) -> Any:
    """A text has quotes where YAML needs them, and where people expect them."""
    if not isinstance(value, str):
        return value
    if "\n" in value:
        return LiteralScalarString(value)
    marked = value != value.strip() or set(value[:1]) & _QUOTED or value.endswith(":")
    if marked or ": " in value or " #" in value or (within and set(value) & set(",{}[]")):
        quoted = '"' in value and "'" not in value
        return SingleQuotedScalarString(value) if quoted else DoubleQuotedScalarString(value)
    return value


def _fits(data: Any) -> bool:
    """Whether it is short enough for a line, and plain enough: a text in several lines never is."""
    if isinstance(data, dict) and len(data) == 1 and isinstance(next(iter(data.values())), dict | list):
        return False
    return not _broken(data) and _length(data) <= (WIDTH if not _holds_lists(data) else 0)


def _holds_lists(data: Any) -> bool:
    """Lists of mappings (questions, waves) stand below each other."""
    values = list(data.values()) if isinstance(data, dict) else data
    if isinstance(data, list):
        return any(isinstance(value, dict | list) for value in values)
    return any(isinstance(value, list) and any(isinstance(one, dict) for one in value) for value in values)


def _broken(data: Any) -> bool:
    if isinstance(data, dict):
        return any(_broken(value) for value in data.values())
    if isinstance(data, list | tuple):
        return any(_broken(value) for value in data)
    return isinstance(data, str) and "\n" in data


def _length(data: Any) -> int:
    if isinstance(data, dict):
        return sum(len(str(key)) + 2 + _length(value) + 2 for key, value in data.items())
    if isinstance(data, list | tuple):
        return sum(_length(value) + 2 for value in data)
    return len(str(data))
