"""The notice to the worker: every figure is the quote's, every right is stated, nothing in it can act."""

from __future__ import annotations

import io
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pdfplumber
import pytest
import typst

import kfees
from claims import IN_ORDER
from command_line import run
from kfees.documents import typeset
from kfees.documents.languages import ENGLISH, LANGUAGES, translation
from kfees.documents.notice import Details, OtherProvider, notice_html, notice_pdf, pdf, read_details
from kfees.documents.notice.content import content
from kfees.documents.notice.details import NO_DETAILS
from kfees.documents.notice.html import style_digest
from kfees.documents.notice.validity import standing, validity
from kfees.documents.notice.wording import Bilingual
from kfees.documents.words import Words
from kfees.model.problems import InputError
from kfees.model.quote import Line, PayeeTotal, Totals
from notices import (
    ANAESTHETIST,
    COURSES,
    DETAILS,
    IN_JULY_2024,
    UNKNOWN,
    Page,
    amounts_in,
    boxes_of,
    pages_of,
    quoted,
    words_of,
)
from overlays import write_version

OUTPUT = Path(__file__).parents[1] / "output"

ORDINARY = pytest.mark.parametrize("course", COURSES.values(), ids=COURSES.keys())
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)

FLAGS = (
    "quote", "--regimen", "crps-10-day", "--setting", "private-day-hospital", "--start", "2024-08-05",
    "--weight", "80", "--charge", "hospital=3200", "--charge", "medical=1500", "--as-of", "2024-07-15",
)  # fmt: skip


def html_of(
    quote: kfees.Quote,
    library: kfees.Library,
    details: Details = DETAILS,
    language: str = ENGLISH,
    today: date = IN_JULY_2024,
) -> str:
    return notice_html(quote, details, language, today=today, library=library)


def pdf_of(
    quote: kfees.Quote,
    library: kfees.Library,
    details: Details = DETAILS,
    language: str = ENGLISH,
    today: date = IN_JULY_2024,
) -> bytes:
    return notice_pdf(quote, details, language, today=today, library=library)


def text_of(course: dict[str, Any], library: kfees.Library, details: Details = DETAILS) -> str:
    """What an English notice of a course says."""
    return Page(html_of(quoted(course, library), library, details)).text


def plain_label(line: Line, library: kfees.Library) -> str:
    """What a line's item is called to a patient."""
    plain = library.plain_words(line.schedule or "")
    return plain.of(line.item or "", line.label) if plain else line.label


# Figures.


@pytest.mark.typst
@ORDINARY
def test_the_pdf_prints_every_figure_of_the_quote(course: dict[str, Any], library: kfees.Library) -> None:
    quote = quoted(course, library)
    made = pdf_of(quote, library)
    text = "\n".join(pages_of(made))
    words = words_of(made)
    printed = amounts_in(text)
    for line in quote.lines:
        assert re.search(rf"^ *{re.escape(line.code)}\b", text, re.MULTILINE)
        # Beside a label that takes two lines, the amounts stand between them in the text.
        assert all(word in words for word in plain_label(line, library).split())
        for figure in (line.maximum, line.charge, line.payable, line.gap):
            assert figure is None or figure in printed
    totals: list[PayeeTotal | Totals] = [*quote.payees, quote.totals]
    for total in totals:
        row = [total.maximum, total.charge, total.payable, total.gap]
        assert any(amounts_in(printed_line)[-4:] == row for printed_line in text.splitlines())


@pytest.mark.parametrize("gst", [None, "included"])
@ORDINARY
def test_each_numbered_note_is_referred_to_by_the_rows_it_concerns(
    course: dict[str, Any], gst: str | None, library: kfees.Library
) -> None:
    charges = [charge | ({"gst": gst} if gst and "payee" in charge else {}) for charge in course["charges"]]
    quote = quoted({**course, "charges": charges}, library)
    notice = content(quote, DETAILS, ENGLISH, today=IN_JULY_2024, library=library)
    referred = {int(place) for row in notice.rows for place in re.findall(r"\[(\d)\]", row.figure.english)}
    assert referred == set(range(1, len(notice.notes) + 1))
    on_top = [place for place, note in enumerate(notice.notes, 1) if "pays it on top" in note.english]
    without = {line.item for line in quote.lines if line.gst == "exclusive" and line.gst_per_unit is None}
    assert {
        row.item.english for row in notice.rows if any(f"[{place}]" in row.figure.english for place in on_top)
    } == without


@ORDINARY
def test_the_printed_rows_add_up(course: dict[str, Any], library: kfees.Library) -> None:
    table = Page(html_of(quoted(course, library), library)).tables[0]
    lines: list[list[Decimal | None]] = []
    payees: list[list[Decimal | None]] = []
    for kind, cells in zip(table.classes, table.rows, strict=True):
        row = [next(iter(amounts_in(cell)), None) for cell in cells[-4:]]
        if kind == "line":
            lines.append(row)
        elif kind == "payee":
            check_sums(lines or [row], row)  # of one line alone, whose row is the payee's
            payees.append(row)
            lines = []
        elif kind == "total":
            check_sums(payees, row)
    assert table.classes[-1] == "total"


def test_an_estimate_is_bounded_where_a_total_cannot_be_and_a_night_of_leave_says_what_it_is(
    library: kfees.Library,
) -> None:
    """10 nights at 512.79, one of leave at 384.59, a night that leave leaves open, 4 at 473.00: 7,404.49; and
    nothing is certain of what is paid of the doctor's 1,500.00."""
    course = {
        "payer": "tac-victoria",
        "regimen": "crps-10-day",
        "setting": "private-hospital-inpatient",
        "start": "2024-08-05",
        "weight_kg": "80",
        "episode": {
            "nights": 16,
            "leave": ["2024-08-10"],
            "earlier_stay": {"ended": "2024-07-30", "days": 3},
        },
        "charges": [{"payee": "hospital", "amount": "9500.00"}, {"payee": "medical", "amount": "1500.00"}],
    }
    page = Page(html_of(quoted(course, library), library))
    table = page.tables[0]
    assert [
        [" ".join(cell.split()) for cell in cells[-4:]]
        for kind, cells in zip(table.classes, table.rows, strict=True)
        if kind in ("payee", "total")
    ] == [
        ["at least $7,404.49", "$9,500.00", "at least $7,404.49", "at most $2,095.51"],
        ["about $960.20", "$1,500.00", "not known", "at most $1,500.00"],
        ["not known", "$11,000.00", "at least $7,404.49", "at most $3,595.51"],
    ]
    assert page.text.count("A night of leave: 75 % of the bed's rate of that night is paid.") == 1


def check_sums(parts: list[list[Decimal | None]], whole: list[Decimal | None]) -> None:
    """Each column that every part fills comes to the whole, and so does charge less payable."""
    assert parts
    for column, amount in enumerate(whole):
        above = [part[column] for part in parts if part[column] is not None]
        assert len(above) < len(parts) or sum(filter(None, above)) == amount
    maximum, charge, payable, gap = whole
    assert maximum is not None
    assert charge is not None
    assert payable is not None
    assert charge - payable == gap


@pytest.mark.typst
def test_the_three_amounts_at_the_head_are_the_totals(library: kfees.Library) -> None:
    text = text_of(COURSES["ten sessions, two charges"], library)
    assert "You are charged $4,700.00 − WorkSafe can pay at least $3,709.80 =" in text
    assert "= You would pay the hospital and the doctor at most $990.20 Not included is the drug" in text


@pytest.mark.typst
def test_an_estimated_maximum_makes_the_gap_about_that_much(library: kfees.Library) -> None:
    course = COURSES["four nights, charged by item"]
    text, most = text_of(course, library), quoted(course, library).totals.gap_most
    assert (
        "WorkSafe can pay about $3,631.50 = You would pay the hospital and the doctor about $888.50"
        f" Of these charges you would pay not more than ${most:,}. Not included is the drug"
    ) in text
    assert "An estimate: WorkSafe’s fee for these dates was not found, so an earlier one" in text


@pytest.mark.typst
def test_html_and_pdf_print_the_same_amounts(library: kfees.Library) -> None:
    quote = quoted(COURSES["four nights across 1 July"], library)
    in_html = amounts_in(Page(html_of(quote, library)).text)
    in_pdf = amounts_in("\n".join(pages_of(pdf_of(quote, library))))
    assert sorted(in_html) == sorted(in_pdf)


ROOMS = {**COURSES["ten sessions, two charges"], "setting": "consulting-rooms"}
FEE = {"payee": "hospital", "label": "Facility fee", "amount": "150", "quantity": "2"}
DOCTORS: dict[str, Any] = {
    **COURSES["ten sessions, two charges"],
    "providers": {"medical": "Dr A"},
    "services": [{"schedule": "medical", "item": "17615", "dates": ["2024-08-05"], "provider": "Dr B"}],
    "charges": [
        {"payee": "hospital", "amount": "3520", "gst": "included"},
        {"payee": "hospital", "discount": "100"},
        {"payee": "medical", "provider": "Dr A", "amount": "1500"},
        {"schedule": "medical", "item": "17615", "amount": "180", "provider": "Dr B"},
        {"payee": "pharmacy", "label": "Ketamine, ten ampoules", "amount": "25", "quantity": "10"},
    ],
}
PARTS: dict[str, Any] = {
    "regimen": "crps-10-day",
    "start": "2024-08-05",
    "weight_kg": "80",
    "parts": [
        {"setting": "private-hospital-inpatient", "sessions": 2},
        {"setting": "private-day-hospital", "sessions": 8},
    ],
    "charges": [{"payee": "hospital", "amount": "5200"}, {"payee": "medical", "amount": "1500"}],
}


def test_a_fee_that_no_schedule_has_is_the_workers_at_most_and_makes_no_draft(library: kfees.Library) -> None:
    course = {**ROOMS, "charges": [{"payee": "medical", "amount": "1500"}, FEE]}
    page = Page(html_of(quoted(course, library), library))
    assert "DRAFT" not in page.text
    assert (
        "You are charged $1,800.00 − WorkSafe can pay at least $960.20"
        " = You would pay the hospital and the doctor at most $839.80 Not included is the drug"
    ) in page.text
    (fee,) = [row for row in page.tables[0].rows if "Hospital: Facility fee" in row]
    assert (
        "Hospital: Facility fee 2 × $150.00 No fee schedule has this. Unless WorkSafe agrees to pay it"
        in page.text
    )
    assert fee[-4:] == ["not known", "$300.00", "not known", "at most $300.00"]
    total = page.tables[0].rows[-1]
    assert total[-4:] == ["at least $960.20", "$1,800.00", "at least $960.20", "at most $839.80"]


def test_each_account_stands_under_its_provider_and_nothing_is_missing_from_at_most(
    library: kfees.Library,
) -> None:
    page = Page(html_of(quoted(DOCTORS, library), library))
    rows = {row[-5]: row[-4:] for row in page.tables[0].rows}
    assert rows["Dr A: Doctor, charged in one amount"] == ["$960.20", "$1,500.00", "$960.20", "$539.80"]
    anaesthetist = "Dr B: Anaesthetist before an anaesthetic, longer visit, 5 Aug 2024"
    assert rows[anaesthetist] == ["$98.95", "$180.00", "$98.95", "$81.05"]
    assert "10 × ($274.96 + $27.50 GST)" in page.text
    assert "A discount of $100.00 is taken off that one amount." in page.text
    assert "= You would pay at most $1,266.25 WorkSafe pays this only" in page.text
    assert "The medicine:" not in page.text


def test_at_most_never_stands_over_a_total_without_somebody_who_bills(library: kfees.Library) -> None:
    others = Details(other_providers=(OtherProvider(name="Dr C"),))
    said = text_of(DOCTORS, library, others)
    assert "You would pay the hospital, Dr A, Dr B and the pharmacy at most $1,266.25" in said
    assert "Not included is what Dr C charges." in said
    absent = {**COURSES["ten sessions, two charges"], "providers": {"pharmacy": "Corner Pharmacy"}}
    said = text_of(absent, library)
    assert "and what Corner Pharmacy charges." in said
    assert "What Corner Pharmacy charges." in said.partition("Not in these amounts")[2]


# A longer stay.


def test_more_nights_are_priced_like_the_course_itself(library: kfees.Library) -> None:
    course = COURSES["four nights, charged by item"]
    table = Page(html_of(quoted(course, library), library)).tables[1]
    assert table.rows[0] == ["Nights", "5", "6", "7"]
    longer = [quoted({**course, "episode": {"nights": nights}}, library).totals for nights in (5, 6, 7)]
    by_label = {row[0]: [amounts_in(cell)[0] for cell in row[1:]] for row in table.rows[1:]}
    assert by_label == {
        "WorkSafe’s maximum, about": [totals.maximum for totals in longer],
        "Charge": [totals.charge for totals in longer],
        "WorkSafe can pay about": [totals.payable for totals in longer],
        "You would pay about": [totals.gap for totals in longer],
    }


def test_one_amount_for_four_nights_is_no_charge_for_five(library: kfees.Library) -> None:
    course = COURSES["four nights across 1 July"]
    page = Page(html_of(quoted(course, library), library))
    assert [row[0] for row in page.tables[1].rows] == ["Nights", "WorkSafe’s maximum, about"]
    five = quoted({**course, "episode": {"nights": 5}}, library)
    assert amounts_in(page.tables[1].rows[1][1]) == [five.totals.maximum]
    assert "The charge for a longer stay is not stated" in page.text


def test_a_fee_that_no_schedule_has_bounds_a_longer_stay_as_it_bounds_the_headline(
    library: kfees.Library,
) -> None:
    course = COURSES["four nights, charged by item"]
    course = {**course, "charges": [*course["charges"], FEE]}
    page = Page(html_of(quoted(course, library), library))
    longer = [quoted({**course, "episode": {"nights": nights}}, library).totals for nights in (5, 6, 7)]
    assert (
        "WorkSafe can pay at least $414.50 = You would pay the hospital and the doctor at most" in page.text
    )
    assert [(row[0], [amounts_in(cell) for cell in row[1:]]) for row in page.tables[1].rows[1:]] == [
        ("Charge", [[totals.charge] for totals in longer]),
        ("WorkSafe can pay at least", [[totals.payable_least] for totals in longer]),
        ("You would pay at most", [[totals.gap_most] for totals in longer]),
    ]


def test_a_longer_stay_has_gst_in_its_maximum_where_the_charge_includes_it(library: kfees.Library) -> None:
    course = COURSES["four nights, charged by item"] | {
        "start": "2024-08-05",
        "charges": [{"payee": "hospital", "amount": "4000", "gst": "included"}],
    }
    page = Page(html_of(quoted(course, library), library))
    ((label, *maximums),) = page.tables[1].rows[1:]
    assert label == "WorkSafe’s maximum, about"
    by_night = [Decimal("436.40") + nights * Decimal("884.68") for nights in (5, 6, 7)]
    assert [amounts_in(cell)[0] for cell in maximums] == by_night


@pytest.mark.typst
def test_where_nobody_stays_the_night_there_are_no_nights(library: kfees.Library) -> None:
    assert "If you stay longer" not in text_of(COURSES["ten sessions, two charges"], library)


# Drafts, stale rates and approval.


@pytest.mark.typst
@EVERY_LANGUAGE
def test_a_notice_with_anything_unknown_says_draft_on_both_pages_and_nobody_can_sign_it(
    language: str, library: kfees.Library
) -> None:
    quote = quoted(UNKNOWN, library, date(2026, 11, 21))
    made = pdf_of(quote, library, language=language, today=date(2026, 11, 21))
    first, last = pages_of(made)
    assert all("DRAFT · Notice of 21 November 2026" in text for text in (first, last))
    page = Page(html_of(quote, library, language=language, today=date(2026, 11, 21)))
    assert all("Signature" not in text for text in (first, last, page.text))
    assert ("div", {"class": "across", "aria-hidden": "true"}) in page.tags
    for lacking in (
        "DRAFT: do not give this to the worker yet. Still not known:",
        "WorkSafe’s maximum for ketamine-200mg (Ketamine 200 mg in 2 mL).",
        "What the doctor charges for 2801, 2806.",
    ):
        assert lacking in page.text
    said = translation(language).gettext("DRAFT: do not give this to the worker yet. Still not known:")
    assert said in page.text


def test_what_is_unknown_is_never_shown_as_an_amount(library: kfees.Library) -> None:
    page = Page(html_of(quoted(UNKNOWN, library, date(2026, 11, 21)), library, today=date(2026, 11, 21)))
    rows = dict(zip(page.tables[0].classes, page.tables[0].rows, strict=True))
    assert rows["total"][1:] == ["not known"] * 4
    assert "$0.00" not in page.text


@pytest.mark.typst
@ORDINARY
def test_a_complete_notice_is_no_draft(course: dict[str, Any], library: kfees.Library) -> None:
    quote = quoted(course, library)
    assert "DRAFT" not in "".join(pages_of(pdf_of(quote, library)))
    assert "DRAFT" not in html_of(quote, library)


def test_a_stale_rate_is_marked_on_its_line_the_total_and_the_notice(library: kfees.Library) -> None:
    course = COURSES["four nights across 1 July"]
    page = Page(html_of(quoted(course, library, date(2025, 8, 1)), library, today=date(2025, 8, 1)))
    marked = [row[-5] for row in page.tables[0].rows if "may be out of date" in row[-5]]
    assert [re.sub(r"\s", " ", label) for label in marked] == [
        "Hospital: A night in hospital, no operation, 29 June – 2 July 2025 · may be out of date",
        "Total · may be out of date",
    ]
    assert (
        "May be out of date: new fees were due on 1 July 2025 and are not in this notice (Private hospital"
        " fees). Ask before you agree."
    ) in page.text
    before = Page(html_of(quoted(course, library, date(2025, 6, 1)), library, today=date(2025, 6, 1)))
    assert "new fees are due on 1 July 2025, before some of these dates" in before.text


@pytest.mark.typst
@pytest.mark.parametrize(
    ("claim", "says"),
    [
        (None, "WorkSafe pays this only if it approves the treatment before it starts."),
        ({"prior_approval": True}, "The provider states that WorkSafe has approved this treatment."),
        ({"prior_approval": False}, "WorkSafe pays this only if it approves the treatment before it starts."),
        (
            {"approval": {"given": "2024-07-20"}},
            "The provider states that WorkSafe has approved this treatment.",
        ),
        (
            {"approval": {"given": "2024-08-06"}},
            "WorkSafe would pay nothing, and you would pay the whole charge. Not payable under the guideline",
        ),
        (
            {**IN_ORDER, "approval": {"given": "2024-07-20", "sessions": 9}},
            "This is more than WorkSafe has approved. Payable if approved: the course has 10 treatment days",
        ),
        (
            {"indication": "depression"},
            "WorkSafe would pay nothing, and you would pay the whole charge. Not payable under the guideline",
        ),
    ],
    ids=[
        "nothing stated",
        "approved",
        "not approved yet",
        "approved on a day",
        "approved late",
        "beyond",
        "not payable",
    ],
)
def test_approval_is_stated_as_the_claim_states_it(
    claim: dict[str, Any] | None, says: str, library: kfees.Library
) -> None:
    course = {**COURSES["ten sessions, two charges"], **({"claim": claim} if claim else {})}
    assert says in text_of(course, library)


@pytest.mark.typst
def test_where_nothing_is_payable_the_worker_would_pay_all_of_it(library: kfees.Library) -> None:
    course = {**COURSES["ten sessions, two charges"], "claim": {"indication": "depression"}}
    assert "WorkSafe can pay $0.00 = You would pay the hospital and the doctor $4,700.00" in text_of(
        course, library
    )


# Until when it holds.

TODAY = date(2024, 6, 10)


@pytest.mark.parametrize(
    ("provider", "changes", "last_day", "reason"),
    [
        (None, [], "2024-07-10", "30 days"),
        (None, ["2025-07-01"], "2024-07-10", "30 days"),
        (None, ["2024-07-01"], "2024-06-30", "schedule change"),
        (None, ["2024-07-01", "2024-06-20"], "2024-06-19", "schedule change"),
        (None, ["2024-06-11"], "2024-06-10", "schedule change"),
        (None, ["2024-06-10"], "2024-07-10", "30 days"),
        (None, ["2018-07-01"], "2024-07-10", "30 days"),
        ("2024-06-15", ["2024-07-01"], "2024-06-15", "provider"),
        ("2024-06-10", [], "2024-06-10", "provider"),
        ("2024-06-30", ["2024-07-01"], "2024-06-30", "provider"),
        ("2024-07-10", [], "2024-07-10", "provider"),
        ("2024-07-05", ["2024-07-01"], "2024-06-30", "schedule change"),
        ("2024-12-31", ["2025-07-01"], "2024-07-10", "30 days"),
    ],
)
def test_a_notice_holds_until_the_earliest_of_three_days(
    provider: str | None, changes: list[str], last_day: str, reason: str
) -> None:
    found = validity(
        TODAY, date.fromisoformat(provider) if provider else None, map(date.fromisoformat, changes)
    )
    assert (found.last_day.isoformat(), found.reason) == (last_day, reason)


@pytest.mark.typst
@pytest.mark.parametrize(
    ("today", "own", "says"),
    [
        ("2024-07-15", None, "Valid to 14 August 2024: 30 days from the date of this notice."),
        ("2025-06-10", None, "Valid to 30 June 2025: new fees are expected the day after."),
        ("2024-07-15", "2024-07-20", "Valid to 20 July 2024: the provider set this date."),
    ],
)
def test_a_notice_says_until_when_it_holds_and_why(
    today: str, own: str | None, says: str, library: kfees.Library
) -> None:
    day = date.fromisoformat(today)
    details = DETAILS.model_copy(update={"valid_to": date.fromisoformat(own) if own else None})
    quote = quoted(COURSES["ten sessions, two charges"], library, day)
    assert says in Page(html_of(quote, library, details, today=day)).text
    assert says in " ".join(pages_of(pdf_of(quote, library, details, today=day))[0].split())


def test_new_fees_that_are_loaded_ahead_end_a_notice_though_nobody_announced_them(
    library: kfees.Library, tmp_path: Path
) -> None:
    write_version(tmp_path, "medical", "2024-08-08", "2801,First visit,200.00,service")
    with_next = kfees.load_schedules(str(tmp_path), environment={})
    course = {**COURSES["ten sessions, two charges"], "start": "2024-07-22"}
    assert "Valid to 14 August 2024" in Page(html_of(quoted(course, library), library)).text
    ahead = Page(html_of(quoted(course, with_next), with_next)).text
    assert "Valid to 7 August 2024: new fees are expected the day after." in ahead


def test_a_day_of_the_providers_that_is_past_is_refused(library: kfees.Library) -> None:
    details = Details(valid_to=IN_JULY_2024 - timedelta(days=1))
    with pytest.raises(InputError, match=r"details.valid_to: 14 July 2024 is before the day of the notice"):
        html_of(quoted(COURSES["at home"], library), library, details)


# Whether it comes before treatment, and lasts until then. The ten sessions begin on 5 August 2024.

LATE = "This notice is late: treatment began on 5 August 2024, and you should have been told before it."
ON_THE_DAY = (
    "Treatment begins on the day of this notice, 5 August 2024. The provider must give it to you before"
)
LAPSES = (
    "This notice ends before treatment begins on 5 August 2024. Ask the provider for a new one on {} or"
    " later, before the first infusion."
)

TIMES = pytest.mark.parametrize(
    ("today", "own", "stands", "says"),
    [
        ("2024-07-05", None, "lapses", LAPSES.format("5 August 2024")),
        ("2024-07-06", None, "in time", None),
        ("2024-07-15", "2024-07-15", "lapses", LAPSES.format("16 July 2024")),
        ("2024-07-15", "2024-08-04", "lapses", LAPSES.format("5 August 2024")),
        ("2024-07-15", "2024-08-05", "in time", None),
        ("2024-07-15", None, "in time", None),
        ("2024-08-04", "2024-08-04", "lapses", LAPSES.format("5 August 2024")),
        ("2024-08-04", None, "in time", None),
        ("2024-08-05", None, "on the first day", ON_THE_DAY),
        ("2024-08-05", "2024-08-05", "on the first day", ON_THE_DAY),
        ("2024-08-06", None, "late", LATE),
        ("2024-08-06", "2024-08-06", "late", LATE),
        ("2024-08-16", None, "late", LATE),
        ("2025-08-05", None, "late", LATE),
    ],
)

BEFORE = (
    "Notice of costs, given before treatment",
    "I explained these costs to the worker before treatment.",
    "I was told about these costs before treatment, and I have a copy of this notice to keep.",
)
AFTER = (
    "Notice of costs, given after treatment began",
    "I explained these costs to the worker after treatment began.",
    "I was told about these costs after treatment began, and I have a copy of this notice to keep.",
)


@pytest.mark.typst
@TIMES
def test_a_notice_says_when_it_is_late_or_ends_before_treatment(
    today: str, own: str | None, stands: str, says: str | None, library: kfees.Library
) -> None:
    day = date.fromisoformat(today)
    details = DETAILS.model_copy(update={"valid_to": date.fromisoformat(own) if own else None})
    quote = quoted(COURSES["ten sessions, two charges"], library, day)
    text = Page(html_of(quote, library, details, today=day)).text
    printed = " ".join(" ".join(pages_of(pdf_of(quote, library, details, today=day))).split())
    assert standing(day, date(2024, 8, 5), validity(day, details.valid_to, ()).last_day) == stands
    for one in (LATE, ON_THE_DAY, "This notice ends before treatment begins"):
        assert (one in text) == (one in printed) == bool(says and says.startswith(one))
    assert says is None or says in text
    for before, after in zip(BEFORE, AFTER, strict=True):
        assert (before in text, after in text) == (stands != "late", stands == "late")


@pytest.mark.typst
@EVERY_LANGUAGE
@pytest.mark.parametrize(
    ("today", "message"),
    [
        (
            "2024-07-01",
            (
                "This notice ends before treatment begins on {day}. Ask the provider for a new one on {again}"
                " or later, before the first infusion."
            ),
        ),
        (
            "2024-08-05",
            (
                "Treatment begins on the day of this notice, {day}. The provider must give it to you before"
                " the first infusion, with time to ask."
            ),
        ),
        (
            "2024-08-06",
            (
                "This notice is late: treatment began on {day}, and you should have been told before it. Ask"
                " the provider what that means for what you are charged."
            ),
        ),
    ],
)
def test_a_late_or_lapsing_notice_says_so_in_each_language(
    language: str, today: str, message: str, library: kfees.Library
) -> None:
    day, words = date.fromisoformat(today), Bilingual(language, library.payer_words)
    quote = quoted(COURSES["ten sessions, two charges"], library, day)
    days = {"day": words.day(date(2024, 8, 5)), "again": words.day(date(2024, 8, 1))}
    said = words.gettext(message, **days)
    made = content(quote, DETAILS, language, today=day, library=library)
    assert made.warnings[0] == said
    page = html_of(quote, library, language=language, today=day)
    for text in filter(None, said):
        assert text in Page(page).texts
    assert pages_of(pdf_of(quote, library, language=language, today=day))


@pytest.mark.typst
@pytest.mark.parametrize(
    ("start", "says"),
    [("2024-07-12", "This notice is late"), ("2024-08-14", None), ("2024-08-15", "This notice ends before")],
)
def test_the_page_s_notice_says_it_too(start: str, says: str | None, client: httpx.Client) -> None:
    """The server's day is 15 July 2024: 30 days later is 14 August."""
    asked = {"regimen": "crps-10-day", "setting": "private-day-hospital", "start": start, "weight": "80"}
    text = Page(client.get("/notice", params=asked).text).text
    printed = " ".join(" ".join(pages_of(client.get("/notice.pdf", params=asked).content)).split())
    for one in ("This notice is late", "This notice ends before"):
        assert (one in text) == (one in printed) == (one == says)


def test_explicit_dates_say_when_treatment_begins(library: kfees.Library) -> None:
    days = [date(2024, 8, 9) + timedelta(days=7 * number) for number in range(10)]
    course = {
        **COURSES["ten sessions, two charges"],
        "start": "2024-08-09",
        "calendar": {"dates": [day.isoformat() for day in days]},
    }
    for today, says in ((date(2024, 8, 10), "treatment began on 9 August 2024"), (date(2024, 8, 8), None)):
        text = Page(html_of(quoted(course, library, today), library, today=today)).text
        assert (says is not None) == ("This notice is late" in text)
        assert says is None or says in text


# What else a worker has to be told.


@pytest.mark.typst
def test_a_notice_says_who_where_when_and_whom_to_ask(library: kfees.Library) -> None:
    text = text_of(COURSES["four nights, charged by item"], library)
    for said in (
        "Provider Yarra Bend Private Hospital, 12 Example Street, Fairfield VIC 3078",
        "Doctor Dr A. Example",
        "Treatment A ketamine infusion that runs day and night",
        "Medicine Ketamine 528 mg a day, 2,112 mg in all",
        "Where Private hospital, staying overnight",
        "When 5–8 Aug 2024 · 4 treatment days · 4 nights in hospital",
        "Payment is due On the day of each session",
        "Questions about these costs Patient accounts, 03 9000 0000",
        "Date of this notice: 15 July 2024",
    ):
        assert said in text


@pytest.mark.typst
def test_a_notice_states_the_workers_rights_and_that_it_is_an_estimate(library: kfees.Library) -> None:
    text = text_of(COURSES["at home"], library)
    for said in (
        "You do not have to agree to pay more than WorkSafe pays. You may look for another provider.",
        "A provider cannot sue you (take you to court) for an amount that WorkSafe is liable to pay.",
        "It does not pay for infusions given without its approval.",
        "only up to the day you were told. This notice tells you: keep it with its date.",
        "This is an estimate, not a bill",
        "The provider will tell you of a change, and what it costs you, as soon as it is known.",
        "I was told about these costs before treatment, and I have a copy of this notice to keep.",
        "Wording for the provider to review before use. It is not legal advice.",
        "Private hospital fees; in force from 1 July 2024",
    ):
        assert said in text


@pytest.mark.typst
@pytest.mark.parametrize(
    ("others", "says"),
    [
        (None, "Anyone else who bills you separately, such as another doctor or a laboratory."),
        ((), "The provider says that nobody else will bill you for this treatment."),
        ((ANAESTHETIST,), "Their fees are not included here: Dr B. Other, Anaesthetist, $500.50"),
    ],
    ids=["not said", "nobody", "an anaesthetist"],
)
def test_who_else_bills_is_named_or_said_to_be_left_out(
    others: Any, says: str, library: kfees.Library
) -> None:
    details = DETAILS.model_copy(update={"other_providers": others})
    assert says in text_of(COURSES["at home"], library, details)


@pytest.mark.typst
def test_the_medicine_is_left_out_included_or_charged(library: kfees.Library) -> None:
    assert "The medicine: 10 ampoules of Ketamine 200 mg in 2 mL. Ask" in text_of(
        COURSES["ten sessions, two charges"], library
    )
    assert "The medicine is included in the hospital’s fee." in text_of(COURSES["a public hospital"], library)
    assert "The medicine" not in text_of(UNKNOWN, library)


def test_what_the_provider_does_not_say_is_a_line_to_write_on(library: kfees.Library) -> None:
    quote = quoted(COURSES["at home"], library)
    by_hand = html_of(quote, library).count('class="write"')
    assert by_hand == len(("worker", "claim number")) + 2 * len(("name", "signature", "date"))
    also = ("provider", "doctor", "payment", "contact")
    assert html_of(quote, library, NO_DETAILS).count('class="write"') == by_hand + len(also)


def test_the_workers_name_is_never_taken() -> None:
    with pytest.raises(InputError, match="'worker' is not a key here"):
        read_details(b'worker = "A. Worker"', "details.toml")


# Languages, fonts and pages.


INK, DEEP, ON_DEEP = "#1b2a30", "#0d5058", "#ffffff"


@pytest.mark.typst
@pytest.mark.parametrize(
    "name",
    [*COURSES, "several doctors", "in parts"],
)
@EVERY_LANGUAGE
def test_a_notice_is_two_pages_that_can_be_read_by_those_who_see_poorly_with_the_rights_on_the_first(
    name: str, language: str, library: kfees.Library
) -> None:
    """No letter is smaller than ten points or paler than ink; the last page is no mere end of one."""
    quote = quoted({**COURSES, "several doctors": DOCTORS, "in parts": PARTS}[name], library)
    says = content(quote, DETAILS, language, today=IN_JULY_2024, library=library)
    assert says.rights is not None
    made = pdf_of(quote, library, language=language)
    first, last = pages_of(made)
    with pdfplumber.open(io.BytesIO(made)) as printed:
        letters = [letter for page in printed.pages for letter in page.chars]
        ends = [max(each["bottom"] for each in page.chars if each["bottom"] < 805) for page in printed.pages]
    assert round(min(letter["size"] for letter in letters), 6) >= 10
    assert {colour_of(letter) for letter in letters} == {INK, DEEP, ON_DEEP}
    assert min(ends) > 240
    for text in (says.amounts[-1].amount, says.about_heading, *says.rights.points):
        assert text.english[:24] in first
    assert all(label.english in last for label in says.signatures[0].lines)


def colour_of(letter: dict[str, Any]) -> str:
    parts = letter["non_stroking_color"]
    return "#" + "".join(f"{round(255 * part):02x}" for part in (parts if len(parts) == 3 else parts * 3))


TRADE = (
    "band", "Type C", "AR-DRG", "DRG", "NWAU", "AECC", "Tier", "indexed", "floor", "stale", "attendance",
    "off-label", "MBS", "episode", "separation", "weight", "reference", "payee", "basis", "class", "level",
    "referred", "pre-anaesthesia", "neurolytic", "epidural", "pleural", "trigeminal", "intravenous",
)  # fmt: skip
"""What says nothing to a patient: a notice uses none of these words."""

JARGON = re.compile(rf"\b({'|'.join(TRADE)})s?\b", re.IGNORECASE)


@pytest.mark.parametrize("payer", ["worksafe-victoria", "tac-victoria", "us-set-aside"])
def test_a_notice_has_no_words_of_the_trade_wherever_treatment_is_given(
    payer: str, library: kfees.Library
) -> None:
    for setting in library.settings:
        regimen = "crps-4-day" if library.setting(setting).overnight else "crps-10-day"
        course = {
            "payer": payer,
            "regimen": regimen,
            "setting": setting,
            "start": "2024-08-05",
            "weight_kg": "80",
        }
        quote = quoted(course, library)
        says = content(quote, DETAILS, ENGLISH, today=IN_JULY_2024, library=library)
        text = Page(html_of(quote, library)).text
        for source in says.sources:  # a publisher's own title of its schedule, beside the date
            text = text.replace(source.english, "")
        for reason in (line.reasons[0] for line in quote.lines if line.determination != "amount"):
            text = text.replace(reason, "")
        assert JARGON.findall(text) == []
        assert "Ketamine infusion" in text or "ketamine infusion" in text


def test_every_item_that_ships_has_a_description_for_a_patient(library: kfees.Library) -> None:
    for schedule in library.schedules:
        plain = library.plain_words(schedule)
        for version in library.versions(schedule):
            for item in version.items:
                label = version.label(item) or ""
                said = plain.of(item, label) if plain else label
                assert not JARGON.search(said), (schedule, item, said)


@pytest.mark.typst
@EVERY_LANGUAGE
def test_a_pdf_is_tagged_titled_and_knows_its_language(
    language: str, library: kfees.Library, tmp_path: Path
) -> None:
    path = tmp_path / "notice.pdf"
    path.write_bytes(pdf_of(quoted(COURSES["at home"], library), library, language=language))
    about = subprocess.run(["pdfinfo", "-meta", path], capture_output=True, text=True, check=True).stdout
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "What your ketamine infusions may cost you" in about
    facts = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged: +yes", facts)
    assert re.search(r"JavaScript: +no", facts)
    assert re.search(r"Page size: .*\(A4\)", facts)
    assert b"/Lang(en-AU)" in path.read_bytes()
    assert (b"/Lang(%b)" % language.split("-")[0].encode() in path.read_bytes()) == (language != ENGLISH)
    structure = subprocess.run(["pdfinfo", "-struct", path], capture_output=True, check=True).stdout.decode(
        errors="replace"
    )
    for tag in ("H1", "H2", "Table", "TH", "L"):
        assert re.search(rf"^ *{tag}\b", structure, re.MULTILINE)


FACES = {
    "vi": "NotoSans-",
    "zh-Hans": "WenQuanYi|NotoSansCJK|SourceHan",
    "ar": "NotoSansArabic",
    "pa": "NotoSansGurmukhi",
}
SCRIPTS = {
    "zh-Hans": "[\u4e00-\u9fff]",
    "vi": "[ạảấầậắằặẹếềệịọốồộớờợụứừựỳ]",
    "el": "[α-ω]",
    "it": "costarLe",
    "ar": "[\u0600-\u06ff\ufe70-\ufefc]",
    "pa": "[\u0a00-\u0a7f]",
}


@pytest.mark.typst
@pytest.mark.parametrize("language", SCRIPTS)
def test_every_language_stands_beside_the_english_in_its_own_script(
    language: str, library: kfees.Library, tmp_path: Path
) -> None:
    OUTPUT.mkdir(exist_ok=True)
    path = OUTPUT / f"notice-{language}.pdf"
    path.write_bytes(
        pdf_of(quoted(COURSES["four nights, charged by item"], library), library, language=language)
    )
    text = "".join(pages_of(path.read_bytes()))
    assert re.search(r"You would pay\b.*\$888\.50", text, re.DOTALL)
    assert len(re.findall(SCRIPTS[language], text)) >= (1 if language == "it" else 200)
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    assert re.search(FACES.get(language, "LiberationSans"), fonts)
    # Kept for people to look at: shaping and direction cannot be read out of the text.
    subprocess.run(["pdftoppm", "-r", "90", "-png", path, path.with_suffix("")], check=True)
    assert path.with_name(f"notice-{language}-1.png").stat().st_size > 50_000


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("zh-Hans", "2024年7月15日"),
        ("vi", "15 tháng 7, 2024"),
        ("el", "15 Ιουλίου 2024"),
        ("it", "15 luglio 2024"),
        ("ar", "15 يوليو 2024"),
        ("pa", "15 ਜੁਲਾਈ 2024"),
    ],
)
def test_days_stand_in_both_languages_and_amounts_in_one_way(
    language: str, day: str, library: kfees.Library
) -> None:
    """The bill that will come writes $1,234.50: an amount is never written otherwise beside it."""
    quote = quoted(COURSES["four nights, charged by item"], library)
    text = Page(html_of(quote, library, language=language)).text
    for said in (" $3,631.50", "15 July 2024", day):
        assert said in text
    assert not re.search(r"A\$|AU|[0-9],[0-9]{2}\b", text)
    sentence = "Of these charges you would pay not more than $4,105.50."
    assert text.count("$4,105.50") == 2
    assert sentence in text


@EVERY_LANGUAGE
def test_a_translation_that_nobody_has_checked_says_so(language: str, library: kfees.Library) -> None:
    said = "No qualified translator has checked this translation yet."
    html = html_of(quoted(COURSES["at home"], library), library, language=language)
    assert (said in html) == (language != ENGLISH and not translation(language).checked_by)


def test_arabic_runs_from_right_to_left(library: kfees.Library) -> None:
    page = Page(html_of(quoted(COURSES["at home"], library), library, language="ar"))
    assert ("html", {"lang": "en-AU"}) in page.tags
    arabic = [attributes for _, attributes in page.tags if attributes.get("lang") == "ar"]
    assert len(arabic) > 50
    assert {attributes["dir"] for attributes in arabic} == {"rtl"}
    # An amount is kept whole inside the Arabic, and a code apart from it.
    assert "\u2066$2,447.61\u2069" in page.text


@pytest.mark.typst
@pytest.mark.parametrize(
    ("language", "package"), [("pa", "fonts-noto-core"), ("zh-Hans", "fonts-wqy-microhei")]
)
def test_without_a_font_for_a_script_nothing_is_printed_and_the_package_is_named(
    language: str, package: str, library: kfees.Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "_fonts", lambda: typst.Fonts(include_system_fonts=False))
    monkeypatch.setattr(typeset, "_idle", [])
    quote = quoted(COURSES["at home"], library)
    with pytest.raises(InputError, match=f"no font on this machine can show .*apt-get install {package}"):
        pdf_of(quote, library, language=language)
    for within_typst in ("en-AU", "vi", "el", "it", "ar"):  # in the fonts that typst brings along
        assert pdf_of(quote, library, language=within_typst).startswith(b"%PDF")


@pytest.mark.typst
def test_a_character_that_no_font_has_is_named(library: kfees.Library) -> None:
    details = DETAILS.model_copy(update={"provider": "Hospital \u1193"})
    with pytest.raises(InputError, match=r"can show 'ᆓ' \(HANGUL .*\)\. Leave it out, or install a font"):
        pdf_of(quoted(COURSES["at home"], library), library, details)


@pytest.mark.typst
def test_a_long_course_takes_more_pages_and_leaves_no_line_out(library: kfees.Library) -> None:
    theatres = [f"T{band}" for band in range(1, 9)]
    attendances = ["104", "105", "110", "116", "119", "132", "133", "17610", "17615", "17620", "17640"]
    services = [
        {"schedule": schedule, "item": item, "dates": ["2024-08-06"]}
        for schedule, items in (("private-hospital", theatres), ("medical", attendances))
        for item in items
    ]
    quote = quoted({**COURSES["ten sessions, two charges"], "services": services}, library)
    made = pdf_of(quote, library, language="vi")
    assert pdf.page_count(made) > 2
    printed = re.findall(r"^ *([A-Z0-9]+) {2,}", "\n".join(pages_of(made)), re.MULTILINE)
    items = [line.item for line in quote.lines]
    assert len(items) == 22
    assert [item for item in printed if item in items] == items


@pytest.mark.typst
def test_a_long_item_code_does_not_print_over_its_label(library: kfees.Library) -> None:
    made = pdf_of(quoted(UNKNOWN, library, date(2026, 11, 21)), library, today=date(2026, 11, 21))
    words = boxes_of(made)
    *_, item = [box for text, box in words if text == "ketamine-200mg"]
    on_its_line = (box for _, box in words if box.page == item.page and abs(box.top - item.top) < 3)
    beside = [box for box in on_its_line if box.left > item.left]
    assert beside
    assert item.right < min(box.left for box in beside)


@pytest.mark.typst
def test_notices_can_be_made_at_the_same_time(library: kfees.Library) -> None:
    quote = quoted(COURSES["at home"], library)
    languages = [*LANGUAGES] * 2
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda code: pdf_of(quote, library, language=code), languages))
    assert made[: len(LANGUAGES)] == made[len(LANGUAGES) :]


@pytest.mark.typst
def test_the_same_quote_and_day_give_the_same_bytes(library: kfees.Library) -> None:
    quote = quoted(COURSES["at home"], library)
    assert pdf_of(quote, library, language="vi") == pdf_of(quote, library, language="vi")


# Nothing in a notice can act.

SOFT_BREAK = "\u200b"
"""Where a long text without spaces may be broken in the PDF."""

HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    '#import "@preview/example:0.1.0": *',
    '#read("/etc/passwd") $x^2$ *bold* _it_ `code` = Heading',
    '=HYPERLINK("http://example.com")',
    "@label <label> \\u{41} // gone? /* gone? */",
    "{item} {0} %s %(x)s",
]


@pytest.mark.typst
@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_from_outside_stays_text(hostile: str, library: kfees.Library, tmp_path: Path) -> None:
    overlay = tmp_path / "medical" / "2024-07-01"
    overlay.mkdir(parents=True)
    shipped = next(version for version in library.versions("medical") if version.first_day.year == 2024)
    (overlay / "schedule.toml").write_text(
        f'title = {quoted_toml(hostile)}\npublisher = "Nobody"\nsource = "A test"\nretrieved = 2024-06-01\n'
        'next_change_expected = 2025-07-01\ncurrency = "AUD"\ngst = "free"\npayee = "medical"\n'
    )
    label = '"' + hostile.replace('"', '""') + '"'
    (overlay / "rates.csv").write_text(
        f"item,label,amount,unit\n2801,{label},174.50,service\n2806,{label},87.30,service\n"
    )
    assert shipped.label("2801") != hostile
    with_overlay = kfees.load_schedules(str(tmp_path), environment={})
    details = Details(
        provider=hostile, address=hostile, contact=hostile, doctor=hostile, payment_due=hostile,
        other_providers=({"name": hostile, "service": hostile, "contact": hostile},),
    )  # fmt: skip
    quote = quoted(COURSES["ten sessions, two charges"], with_overlay)
    plain = Page(html_of(quoted(COURSES["ten sessions, two charges"], library), library, details=Details(
        provider="x", address="x", contact="x", doctor="x", payment_due="x",
        other_providers=({"name": "x", "service": "x", "contact": "x"},),
    )))  # fmt: skip
    for language in ("en-AU", "ar"):
        page = Page(html_of(quote, with_overlay, details, language))
        assert page.text.count(hostile) >= 8
        if language == "en-AU":
            assert {tag for tag, _ in page.tags} == {tag for tag, _ in plain.tags}
        printed = "".join(
            words_of(pdf_of(quote, with_overlay, details, language)).replace(SOFT_BREAK, "").split()
        )
        assert printed.count("".join(hostile.split())) >= 1


def quoted_toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_a_name_that_turns_the_text_around_is_put_straight(library: kfees.Library) -> None:
    details = DETAILS.model_copy(update={"provider": "A\u202eB\u2066C\u0000D\nE"})
    page = Page(html_of(quoted(COURSES["at home"], library), library, details, "ar"))
    assert "Provider مقدّم الخدمة ABC D E, 12 Example Street" in page.text


def test_an_html_notice_needs_nothing_from_outside_and_runs_nothing(library: kfees.Library) -> None:
    today = date(2026, 11, 21)
    html = html_of(quoted(UNKNOWN, library, today), library, language="ar", today=today)
    page = Page(html)
    assert {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "a", "form", "object"} == set()
    for _, attributes in page.tags:
        assert not {name for name in attributes if name.startswith("on") or name in ("src", "href", "style")}
    assert "url(" not in html
    assert "@import" not in html
    policy = f"default-src 'none'; style-src '{style_digest()}'"
    assert ("meta", {"http-equiv": "Content-Security-Policy", "content": policy}) in page.tags


# The command line.


@pytest.mark.typst
def test_quote_writes_a_pdf_with_the_details_of_a_file_and_of_flags(tmp_path: Path) -> None:
    (tmp_path / "hospital.toml").write_text(
        'provider = "Yarra Bend"\npayment_due = "Before"\nvalid_to = 2024-07-31\n'
        '[[other_providers]]\nname = "Dr B. Other"\namount = 500.50\n'
    )
    target = tmp_path / "notice.pdf"
    result = run(
        *FLAGS, "--language", "vi", "--details", str(tmp_path / "hospital.toml"),
        "--detail", "payment_due=On the day", "-o", str(target),
    )  # fmt: skip
    assert (result.status, result.output) == (0, "")
    text = words_of(target.read_bytes())
    for said in (
        "Yarra Bend",
        "On the day",
        "Valid to 31 July 2024",
        "Dr B. Other, $500.50",
        "$990.20",
        "15 tháng 7, 2024",
    ):
        assert said in text
    assert "Before" not in text


def test_quote_prints_html(tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text('{"provider": "Yarra Bend", "other_providers": []}')
    result = run(*FLAGS, "--format", "html", "--details", str(tmp_path / "d.json"), "--language", "zh_hans")
    assert result.status == 0
    assert result.output.startswith("<!doctype html>")
    assert Words("zh-Hans").title("You would pay {payees} at most").partition("{")[0] in result.output


def test_everything_wrong_with_a_notice_is_said_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_text('provider = ""\nvalid_to = "soon"\nworker = "A"\n')
    result = run(
        *FLAGS, "--format", "pdf", "--language", "klingon", "--details", str(tmp_path / "d.toml"),
        "--detail", "fax",
    )  # fmt: skip
    assert result.status == 2
    assert "6 problems; nothing was written" in result.messages
    for key in ("provider", "valid_to", "worker"):
        assert f"d.toml: {key}" in result.messages
    for flag in ("--format pdf", "--language", "--detail fax"):
        assert flag in result.messages
    assert "no translation into 'klingon'" in result.messages


@pytest.mark.parametrize("name", ["d.yaml", "d.json", "d.toml", "missing.toml"])
def test_details_that_cannot_be_read_are_refused_without_a_traceback(name: str, tmp_path: Path) -> None:
    if name != "missing.toml":
        (tmp_path / name).write_text("[1")
    result = run(*FLAGS, "--format", "html", "--details", str(tmp_path / name))
    assert result.status == 2
    assert "1 problem; nothing was written" in result.messages
    assert "Traceback" not in result.messages


def test_details_are_refused_where_they_would_change_nothing() -> None:
    result = run(*FLAGS, "--language", "vi", "--detail", "provider=A")
    assert result.status == 2
    assert "--language" in result.messages
    assert "it changes nothing in the format table. Ask for html or pdf." in " ".join(result.messages.split())


def test_a_pdf_without_a_file_is_refused() -> None:
    result = run(*FLAGS, "--format", "pdf")
    assert result.status == 2
    assert "Name a file with -o" in result.messages
