"""The rules between items that hold for a payer: its own set's, after those of the sets that it shares."""

from __future__ import annotations

from datetime import date

from kfees.library.payer_view import ScheduleOf
from kfees.library.texts import NamedTexts
from kfees.model.item_rules import ItemRules


class PayerRules:
    """The rules of a set, `of_set`, by the schedules of the payer that names it; None where it names none."""

    def __init__(self, texts: NamedTexts[ItemRules], of_set: str | None, schedule_of: ScheduleOf) -> None:
        self._texts, self._of_set, self._schedule_of = texts, of_set, schedule_of
        self._by_names: dict[tuple[str, ...], ItemRules] = {}
        self._by_day: dict[date, ItemRules | None] = {}

    def on(self, day: date) -> ItemRules | None:
        """Those that hold on a day; None before the first ones."""
        if day not in self._by_day:
            self._by_day[day] = self._found(day)
        return self._by_day[day]

    @property
    def first_days(self) -> tuple[date, ...]:
        """The days from which other rules hold."""
        own = self._texts.in_set(self._of_set) if self._of_set else ()
        shared = {of_set for name in own for of_set in self._texts.named(name).shared}
        names = {*own, *(name for of_set in shared for name in self._texts.in_set(of_set))}
        return tuple(sorted({date.fromisoformat(name.rpartition("/")[2]) for name in names}))

    def _found(self, day: date) -> ItemRules | None:
        name = self._texts.on(day, self._of_set) if self._of_set else None
        if name is None:
            return None
        shared = filter(None, (self._texts.on(day, of_set) for of_set in self._texts.named(name).shared))
        names = (*shared, name)
        if names not in self._by_names:
            self._by_names[names] = self._together(names)
        return self._by_names[names]

    def _together(self, names: tuple[str, ...]) -> ItemRules:
        """The rules of several files, each with its source, by the payer's schedules; the last is the payer's
        own. Those of a schedule that the payer has not concern nothing."""
        texts = [self._texts.named(name) for name in names]
        rules = tuple(
            rule.model_copy(update={"schedule": own, "source": rule.source or text.source})
            for text in texts
            for rule in text.rule
            if (own := self._schedule_of(rule.schedule)) is not None
        )
        return texts[-1].model_copy(update={"rule": rules})
