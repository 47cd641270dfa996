"""Pricing a portfolio: every course of a table, exactly, by the engine that prices a single one.

fields         what the columns of a portfolio can be, and what is added to them, by the payees
named          columns that somebody named, and the row of headings, which is found by them too
columns        a portfolio's columns: those that are named, the others as people write their names
likely         columns that may be meant where none is named so, by their cells
written_cells  cells as people may have written them: text around a number, a day in words
plain_cells    cells in the plainest spelling of their column, typed all at once
cells          a portfolio's cells, read without losing a cent: plain ones at once, others one by one
row_payers     what of a row depends on its payer: its view of the library, what it needs, its days
shapes         the distinct courses of a portfolio: what of a row decides its maximums
starts         starts that stand for others: one between two days on which a price may change
keys           rows to shapes, and shapes to keys
visits         the visits and presentations of a course: the codes that rows may state
priced_shapes  what shapes come to: each is priced once by `kfees.price`
weight_arrays  the weights, bounds and adjustments of a schedule's versions as arrays of whole numbers
weighing       the arithmetic of engine/weighing for all rows of a piece at once
weighed_rows   the rows of a portfolio whose stay, or visits, are weighed by columns
discounts      discounts that nothing is charged for, or that are above it: mistakes of their cells
arithmetic     the arithmetic of engine/gap for all rows of a piece at once
table_pricer   what works out the results of a table's rows, whatever a row holds
activity_fields  the columns of a table of episodes, presentations and visits, and what is added to them
activity       weighs the rows of such a table, by whole columns where that is certain
activity_alone  weighs rows one by one, and says what is wrong with those that it cannot
pricer         prices pieces of a portfolio: cells to shapes, each shape priced once
refusals       why rows of a portfolio could not be priced: every problem of every row, by column
problem_kinds  those problems by their kinds: how many rows each has, an example, what to do
effect         what another schedule would change: a portfolio under the versions of one day and of another
understood     what was understood of a portfolio before it is priced
files          a portfolio's files by their endings: Parquet and CSV are streamed
seen_cells     cells of a workbook that show something else than they store, or are struck out
left_out       rows that hold no course, left out by name: totals, notes, repeated headings, blank rows
sums_above     totals of a portfolio's file, held against the rows above them
workbook       a portfolio in a workbook: its table found and read whole
other_files    a portfolio in a web page or a PDF, and workbooks that are looked at before they are read
output         what is made of a priced portfolio: its file, and what a text file or a sheet cannot hold
long_work      long work: how far it is, and how it is stopped so that nothing is left behind
day_order      in which order a portfolio's columns of days are written, known before its first row is priced
repeated       rows that may be one claim twice: each is marked with the number of the first
implausible    what is implausible in a row of a portfolio: the same sentences that a quote of it says
"""

from __future__ import annotations

from datetime import date

import polars as pl

from kfees.library.library import Library
from kfees.model.problems import expect
from kfees.portfolio.activity import ActivityPricer
from kfees.portfolio.activity_fields import UNNAMED_ACTIVITY
from kfees.portfolio.columns import recognise
from kfees.portfolio.day_order import day_orders
from kfees.portfolio.fields import RESULTS
from kfees.portfolio.pricer import Pricer

__all__ = ["RESULTS", "Pricer", "nwau_table", "price_portfolio"]


def price_portfolio(frame: pl.LazyFrame, library: Library) -> pl.LazyFrame:
    """Price every row of a table of courses; the rows stay in their order, none is lost.

    Columns in: regimen, setting, start; and where there are any id, payer, weight_kg, nights, drg, sessions,
    admitted, discharged, hospital_charge, hospital_fee (what no schedule has) and hospital_discount, the
    same of every other payee, gst ('included'), the facts of an episode (fields.FACTS), and the codes of a
    presentation and of clinic visits: emergency, clinic. Their names and cells are read as people
    write them; other columns are passed through. Out: the input, then for each payee and in total
    maximum, payable and gap (Decimal to the cent), `gap_least` and `gap_most` in total, `complete`
    (every gap is known), `stale`, `basis`, `nwau`, `please_check` (what is implausible), and `problem`
    (why a row could not be priced; its figures are then null); behind them `start_read`, the day as it was
    read, unless the starts are a column of days. Rows without a payer are the library's: the
    default one's, or of whom it is a view. Beside a column of payers, `currency` says what a row's amounts
    are in; without one they are in the payer's.

    null is *cannot determine*, or a payee that the course has no line for. The table is priced in
    pieces, so that one larger than memory can be streamed from file to file; days that are texts are
    looked through once before, so that all of a payer's are read in one order of day and month.
    Raises InputError where a column that is needed is missing, days are in both orders, or a result's name
    is taken; TypeError for another table.
    """
    _expect(frame, library)
    schema = frame.collect_schema()
    pricer = Pricer(schema, library, day_orders(frame, recognise(schema, library), library))
    return frame.map_batches(pricer, schema=pl.Schema({**schema, **pricer.results}), streamable=True)


def nwau_table(frame: pl.LazyFrame, library: Library, on: date | None = None) -> pl.LazyFrame:
    """Weigh and price every row of a table of episodes, presentations and visits, as `kfees.nwau` weighs one;
    the rows stay in their order, none is lost.

    Columns in: the code, as drg, emergency or clinic, or as item for codes of all kinds; the day of leaving
    or of the visit, as discharged or on; for a stay nights, or admitted and discharged; and the facts of an
    episode: age, specialist_paediatric, indigenous, residence, treatment, icu_hours (in an eligible unit),
    leave_days, dialysis, radiotherapy, private_patient, multiple_providers, psychiatric_age and adjustment.
    Their names and cells are read as people write them; other columns are passed through. Rows that state no
    day are of the day `on`. Out: the input, then nwau (rounded half up to ten decimals), amount (of the exact
    weight, to the cent), stay, version, classification, basis, stale, reason (why a weight or an amount is
    not known), please_check (what is implausible), and problem (why a row is refused; its other results are
    then null).

    The weights are the library's payer's. Raises InputError where no column holds codes, a column will not
    do, days are in both orders, a result's name is taken, or the payer has no weights; TypeError for another
    table.
    """
    _expect(frame, library)
    schema = frame.collect_schema()
    orders = day_orders(frame, recognise(schema, library, UNNAMED_ACTIVITY), library)
    pricer = ActivityPricer(schema, library, orders, on=on)
    return frame.map_batches(pricer, schema=pl.Schema({**schema, **pricer.results}), streamable=True)


def _expect(frame: pl.LazyFrame, library: Library) -> None:
    expect(
        frame, pl.LazyFrame, "give table.lazy(), pl.LazyFrame(...) of rows, or pl.scan_csv(...) of a file."
    )
    expect(library, Library, "kfees.load_schedules() makes one.")
