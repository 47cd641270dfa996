"""What a course, or a provider's quote, comes down to before it is priced: units of items on days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kfees.model.payee import Payee
from kfees.model.request import Episode


# Nothing changes, compares or prints one, nor others that are made for each course. A named tuple takes twice
# as long to be read, a frozen class several times as long to be made; what is not asked for delays a start.
@dataclass(slots=True, eq=False, repr=False)
class Service:
    """`quantity` units of an item on each of `days`, which are in order; `provider` bills them, where the
    request says who. `episode`: what it is weighed by, where it has facts of its own; `on_leave`: the bed
    of nights that the patient spends elsewhere. `unpriced`: why the item's rate is no price of it here."""

    payee: Payee
    schedule: str
    item: str
    days: tuple[date, ...]
    quantity: Decimal
    provider: str | None = None
    episode: Episode | None = None
    on_leave: bool = False
    unpriced: str = ""

    @property
    def line(self) -> str:
        """The item as people are told of it."""
        return f"{self.schedule}:{self.item}"

    @property
    def day(self) -> date:
        """The first day, or the only one."""
        return self.days[0]

    @property
    def units(self) -> Decimal:
        """The units of all days."""
        return self.quantity * len(self.days)

    def on(self, days: Iterable[date]) -> Service:
        """The same on some of its days alone."""
        return replace(self, days=tuple(days))


def day_by_day(services: Iterable[Service]) -> list[Service]:
    """The same services, one for each day."""
    return [service.on((day,)) for service in services for day in service.days]
