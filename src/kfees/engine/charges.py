"""What is wrong with a request's charges, all at once."""

from __future__ import annotations

from collections.abc import Iterator

from kfees.engine.course import Service
from kfees.library.library import Library
from kfees.model.problems import Problem
from kfees.model.request import PAYEES, CourseRequest, Payee


def charge_problems(
    request: CourseRequest, services: tuple[Service, ...], library: Library
) -> Iterator[Problem]:
    """Charges for lines that the quote does not have, charges given twice, and two kinds for one payee."""
    seen: dict[tuple[str, ...], int] = {}
    items = {(service.schedule, service.item): service.payee for service in services}
    payees_by_item: set[Payee] = set()
    for number, charge in enumerate(request.charges):
        place = f"charges[{number}]"
        if charge.payee is not None:
            key: tuple[str] | tuple[str, str] = (charge.payee,)
            if charge.payee not in items.values():
                yield Problem(
                    "charge-without-line",
                    f"{place}.payee",
                    f"the course has no line for {charge.payee}.",
                    "Remove the charge, or add the service it is for.",
                )
        else:
            assert charge.schedule is not None
            assert charge.item is not None
            key = (charge.schedule, charge.item)
            if key in items:
                payees_by_item.add(items[charge.schedule, charge.item])
            elif library.knows(*key) or is_drug(request, library, *key):  # otherwise already an unknown item
                yield Problem(
                    "charge-without-line",
                    f"{place}.item",
                    f"the course has no line for {charge.schedule}:{charge.item}.",
                    f"Add it as a service, or charge one of: {listed(services)}.",
                )
        if key in seen:
            yield Problem(
                "charged-twice",
                place,
                f"{':'.join(key)} is already charged in charges[{seen[key]}].",
                "Keep one charge.",
            )
        seen.setdefault(key, number)
    for payee in PAYEES:
        if (payee,) in seen and payee in payees_by_item:
            yield Problem(
                "charged-both-ways",
                f"charges[{seen[payee,]}]",
                f"{payee} is charged as one amount and by item.",
                "Charge it one way: in one amount, or item by item.",
            )


def listed(services: list[Service] | tuple[Service, ...]) -> str:
    return (
        ", ".join(dict.fromkeys(f"{service.schedule}:{service.item}" for service in services))
        or "no services"
    )


def is_drug(request: CourseRequest, library: Library, schedule: str, item: str) -> bool:
    """Whether the item is the regimen's drug, which can be charged though no schedule prices it."""
    if request.regimen not in library.regimens:
        return False
    drug = library.regimen(request.regimen).drug
    return (schedule, item) == (drug.schedule, drug.item)
