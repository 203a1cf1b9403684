"""The page of `restante study show`: it reads on a phone, by night and on paper, and asks nobody for anything."""

from pathlib import Path

import pytest
from playwright.async_api import Page

from study.drawing.page import page as drawn_page
from study.previewing import messages
from study.reading import read_protocol

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"

# Pairs of colours (text, behind it) that a reader meets, by their names in page.css.
PAIRS = [
    ("ink", "paper"), ("ink", "sheet"), ("ink", "tint"), ("soft", "paper"), ("soft", "sheet"), ("soft", "tint"),
    ("blue", "paper"), ("amber", "paper"), ("amber", "tint"), ("red", "paper"),
]  # fmt: skip

CONTRAST = """pairs => {
  const canvas = document.createElement("canvas").getContext("2d");
  const style = getComputedStyle(document.documentElement);
  const light = name => {
    canvas.fillStyle = style.getPropertyValue("--" + name).trim();
    const parts = canvas.fillStyle.match(/[0-9a-f]{2}/g).map(part => parseInt(part, 16) / 255)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  return pairs.map(([one, other]) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  });
}"""


@pytest.fixture(params=["journeys", "bursts"])
def shown(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    protocol = read_protocol(EXAMPLES / f"{request.param}.yaml")
    made = tmp_path / "show.html"
    made.write_text(drawn_page(protocol, protocol.languages[0], tuple(messages(protocol))), "utf-8")
    return made.as_uri()


async def opened(page: Page, address: str) -> list[str]:
    """Opens it; what it asked for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(address)
    return asked


async def test_nothing_is_wider_than_a_phone(phone: Page, shown: str) -> None:
    assert await opened(phone, shown) == [shown]
    assert await phone.evaluate("document.documentElement.scrollWidth") == 390
    boxes = await phone.eval_on_selector_all(
        "svg text", "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right])"
    )
    assert len(boxes) > 20
    assert all(left >= 0 and right <= 390 for left, right in boxes)


async def test_words_stay_in_their_boxes(laptop: Page, shown: str) -> None:
    """In the letters of this machine, which are wide ones: no word of a question leaves its box."""
    await opened(laptop, shown)
    out = await laptop.evaluate(
        """() => [...document.querySelectorAll(".flow svg g")].flatMap(group => {
          const box = group.querySelector(":scope > rect.box");
          if (!box) return [];
          const edge = box.getBoundingClientRect();
          return [...group.querySelectorAll("text")].filter(text => {
            const said = text.getBoundingClientRect();
            return said.right > edge.right || said.left < edge.left || said.bottom > edge.bottom + 2;
          }).map(text => text.textContent);
        })"""
    )
    assert out == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_colours_can_be_read(laptop: Page, shown: str, scheme: str) -> None:
    await laptop.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    await opened(laptop, shown)
    found = await laptop.evaluate(CONTRAST, PAIRS)
    weak = [(pair, round(ratio, 2)) for pair, ratio in zip(PAIRS, found, strict=True) if ratio < 4.5]
    assert weak == []


async def test_on_paper_it_is_light_and_whole(laptop: Page, shown: str) -> None:
    await laptop.emulate_media(media="print", color_scheme="dark")
    await opened(laptop, shown)
    style = await laptop.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()"
    )
    assert style == "#fff"
    assert (await laptop.pdf(format="A4", prefer_css_page_size=True)).startswith(b"%PDF")
