"""Slips of people who do not write YAML every day: what they are, in the line in which they were made.

A parser points to where it could not go on, which is often the line after the slip."""

import re
from collections.abc import Callable

from ruamel.yaml.error import MarkedYAMLError

from study.indents import fitting

Slip = tuple[int, str, str] | None
"""A line, counted from 0; what is wrong, and what to write instead."""

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_KEY = r"\s*(?:- +)?[\w-]+"
_ODD_BLANK = re.compile(rf"(?:{_KEY}:)? *(?:- *)?[\u00a0\u2000-\u200b\u202f\u3000]")
_ODD_QUOTE = re.compile("[:,{\\[] *[“”„«‘’]")
_NO_BLANK = re.compile(rf"{_KEY}:[^\s:/]")
_HASH = re.compile(r"\s#")

MORE_KEYS = "mapping values are not allowed"
NO_COLON = "could not find expected ':'"
IN_BRACKETS = "expected ',' or"
BLOCK_END = "expected <block end>"
DOCUMENT_START = "expected '<document start>'"


def slip(text: str, error: MarkedYAMLError) -> Slip:
    """The slip behind a parser's error in `text`, where it is one that is known."""
    if error.problem_mark is None or "end of stream" in (error.problem or ""):
        return None
    lines = [*_BREAK.split(text), ""]
    looks: tuple[Callable[[list[str], MarkedYAMLError], Slip], ...] = (
        _blank,
        _quote,
        _bracket,
        _key,
        _margin,
    )
    return next((found for look in looks if (found := look(lines, error)) is not None), None)


def _blank(lines: list[str], error: MarkedYAMLError) -> Slip:
    """Blanks that look like those of the space bar and are not, or none where one should be."""
    problem, line = error.problem or "", error.problem_mark.line
    for at in (line, line - 1) if line else (line,):
        if _ODD_BLANK.match(lines[at]):
            return at, "a blank here is not one of the space bar", "delete it, and write it anew"
        if (MORE_KEYS in problem or NO_COLON in problem) and _NO_BLANK.match(lines[at]):
            return at, "a blank is missing after the colon", "write `key: value`"
    return None


def _quote(lines: list[str], error: MarkedYAMLError) -> Slip:
    """`"He said "yes" again"`."""
    mark, opened = error.problem_mark, error.context_mark
    if opened is None or (IN_BRACKETS in (error.problem or "") and mark.line != opened.line):
        return None
    if not lines[mark.line][: mark.column].endswith('"'):
        return None
    instead = 'put a text that has " in it in single quotes: \'… "…" …\''
    return mark.line, "a quote ends the text before its end", instead


def _bracket(lines: list[str], error: MarkedYAMLError) -> Slip:
    """Inside { } or [ ]."""
    mark, opened, problem = error.problem_mark, error.context_mark, error.problem or ""
    if IN_BRACKETS not in problem or opened is None:
        return None
    begun = lines[opened.line]
    if _ODD_QUOTE.search(begun):
        return opened.line, "quotes that YAML does not know", 'put the text in straight quotes: "…"'
    if mark.line == opened.line:
        instead = "put a text that has a colon in quotes; between two keys write a comma"
        return (mark.line, "a colon where none can stand", instead) if "':'" in problem else None
    opens, closes = "{}" if "}" in problem else "[]"
    what = f"the {opens} that begins here is not closed, or lacks a comma, before line {mark.line + 1}"
    if begun.count('"') % 2:
        return opened.line, what, "close the quote in this line"
    if _HASH.search(begun):
        return opened.line, what, "a # after a blank begins a remark: put a text that has one in quotes"
    return opened.line, what, f"close every {opens} with {closes}"


def _key(lines: list[str], error: MarkedYAMLError) -> Slip:
    """A line that would be right if it began further left."""
    mark = error.problem_mark
    before = lines[mark.line][: mark.column]
    if MORE_KEYS not in (error.problem or "") or not mark.line or not re.fullmatch(_KEY, before):
        return None
    if _indent(before) <= _indent(lines[mark.line - 1]):
        return None
    what = "this begins further right than what stands above it"
    return mark.line, what, fitting(lines, mark.line) or "let keys that belong together begin in one column"


def _margin(lines: list[str], error: MarkedYAMLError) -> Slip:
    """A line that begins in a column in which nothing above it begins."""
    mark, problem = error.problem_mark, error.problem or ""
    if lines[mark.line][: mark.column].strip(" "):
        return None
    if BLOCK_END in problem and (instead := fitting(lines, mark.line)):
        return mark.line, "this does not fit what stands above it", instead
    if DOCUMENT_START in problem and not mark.column and (first := _first(lines)) < mark.line:
        what = f"this begins further left than line {first + 1}"
        return mark.line, what, f"begin line {first + 1} at the left edge too"
    return None


def _first(lines: list[str]) -> int:
    """The first line in which something stands."""
    return next(
        number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
