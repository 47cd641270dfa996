"""What of a row depends on its payer: the view of the library that prices it, what it needs, its days."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, reduce
from operator import or_

import polars as pl

from kfees.library.library import Library
from kfees.model.dates import DateOrder
from kfees.model.payer import Payer
from kfees.model.problems import Unreadable, known_names
from kfees.model.schedule import STAYS
from kfees.portfolio import visits
from kfees.portfolio.fields import PAYER, VISITS, Field
from kfees.portfolio.written_cells import Codes, Spellings


class RowPayers:
    """Of a table whose rows name their payer (`named`), or of one of whose rows the library's payer is every
    one's. Rows that name none are that payer's too."""

    def __init__(self, library: Library, *, named: bool) -> None:
        self.named, self.default = named, library.payer_name
        self.views = [library.of(name) for name in (library.payers if named else (self.default,))]
        """The library as each of them sees it."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(view.payer_name for view in self.views)

    @cached_property
    def time_zones(self) -> dict[str, str]:
        return {view.payer_name: view.payer.time_zone for view in self.views}

    @cached_property
    def date_orders(self) -> dict[str, DateOrder]:
        """In which order each payer's providers write days."""
        return {view.payer_name: view.payer.date_order for view in self.views}

    @cached_property
    def time_zone(self) -> str:
        """That of rows that name no payer."""
        return self.time_zones[self.default]

    @cached_property
    def by_infusion(self) -> tuple[str, ...]:
        """Those whose price of an infusion is the same wherever it is given."""
        return tuple(view.payer_name for view in self.views if view.payer.price_by_infusion)

    @cached_property
    def stays(self) -> dict[str, tuple[str, ...]]:
        """The settings in which one item stands for the whole stay in hospital, by payer."""
        return {
            view.payer_name: tuple(
                name
                for name in view.settings
                if any(service.when in STAYS for service in view.setting(name).service)
            )
            for view in self.views
        }

    def stay_items(self) -> tuple[str, ...]:
        """Everything that can stand for a whole stay in hospital: items of the schedules that settings name,
        of which a payer may have no rate."""
        versions = (version for view, name in self._of_stays for version in view.loaded(name))
        return tuple(dict.fromkeys(item for version in versions for item in version.items))

    @cached_property
    def _of_stays(self) -> list[tuple[Library, str]]:
        """Each payer's schedules of which an item stands for a whole stay."""
        return [
            (view, schedule)
            for view in self.views
            for schedule in sorted(
                {
                    service.schedule
                    for name in self.stays[view.payer_name]
                    for service in view.setting(name).service
                    if service.when in STAYS
                }
            )
        ]

    def prices_a_stay(self, code: str) -> bool:
        """Whether each payer that pays for stays has this one."""
        return all(
            any(version.prices_a_stay(code) for version in reversed(view.versions(schedule)))
            for view, schedule in self._of_stays
        )

    def in_a_stay(self) -> pl.Expr:
        """Whether one item stands for the whole stay in a row's setting; true where that is not known."""
        return self._where(lambda name, view: name in self.stays[view.payer_name])

    def visit_items(self, field: Field) -> tuple[str, ...]:
        """The codes of presentations, or of clinics."""
        return tuple(dict.fromkeys(code for view in self.views for code in visits.codes(field, view)))

    def in_a_clinic(self) -> pl.Expr:
        """Whether a row's setting brings visits to a clinic; true where the setting is not known."""
        return self._where(lambda name, view: bool(visits.clinics_of(name, view)))

    def is_weighed(self) -> pl.Expr:
        """Whether a row's setting brings anything that is weighed; true where the setting is not known."""
        return self._where(
            lambda name, view: any(
                service.schedule == visits.weighing(view)[0] for service in view.setting(name).service
            )
        )

    def _where(self, holds: Callable[[str, Library], bool]) -> pl.Expr:
        settings = {
            view.payer_name: [name for name in view.settings if holds(name, view)] for view in self.views
        }
        found = (
            self.of(payer) & pl.col("setting").is_in(names) for payer, names in settings.items() if names
        )
        return reduce(or_, found, pl.lit(False)).fill_null(True)

    def of(self, *payers: str) -> pl.Expr:
        """Whether a row is one of these payers'."""
        if not self.named:
            return pl.lit(self.default in payers)
        return reduce(or_, (pl.col(PAYER) == payer for payer in payers), pl.lit(False))

    def lacking(self, field: Field, fields: pl.DataFrame) -> pl.Series:
        """The rows that lack a field that the course needs."""
        lacks = pl.col(field).is_null()
        if field == "setting" and self.by_infusion:
            lacks &= ~self.of(*self.by_infusion)
        return fields.select(lacks).to_series()


def payer_spellings(library: Library) -> Spellings:
    """The names of payers, as a column of them may hold them."""
    return spellings_of(PAYER, {name: _called(library.of(name).payer) for name in library.payers})


def _called(payer: Payer) -> Sequence[str]:
    return payer.title, payer.called, payer.in_a_sentence


CALLED: Mapping[Field, str] = {"drg": "AR-DRG", "emergency": "emergency class", "clinic": "Tier 2 clinic"}
"""Columns of codes, and what people call a code of theirs."""


def spellings_of(field: Field, titles: Mapping[str, Sequence[str]]) -> Spellings:
    known = known_names(tuple(titles))
    otherwise = "Check the code." if field in CALLED else f"Use one of: {', '.join(titles)}."
    if field in VISITS:
        otherwise = f"Check the code; where the column holds no codes, pass --columns {field}=none."

    def refuse(text: str) -> Unreadable:
        message = f"there is no {CALLED.get(field, field)} {text[:40]!r}."
        return Unreadable(f"unknown-{field}", message, known.suggestion(text, otherwise))

    return (Codes if field in VISITS else Spellings)(tuple(titles), titles, refuse)
