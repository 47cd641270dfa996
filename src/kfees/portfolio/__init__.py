"""Pricing a portfolio: every course of a table, exactly, by the engine that prices a single one."""

from __future__ import annotations

import polars as pl

from kfees.library import Library
from kfees.portfolio.columns import RESULTS, recognise
from kfees.portfolio.day_order import day_order
from kfees.portfolio.pricer import Pricer

__all__ = ["RESULTS", "Pricer", "price_portfolio"]


def price_portfolio(frame: pl.LazyFrame, library: Library) -> pl.LazyFrame:
    """Price every row of a table of courses; the rows stay in their order, none is lost.

    Columns in: regimen, setting, start; and where there are any id, weight_kg, nights, drg,
    hospital_charge, medical_charge, pharmacy_charge (AUD). Their names and cells are read as people
    write them; other columns are passed through. Out: the input, then for each payee and in total
    maximum, payable and gap (AUD, Decimal to the cent), `complete` (every gap is known), `stale`,
    `basis`, `nwau`, `please_check` (what is implausible), and `problem` (why a row could not be
    priced; its figures are then null).

    null is *cannot determine*, or a payee that the course has no line for. The table is priced in
    pieces, so that one larger than memory can be streamed from file to file; days that are texts are
    looked through once before, so that all are read in one order of day and month. Raises InputError
    where a column that is needed is missing, days are in both orders, or a result's name is taken;
    TypeError for another table.
    """
    if not isinstance(frame, pl.LazyFrame):
        raise TypeError(f"a polars LazyFrame is priced, not {type(frame).__name__}: give table.lazy()")
    schema = frame.collect_schema()
    pricer = Pricer(schema, library, day_order(frame, recognise(schema)).order)
    return frame.map_batches(pricer, schema=pl.Schema({**schema, **RESULTS}), streamable=True)
