"""Sites, recruitment sources and keys, as a study file writes them."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from study.ahead import Referrals
from study.ahead import referrals as read_referrals
from study.faults import Report, meant, quoted
from study.fields import Fields, keyed, listed, unique
from study.protocol import Site, Source, SourceKind
from study.texts import NO_TEXT, Texts
from study.tree import Node
from study.values import one_of, text, whole, word_id

_SITE = re.compile(r"[A-Z]{2,3}")
MOST = 300
MOST_HOPED = 100_000


class Places:
    """Reads them for a study whose file lies in `folder`."""

    def __init__(self, texts: Texts, folder: Path) -> None:
        self._texts = texts
        self._folder = folder

    def keys(self, report: Report, node: Node) -> dict[str, Path] | None:
        """Public keys by name; at least two."""
        found: dict[str, Path] = {}
        for key, value in keyed(report, node, "keys"):
            name, path = word_id(report, key), self.key(report, value)
            if path is not None and path in found.values():
                report.fault(
                    value, f"{quoted(key.text)} is the same key as another", "two keys must be two files"
                )
            if name and path:
                found[name] = path
        if len(found) < 2 and not (len(keyed(Report(""), node, "")) >= 2):
            instead = "name two, so that losing one is not the end (restante keys new NAME makes one)"
            report.fault(
                node, f"{len(found)} key is named here" if found else "no key is named here", instead
            )
        return found

    def key(self, report: Report, node: Node) -> Path | None:
        """The path of a public key, against the study's folder. Whether it is there, the bot looks at its start."""
        said = text(report, node)
        if said is None:
            return None
        if said.endswith(".key"):
            report.fault(
                node,
                f"{quoted(said)} is a secret key",
                "name its public half, NAME.pub, and take the secret away from here",
            )
            return None
        return self._folder / said

    def sites(self, report: Report, node: Node) -> tuple[Site, ...] | None:
        found = []
        for key, value in keyed(report, node, "sites"):
            if not _SITE.fullmatch(key.text):
                report.fault(
                    key,
                    f"{quoted(key.text)} cannot be a site",
                    "use two or three capital letters, such as AM or GEO",
                )
            found.append(self._site(report, key.text, value))
        if not found:
            report.fault(
                node,
                "there is no site here",
                "write at least one, such as AM: {name: …, timezone: Asia/Yerevan}",
            )
        if len(found) > MOST:
            report.fault(node, f"{len(found)} sites", f"{MOST} are the most")
        return tuple(found)

    def _site(self, report: Report, id: str, node: Node) -> Site:
        fields = Fields(report, node, f"the site {quoted(id)}")
        site = Site(
            id=id,
            name=fields.need("name", self._texts.label, NO_TEXT),
            timezone=fields.need("timezone", timezone, "UTC", "write one such as `timezone: Asia/Yerevan`"),
            target=fields.may("target", whole(1, MOST_HOPED)),
            key=fields.may("key", self.key),
            support=fields.may("support", self._texts.sentence),
        )
        fields.finish()
        return site

    def recruitment(
        self, report: Report, node: Node, sites: Iterable[str]
    ) -> tuple[tuple[Source, ...], Referrals | None]:
        """`recruitment:`. The ids go into links, which is why they are short and plain (Bot API, deep linking)."""
        recruitment = Fields(report, node, "recruitment")
        listing = recruitment.at("sources")
        sources = self._sources(report, listing, list(sites)) if listing is not None else ()
        referrals = recruitment.may("referrals", read_referrals)
        recruitment.finish()
        return sources, referrals

    def _sources(self, report: Report, listing: Node, known: list[str]) -> tuple[Source, ...]:
        found: list[Source] = []
        places: list[tuple[str, Node]] = []
        for item in listed(report, listing, "sources"):
            fields = Fields(report, item, "a source")
            source = Source(
                id=fields.need("id", word_id, ""),
                kind=fields.need("kind", one_of(SourceKind), SourceKind.CHANNEL),
                site=fields.may("site", text),
            )
            if source.site is not None and source.site not in known:
                report.fault(
                    fields.place("site"),
                    f"there is no site {quoted(source.site)}",
                    _close(source.site, known),
                )
            fields.finish()
            found.append(source)
            places.append((source.id, fields.place("id")))
        unique(report, places, "source")
        return tuple(found)


NO_ZONES = frozenset({"localtime", "posixrules", "Factory"})
"""What stands among the zones and is none: `localtime` is wherever the server is."""
NOT_HERE = ("posix/", "right/")
"""Copies of the same zones, those on the right with leap seconds, which no clock here counts."""


def timezone(report: Report, node: Node) -> str | None:
    """A name of the IANA time zone database."""
    said = text(report, node)
    if said is None:
        return None
    try:
        if said in NO_ZONES or said.startswith(NOT_HERE):
            raise ZoneInfoNotFoundError(said)
        ZoneInfo(said)
    except (ValueError, OSError, KeyError):
        close = get_close_matches(said[:60], _zones(), n=1, cutoff=0.5)
        instead = f'did you mean "{close[0]}"?' if close else "write one such as Asia/Yerevan"
        report.fault(node, f"the time zone {quoted(said)} is not known", instead)
        return None
    return said


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


def _close(site: str, known: list[str]) -> str:
    return (
        meant(site.upper(), known) if site.upper() not in known else f'write it in capitals: "{site.upper()}"'
    )
