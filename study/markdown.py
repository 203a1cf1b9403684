"""A little Markdown: bold, italic, code, links, lists, quotes, spoilers, headings. All else stands as it is written.

In a message the lines are the author's; of files, where they are only wrapped, see `study.wrapping`. A line `---`
begins a new message; in a styled text a form feed stands there, which nobody can write.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from study.styled import Span, Style, Styled, joined

NEW_MESSAGE = "\f"

DIVIDER = re.compile(r" {0,3}-{3,}\s*")
HEADING = re.compile(r" {0,3}#{1,6}\s+(.*?)\s*#*")
ITEM = re.compile(r"\s*[-*+]\s+")
QUOTE = re.compile(r" {0,3}(?:>(?:\s+|$))+")
_HTTPS = r"https://[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:[/?\#][^\s(){}<>\"]{0,500})?"
_NAME = r"\{[^{}\n]*\}|\{(?![^{}\n]*\})"  # a name that will be filled in is never cut in two
_INLINE = re.compile(
    rf"""
    `(?P<code>[^`\n]{{1,500}})`
    | \[(?P<words>[^\[\]\n]{{1,300}})\]\((?P<url>{_HTTPS})\)
    | (?P<as_it_stands>\{{[^{{}}\n]*\}} | https?://(?:[^\s<>*|]|\*(?!\*))+)
    | \*\*\*(?=[^\s*])(?P<both>.{{1,1000}}?)(?<=[^\s*])\*\*\*
    | \*\*(?=[^\s*])(?P<bold>.{{1,1000}}?)(?<=\S)\*\*
    | (?<!\w)__(?=[^\s_])(?P<strong>.{{1,1000}}?)(?<=[^\s_])__(?!\w)
    | \|\|(?=\S)(?P<spoiler>.{{1,1000}}?)(?<=\S)\|\|
    | (?<![\w*])\*(?=[^\s*])(?P<italic>(?:{_NAME}|\*\*|[^*{{\n]){{1,500}}?)(?<=[^\s*])\*(?![\w*])
    | (?<!\w)_(?=[^\s_])(?P<soft>(?:{_NAME}|__|(?<=[^\W_])_(?=[^\W_])|[^_{{\n]){{1,500}}?)(?<=[^\s_])_(?!\w)
    """,
    re.DOTALL | re.VERBOSE,
)
_STYLES = {
    "bold": Style.BOLD,
    "strong": Style.BOLD,
    "spoiler": Style.SPOILER,
    "italic": Style.ITALIC,
    "soft": Style.ITALIC,
    "words": Style.LINK,
}
_LIKE_A_LINK = re.compile(r"\[[^\[\]\n]{1,300}\]\(([a-zA-Z][\w+.-]*:[^\s)]*)\)")


@lru_cache(maxsize=2048)
def styled(markdown: str) -> Styled:
    """A message as it is shown."""
    parts = (_blocks(part.split("\n")).strip() for _, part in divided(without_notes(markdown)))
    return joined((part for part in parts if part.text), NEW_MESSAGE)


def spelled(markdown: str) -> str:
    """A message as plain words."""
    return styled(markdown).spelled


def no_links(markdown: str) -> Iterator[tuple[int, str]]:
    """What looks like a link and is none: where it stands, and its address."""
    for found in _LIKE_A_LINK.finditer(markdown):
        if not re.fullmatch(_HTTPS, found[1]):
            yield found.start(), found[1]


def divided(markdown: str) -> Iterator[tuple[int, str]]:
    """What stands between the lines `---`, each with the offset of its first line."""
    first, lines = 0, []
    for number, line in enumerate([*markdown.split("\n"), "---"]):
        if not DIVIDER.fullmatch(line):
            lines.append(line)
            continue
        yield first, "\n".join(lines)
        first, lines = number + 1, []


def without_notes(markdown: str) -> str:
    """Without what stands in `<!-- -->`. By hand: an expression would look for the end once for each beginning."""
    kept, at = "", 0
    while (begins := markdown.find("<!--", at)) >= 0 and (ends := markdown.find("-->", begins + 4)) >= 0:
        kept += markdown[at:begins]
        at = ends + 3
    return kept + markdown[at:]


def _blocks(lines: list[str]) -> Styled:
    """Line by line; what follows one another as plain lines, or as a quote, belongs together."""
    blocks: list[Styled] = []
    while lines:
        quoted = _leading(lines, QUOTE)
        if quoted:
            inside = [
                QUOTE.sub("", line) for line in lines[:quoted]
            ]  # quotes within quotes are one (Bot API)
            blocks.append(_marked(Style.QUOTE, _blocks(inside)))
            lines = lines[quoted:]
        elif heading := HEADING.fullmatch(lines[0]):
            blocks.append(_marked(Style.BOLD, _inline(heading[1])))
            lines = lines[1:]
        elif item := ITEM.match(lines[0]):
            blocks.append(joined((Styled("• "), _inline(lines[0][item.end() :].strip()))))
            lines = lines[1:]
        else:
            among = 1
            while among < len(lines) and not _begins_block(lines[among]):
                among += 1
            blocks += [_inline(paragraph) for paragraph in _paragraphs(lines[:among])]
            lines = lines[among:]
    return joined(blocks, "\n")


def _leading(lines: list[str], mark: "re.Pattern[str]") -> int:
    return next((number for number, line in enumerate(lines) if not mark.match(line)), len(lines))


def _begins_block(line: str) -> bool:
    return bool(QUOTE.match(line) or HEADING.fullmatch(line) or ITEM.match(line))


def _paragraphs(lines: list[str]) -> list[str]:
    """Blank lines stand by themselves, so that nothing is bold across them."""
    found: list[list[str]] = []
    for line in lines:
        if found and line.strip() and found[-1][-1].strip():
            found[-1].append(line)
        else:
            found.append([line])
    return ["\n".join(paragraph) for paragraph in found]


def _inline(text: str) -> Styled:
    parts, at = [], 0
    for found in _INLINE.finditer(text):
        parts += [Styled(text[at : found.start()]), _found(found)]
        at = found.end()
    return joined((*parts, Styled(text[at:])))


def _found(found: "re.Match[str]") -> Styled:
    kind = found.lastgroup or ""
    if found["words"] is not None:
        return _marked(Style.LINK, _inline(found["words"]), found["url"])
    if found["code"] is not None:
        return Styled(found["code"], (Span(Style.CODE, 0, len(found["code"])),))
    if kind == "as_it_stands":
        return Styled(found[0])
    if kind == "both":
        return _marked(Style.BOLD, _marked(Style.ITALIC, _inline(found[kind])))
    return _marked(_STYLES[kind], _inline(found[kind]))


def _marked(style: Style, inside: Styled, url: str = "") -> Styled:
    """`inside` in one more style. Telegram takes no code inside anything but a quote, and nothing twice: bold is left
    out where code stands, and code where it would show through a spoiler (Bot API, Formatting options)."""
    dropped = {style, Style.CODE} if style in (Style.LINK, Style.SPOILER) else {style}
    spans = tuple(span for span in inside.spans if span.style not in dropped)
    code = [span for span in spans if span.style is Style.CODE] if style in (Style.BOLD, Style.ITALIC) else []
    edges = [0, *(edge for span in code for edge in (span.start, span.end)), len(inside.text)]
    own = tuple(
        Span(style, start, end, url)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if start < end
    )
    return Styled(inside.text, _outer_first(own + spans))


def _outer_first(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: (span.start, -span.end)))
