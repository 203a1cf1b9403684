"""Makes `cities.tsv` from CLDR, as Babel has it: `python -m locales.gathering`, after a new Babel or tzdata."""

import re
from collections import defaultdict
from collections.abc import Iterator

from babel import Locale
from babel.localedata import locale_identifiers

from locales.cities import FILE, folded
from locales.zones import links, principals

_REGION = re.compile(r"_([A-Z]{2}|[0-9]{3})(_|$)")
"""Of a language as one country speaks it. It names cities as the language does, but for a handful."""

SHORTEST = 2
"""Characters of a folded name: one sign alone is a place nowhere."""


def gathered() -> str:
    """The file: the zones in one line, then each folded name with the numbers of its zones. Names of cities come before
    those of countries where they are the same."""
    zones = sorted({one.zone for one in principals()})
    number = {zone: n for n, zone in enumerate(zones)}
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for name, zone in _all_names():
        if len(key := folded(name)) >= SHORTEST and zone in number:
            names[key][zone] = None
    rows = sorted((name.encode(), found) for name, found in names.items())
    lines = (f"{name.decode()}\t{' '.join(str(number[zone]) for zone in found)}" for name, found in rows)
    return "\n".join((" ".join(zones), *lines, ""))


def _all_names() -> Iterator[tuple[str, str]]:
    locales = [Locale.parse(name) for name in sorted(locale_identifiers()) if not _REGION.search(name)]
    for one in principals():
        yield one.zone.rpartition("/")[2].replace("_", " "), one.zone
    for locale in locales:
        yield from _cities(locale)
    for locale in locales:
        yield from _countries(locale)


def _cities(locale: Locale) -> Iterator[tuple[str, str]]:
    """CLDR keeps the oldest name of a zone, the database the newest."""
    now, there = links(), {one.zone for one in principals()}
    for zone, names in locale.time_zones.items():
        if "city" in names:
            yield names["city"], zone if zone in there else now.get(zone, zone)


def _countries(locale: Locale) -> Iterator[tuple[str, str]]:
    for one in principals():
        if one.country in locale.territories:
            yield locale.territories[one.country], one.zone


if __name__ == "__main__":
    FILE.write_text(gathered(), "utf-8")
