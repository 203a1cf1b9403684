"""In which time zone a city is, by its name in any language: the cities that CLDR names for the time zones of the
world, and the countries, which have one zone or several.

The names lie folded and in order in `cities.tsv` (`locales.gathering` makes it), so that one is found by bisection on
the disk: nothing is read before somebody names a place, and next to nothing stays in memory.
"""

import re
import unicodedata
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

FILE = Path(__file__).with_name("cities.tsv")
LONGEST = 60
"""Characters. A city's name is shorter; what people tell is longer."""

_BESIDE = re.compile(r"[,;/()\n]")
_PREFIX = re.compile(r"(?:г|гор|город|city of|м|місто)[. ]+", re.IGNORECASE)


def zones_of(text: str) -> tuple[str, ...]:
    """The zones (IANA) of the place that the text names, likeliest first: one of a city, all of a country. Of "Berlin,
    Germany" the first part that is known counts. Empty for anything else somebody may have written."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        return ()
    parts = (text, *_BESIDE.split(text)) if _BESIDE.search(text) else (text,)
    names = {folded(name): None for part in parts for name in (part, _PREFIX.sub("", part.strip(), count=1))}
    return next((found for name in names if (found := _find(name))), ())


def folded(name: str) -> str:
    """Comparable: without case, accents, blanks, hyphens, dots and apostrophes. The vowel signs of a script stay."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    kept = (sign for sign in decomposed if not _passed_over(sign))
    return unicodedata.normalize("NFKC", "".join(kept))


def _passed_over(sign: str) -> bool:
    return "\u0300" <= sign <= "\u036f" or unicodedata.category(sign)[0] in "PZSC"


def _find(name: str) -> tuple[str, ...]:
    """By bisection: the first line is the zones, each of the others a name and the numbers of its zones."""
    if not name:
        return ()
    lines, wanted = _lines(), name.encode()
    low, high = lines.find(b"\n") + 1, len(lines)
    while low < high:
        begin = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = lines.find(b"\n", begin)
        found, _, numbers = lines[begin:end].partition(b"\t")
        if found == wanted:
            return tuple(_zones()[int(number)] for number in numbers.split())
        low, high = (end + 1, high) if found < wanted else (low, begin)
    return ()


@cache
def _lines() -> mmap:
    with FILE.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


@cache
def _zones() -> tuple[str, ...]:
    lines = _lines()
    return tuple(lines[: lines.find(b"\n")].decode().split())
