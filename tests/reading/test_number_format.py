"""What people see of a number in Excel's formats."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kfees.reading.number_format import shown_in, shows_cents

ACCOUNTING = '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)'


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        ("12.5", "General", "12.5"),
        ("12.5", "@", "12.5"),
        ("12.5", "0.00", "12.50"),
        ("1234.5", "$#,##0.00", "$1234.50"),
        ("1234.5", ACCOUNTING, "$ 1234.50"),
        ("-1234.5", ACCOUNTING, "$ (-1234.50)"),
        ("0", ACCOUNTING, "$ -"),
        ("0", "#,##0.00;;", ""),
        ("12050", "0.00,", "12.05"),
        ("1200000", '0.0,,"m"', "1.2m"),
        ("12.6", "$0", "$13"),
        ("13", ";;;", ""),
        ("13", '"n/a"', "n/a"),
        ("12.5", '"$"0.00" per km"', "$12.50 per km"),
        ("12.5", "0.00\\ \\e\\a", "12.50 ea"),
        ("12.5", '"a;b "0.00;"less"', "a;b 12.50"),
        ("12.5", "[$$-C09]#,##0.00", "$12.50"),
        ("12.5", "[Red]0.00", "12.50"),
        ("50", '[<100]0" c";0.00', "50 c"),
        ("150", '[<100]0" c";0.00', "150.00"),
        ("150", '[>=100]0.00" a";[=5]0.00" b";0" c"', "150.00 a"),
        ("5", '[>=100]0.00" a";[=5]0.00" b";0" c"', "5.00 b"),
        ("7", '[>=100]0.00" a";[=5]0.00" b";0" c"', "7 c"),
        ("7", "[<5]0.00;[<>9]0.0", "7.0"),
        ("7", "[<=5]0.00;[>9]0.0", None),
        ("12.5", "# ?/?", None),
        ("12.5", "0.00E+00", None),
        ("12.5", "0.00%", None),
        ("12.5", "0000-00", None),
        ("12.5", "[White]0.00", None),
    ],
)
def test_a_number_is_shown_as_excel_shows_it_or_not_at_all(
    value: str, pattern: str, text: str | None
) -> None:
    found = shown_in(Decimal(value), pattern)
    assert (found and found.text) == text


@pytest.mark.parametrize(
    "pattern", ["General", "0.00", "$#,##0.00;[Red]-$#,##0.00", ACCOUNTING, "0.000", '"A$"0.00']
)
def test_a_format_that_shows_cents_and_dollars_alone(pattern: str) -> None:
    assert shows_cents(pattern)


@pytest.mark.parametrize(
    "pattern", ["0", "0.0", "0.00,", ";;;", '"n/a"', '0.00" per km"', "[<9]0.00;0", "# ?/?"]
)
def test_a_format_that_does_not(pattern: str) -> None:
    assert not shows_cents(pattern)
