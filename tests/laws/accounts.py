"""Accounts as clinics send them: two doctors, fees of no schedule, discounts, GST, days charged otherwise."""

from __future__ import annotations

from hypothesis import strategies as st

from laws.strategies import CLAIMS, Asked, amounts, starts, weights

whole_dollars = st.integers(1, 6000).map(lambda dollars: f"{dollars}.00")


@st.composite
def of_hospital(draw: st.DrawFn) -> list[Asked]:
    """What a day hospital charges: in one amount or by the day, GST or not, and less a discount or not."""
    gst = draw(st.sampled_from([{}, {"gst": "included"}]))
    amount = draw(whole_dollars)
    item = {"schedule": "private-hospital", "item": "DS1"}
    charge = draw(st.sampled_from([{"payee": "hospital"}, item]))
    found = [{**charge, "amount": amount, **gst}]
    if draw(st.booleans()):
        found.append(
            {"payee": "hospital", "discount": draw(st.sampled_from(["0.00", "0.07", "1.00", amount]))}
        )
    return found


@st.composite
def fees(draw: st.DrawFn) -> Asked:
    payee = draw(st.sampled_from(("hospital", "medical", "pharmacy")))
    fee = {
        "payee": payee,
        "label": draw(st.sampled_from(("Facility fee", "Ketamine"))),
        "amount": draw(amounts),
    }
    return fee | draw(st.sampled_from([{}, {"quantity": "3"}, {"quantity": "0.5"}, {"provider": "Dr C"}]))


@st.composite
def accounts(draw: st.DrawFn) -> Asked:
    """A course of ten days with two doctors and whatever is charged for it."""
    start = draw(starts)
    setting = draw(st.sampled_from(("consulting-rooms", "private-day-hospital")))
    asked: Asked = {
        "regimen": "crps-10-day",
        "setting": setting,
        "start": start.isoformat(),
        "weight_kg": draw(weights),
        "providers": {"medical": "Dr A"},
        "services": [
            {
                "schedule": "medical",
                "item": "17645",
                "dates": [start.isoformat()],
                "provider": draw(st.sampled_from(("Dr A", "Dr B"))),
            }
        ],
        "claim": draw(st.sampled_from([None, None, None, *CLAIMS])),
    }
    charges: list[Asked] = draw(st.lists(fees(), max_size=2))
    if setting == "private-day-hospital" and draw(st.booleans()):
        charges += draw(of_hospital())
    if draw(st.booleans()):
        charges.append({"payee": "medical", "amount": draw(amounts), "provider": "Dr A"})
    if asked["services"][0]["provider"] == "Dr B" and draw(st.booleans()):
        charges.append({"schedule": "medical", "item": "17645", "amount": draw(amounts)})
    asked["charges"] = draw(st.permutations(charges))
    return asked
