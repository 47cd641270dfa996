"""The letter that asks for what a request lacks: everything that is missing, and nothing else."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

import kfees
from claims import IN_ORDER, changed, request
from kfees.documents.letter.as_text import as_markdown
from kfees.engine.claims import guideline_for
from kfees.engine.letter import letter
from kfees.engine.provider_quote import provider_quote
from kfees.reading.provider_rows import ProviderRow, read_provider_rows
from laws.claim_strategies import claims
from laws.strategies import Asked

OTHER_FACTS = {"document-mental-health": "mental_health_risk", "outcome-improvement": "previous_treatments"}
"""What these checks lack where nothing at all is stated."""

DOCUMENTS = ["diagnosis", "first-line", "medications", "outcome-measures"]

WRITTEN = date(2024, 7, 15)

WHOLE_LETTER = """\
15 July 2024

To be paid by: WorkSafe Victoria

Claim number: ____________________

# Request for ketamine infusions: further information

Thank you for the request. Before it can be decided we need the information below. The
decision is due 28 days after we have all of it.

## For the doctor

1. Which condition is the infusion for? *The guideline covers chronic non-cancer pain;
   other conditions come under another policy.*

2. How much professional indemnity cover does the treating doctor hold? Please send
   evidence that it is current. *Cover of at least $2,000,000 is required.*

3. Please send the treating specialist's list of present and relevant past medications,
   with what each achieved. *The reviewer needs to see what has been tried.*

4. Please send evidence of the safety measures in place for the worker's mental health
   risk factors. *Safety measures are required where there is a risk.*

5. The request comes less than 6 months after the latest course of infusions began. Are
   there exceptional circumstances? If so, please describe them. *After the second
   treatment, a request within 6 months is considered in exceptional circumstances only.*

## For the hospital

1. Where will the infusions be given? *Services outside Australia need prior approval.*

2. Your quote, quote.csv row 3: Not read for certain. amount: '(50.00)' is negative. *We
   can only price a row whose item and amount are certain.*

3. Your quote, quote.csv row 4: No schedule that is loaded has the item 'ZZ9'. *We can
   only price a row whose item and amount are certain.*

These questions follow WorkSafe Victoria's Ketamine infusion guidelines, as read on 21
November 2026 (Ketamine infusion guidelines, worksafe.vic.gov.au).

If anything here is unclear, please call us.
"""

NOTHING_MISSING = """\
15 July 2024

To be paid by: WorkSafe Victoria

Claim number: ____________________

# Request for ketamine infusions: further information

Thank you for the request. Nothing that the guideline asks for is missing from it.
"""


def written(library: kfees.Library, claim: Asked | None, rows: tuple[ProviderRow, ...] = ()) -> str:
    asked = request(claim)
    assessment = kfees.assess(asked, library)
    if rows:
        assessment = assessment.model_copy(update={"provider_quote": provider_quote(rows, asked, library)})
    return as_markdown(letter(assessment, guideline_for(asked, library), WRITTEN))


def text_of(markdown: str) -> str:
    """The letter on one line, without its emphasis."""
    return " ".join(markdown.replace("*", "").split())


def test_a_whole_letter_reads_like_this(library: kfees.Library) -> None:
    claim = changed(
        {
            "indication": None,
            "country": None,
            "provider.indemnity_cover": None,
            "documents": ["diagnosis", "first-line", "outcome-measures"],
            "mental_health_risk": True,
            "previous_treatments": ["2023-09-10", "2024-02-10"],
            "exceptional_circumstances": None,
        }
    )
    quote = b"Item,Amount\n2801,174.50\n2806,(50.00)\nZZ9,400.00\nTotal,624.50\n"
    assert written(library, claim, read_provider_rows(quote, "quote.csv")) == WHOLE_LETTER


def test_a_request_that_lacks_nothing_is_told_so(library: kfees.Library) -> None:
    assert written(library, changed({})) == NOTHING_MISSING
    assert written(library, changed({"route": "oral"})) == NOTHING_MISSING, "a check that fails lacks no fact"
    quote = b"Item,Amount\n2801,174.50\n2801,174.50\nTotal,349.00\n"
    assert written(library, changed({}), read_provider_rows(quote, "quote.csv")) == NOTHING_MISSING


def test_the_payers_own_approval_is_asked_of_nobody(library: kfees.Library) -> None:
    assert written(library, changed({"prior_approval": None})) == NOTHING_MISSING
    assert written(library, changed({"prior_approval": None, "country": "NZ"})) == NOTHING_MISSING


def test_a_claim_that_states_nothing_is_asked_for_everything_once(library: kfees.Library) -> None:
    whole = written(library, {})
    assert written(library, None) == whole
    text = text_of(whole)
    guideline = guideline_for(request(None), library)
    for check in guideline.check:
        question = check.question_for(OTHER_FACTS.get(check.code, check.fact))
        if question is not None:
            assert text.count(question.question) == 1, check.code
            assert question.why in text
    numbers = [int(number) for number in re.findall(r"^([0-9]+)\. ", whole, re.MULTILINE)]
    assert numbers == [*range(1, 15), 1]


@pytest.mark.parametrize(
    ("facts", "asked", "not_asked"),
    [
        ({"previous_treatments": ["2023-01-10"], "request_date": None}, "What is the date of your request?",
         "On which day"),
        ({"previous_treatments": ["2023-09-10", "2024-02-10"], "exceptional_circumstances": None},
         "Are there exceptional circumstances?", "On which day"),
        ({"previous_treatments": None}, "On which day did each earlier course of ketamine infusions begin",
         "Are there exceptional circumstances?"),
        ({"previous_treatments": ["2023-01-10"], "outcomes": None}, "What did the earlier infusions change?",
         "If the worker has had"),
        ({"mental_health_risk": None, "documents": DOCUMENTS},
         "Does the worker have mental health risk factors", "for the worker's mental health risk factors."),
        ({"mental_health_risk": True, "documents": DOCUMENTS},
         "for the worker's mental health risk factors.", "Does the worker have mental health risk factors"),
    ],
)  # fmt: skip
def test_only_what_is_missing_is_asked_for_and_never_what_was_stated(
    facts: dict[str, Any], asked: str, not_asked: str, library: kfees.Library
) -> None:
    text = text_of(written(library, changed(facts)))
    assert asked in text
    assert not_asked not in text


@given(claim=claims())
def test_the_letter_asks_exactly_for_what_is_not_stated_and_adds_no_fact(
    claim: Asked, library: kfees.Library
) -> None:
    asked = request(claim)
    assessment = kfees.assess(asked, library)
    guideline = guideline_for(asked, library)
    text = text_of(as_markdown(letter(assessment, guideline, WRITTEN)))
    wanted = {
        question.question
        for check, found in zip(guideline.check, assessment.checks, strict=True)
        if found.outcome == "not stated" and (question := check.question_for(found.missing))
    }
    every = {check.question for check in guideline.check if check.question}
    every |= {question.question for check in guideline.check for question in check.further}
    assert {question for question in every if f" {question} " in text} == wanted
    # Every figure and date in it is the guideline's own or the day on which it was written.
    known = f"15 July 2024 2,000,000 3 6 28 21 November 2026 {' '.join(every)}"
    body = re.sub(r"(?<= )[0-9]+\. (?=[A-Z])", "", text)
    for number in re.findall(r"[0-9][0-9,]*", body):
        assert number.strip(",") in known


def test_questions_are_grouped_by_whom_they_are_asked_of(library: kfees.Library) -> None:
    doctor_alone = written(library, changed({"route": None}))
    assert "## For the doctor" in doctor_alone
    assert "## For the hospital" not in doctor_alone
    hospital_alone = written(library, changed({"country": None}))
    assert "## For the hospital" in hospital_alone
    assert "## For the doctor" not in hospital_alone
    both = written(library, changed({"route": None, "country": None}))
    assert both.index("Is the infusion given by vein") < both.index("## For the hospital")
    assert both.index("## For the hospital") < both.index("Where will the infusions")


def test_the_providers_words_are_not_taken_for_markdown(library: kfees.Library) -> None:
    quote = b"Item,Amount\n<b>*[x](y)_`#|,400.00\n"
    text = written(library, changed({}), read_provider_rows(quote, "my_quote.csv"))
    assert r"my\_quote.csv row 2" in text
    assert r"'\<b\>\*\[x\](y)\_\`\#\|'" in text


def test_every_row_to_ask_about_is_in_the_letter_and_no_other(library: kfees.Library) -> None:
    headings = "Item,Date,Amount"
    rows = ["2801,,174.50", "2801,,(1.00)", "ZZ9,,5.00", ",,55.00", "2801,,174.50", headings, "GST,,1"]
    lines = [headings, *rows, "Facility fee,,300.00", "Total,,479.50"]
    text = text_of(written(library, changed({}), read_provider_rows("\n".join(lines).encode(), "quote.csv")))
    assert re.findall(r"quote\.csv row (\d+):", text) == ["3", "4", "5", "8"], "that GST is of no row above"


def test_a_fee_is_asked_about_only_where_no_word_says_what_it_is_for(library: kfees.Library) -> None:
    quote = b"Item,Description,Amount\nF1,Facility fee,300.00\nF2,,40.00\n,Consumables,5.00\n"
    text = text_of(written(library, changed({}), read_provider_rows(quote, "quote.csv")))
    assert re.findall(r"quote\.csv row (\d+):", text) == ["3"]
    assert "No schedule that is loaded has the item 'F2'." in text


def test_lines_are_short_and_a_long_list_keeps_its_numbers(library: kfees.Library) -> None:
    rows = tuple(
        ProviderRow(f"quote.csv row {number}", item="ZZ9", amount=Decimal(number)) for number in range(2, 120)
    )
    text = written(library, {}, rows)
    assert max(map(len, text.splitlines())) <= 90
    numbered = re.findall(r"^([0-9]+)\. ", text, re.MULTILINE)
    assert numbered == [str(number) for number in (*range(1, 15), *range(1, 120))]
    assert text.endswith("please call us.\n")
    for paragraph in re.findall(r"^[0-9]+\. .*(?:\n.+)*", text, re.MULTILINE):
        first, *further = paragraph.splitlines()
        indent = " " * (first.index(".") + 2)
        assert all(re.match(rf"{indent}\S", line) for line in further), "else a list in Markdown ends here"


def test_the_claim_in_order_is_one(library: kfees.Library) -> None:
    assert written(library, IN_ORDER) == NOTHING_MISSING
