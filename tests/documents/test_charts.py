"""Charts draw what their tables say, the same each time, and name what is unknown."""

from __future__ import annotations

import pytest

import kfees
from kfees.documents.charts import comparison_chart, projection_chart
from kfees.documents.pictures import NARROW, letters, wrapped
from kfees.engine.alternatives import alternatives_to
from kfees.engine.asking import read_request
from plans import COURSE, PER_INFUSION, RESERVE, SET_ASIDE, Asked, projected

UNPRICED: Asked = {
    "regimen": "crps-4-day",
    "setting": "private-hospital-inpatient",
    "start": "2026-08-03",
    "charges": [{"payee": "pharmacy", "amount": "900"}],
}


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
