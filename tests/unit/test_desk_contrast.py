"""Colours that can be told apart: WCAG 2.1, 1.4.3 (text, 4.5 to 1) and 1.4.11 (graphics, 3 to 1), from the style
sheet's own variables, in light and dark."""

import re
from pathlib import Path

import pytest

STYLE = (Path(__file__).parents[2] / "desk" / "static" / "desk.css").read_text("utf-8")

TEXT = [
    *(("ink", ground) for ground in ("paper", "sheet", "pale", "amber-pale", "green-pale", "red-pale")),
    *(("soft", ground) for ground in ("paper", "sheet")),
    *(("blue", ground) for ground in ("paper", "sheet")),
    ("sheet", "blue"),  # the filter that is chosen
]
GRAPHICS = [
    ("blue", "paper"),  # what was answered, who consented
    ("mid", "paper"),  # what was delivered, who was eligible
    ("red", "paper"),  # a target
    ("amber", "paper"),  # a prompt that expired
    ("blue", "sheet"),  # focus, the page we are on
]


def schemes() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", light))
    return {"light": found, "dark": found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", dark))}


def luminance(colour: str) -> float:
    """WCAG 2.1, "relative luminance"."""
    digits = colour.removeprefix("#")
    channels = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_ruler_is_true() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out(scheme: str, text: str, ground: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("drawn", "ground"), GRAPHICS)
def test_what_is_drawn_stands_out(scheme: str, drawn: str, ground: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[drawn], colours[ground]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_two_layers_of_one_bar_are_two_shades(scheme: str) -> None:
    """Less than 3 to 1: three shades must fit into the range, and each number stands beside in words."""
    colours = schemes()[scheme]
    assert contrast(colours["blue"], colours["mid"]) >= 2
    assert contrast(colours["mid"], colours["pale"]) >= 2
