"""Whatever a portfolio calls its other columns is no payee's name."""

from __future__ import annotations

import kfees
from kfees.model.portfolio_columns import bare, columns_by_name, not_payees
from kfees.portfolio.fields import CURRENCY, OF_COURSE, Fields, results_of


def test_no_field_of_a_course_and_no_figure_of_the_answer_can_name_a_payee() -> None:
    others = {*OF_COURSE, "gst", *results_of(()), CURRENCY}
    assert {bare(name) for name in others} <= not_payees()


def test_a_column_by_a_payees_name_alone_is_that_payees(library: kfees.Library) -> None:
    fields = Fields(library.every_payee)
    for payee in library.every_payee:
        found = {name: fields.field_of(name) or name for name in columns_by_name(payee)}
        assert {name for name, field in found.items() if not field.startswith(f"{payee}_")} == set()
        assert {field for field in found.values() if field in fields.results} == {
            f"{payee}_{figure}" for figure in ("maximum", "payable", "gap")
        }
