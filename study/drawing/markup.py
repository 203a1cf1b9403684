"""Elements of SVG and HTML as texts. What comes in as an attribute is escaped; what stands inside is markup already."""

from html import escape

LINE = 1.32
"""Height of a line, in sizes of its letters."""


def words(text: str) -> str:
    """Somebody's text, as markup."""
    return escape(text, quote=False)


def tag(_name: str, *inside: str, **attributes: object) -> str:
    """An element. `class_` stands for `class`, `stroke_width` for `stroke-width`; what is None or False is left out."""
    named = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_number(value))}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return f"<{_name}{named}>{''.join(inside)}</{_name}>"


def _number(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def share(part: float) -> str:
    """0 to 1 as a percentage, for coordinates that grow with the page while letters keep their size."""
    return f"{part * 100:.3f}".rstrip("0").rstrip(".") + "%"


def picture(title: str, height: float, *inside: str, width: int | None = None) -> str:
    """An SVG with an accessible name. With `width` it scales as a whole; without, it is as wide as the page gives."""
    if width is None:
        size = {"width": "100%", "height": round(height)}
    else:
        size = {"viewBox": f"0 0 {width} {height:g}", "width": width, "height": f"{height:g}"}
    return tag("svg", *inside, role="img", aria_label=title, **size)


def wrapped(text: str, width: float, size: float, most: int = 99) -> list[str]:
    """Lines of at most about `width` px in letters of `size` px; an ellipsis where there would be more than `most`."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _pieces(paragraph, width, size):
            if line and breadth(f"{line} {word}", size) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        if line:
            lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(f"{lines[most - 1]} …", width, size)]
    return lines or [""]


def _pieces(paragraph: str, width: float, size: float) -> list[str]:
    """Words, and words too long for a line cut up: some languages write without blanks."""
    found = []
    for word in paragraph.split():
        while word:
            head = _fitting(word, width / size)
            found.append(word[:head])
            word = word[head:]
    return found


def _fitting(word: str, room: float) -> int:
    """How many of its characters a line has room for, one at least. `room` is in sizes of its letters."""
    for number, character in enumerate(word):
        room -= _wide(character)
        if room < 0:
            return max(1, number)
    return len(word)


def _cut(line: str, width: float, size: float) -> str:
    while breadth(line, size) > width and len(line) > 1:
        line = line[:-2] + "…"
    return line


def breadth(text: str, size: float) -> float:
    """About how wide a text is, in px; rather too wide than too narrow."""
    return size * sum(_wide(character) for character in text)


def _wide(character: str) -> float:
    if character in " .,:;!|'’ijlI()[]/-":
        return 0.36
    if character in "mwMWШЩЖЮФМшщжюмф@—":
        return 0.92
    if character >= "\u1100":
        return 1.05
    return 0.68 if character.isupper() else 0.6
