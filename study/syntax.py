"""What ruamel.yaml refuses in a YAML text, in plain words."""

from ruamel.yaml.error import MarkedYAMLError

from study.faults import Fault
from study.slips import slip

# What ruamel.yaml says, as it begins, and what somebody who wrote a study would want to hear.
_SYNTAX = (
    ("found character '\\t'", "a tab", "indent with spaces"),
    (
        "mapping values are not allowed",
        "a colon where none can stand",
        "put a text that has a colon in it in quotes",
    ),
    (
        "did not find expected key",
        "this does not fit what stands above it",
        "check the indentation and the quotes above",
    ),
    (
        "expected <block end>",
        "this does not fit what stands above it",
        "check the indentation, and the quotes above it",
    ),
    ("could not find expected ':'", "a colon is missing, or a quote is not closed", "write `key: value`"),
    ("expected ',' or", "a comma or a closing bracket is missing", "close every { with } and every [ with ]"),
    (
        "expected the node content",
        "a bracket is open, or a value is missing",
        "close every { with } and every [ with ]",
    ),
    ("found unexpected end of stream", "the quote that begins here is never closed", "close it"),
    (
        "found unknown escape",
        "a backslash in double quotes",
        "put the text in single quotes, or write two backslashes",
    ),
    ("while scanning an alias", "a * at the beginning of a value", "put the text in quotes"),
    ("found character '@'", "a value cannot begin with @", "put it in quotes"),
    ("found character '`'", "a value cannot begin with `", "put it in quotes"),
    ("found character '%'", "a value cannot begin with %", "put it in quotes"),
    ("found undefined tag handle", "a ! at the beginning of a value", "put the text in quotes"),
)


def syntax(file: str, error: MarkedYAMLError, text: str) -> Fault:
    """What is wrong where ruamel.yaml could not go on in `text`."""
    known = slip(text, error)
    if known is not None:
        at, what, instead = known
        return Fault(file, at + 1, 1, what, instead)
    # Of an open quote, the problem is at the end of the file, and the mistake is not.
    open_quote = "end of stream" in (error.problem or "")
    mark = (error.context_mark if open_quote else None) or error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    said = f"{error.problem or ''} {error.context or ''}"
    for beginning, what, instead in _SYNTAX:
        if beginning in said:
            return Fault(file, line, column, what, instead)
    problem = " ".join(str(error.problem or "something else was expected").split())
    return Fault(
        file,
        line,
        column,
        f"this is not YAML as it stands ({problem})",
        "check the quotes, brackets and indentation",
    )
