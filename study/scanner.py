"""ruamel.yaml's reader, scanner and parser, with the steps that a study file takes most often made shorter.

Theirs go character by character, and look for each token several times whether another is needed: that was two thirds
of reading a study. Here what stands in one line is taken at once, and what was found out about a token is remembered.
All else is left to ruamel.yaml, above all whatever is a mistake. Comments are dropped, since nobody reads them.

Every event, its place and every error is what ruamel.yaml says by itself: tests/unit/test_study_scanner.py."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import StringMark
from ruamel.yaml.events import ScalarEvent
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import Reader
from ruamel.yaml.scanner import Scanner
from ruamel.yaml.tokens import ScalarToken

__all__ = ["events"]

_BREAKS = "\n\r\x85\u2028\u2029"
_ENDS = f" \t\0{_BREAKS}"
"""After any of these something new begins."""

_GAP = re.compile(f"(?: *+(?:#[^\0{_BREAKS}]*+)?[{_BREAKS}])*+ *+(?:#[^\0{_BREAKS}]*+)?")
_GAP_INSIDE = re.compile(f"(?:[ \t]*+(?:#[^\0{_BREAKS}]*+)?[{_BREAKS}])*+[ \t]*+(?:#[^\0{_BREAKS}]*+)?")
"""Blanks, comments and ends of lines between two tokens; inside { } and [ ] a tab is a blank."""

_WORD = f"(?:[^{_ENDS}:]++|:(?![{_ENDS}]))++"
_WORD_INSIDE = rf"(?:[^{_ENDS}:,\[\]{{}}]++|:(?![{_ENDS}]))++"
_WORDS = re.compile(f"(?!#){_WORD}(?: ++(?!#){_WORD})*+")
_WORDS_INSIDE = re.compile(f"(?!#){_WORD_INSIDE}(?: ++(?!#){_WORD_INSIDE})*+")
"""What one line has of a text without quotes."""

_QUOTED = {
    '"': re.compile(f'"([^"\\\\\0{_BREAKS}]*+)"'),
    "'": re.compile(f"'((?:[^'\0{_BREAKS}]++|'')*+)'"),
}
"""A text in quotes that ends in its line, and has no backslash that means something."""

_INDICATORS = "\0 \t\n\r\x85\u2028\u2029-?:,[]{}#&*!|>'\"%@`."


def events(text: str) -> Iterator[Any]:
    """The events of a YAML text. Raises ruamel.yaml.error.YAMLError where it is none."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Reader, yaml.Scanner, yaml.Parser = QuickReader, QuickScanner, QuickParser
    yield from yaml.parse(text)


class QuickReader(Reader):
    """Of a text, not of a stream."""

    _mark: Any = None

    def forward(self, length: int = 1) -> None:
        passed = self.buffer[self.pointer : self.pointer + length]
        if "\r" in passed or "\ufeff" in passed or len(passed) < length:
            super().forward(length)
            return
        self.pointer += length
        self.index += length
        if "\n" in passed:
            self.line += passed.count("\n")
            self.column = length - passed.rfind("\n") - 1
        else:
            self.column += length

    def get_mark(self) -> Any:
        """The same mark as long as nothing was read."""
        mark = self._mark
        if mark is None or mark.index != self.index:
            mark = self._mark = StringMark(
                self.name, self.index, self.line, self.column, self.buffer, self.pointer
            )
        return mark

    def reset_reader(self) -> None:
        super().reset_reader()
        self._mark = None


class QuickScanner(Scanner):
    _sure = 0  # the number of the first token that what comes next may still turn into a key

    @cached_property
    def reader(self) -> Any:
        return self.loader.reader

    def reset_scanner(self) -> None:
        self._sure = 0
        super().reset_scanner()

    def check_token(self, *choices: Any) -> bool:
        if self.tokens_taken >= self._sure:
            self._fill()
        return bool(self.tokens) and (not choices or isinstance(self.tokens[0], choices))

    def peek_token(self) -> Any:
        if self.tokens_taken >= self._sure:
            self._fill()
        return self.tokens[0] if self.tokens else None

    def get_token(self) -> Any:
        if self.tokens_taken >= self._sure:
            self._fill()
        if not self.tokens:
            return None
        self.tokens_taken += 1
        return self.tokens.pop(0)

    def _fill(self) -> None:
        """Scans until the next token is there and will not change."""
        while self.need_more_tokens():
            self.fetch_more_tokens()
        if self.possible_simple_keys:
            self._sure = min(key.token_number for key in self.possible_simple_keys.values())
        else:
            self._sure = self.tokens_taken + len(self.tokens)

    def need_more_tokens(self) -> bool:
        if self.done:
            return False
        if not self.tokens:
            return True
        if not self.possible_simple_keys:
            return False
        self.stale_possible_simple_keys()
        return bool(self.next_possible_simple_key() == self.tokens_taken)

    def stale_possible_simple_keys(self) -> None:
        reader = self.reader
        for key in self.possible_simple_keys.values():
            if key.line != reader.line or reader.index - key.index > 1024:
                super().stale_possible_simple_keys()
                return

    def fetch_more_tokens(self) -> Any:
        self.scan_to_next_token()
        self.stale_possible_simple_keys()
        reader = self.reader
        if not self.flow_context:
            self.unwind_indent(reader.column)
        sign = reader.buffer[reader.pointer]
        if sign not in _INDICATORS:
            return self.fetch_plain()
        if sign == ":" and self.check_value():
            return self.fetch_value()
        if sign == ",":
            return self.fetch_flow_entry()
        if sign == '"':
            return self.fetch_double()
        if sign == "{":
            return self.fetch_flow_mapping_start()
        if sign == "}":
            return self.fetch_flow_mapping_end()
        return super().fetch_more_tokens()

    def scan_to_next_token(self) -> Any:
        reader = self.reader
        if reader.index == 0:
            return super().scan_to_next_token()
        found = (_GAP_INSIDE if self.flow_context else _GAP).match(reader.buffer, reader.pointer)
        assert found
        length = found.end() - reader.pointer
        if length:
            reader.forward(length)
            if not self.flow_context and any(sign in _BREAKS for sign in found[0]):
                self.allow_simple_key = True
        return None

    def scan_flow_scalar(self, style: Any) -> Any:
        reader = self.reader
        found = _QUOTED[style].match(reader.buffer, reader.pointer)
        if not found:
            return super().scan_flow_scalar(style)
        start = reader.get_mark()
        reader.forward(found.end() - reader.pointer)
        value = found[1] if style == '"' else found[1].replace("''", "'")
        return ScalarToken(value, False, start, reader.get_mark(), style)

    def scan_plain(self) -> Any:
        if self.flow_context and self.scanner_processing_version == (1, 1):
            return super().scan_plain()
        reader, words = self.reader, _WORDS_INSIDE if self.flow_context else _WORDS
        start = end = reader.get_mark()
        indent = self.indent + 1
        chunks: list[str] = []
        spaces: list[str] | None = []
        while found := words.match(reader.buffer, reader.pointer):
            self.allow_simple_key = False
            chunks += [*(spaces or ()), found[0]]
            reader.forward(found.end() - reader.pointer)
            end = reader.get_mark()
            if reader.peek() not in " \n\r\x85\u2028\u2029":
                break
            spaces = self.scan_plain_spaces(indent, start)
            if not spaces or reader.peek() == "#" or (not self.flow_context and reader.column < indent):
                break
        return ScalarToken("".join(chunks), True, start, end)


class QuickParser(Parser):
    @cached_property
    def scanner(self) -> Any:
        return self.loader.scanner

    def parse_node(self, block: bool = False, indentless_sequence: bool = False) -> Any:
        token = self.scanner.peek_token()
        if not isinstance(token, ScalarToken):
            return super().parse_node(block, indentless_sequence)
        self.scanner.get_token()
        self.state = self.states.pop()
        implicit = (True, False) if token.plain else (False, True)
        return ScalarEvent(
            None, None, implicit, token.value, token.start_mark, token.end_mark, style=token.style
        )
