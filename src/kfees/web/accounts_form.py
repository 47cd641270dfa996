"""Accounts as a form asks for them: who bills, GST, discounts, fees that no schedule has; and what of a
course has no field, which goes along as JSON."""

from __future__ import annotations

from typing import Any

from kfees.engine.shorthand import fee_of
from kfees.library.library import Library
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.reading.as_written.typed import amount_typed
from kfees.reading.json_and_toml import read_json
from kfees.web.typed_form import Form

PROVIDER, DISCOUNT = "provider.", "discount."
"""Before a payee in the name of a field."""

FURTHER = "further"
TYPED_FEE = ("fee_payee", "fee_label", "fee_amount", "fee_quantity")


def account_fields(library: Library) -> tuple[str, ...]:
    """The fields of accounts, in the order of an address."""
    return (
        *(f"{PROVIDER}{payee}" for payee in library.every_payee),
        "gst",
        *(f"{DISCOUNT}{payee}" for payee in library.every_payee),
        *("fee", *TYPED_FEE, FURTHER),
    )


def read_accounts(form: Form, library: Library) -> None:
    """Put who bills and what else is charged into the request of a form; GST last, of all charges."""
    for payee in library.every_payee:
        form.fields[f"providers.{payee}"] = f"{PROVIDER}{payee}"
        if name := form.value(f"{PROVIDER}{payee}"):
            form.asked.setdefault("providers", {})[payee] = name
        if discount := form.value(f"{DISCOUNT}{payee}"):
            _charged(form, {"payee": payee, "discount": amount_typed(discount)}, f"{DISCOUNT}{payee}")
    _take_typed_fee(form, library)
    for text in form.values("fee"):
        try:
            _charged(form, fee_of(text), "fee")
        except Unreadable as error:
            form.wrong("fee", error.code, error.message, error.remedy)
    for charge in form.asked.get("charges", ()):
        if "discount" not in charge and payee_of(charge, library) in form.values("gst"):
            charge["gst"] = "included"


def _charged(form: Form, charge: dict[str, Any], name: str) -> None:
    charges = form.asked.setdefault("charges", [])
    form.fields[f"charges[{len(charges)}]"] = name
    charges.append(charge)


def payee_of(charge: dict[str, Any], library: Library) -> str | None:
    """Who charges, of a charge as its JSON reads; None where its schedule is not known."""
    schedule = charge.get("schedule")
    if schedule is None:
        return charge.get("payee")
    return library.payee(schedule) if schedule in library.schedules else None


def _take_typed_fee(form: Form, library: Library) -> None:
    """The fee that is being typed becomes one of those that are kept."""
    payee, label, amount, quantity = (form.value(name) for name in TYPED_FEE)
    if not (label or amount):
        form.typed.pop("fee_payee", None)
        return
    for name, text in (("fee_label", label), ("fee_amount", amount)):
        if not text:
            form.wrong(name, "missing", "A fee has a name and an amount.", "Give both.")
            return
    kept = f"{payee or next(iter(library.payees))}:{label}={amount}" + (f"*{quantity}" if quantity else "")
    for name in TYPED_FEE:
        form.typed.pop(name, None)
    form.typed["fee"] = [*form.values("fee"), kept]


def in_parts(form: Form) -> bool:
    """Whether the course has parts, which no field states, in place of a setting."""
    return "parts" in form.asked and not form.value("setting")


def read_further(form: Form) -> None:
    """Add what has no field. A part of the request that both state is both together; where one value
    stands against another, the field's holds."""
    text = form.value(FURTHER)
    if not text:
        return
    try:
        value = read_json(text, FURTHER)
    except InputError as error:
        form.problems += error.problems
        return
    if not isinstance(value, dict):
        form.problems.append(Problem("bad-value", FURTHER, "this is no object with keys.", "Leave it out."))
        return
    for key, part in value.items():
        mine = form.asked.get(key)
        form.fields.setdefault(key, FURTHER)
        if isinstance(part, list) and isinstance(mine, list):
            form.fields |= {f"{key}[{number}]": FURTHER for number in range(len(mine), len(mine) + len(part))}
            form.asked[key] = [*mine, *part]
        elif isinstance(part, dict) and isinstance(mine, dict):
            form.asked[key] = {**part, **mine}
        else:
            form.asked.setdefault(key, part)
