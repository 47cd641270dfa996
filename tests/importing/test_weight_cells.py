"""A cell of weights is read as it is shown, or refused; never as another figure or with a traceback."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfees.importing.weight_cells import MOST, Words, flag_in, weight_in, whole_days
from kfees.model.problems import Unreadable
from kfees.reading.cell import Cell, CellKind

typed = st.from_regex(r"[-$]?[0-9]{0,3}[.,]?[0-9]{0,5}%?", fullmatch=True)
texts = typed | st.text(max_size=12)
formats = st.sampled_from(
    ("General", "@", "0", "0.0000", "#,##0.0000", "0%", "0.0%", "0,", ";;;", "d/mm/yy", "0E+0")
)
cells = st.builds(Cell, st.sampled_from(get_args(CellKind)), texts, formats, struck=st.booleans())


@given(cell=cells)
def test_any_cell_is_a_figure_words_nothing_or_refused(cell: Cell) -> None:
    with suppress(Unreadable):
        figure = weight_in(cell).figure
        assert figure is None or isinstance(figure, Words) or 0 <= figure < MOST
        assert not cell.struck
    with suppress(Unreadable):
        assert flag_in(cell) in (True, False)


@given(units=st.integers(0, 10_000_000))
def test_four_decimals_are_what_they_were(units: int) -> None:
    """As Excel stores them: with up to 17 digits, of which 15 count."""
    weight = Decimal(units).scaleb(-4)
    if weight < MOST:
        stored = Cell("number", repr(float(weight)), "0.0000")
        assert weight_in(stored).figure == weight_in(Cell("text", str(weight))).figure == weight


@pytest.mark.parametrize(
    ("text", "shown_as", "figure"),
    [
        ("0.31909999999999999", "0.0000", "0.3191"),
        ("1.35", "0%", "1.35"),
        ("0.81234", "0.0%", "0.812"),
        ("12", "0", "12"),
        ("1.5e-3", "0.0000", "0.0015"),
        ("0.123456", "General", "0.123456"),
    ],
)
def test_a_stored_figure_is_read_as_it_is_shown(text: str, shown_as: str, figure: str) -> None:
    assert weight_in(Cell("number", text, shown_as)).figure == Decimal(figure)


@pytest.mark.parametrize("figure", [Words("seven"), Decimal("6.5"), Decimal(0)])
def test_a_bound_is_whole_days(figure: Decimal | Words) -> None:
    with pytest.raises(Unreadable):
        whole_days(figure)
