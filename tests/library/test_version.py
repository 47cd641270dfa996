"""A version is a snapshot of its folder: its facts, its rates, and a digest that belongs to them."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

import pytest

from kfees.library.version import SHIPPED, Version
from kfees.model.problems import InputError
from overlays import facts_text

RATES = b"item,label,amount,unit\n2801,First visit,178.00,service\n"


def version(facts: str = "", rates: bytes = RATES, origin: str = SHIPPED) -> Version:
    files = {"schedule.toml": (facts or facts_text()).encode(), "rates.csv": rates}
    return Version("medical", date(2024, 7, 1), origin, files)


def told(one: Version) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in one.problems()]


def test_facts_and_rates_are_those_of_the_folder() -> None:
    one = version()
    assert one.facts.publisher == "Nobody"
    assert one.items == ("2801",)
    assert one.rates("2801")[0].amount == Decimal("178.00")
    assert one.rates("2806") == ()
    assert list(one.rates_by_line()) == list(one.each_rate()) == list(one.rates("2801"))
    assert one.label("2801") == "First visit"
    assert one.label("2806") is None
    assert told(one) == []


def test_a_place_names_the_overlay_where_there_is_one() -> None:
    assert version().place("rates.csv") == "medical/2024-07-01/rates.csv"
    assert version(origin="mine").place("rates.csv") == "mine/medical/2024-07-01/rates.csv"
    assert version(origin="mine/").place("rates.csv") == "mine/medical/2024-07-01/rates.csv"


def test_the_digest_is_over_names_and_bytes_and_can_be_made_by_hand() -> None:
    facts = facts_text().encode()
    by_hand = hashlib.sha256()
    for name, content in ((b"rates.csv", RATES), (b"schedule.toml", facts)):
        by_hand.update(name + b"\0" + str(len(content)).encode() + b"\0" + content)
    assert version().digest == f"sha256:{by_hand.hexdigest()}"


def test_one_byte_changes_the_digest_and_the_place_does_not() -> None:
    assert version(rates=RATES + b"\n").digest != version().digest
    assert version(facts_text(title='"Another"')).digest != version().digest
    assert version(origin="mine").digest == version().digest


def test_bytes_moved_from_one_file_to_the_other_change_the_digest() -> None:
    one = Version("s", date(2024, 7, 1), SHIPPED, {"a": b"12", "b": b"3"})
    other = Version("s", date(2024, 7, 1), SHIPPED, {"a": b"1", "b": b"23"})
    assert one.digest != other.digest


@pytest.mark.parametrize(
    ("facts", "problems"),
    [
        (facts_text(title=None), [("missing", ": title")]),
        (facts_text(titel='"x"'), [("unknown-key", ": titel")]),
        (facts_text(currency='"NZD"'), [("unknown-word", ": currency")]),
        (facts_text(gst='"none"'), [("unknown-word", ": gst")]),
        (facts_text(basis='"guess"'), [("unknown-word", ": basis")]),
        (facts_text(retrieved='"soon"'), [("bad-date", ": retrieved")]),
        (facts_text(retrieved="2024-06-01T10:00:00"), [("bad-date", ": retrieved")]),
        (facts_text(next_change_expected="2024-07-01"), [("bad-date", ": next_change_expected")]),
        (facts_text(title="7"), [("bad-value", ": title")]),
        (facts_text(title="unquoted"), [("bad-toml", "")]),
        (facts_text(title=None, gst=None), [("missing", ": title"), ("missing", ": gst")]),
    ],
)
def test_a_mistake_in_the_facts_is_told_with_its_key(facts: str, problems: list[tuple[str, str]]) -> None:
    file = "medical/2024-07-01/schedule.toml"
    assert told(version(facts)) == [(code, f"{file}{key}") for code, key in problems]


def test_mistakes_in_the_facts_do_not_hide_those_in_the_rates() -> None:
    both = version(facts_text(title=None), RATES + b"2806,Later,-1,service\n")
    assert told(both) == [
        ("missing", "medical/2024-07-01/schedule.toml: title"),
        ("negative-amount", "medical/2024-07-01/rates.csv line 3, amount"),
    ]


def test_facts_that_cannot_be_read_are_not_used() -> None:
    with pytest.raises(InputError):
        _ = version(facts_text(title=None)).facts


def test_weights_are_announced_beside_weights_and_not_beside_rates() -> None:
    activity = '[activity]\nunit = "NWAU"\nclassification = "AR-DRG"\nprice_source = "not found"\n'
    both = version(facts_text() + activity, RATES + b"2806,Later,-1,service\n")
    assert told(both) == [
        ("bad-activity", "medical/2024-07-01/schedule.toml: activity"),
        ("negative-amount", "medical/2024-07-01/rates.csv line 3, amount"),
    ]
    empty = Version("medical", date(2024, 7, 1), SHIPPED, {"schedule.toml": facts_text().encode()})
    assert empty.items == ()
    assert empty.rates("2801") == ()
