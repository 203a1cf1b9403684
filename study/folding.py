"""What people type, made comparable with the words on a key."""

ENDS = " .!,;…/«»“”\"'"


def folded(text: str) -> str:
    """Without case, spare blanks, dots and quotation marks; `ё` is `е`. What ends in a question mark keeps it."""
    return " ".join(text.split()).casefold().replace("ё", "е").strip(ENDS)
