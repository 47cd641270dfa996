"""Single items of a course as a form asks for them: what each is charged at, what is left out or added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from kfees.engine.checking import lay_out
from kfees.engine.provider_codes import matches
from kfees.engine.services import Service
from kfees.engine.shorthand import SCHEDULE_ITEM, charge_of, item_of, service_of
from kfees.library.library import Library
from kfees.model.blanks import Listed, Quoted
from kfees.model.problems import COULD_BE, InputError, Unreadable
from kfees.model.sentences import translatable
from kfees.reading.as_written.codes import code_as_written
from kfees.reading.as_written.typed import amount_typed, day_typed, days_typed, listed
from kfees.web.plausible import read_request
from kfees.web.typed_form import Form

ITEM_CHARGE = "charge."
"""Before an item in the name of a field: `charge.medical:2801` is the charge for each unit of it; or before
whoever else bills: `charge.medical by Dr B` is the charge for all that Dr B does."""

BY = " by "

NO_SUCH_ITEM = translatable("No schedule has the item {item}.")

TYPED_CHARGE = ("charge_item", "charge_amount", "charge_dates")
TYPED_ITEM = ("add_item", "add_dates", "add_quantity", "add_provider")
ITEM_FIELDS = ("charged", *TYPED_CHARGE, "without", "add", *TYPED_ITEM)


def read_items(form: Form, library: Library) -> None:
    """Put the items that are charged, left out and added into the request of a form: those of before, and
    what is being typed, which becomes one of them."""
    for name in [name for name in form.typed if name.startswith(ITEM_CHARGE)]:
        read = partial(_charge, name.removeprefix(ITEM_CHARGE))
        _state(form, "charges", name, form.value(name), read)
    _take_typed_charge(form)
    for text in form.values("charged"):
        _state(form, "charges", "charged", text, charge_of)
    for text in form.values("without"):
        _state(form, "without", "without", text, item_of)
    typed = _typed_service(form, library)
    for text in form.values("add"):
        _state(form, "services", "add", text, service_of)
    if typed and (place := _state(form, "services", "add_item", typed, service_of)):
        form.fields |= {f"{place}.dates": "add_dates", f"{place}.quantity": "add_quantity"}
        form.typed["add"] = [*form.values("add"), typed]
    _share_days(form, library)


def _share_days(form: Form, library: Library) -> None:
    """Let the charge for each unit of an item be for the days for which no other one is given."""
    charges = [charge for charge in form.asked.get("charges", ()) if "item" in charge]
    others = {_item_of(charge) for charge in charges if "dates" in charge}
    usual = [charge for charge in charges if "dates" not in charge and _item_of(charge) in others]
    services = _services(form, library) if usual else ()
    for charge in usual:
        taken = {day for one in charges if _item_of(one) == _item_of(charge) for day in one.get("dates", ())}
        if left := [day for day in _days(charge, services) if day not in taken]:
            charge["dates"] = left


def _item_of(charge: dict[str, Any]) -> tuple[str, str, str | None]:
    return charge["schedule"], charge["item"], charge.get("provider")


def _services(form: Form, library: Library) -> Sequence[Service]:
    """What a course brings, whatever is charged for it; nothing while it cannot be laid out."""
    try:
        return lay_out(read_request({**form.asked, "charges": []}, library), library).services
    except InputError:
        return ()


def _days(charge: dict[str, Any], services: Sequence[Service]) -> list[str]:
    """The days on which a course has an item."""
    of_item = [one for one in services if (one.schedule, one.item) == _item_of(charge)[:2]]
    return sorted({day.isoformat() for service in of_item for day in service.days})


def _charge(what: str, amount: str) -> dict[str, Any]:
    payee, by, name = what.partition(BY)
    charged = {"payee": payee, "provider": name} if by else item_of(what)
    return {**charged, "amount": amount_typed(amount)}


def _state(form: Form, kind: str, name: str, text: str, read: Callable[[str], dict[str, Any]]) -> str:
    """Add what was typed of an item to a list of the request. Its place there; empty where it has none."""
    try:
        entry = read(text) if text else None
    except Unreadable as error:
        form.wrong(name, error.code, error.message, error.remedy)
        return ""
    return form.add(kind, entry, name, text) if entry else ""


def _take_typed_charge(form: Form) -> None:
    """The charge on some days that is being typed becomes one of those that are kept."""
    item, amount, dates = (form.value(name) for name in TYPED_CHARGE)
    if not (amount or dates):
        return
    for name, text in zip(TYPED_CHARGE, (item, amount, dates), strict=True):
        if not text:
            form.lacks(name)
            return
    for name in TYPED_CHARGE:
        form.typed.pop(name)
    kept = f"{item}={amount_typed(amount)}@{','.join(days_typed(dates))}"
    form.typed["charged"] = [*form.values("charged"), kept]


def _typed_service(form: Form, library: Library) -> str:
    """The item being added, written short; empty where none is."""
    code, dates = form.value("add_item"), listed(form.value("add_dates"))
    if not code:
        return ""
    found = matches(code, library) or matches(code_as_written(code), library)
    if len(found) != 1:
        typed, remedy = Quoted(code[:40]), SCHEDULE_ITEM.format(example="medical:17645")
        choice = Listed(tuple(f"{schedule}:{item}" for schedule, item in found), " or ")
        message = COULD_BE.format(typed=typed, meant=choice) if found else NO_SUCH_ITEM.format(item=typed)
        form.wrong("add_item", "unknown-item", message, remedy)
        return ""
    if not dates:
        form.lacks("add_dates")
        return ""
    ((schedule, item),) = found
    quantity, provider = form.value("add_quantity"), form.value("add_provider")
    for name in TYPED_ITEM:
        form.typed.pop(name, None)
    short = f"{schedule}:{item}@{','.join(map(day_typed, dates))}" + (f"*{quantity}" if quantity else "")
    return f"{short} by {provider}" if provider else short
