"""Long words in several messages. We count UTF-16 code units, as its entities do: never less than
Telegram, which counts characters for the limit."""

MESSAGE = 4096  # Bot API, sendMessage
CAPTION = 1024  # Bot API, sendVoice
TOAST = 200  # Bot API, answerCallbackQuery

# Where to cut, best first: between paragraphs, lines, sentences, words.
SEAMS = ("\n\n", "\n", ". ", " ")


def length(text: str) -> int:
    """UTF-16 code units of `text`."""
    return len(text) + sum(1 for character in text if character > "\uffff")


def split(text: str, limit: int = MESSAGE) -> list[str]:
    """`text` in parts of at most `limit` units, cut at the best seam there is, or anywhere if there is none."""
    parts = []
    while length(text) > limit:
        head = _head(text, limit)
        cut = _cut(head)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [part for part in [*parts, text] if part.strip()]


def clip(text: str, limit: int) -> str:
    """`text`, or as much of it as fits with an ellipsis."""
    return text if length(text) <= limit else _head(text, limit - 1).rstrip() + "…"


def _head(text: str, limit: int) -> str:
    """The longest beginning of at most `limit` units that leaves no character in two."""
    units = 0
    for index, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > limit:
            return text[:index]
    return text


def _cut(head: str) -> int:
    for seam in SEAMS:
        place = head.rfind(seam)
        if place > len(head) // 4:
            return place + len(seam)
    return len(head)
