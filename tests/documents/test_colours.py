"""One colour has one meaning: the pages' style sheet has the hues of the charts and the workbooks."""

from __future__ import annotations

import colorsys
import re
from importlib import resources

import pytest

from kfees.documents import colours

LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part))
    for part in (resources.files("kfees.web") / "static/kfees.css")
    .read_text(encoding="utf-8")
    .split("@media (prefers-color-scheme: dark)")[:2]
)
SAME = {"payable": colours.PAYABLE, "gap": colours.GAP, "ink": colours.INK, "muted": colours.QUIET}


def hue(colour: str) -> float:
    """In degrees."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)[0] * 360


@pytest.mark.parametrize("name", SAME)
def test_a_page_in_the_light_has_the_very_colour(name: str) -> None:
    assert LIGHT[name] == SAME[name]


@pytest.mark.parametrize(
    ("name", "colour"), [("payable", colours.PAYABLE), ("gap", colours.GAP), ("unknown", colours.EITHER)]
)
def test_in_the_dark_and_for_what_is_unknown_the_hue_is_the_same(name: str, colour: str) -> None:
    assert abs(hue(DARK[name]) - hue(colour)) < 20
    assert abs(hue(LIGHT[name]) - hue(colour)) < 20
    assert abs(hue(colours.MAXIMUM) - hue(colours.PAYABLE)) < 5
