"""How portfolios grow is shown for every kind of rows, as a table and as a picture."""

from __future__ import annotations

from pathlib import Path

from growth_picture import Growth, as_table, draw

GROWN = {
    "textbook courses": [Growth(10, 2.0, 10**8, 0.5, 4.0), Growth(1000, 4.0, 2 * 10**8)],
    "hospital episodes": [Growth(10, 3.0, 10**8, 0.5, 6.0), Growth(1000, 9.0, 3 * 10**8)],
}


def test_a_size_that_was_not_copied_has_no_ratio() -> None:
    assert list(as_table(GROWN))[2:] == [
        "| 10 | textbook courses | 4 | 4 | 100 MB |",
        "| 1,000 | textbook courses |  | 8 | 200 MB |",
        "| 10 | hospital episodes | 6 | 6 | 100 MB |",
        "| 1,000 | hospital episodes |  | 18 | 300 MB |",
    ]


def test_the_picture_names_what_it_draws(tmp_path: Path) -> None:
    draw(GROWN, tmp_path / "growth.svg")
    picture = (tmp_path / "growth.svg").read_text(encoding="utf-8")
    for kind in GROWN:
        assert f">kfees, {kind}<" in picture
        assert f">Polars, copying the {kind}<" in picture
    assert ">Time, copying 10 textbook courses = 1<" in picture
