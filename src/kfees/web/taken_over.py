"""A request that was pasted or uploaded, as the fields of the form; what has no field goes along as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kfees.engine.asking import is_saved_quote
from kfees.engine.fitting import Fit, facts_of, fit_of
from kfees.library.library import Library
from kfees.reading.json_and_toml import read_json
from kfees.web.accounts_form import DISCOUNT, PROVIDER, payee_of
from kfees.web.further import FURTHER, Loose
from kfees.web.items_form import BY, ITEM_CHARGE
from kfees.web.plausible import read_request
from kfees.web.stay_form import FACTS, FLAGS, IN_PARTS, PART

PLACE = "the request"
SCALARS = {
    "payer": "payer",
    "regimen": "regimen",
    "setting": "setting",
    "start": "start",
    "sessions": "sessions",
}
Fields = list[tuple[str, str]]

ONE_BY_ONE = ("beds", "leave", "earlier_stay", "icu_hours")
"""The facts of an episode that are no plain word or number, or stand for two."""


def fields_of(content: bytes | str, library: Library) -> Fields:
    """The fields that state a request, or that of a saved quote, but for its claim: facts of a claim stand
    in no address. Raises InputError with every problem of it."""
    value = read_json(content, PLACE)
    if isinstance(value, dict) and is_saved_quote(value):
        value = value["request"]
    request = read_request(value, library)
    settings = [place.setting for place in request.places]
    added = [service.schedule for service in request.services]
    fit = fit_of(request.regimen, settings, library.of(request.payer), added)
    rest: Loose = request.model_dump(mode="json", exclude_defaults=True)
    rest.pop("claim", None)
    found: Fields = [(name, str(rest.pop(key))) for key, name in SCALARS.items() if key in rest]
    if fit.by_weight and "weight_kg" in rest:
        found.append(("weight", rest.pop("weight_kg")))
    found += [*_parts(rest, library), *_calendar(rest), *_charges(rest, fit, library), *_items(rest)]
    if "episode" in rest:
        found += _stay(rest["episode"], fit.facts)
    if not rest.get("episode"):
        rest.pop("episode", None)
    found += _providers(rest, fit)
    return [*found, (FURTHER, json.dumps(rest, ensure_ascii=False))] if rest else found


def _parts(rest: Loose, library: Library) -> Fields:
    """Parts, where all that is said of their stays has a field."""
    found: Fields = []
    for number, part in enumerate(rest.get("parts", ()), start=1):
        episode = dict(part.get("episode") or {})
        fields = [*_stay(episode, facts_of(part["setting"], library))]
        if episode:
            return []
        fields += [(key, str(part[key])) for key in ("setting", "sessions")]
        found += [(f"{PART}{number}.{name}", text) for name, text in fields]
    return [("setting", IN_PARTS), *found] if rest.pop("parts", ()) else []


def _providers(rest: Loose, fit: Fit) -> Iterator[tuple[str, str]]:
    providers: dict[str, str] = rest.pop("providers", {})
    yield from ((f"{PROVIDER}{payee}", name) for payee, name in providers.items() if payee in fit.payees)
    if others := {payee: name for payee, name in providers.items() if payee not in fit.payees}:
        rest["providers"] = others


def _calendar(rest: Loose) -> Iterator[tuple[str, str]]:
    calendar = rest.pop("calendar", None)
    if isinstance(calendar, dict):
        yield from (("calendar", "dates"), ("dates", ", ".join(calendar["dates"])))
    elif calendar:
        yield "calendar", calendar


def _charges(rest: Loose, fit: Fit, library: Library) -> Fields:
    """The charges that have a field, each name once; what a payee charges partly with GST has none, and what
    is charged by one of whom the course has no line."""
    charges: list[Loose] = rest.pop("charges", [])
    with_gst = [payee for payee in library.every_payee if _all_with_gst(payee, charges, library)]
    found: Fields = [("gst", payee) for payee in with_gst]
    for charge in charges:
        all_of_it = payee_of(charge, library) in with_gst
        plain = {key: part for key, part in charge.items() if key != "gst" or not all_of_it}
        field = _field(plain) if charge.get("payee") in (None, *fit.payees) else None
        if field is None or (field[0] not in ("fee", "charged") and field[0] in dict(found)):
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
        case {"schedule": schedule, "item": item, "amount": amount, "dates": dates, **more} if not more:
            return "charged", f"{schedule}:{item}={amount}@{','.join(dates)}"
        case {"payee": payee, "discount": amount, **more} if not more:
            return f"{DISCOUNT}{payee}", amount
        case {"payee": payee, "provider": provider, "amount": amount, **more} if not more:
            return f"{ITEM_CHARGE}{payee}{BY}{provider}", amount
        case {"payee": payee, "label": label, "amount": amount, **more} if more.keys() <= {"quantity"}:
            return "fee", f"{payee}:{label}={amount}{_times(more)}"
        case {"payee": payee, "label": label, "amount": amount, "dates": dates, **more} if not more:
            return "fee", f"{payee}:{label}={amount}@{','.join(dates)}"
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


def _stay(episode: Loose, facts: frozenset[str]) -> Fields:
    """The fields of a stay; what has none is left of it."""
    found: Fields = []
    for name, fact in FACTS.items():
        if fact in episode and fact in facts and fact not in ONE_BY_ONE:
            value = episode.pop(fact)
            found.append((name, "yes" if name in FLAGS else str(value)))
    found += [("bed", f"{bed['item']}@{','.join(bed['dates'])}") for bed in episode.pop("beds", ())]
    if "leave" in episode:
        found.append(("leave", ", ".join(episode.pop("leave"))))
    if earlier := episode.pop("earlier_stay", None):
        found += [("earlier_ended", earlier["ended"]), ("earlier_days", str(earlier["days"]))]
    if episode.get("icu_eligible") and "icu_hours" in episode:
        del episode["icu_eligible"]
        found.append(("icu_hours", str(episode.pop("icu_hours"))))
    return found
