"""Headings, codes, letterheads and units as publishers write them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

ITEM = (
    "Item", "Item no.", "Item Number", "Code", "Item code", "Service code", "MBS item", "Fee code",
    "Procedure code", "ITEM", "Item #", "Code no", "CPT Code", "Support Item Number", "ItemNum",
)  # fmt: skip
LABEL = (
    "Description", "Service", "Item description", "Descriptor", "Service description", "Name", "Details",
    "Procedure", "Title", "DESCRIPTION",
)  # fmt: skip
PRICE = (
    "Fee", "Fee ($)", "Schedule fee", "Rate", "Price", "Maximum fee", "Maximum fee payable", "Amount",
    "Amount ($)", "Charge", "ScheduleFee", "Fee $", "Max. fee", "Fee (see note 1)", "Fee¹", "Unit price",
    "Tariff", "Total fee", "Fee No. 1", "Rate ($AUD)", "Cost", "Reimbursement rate", "WorkSafe fee",
    "Approved fee", "New fee", "Current rate", "FEE", "Fee payable ($)", "Standard fee", "Scheduled fee *",
)  # fmt: skip
PRICE_GST = {
    "Fee (no GST)": "exclusive", "Fee ex GST": "exclusive", "Fee (excl. GST)": "exclusive",
    "Fee (inc GST)": "included", "Price including GST": "included", "GST free fee": "free",
    "Rate (GST exclusive)": "exclusive", "Fee incl. GST ($)": "included", "Fee + GST": "exclusive",
    "Fee (excluding GST)": "exclusive", "Amount (GST inclusive)": "included",
}  # fmt: skip
BESIDE = (
    "Gap fee", "Patient gap", "Old fee", "Previous fee", "Last year's fee", "Change ($)", "Increase $",
    "Patient pays", "Prior rate", "Superseded fee", "Out of pocket",
)  # fmt: skip
"""Money that is plainly not the fee where a fee stands beside it."""
EITHER = (
    ("Facility", "Non-facility"), ("Metro", "Rural"), ("In rooms", "In hospital"), ("VIC", "NSW"),
    ("Facility fee", "Non-facility fee"), ("Metro rate", "Remote rate"), ("Public", "Private"),
    ("Weekday rate", "Weekend rate"), ("GP fee", "Specialist fee"), ("Individual", "Group"),
)  # fmt: skip
"""Two columns of which either can be meant."""
STAYS = (
    (("Days 1 - 14", "Days 15+"), 14, ""), (("Day 1-14", "Day 15 onwards"), 14, ""),
    (("1-14 days", "15+ days"), 14, ""), (("First 14 days", "Thereafter"), 14, ""),
    (("Up to 14 days", "Over 14 days"), 14, ""), (("Day 1", "Subsequent days"), 1, ""),
    (("First day", "Each additional day"), 1, ""), (("Days 1 to 35", "Remaining days"), 35, ""),
    (("Daily fee (days 1 to 14)", "Daily fee (day 15 on)"), 14, "day"),
    (("Rate per day: days 1–7", "Rate per day: after day 7"), 7, "day"),
)  # fmt: skip
"""Two columns of a fee by the days of the stay; the last day of the first, and the unit that both say."""
COUNTS = {
    "Minutes": (10, 90), "Units": (1, 12), "Age from": (0, 65), "Number of sessions": (1, 20),
    "Quantity": (1, 10), "Visits": (1, 30), "Count": (100, 9000), "ALOS": (1, 20), "Page": (1, 40),
    "Seq": (1, 99), "Services 2024": (20, 4000),
}  # fmt: skip
POINTS = (
    "Relative value",
    "Points",
    "RVG units",
    "RVU",
    "Unit value points",
    "Price weight",
    "Weight",
    "Index",
)
UNITS = {
    "per hour": "hour", "per day": "day", "per service": "service", "each": "each", "per km": "km",
    "per visit": "visit", "hour": "hour", "day": "day", "per session": "session",
    "per attendance": "attendance",
}  # fmt: skip
UNIT = ("Unit", "Unit of measure", "Per", "UOM", "Charge unit", "Units")
GST_HEADING = ("GST", "GST?", "GST applies", "GST Y/N", "GST status", "Taxable")
GST_CELLS = (("Y", "N"), ("Yes", "No"), ("yes", "no"), ("Taxable", "GST free"), ("10%", "0%"))
LABELS = (
    "Initial consultation", "Standard consultation", "Arthroscopy of knee", "Total knee replacement",
    "Total hip replacement", "Hernia repair", "Cataract surgery", "Infusion of a drug", "Nerve block",
    "Review, long", "Review, short", "Home visit", "Telehealth attendance", "Group session", "Report, brief",
    "Count of blood cells", "Average stay bed", "Sum insured report", "Travel", "Ward bed", "X-ray of wrist",
    "MRI of spine", "Ultrasound", "Case conference", "Note to employer", "Total body scan",
)  # fmt: skip
SECTIONS = ("Consultations", "Surgery", "Part A", "Diagnostic services", "Allied health", "2. Procedures")
NOTES = (
    "Note: fees are reviewed each year.", "* See the policy for conditions.", "1. Prior approval is needed.",
    "For enquiries call 1800 136 089.", "© State of Victoria 2025", "Source: published schedule",
)  # fmt: skip
LETTERHEAD = (
    "Fee schedule", "WorkSafe Victoria", "Allied health fees", "ABN 12 345 678 901",
    "Level 4, 222 Exhibition Street",
    "Phone 03 9641 1555", "Version 3", "Prepared by the fees team", "Rates effective from 1 July 2025",
    "Effective 1 July 2025", "2025-26", "Page 1 of 1",
)  # fmt: skip
UNKNOWN = ("POA", "By report", "N/A", "TBA", "On application")


Code = tuple[str | int, str, str]
"""What a cell holds, its number format, and the code as people read it."""


def codes(random: Random, count: int) -> tuple[str, list[Code]]:
    """A shape, and so many codes of it."""
    shape = random.choice(list(SHAPES))
    return shape, SHAPES[shape](random, count)


def _text(values: list[str]) -> list[Code]:
    return [(value, "", value) for value in values]


def _numbers(random: Random, count: int, low: int, high: int) -> list[int]:
    return sorted(random.sample(range(low, high), count))


SHAPES: dict[str, Callable[[Random, int], list[Code]]] = {
    "letters and digits": lambda r, n: _text([f"A{v}" for v in _numbers(r, n, 100, 999)]),
    "sequence": lambda r, n: _text([f"{r.choice(('DS', 'T', 'PH'))}{v}" for v in range(1, n + 1)]),
    "numbers": lambda r, n: [(v, "", str(v)) for v in _numbers(r, n, 1000, 99999)],
    "four and five digits": lambda _, n: [(str(v), "", str(v)) for v in [*range(2801, 2800 + n), 17645]],
    "leading zeros": lambda r, n: _text([f"{v:04d}" for v in _numbers(r, n, 1, 1400)]),
    "leading zeros, some as numbers": lambda r, n: [
        (f"{v:04d}" if v < 1000 else v, "", f"{v:04d}") for v in _numbers(r, n, 1, 1900)
    ],
    "zeros by format": lambda r, n: [(v, "00000", f"{v:05d}") for v in _numbers(r, n, 10, 20000)],
    "points": lambda r, n: _text([f"{v // 20 + 10}.{v % 20 + 1:02d}" for v in _numbers(r, n, 0, 300)]),
    "underlined": lambda r, n: _text([f"{v:02d}_0{v % 90 + 10}_0107_1_1" for v in _numbers(r, n, 1, 99)]),
    "hyphens": lambda r, n: _text([f"PHY-{v:03d}" for v in _numbers(r, n, 1, 999)]),
    "words": lambda r, n: _text(
        [f"{w}{v}" for v, w in enumerate(r.choices(("ICU", "M", "GS", "FAC"), k=n), 1)]
    ),
    "modifier in the cell": lambda r, n: _text(
        [f"{v}{r.choice(('', '', '-QW', '-26'))}" for v in _numbers(r, n, 10000, 99999)]
    ),
}
