"""How the desk's pages are asked for and read in tests."""

from html.parser import HTMLParser
from xml.etree import ElementTree

from desk_world import World
from httpx import ASGITransport, AsyncClient, Response

PAGES = [
    "/",
    "/participants",
    "/participants/AM-05",
    "/participants/GE-01",
    "/prompts",
    "/compliance",
    "/consent",
    "/sources",
    "/requests",
]


def visit(world: World, key: str = "") -> AsyncClient:
    """A visitor of a world's desk, with a key or without. A fault that the desk lets out is raised here."""
    transport = ASGITransport(world.desk(key), raise_app_exceptions=True)
    return AsyncClient(transport=transport, base_url="http://127.0.0.1:8701")


class Tables(HTMLParser):
    """The tables of a page by caption: rows of cells, spaces put in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self._rows: list[list[str]] = []
        self._words: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("th", "td", "caption"):
            self._words = []

    def handle_endtag(self, tag: str) -> None:
        said = " ".join(" ".join(self._words or ()).split())
        if tag == "caption":
            self.found[said] = self._rows
        elif tag in ("th", "td") and self._words is not None:
            self._rows[-1].append(said)

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)


def words(answer: Response) -> str:
    """The page as it is read: without tags, spaces put in order."""
    assert answer.status_code == 200, answer.text

    class Plain(HTMLParser):
        said = ""

        def handle_data(self, data: str) -> None:
            self.said += f"{data} "

    plain = Plain()
    plain.feed(answer.text)
    return " ".join(plain.said.split())


def chart(answer: Response, title: str) -> dict[str, list[str]]:
    """The texts of a chart by their class."""
    start = answer.text.index('<svg class="chart" role="img" aria-label="' + title)
    svg = ElementTree.fromstring(
        answer.text[start : answer.text.index("</figure>", start)].split("<figcaption")[0]
    )
    found: dict[str, list[str]] = {}
    for one in svg.iter("text"):
        found.setdefault(one.attrib["class"], []).append(one.text or "")
    return found
