"""Charts draw what their tables say, the same each time, and name what is unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

import kfees
from kfees.documents.chart_words import in_english
from kfees.documents.charts import comparison_chart, projection_chart
from kfees.documents.colours import PAYABLE, PRESENT_VALUE
from kfees.documents.columns import MOST_STEPS, round_steps
from kfees.documents.drawing import NARROW, WIDE, Drawing, letters, wrapped
from kfees.documents.pictures import Picture
from kfees.engine.alternatives import alternatives_to
from kfees.engine.asking import read_request
from plans import COURSE, PER_INFUSION, RESERVE, SET_ASIDE, Asked, projected

UNPRICED: Asked = {
    "regimen": "crps-4-day",
    "setting": "private-hospital-inpatient",
    "start": "2026-08-03",
    "charges": [{"payee": "pharmacy", "amount": "900"}],
}

CHARGED: Asked = {
    **COURSE,
    "setting": "private-hospital-inpatient",
    "charges": [{"payee": "hospital", "amount": "9000"}, {"payee": "medical", "amount": "1000"}],
}


def bars(drawing: bytes, fill: str) -> list[dict[str, float]]:
    """The bars of a colour, in the order in which they are drawn, without those of the legend."""
    places = [
        {side: float(bar.get(side, 0)) for side in ("x", "y", "width", "height")}
        for bar in ET.fromstring(drawing).iterfind("{http://www.w3.org/2000/svg}rect")  # noqa: S314  our own
        if bar.get("fill") == fill
    ]
    return [place for place in places if (place["width"], place["height"]) != (16, 6)]


def test_a_column_is_as_high_as_what_its_year_comes_to(library: kfees.Library) -> None:
    reserve = projected(library, RESERVE)
    drawing = projection_chart(reserve, "svg")
    amounts, values = bars(drawing, PAYABLE), bars(drawing, PRESENT_VALUE)
    scale = amounts[0]["height"] / float(reserve.years[0].amount or 0)
    for year, amount, value in zip(reserve.years, amounts, values, strict=True):
        assert amount["height"] == pytest.approx(float(year.amount or 0) * scale, abs=0.02)
        assert value["height"] == pytest.approx(float(year.present_value or 0) * scale, abs=0.02)
        assert amount["x"] + amount["width"] == pytest.approx(value["x"], abs=0.02)
        assert amount["y"] + amount["height"] == pytest.approx(value["y"] + value["height"], abs=0.02)


def test_a_gap_is_striped_and_begins_where_what_is_paid_ends(library: kfees.Library) -> None:
    comparison = alternatives_to(read_request(CHARGED, library), library, groups=["setting"])
    drawing = comparison_chart(comparison, "svg")
    (asked, *_), (paid, *_), (gap, *_) = (
        comparison.courses,
        bars(drawing, PAYABLE),
        bars(drawing, "url(#stripes)"),
    )
    assert asked.payable
    assert asked.gap
    assert paid["x"] + paid["width"] == pytest.approx(gap["x"], abs=0.02)
    assert gap["width"] / paid["width"] == pytest.approx(float(asked.gap / asked.payable), abs=0.001)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("turned", [False, True])
def test_nothing_lies_beside_the_picture(library: kfees.Library, width: float, turned: bool) -> None:
    words = replace(in_english("AUD"), turned=turned)
    comparison = alternatives_to(read_request(CHARGED, library), library)
    for drawing in (
        projection_chart(projected(library, RESERVE), "svg", words, width),
        comparison_chart(comparison, "svg", words, width),
    ):
        picture = ET.fromstring(drawing)  # noqa: S314  our own
        _, _, across, down = map(float, picture.attrib["viewBox"].split())
        for shape in picture.iterfind("*[@x]"):
            left, top = float(shape.attrib["x"]), float(shape.attrib["y"])
            assert 0 <= left <= left + float(shape.get("width", 0)) <= across
            assert 0 <= top <= top + float(shape.get("height", 0)) <= down


def test_a_chart_that_reads_from_right_to_left_is_the_mirror_of_the_other(library: kfees.Library) -> None:
    reserve, words = projected(library, RESERVE), in_english("AUD")
    one, other = (
        bars(projection_chart(reserve, "svg", replace(words, turned=turned)), PAYABLE)
        for turned in (False, True)
    )
    for bar, mirrored in zip(one, other, strict=True):
        assert mirrored["x"] == pytest.approx(WIDE - bar["x"] - bar["width"], abs=0.02)
        assert (mirrored["y"], mirrored["height"]) == (bar["y"], bar["height"])


@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_the_same_chart_is_made_as_other_kinds_of_pictures(
    library: kfees.Library, kind: Picture, begins: bytes
) -> None:
    stay = alternatives_to(read_request(CHARGED, library), library)
    draws: tuple[Callable[[], bytes], ...] = (
        lambda: comparison_chart(stay, kind),
        lambda: projection_chart(projected(library, RESERVE), kind),
    )
    for draw in draws:
        assert draw().startswith(begins)
        assert draw() == draw()


@pytest.mark.parametrize(
    ("most", "steps"),
    [
        (0, []),
        (0.6, [0]),
        (6, [0, 1, 2, 3, 4, 5, 6]),
        (19.5, [0, 5, 10, 15]),
        (14_200, list(range(0, 14_001, 2_000))),
        (2_000_000, list(range(0, 2_000_001, 250_000))),
    ],
)
def test_a_scale_goes_up_by_round_amounts(most: float, steps: list[int]) -> None:
    assert round_steps(most) == steps
    assert len(steps) <= MOST_STEPS + 1


def test_what_has_no_room_beside_the_rest_of_a_legend_stands_below_it() -> None:
    drawing = Drawing(NARROW)
    assert drawing.legend(0, [("#111111", "Gap"), ("#222222", "Paid")]) == 13
    assert Drawing(NARROW).legend(0, [("#111111", "Gap"), ("#222222", "A long meaning " * 3)]) == 39


def test_a_projection_is_drawn_by_calendar_year(library: kfees.Library) -> None:
    drawing = projection_chart(projected(library, RESERVE), "svg").decode()
    for year in range(2024, 2029):
        assert f">{year}<" in drawing
    assert ">Amount<" in drawing
    assert ">Present value<" in drawing
    assert ">Present value<" not in projection_chart(projected(library, SET_ASIDE), "svg").decode()


def test_every_chart_names_its_currency_and_its_units(library: kfees.Library) -> None:
    drawing = projection_chart(projected(library, RESERVE), "svg").decode()
    assert all(f">{said}<" in drawing for said in ("AUD", "Year"))
    dollars = {**SET_ASIDE, **PER_INFUSION}
    assert ">USD<" in projection_chart(projected(library, dollars), "svg").decode()
    stay = read_request({**COURSE, "setting": "private-hospital-inpatient"}, library)
    panels = comparison_chart(alternatives_to(stay, library), "svg").decode()
    assert (panels.count(">AUD<"), panels.count(">Nights<")) == (3, 1)


def test_the_same_projection_is_drawn_the_same(library: kfees.Library) -> None:
    one, two = (projection_chart(projected(library, RESERVE), "svg", width=NARROW) for _ in range(2))
    assert one == two


def test_a_year_that_is_unknown_bears_the_word(library: kfees.Library) -> None:
    unknown = projected(library, {**RESERVE, "request": UNPRICED, "years": 3})
    assert unknown.totals.amount is None
    assert projection_chart(unknown, "svg").decode().count(">unknown<") == 3


@pytest.mark.parametrize(
    "text", ["Private hospital, staying overnight, asked for", "复杂性区域疼痛综合征（CRPS），连续输注 4 天"]
)
def test_a_long_label_is_wrapped_and_nothing_of_it_is_lost(text: str) -> None:
    lines = wrapped(text, 20)
    assert len(lines) > 1
    assert all(letters(line) <= 20 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
