"""A request that was pasted or uploaded, as the fields of the form; what has no field goes along as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kfees.engine.asking import is_saved_quote, read_request
from kfees.library.library import Library
from kfees.reading.json_and_toml import read_json
from kfees.web.accounts_form import DISCOUNT, FURTHER, PROVIDER, payee_of

PLACE = "the request"
SCALARS = {
    "payer": "payer",
    "regimen": "regimen",
    "setting": "setting",
    "start": "start",
    "weight_kg": "weight",
    "sessions": "sessions",
}
EPISODE = {
    **{name: name for name in ("admitted", "discharged", "nights", "drg", "leave_days", "age")},
    "residence_remoteness": "residence",
    "treatment_remoteness": "treatment",
}

Loose = dict[str, Any]
Fields = list[tuple[str, str]]


def fields_of(content: bytes | str, library: Library) -> Fields:
    """The fields that state a request, or that of a saved quote, but for its claim: facts of a claim stand
    in no address. Raises InputError with every problem of it."""
    value = read_json(content, PLACE)
    if isinstance(value, dict) and is_saved_quote(value):
        value = value["request"]
    rest: Loose = read_request(value, library).model_dump(mode="json", exclude_defaults=True)
    rest.pop("claim", None)
    found: Fields = [(name, str(rest.pop(key))) for key, name in SCALARS.items() if key in rest]
    found += [*_calendar(rest), *_charges(rest, library), *_items(rest), *_episode(rest)]
    found += [(f"{PROVIDER}{payee}", name) for payee, name in rest.pop("providers", {}).items()]
    return [*found, (FURTHER, json.dumps(rest, ensure_ascii=False))] if rest else found


def _calendar(rest: Loose) -> Iterator[tuple[str, str]]:
    calendar = rest.pop("calendar", None)
    if isinstance(calendar, dict):
        yield from (("calendar", "dates"), ("dates", ", ".join(calendar["dates"])))
    elif calendar:
        yield "calendar", calendar


def _charges(rest: Loose, library: Library) -> Fields:
    """The charges that have a field, each name once; what a payee charges partly with GST has none."""
    charges: list[Loose] = rest.pop("charges", [])
    with_gst = [payee for payee in library.every_payee if _all_with_gst(payee, charges, library)]
    found: Fields = [("gst", payee) for payee in with_gst]
    for charge in charges:
        all_of_it = payee_of(charge, library) in with_gst
        plain = {key: part for key, part in charge.items() if key != "gst" or not all_of_it}
        field = _field(plain)
        if field is None or (field[0] != "fee" and field[0] in dict(found)):
            rest.setdefault("charges", []).append(charge)
        else:
            found.append(field)
    return found


def _all_with_gst(payee: str, charges: list[Loose], library: Library) -> bool:
    theirs = [one for one in charges if "discount" not in one and payee_of(one, library) == payee]
    return bool(theirs) and all("gst" in one for one in theirs)


def _field(charge: Loose) -> tuple[str, str] | None:
    match charge:
        case {"payee": payee, "amount": amount, **more} if not more:
            return payee, amount
        case {"schedule": schedule, "item": item, "amount": amount, **more} if not more:
            return f"charge.{schedule}:{item}", amount
        case {"payee": payee, "discount": amount, **more} if not more:
            return f"{DISCOUNT}{payee}", amount
        case {"payee": payee, "label": label, "amount": amount, **more} if more.keys() <= {"quantity"}:
            return "fee", f"{payee}:{label}={amount}{_times(more)}"
        case _:
            return None


def _times(entry: Loose) -> str:
    return f"*{entry['quantity']}" if "quantity" in entry else ""


def _items(rest: Loose) -> Iterator[tuple[str, str]]:
    yield from (("without", f"{one['schedule']}:{one['item']}") for one in rest.pop("without", ()))
    for one in rest.pop("services", ()):
        if "episode" in one:
            rest.setdefault("services", []).append(one)
        else:
            by = f" by {one['provider']}" if "provider" in one else ""
            yield "add", f"{one['schedule']}:{one['item']}@{','.join(one['dates'])}{_times(one)}{by}"


def _episode(rest: Loose) -> Fields:
    episode: Loose = rest.pop("episode", None) or {}
    found = [(name, str(episode.pop(key))) for key, name in EPISODE.items() if key in episode]
    if episode.get("icu_eligible") and "icu_hours" in episode:
        del episode["icu_eligible"]
        found.append(("icu_hours", str(episode.pop("icu_hours"))))
    if episode:
        rest["episode"] = episode
    return found
