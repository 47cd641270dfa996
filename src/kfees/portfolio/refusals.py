"""Why rows of a portfolio could not be priced: every problem of every row, by column, with its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_

import polars as pl

from kfees.engine.checking import lay_out
from kfees.model.episode import OLDEST
from kfees.model.problems import InputError, Problem
from kfees.portfolio.cells import Mistakes, PieceRead
from kfees.portfolio.columns import Columns
from kfees.portfolio.fields import FACTS, FLAGS, PAYER, REMOTENESS, REQUIRED, STAY_DAYS, VISITS, Field
from kfees.portfolio.row_payers import RowPayers
from kfees.portfolio.shapes import ANY_WEIGHT, Shape
from kfees.portfolio.visits import OF_A_STAY
from kfees.portfolio.weighed_rows import OF_THE_ROW, WeighedRows

ANY_START = date(2024, 7, 1)
"""Stands for a day that could not be read, while the rest of its row is checked."""

DECIDE_A_STAY: tuple[Field, ...] = ("sessions", *STAY_DAYS)
"""Where one of these could not be read, nothing is said of the stay."""

LISTING = pl.Schema(
    {
        "row": pl.UInt32(),
        "column": pl.String(),
        "value": pl.String(),
        "message": pl.String(),
        "remedy": pl.String(),
        "kind": pl.String(),
    }
)
"""`row` counts from 0. `column` is named as in the input; `value` is null where the cell is empty. `kind`:
the problem's stable word, under which those of a column are counted."""


def refused(cells: PieceRead, payers: RowPayers) -> pl.Series:
    """The rows with a cell that was refused, or that lack one that their course needs."""
    lacking = reduce(or_, (payers.lacking(field, cells.fields) for field in REQUIRED))
    return reduce(or_, (mistakes.rows for mistakes in cells.mistakes.values()), lacking)


def of_refused_cells(
    piece: pl.DataFrame, columns: Columns, cells: PieceRead, payers: RowPayers, weighed: WeighedRows
) -> pl.DataFrame:
    """The problems of rows with a refused cell: those of the cells, then of the course as far as it can
    be read, row by row. A stay that could be `weighed` has none."""
    blank = _blank(cells)
    empty_row = Problem(
        "empty-row", columns.by_field["regimen"], "the row holds no course.", "Remove or fill it."
    )
    found = [_said_of(piece, blank.arg_true(), empty_row)]
    names = {field: columns.by_field.get(field, field) for field in (*REQUIRED, *columns.by_field)}
    for field, name in names.items():
        mistakes = cells.mistakes.get(field)
        if mistakes:
            found.append(mistaken(piece[name], mistakes))
        if field in REQUIRED:
            empty = payers.lacking(field, cells.fields) & ~blank
            rows = (empty & ~mistakes.rows if mistakes else empty).arg_true()
            found.append(_said_of(piece, rows, Problem("missing", name, "the cell is empty.", "Fill it.")))
    courses = _distinct_courses(columns, cells, payers, weighed)
    found.append(listed(piece, courses["row"], _of_courses(courses.drop("row"), columns, cells, payers)))
    return pl.concat(found).sort("row", maintain_order=True)


def _blank(cells: PieceRead) -> pl.Series:
    """The rows in which every cell of a field is empty, whoever would pay."""
    of_course = pl.exclude(PAYER).is_null()
    blank = cells.fields.select(pl.all_horizontal(of_course)).to_series()
    for mistakes in cells.mistakes.values():
        blank &= ~mistakes.rows
    return blank


def of_shapes(
    piece: pl.DataFrame, priced: pl.DataFrame, problems: Mapping[int, Sequence[Problem]]
) -> pl.DataFrame:
    """The problems of courses that were read and cannot be priced, by the keys of their shapes."""
    if priced["problem"].null_count() == priced.height:
        return LISTING.to_frame()
    met = priced.select("key", "problem").with_row_index("row").filter(pl.col("problem").is_not_null())
    shapes = met.group_by("key", maintain_order=True).agg("row")
    found = ((shape, problem) for shape, key in enumerate(shapes["key"]) for problem in problems[key])
    return listed(piece, shapes["row"], found).sort("row", maintain_order=True)


def in_one_line(listing: pl.DataFrame) -> pl.DataFrame:
    """For each row of a listing one text: 'column: message remedy', one problem after the other."""
    text = pl.format("{}: {} {}", "column", "message", "remedy").str.join(" ")
    return listing.group_by("row", maintain_order=True).agg(text.alias("problem"))


def mistaken(column: pl.Series, mistakes: Mistakes) -> pl.DataFrame:
    """Cells that could not be read, each with what reading its value said."""
    said = pl.DataFrame(
        {
            "message": [error.message for error in mistakes.errors],
            "remedy": [error.remedy for error in mistakes.errors],
            "kind": [error.code for error in mistakes.errors],
        }
    )
    return pl.DataFrame(
        {
            "row": mistakes.rows.arg_true(),
            "column": pl.repeat(column.name, len(mistakes.which), eager=True),
            "value": column.filter(mistakes.rows).cast(pl.String),
            **said.select(pl.all().gather(mistakes.which)).to_dict(),
        },
        schema=LISTING,
    )


def _said_of(piece: pl.DataFrame, rows: pl.Series, problem: Problem) -> pl.DataFrame:
    """One problem of these rows."""
    if rows.is_empty():
        return LISTING.to_frame()
    return listed(piece, rows.implode(), [(0, problem)])


def listed(piece: pl.DataFrame, rows: pl.Series, found: Iterable[tuple[int, Problem]]) -> pl.DataFrame:
    """Problems, each of all the rows in one of these lists."""
    found = list(found)
    said = pl.DataFrame(
        {
            "row": rows.gather([of for of, _ in found]),
            "column": [problem.place for _, problem in found],
            "message": [problem.message for _, problem in found],
            "remedy": [problem.remedy for _, problem in found],
            "kind": [problem.code for _, problem in found],
        },
        schema_overrides={**LISTING, "row": pl.List(pl.UInt32())},
    )
    values = [
        pl.when(pl.col("column") == name).then(pl.lit(piece[name].cast(pl.String)).gather("row"))
        for name in said["column"].unique()
        if name in piece.columns
    ]
    listing = said.explode("row").drop_nulls("row")
    return listing.with_columns(value=pl.coalesce(*values, pl.lit(None, pl.String))).select(LISTING.names())


def _distinct_courses(
    columns: Columns, cells: PieceRead, payers: RowPayers, weighed: WeighedRows
) -> pl.DataFrame:
    """What can be said of rows with a refused cell as far as they can be read, and in which `row`s; of each
    field that has any, whether it is `unread`. One stay with which nothing is wrong stands for all such."""
    are_refused = refused(cells, payers)
    named = cells.fields["regimen"].is_not_null() & ~payers.lacking("setting", cells.fields)
    if PAYER in cells.mistakes:
        named &= ~cells.mistakes[PAYER].rows
    found = weighed(cells.fields, ~are_refused)
    is_sound = pl.lit(False) if found is None else pl.lit(found["moment"].is_not_null())
    asked = cells.fields.select(_asked(columns, cells, payers)).with_row_index("row")
    of_stay = [field for field in asked.columns if field in (*OF_THE_ROW, "start")]
    alike = [pl.when(~is_sound).then(field).alias(f"{field} where it counts") for field in of_stay]
    courses = asked.with_columns(alike, is_sound=is_sound).filter(are_refused & named)
    by = pl.exclude("row", *of_stay)
    return courses.group_by(by, maintain_order=True).agg("row", pl.col(of_stay).first())


def _asked(columns: Columns, cells: PieceRead, payers: RowPayers) -> Iterator[pl.Expr]:
    """What of a row decides what is wrong with its course, besides what its refused cells say."""
    fields = cells.fields
    yield pl.col("regimen", "setting", "nights")
    for field in ("drg", PAYER, "sessions", "gst", *FACTS, *VISITS):
        if field in fields.columns:
            yield _one_of_alike(field, fields, payers)
    yield pl.col("weight_kg", *columns.known.charges).is_not_null()
    for field, mistakes in cells.mistakes.items():
        yield pl.lit(mistakes.rows).alias(f"unread {field}")
    # The days of a stay go with the course's own start; what else is wrong is so whenever it starts.
    days = [field for field in STAY_DAYS if field in fields.columns]
    yield from map(pl.col, days)
    has_days = pl.any_horizontal(pl.col(field).is_not_null() for field in days) if days else pl.lit(False)
    yield pl.when(has_days).then("start").alias("start")


def _one_of_alike(field: Field, fields: pl.DataFrame, payers: RowPayers) -> pl.Expr:
    """A field, with one value for all of those with which the same is wrong."""
    column, alike = pl.col(field), pl.lit(False)
    if field in (*FLAGS, *REMOTENESS) and field != "specialist_paediatric":
        alike = column.is_not_null()
    elif field == "age":
        alike = column.is_between(0, OLDEST)
    elif field == "icu_hours":
        alike = column.is_between(0, 24, closed="right")  # no stay is shorter
    elif field == "drg":
        alike = column.is_in(list(filter(payers.prices_a_stay, fields[field].drop_nulls().unique())))
    return pl.when(alike).then(column.filter(alike).first()).otherwise(column).alias(field)


def _of_courses(
    courses: pl.DataFrame, columns: Columns, cells: PieceRead, payers: RowPayers
) -> Iterator[tuple[int, Problem]]:
    """What else is wrong with each of these, by their numbers, with something plain in the place of what
    could not be read."""
    days = [field for field in STAY_DAYS if field in courses.columns]
    facts = [field for field in (*FACTS, *VISITS) if field in courses.columns]
    for number, known in enumerate(courses.iter_rows(named=True)):
        silent = {field for field in cells.mistakes if known[f"unread {field}"]}
        stay = {field: known[field] for field in days}
        if (any(stay.values()) and not known["start"]) or not silent.isdisjoint(DECIDE_A_STAY):
            silent |= {"nights", *STAY_DAYS}
            stay = {}
        if not silent.isdisjoint(("nights", *OF_A_STAY)):
            silent |= {*OF_A_STAY}
        shape = Shape(
            payer=str(known.get(PAYER, payers.default)),
            regimen=str(known["regimen"]),
            setting=known["setting"],
            start=known["start"] or ANY_START,
            weight_kg=ANY_WEIGHT if known["weight_kg"] or "weight_kg" in silent else None,
            nights=known["nights"],
            drg=known["drg"],
            charged=tuple(
                payee
                for payee, charge in zip(columns.known.payees, columns.known.charges, strict=True)
                if known[charge] or charge in silent
            ),
            sessions=known.get("sessions"),
            with_gst=bool(known.get("gst")),
            facts=tuple(
                (field, known[field]) for field in facts if known[field] is not None and field not in silent
            ),
            **stay,
        )
        try:
            lay_out(shape.request(payers.views[0]), payers.views[0])
        except InputError as error:
            for problem in shape.at_fields(error.problems):
                if problem.place not in silent:
                    yield from ((number, told) for told in columns.at_names([problem]))
