"""Accounts as a form asks for them: what each payee charges in all, who bills, GST, discounts, and fees that
no schedule has."""

from __future__ import annotations

from typing import Any

from kfees.engine.shorthand import fee_of
from kfees.library.library import Library
from kfees.model.payee import unknown_payee
from kfees.model.problems import Unreadable
from kfees.reading.as_written.typed import amount_typed, days_typed
from kfees.web.typed_form import Form

PROVIDER, DISCOUNT = "provider.", "discount."
"""Before a payee in the name of a field."""

TYPED_FEE = ("fee_payee", "fee_label", "fee_amount", "fee_quantity", "fee_dates")


def account_fields(library: Library) -> tuple[str, ...]:
    """The fields of accounts, in the order of an address."""
    return (
        *(f"{PROVIDER}{payee}" for payee in library.every_payee),
        "gst",
        *(f"{DISCOUNT}{payee}" for payee in library.every_payee),
        *("fee", *TYPED_FEE),
    )


def read_amounts(form: Form, library: Library) -> None:
    """Put what each payee charges in all into the request of a form."""
    for payee in library.every_payee:
        if amount := form.value(payee):
            form.add("charges", {"payee": payee, "amount": amount_typed(amount)}, payee)


def read_accounts(form: Form, library: Library) -> None:
    """Put who bills and what else is charged into the request of a form; GST last, of all charges."""
    for payee in library.every_payee:
        form.fields[f"providers.{payee}"] = f"{PROVIDER}{payee}"
        if name := form.value(f"{PROVIDER}{payee}"):
            form.asked.setdefault("providers", {})[payee] = name
        if discount := form.value(f"{DISCOUNT}{payee}"):
            form.add("charges", {"payee": payee, "discount": amount_typed(discount)}, f"{DISCOUNT}{payee}")
    _take_typed_fee(form, library)
    for text in form.values("fee"):
        try:
            form.add("charges", fee_of(text), "fee")
        except Unreadable as error:
            form.wrong("fee", error.code, error.message, error.remedy)
    known = library.every_payee
    form.problems += [unknown_payee(name, known, "gst") for name in form.values("gst") if name not in known]
    for charge in form.asked.get("charges", ()):
        if "discount" not in charge and payee_of(charge, library) in form.values("gst"):
            charge["gst"] = "included"


def payee_of(charge: dict[str, Any], library: Library) -> str | None:
    """Who charges, of a charge as its JSON reads; None where its schedule is not known."""
    schedule = charge.get("schedule")
    if schedule is None:
        return charge.get("payee")
    return library.payee(schedule) if schedule in library.schedules else None


def _take_typed_fee(form: Form, library: Library) -> None:
    """The fee that is being typed becomes one of those that are kept."""
    payee, label, amount, quantity, dates = (form.value(name) for name in TYPED_FEE)
    if not (label or amount):
        form.typed.pop("fee_payee", None)
        return
    for name, text in (("fee_label", label), ("fee_amount", amount)):
        if not text:
            form.lacks(name)
            return
    kept = f"{payee or next(iter(library.payees))}:{label}={amount}"
    kept += (f"@{','.join(days_typed(dates))}" if dates else "") + (f"*{quantity}" if quantity else "")
    for name in TYPED_FEE:
        form.typed.pop(name, None)
    form.typed["fee"] = [*form.values("fee"), kept]
