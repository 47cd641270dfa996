"""`kfees assess` at the command line, and what `kfees quote` says of a claim."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from claims import COURSE, changed
from command_line import Result, run
from provider_workbooks import merged, xlsx

DAY_HOSPITAL = COURSE | {"setting": "private-day-hospital", "start": "2024-08-05"}
QUOTE = """\
Item,Description,Date,Qty,Amount
DS1,Day bed,,10,3200.00
2801,First visit,5/8/2024,1,$320.00
2806,Later visit,,,(50.00)
ZZ9,Pump,,1,400.00
17645,Anaesthetist,5/8/2024,1,98.95
Total,,,,"4,018.95"
"""

TABLE = """\
CANNOT DETERMINE (no decision)
Whether it is payable cannot be determined: not stated are location and
document-medications.

What the course comes to
  What the worker would pay cannot be told: not known is what the hospital
  charges for a day in hospital (no anaesthetic), what the doctor charges for
  pain specialist (first visit) and pain specialist (later visit) and the drug
  (Ketamine 200 mg in 2 mL).
  - Hospital: maximum $2,749.60, charge not known, gap unknown.
  - Doctor: maximum $960.20, charge not known, gap unknown.

Scope
  met         route
              The route stated is 'intravenous'. [Ketamine infusions]
  met         indication
              The indication stated is 'chronic non-cancer pain'. [Ketamine
              infusions]
  met         circumstance
              The circumstance stated is 'first-line failed'. [What we can pay
              for]
  met         accepted-injury
              The injury is accepted. [Services we will not pay for]
  met         referral
              A medical practitioner referred the worker. [What we can pay for]
  not stated  prior-approval
              Not stated: prior approval. [Services we will not pay for]
  not stated  location
              The country is not stated. [Services we will not pay for]

Provider
  met         provider-registration
              The registration stated is 'medical practitioner'. [Who can
              provide these services]
  met         provider-indemnity
              The indemnity cover stated is $5,000,000.00. [Who can provide
              these services]

Documents
  met         document-diagnosis
              The request came with: diagnosis. [Accessing services]
  met         document-first-line
              The request came with: first line. [Accessing services]
  not stated  document-medications
              The request did not come with: medications. [Accessing services]
  met         document-outcome-measures
              The request came with: outcome measures. [Accessing services]
  met         document-mental-health
              There are no mental health risk factors. [Accessing services]

Timing
  met         interval-after-initial
              The request of 1 July 2024 comes at least 3 months after the
              initial treatment, which began on 15 January 2024. [Timeframes for
              subsequent request]
  met         interval-after-second
              Earlier treatments: 1. [Timeframes for subsequent request]

Later requests
  met         outcome-improvement
              Pain and function improved. [Subsequent requests]

Dates
  - A next request is considered from 15 April 2024. The initial treatment began
    on 15 January 2024, and a request within 3 months of it is not considered.
  - The decision is due on 7 August 2024: 23 days left. 28 days after everything
    required was in, on 10 July 2024. But not stated are location and
    document-medications: without them the days may not have begun. The course
    starts on 5 August 2024, before the decision is due: it has to be approved
    before it starts.

The provider's own quote
  quote.csv row 2  DS1: MATCHED
              charged $3,200.00, maximum $2,749.60, gap $450.40. No date: the
              days of the course are taken. Charged $450.40 above the maximum of
              $2,749.60.
  quote.csv row 3  2801: MATCHED
              charged $320.00, maximum $174.50, gap $145.50. Charged $145.50
              above the maximum of $174.50.
  quote.csv row 4  2806: NOT READ
              Not read for certain. amount: '(50.00)' is negative. Call it a
              discount, or leave it out if another pays it.
  quote.csv row 5  ZZ9: OUTSIDE THE SCHEDULES
              charged $400.00, maximum unknown, gap unknown. No schedule that is
              loaded has it: unless WorkSafe agrees to pay, the worker does.
  quote.csv row 6  17645: NOT IN THE COURSE
              charged $98.95, maximum $0.00, gap $98.95. Not payable: An
              anaesthetist's consultation is not payable with a pain
              specialist's attendance for the same service. Charged $98.95 above
              the maximum of $0.00.
  quote.csv row 7  Total: TOTAL
              A total or a tax, not counted as an item. The rows above come to
              $4,018.95 too.
  - The course has, and the quote lacks: medical:2806.
  - An anaesthetist's consultation is not payable with a pain specialist's
    attendance for the same service. Found: quote.csv row 6 (17645) and
    quote.csv row 3 (2801) on 5 August 2024.
  - In no sum: quote.csv row 4.
  Of the other rows: charged $4,018.95, maximum unknown, gap unknown. The worker
  would pay the hospital and the doctor at most $694.85; with Pump at most
  $1,094.85. Not included is the drug (Ketamine 200 mg in 2 mL), what the doctor
  charges for 2806 and what quote.csv row 4 may charge.

For the reviewer to judge
  - Is the treatment clinically justified, safe and effective for this worker?
  - Is it likely to improve the worker's functioning in a way that can be
    measured?
  - Does it help the worker towards functional independence, participation and
    managing by themselves?
  - Is it for the rehabilitation of a work injury only?
  - Does it follow the Clinical Framework?

Payer: WorkSafe Victoria
Guideline: Ketamine infusion guidelines, read on 21 November 2026 (Ketamine
infusion guidelines, worksafe.vic.gov.au).
"""


def saved(folder: Path, claim: Any, **course: Any) -> str:
    """A request file with this claim."""
    path = folder / "request.json"
    path.write_text(json.dumps({**DAY_HOSPITAL, **course, "claim": claim}), encoding="utf-8")
    return str(path)


def file(folder: Path, content: str | bytes, name: str = "quote.csv") -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_the_table_says_every_check_every_date_and_every_row_in_80_columns(tmp_path: Path) -> None:
    claim = changed(
        {
            "prior_approval": None,
            "country": None,
            "documents": ["diagnosis", "first-line", "outcome-measures"],
            "previous_treatments": ["2024-01-15"],
        }
    )
    result = run("assess", saved(tmp_path, claim), "--quote", file(tmp_path, QUOTE), "--as-of", "2024-07-15")
    assert (result.status, result.messages) == (0, "")
    assert result.output == TABLE
    assert max(map(len, result.output.splitlines())) <= 80


def test_a_failing_check_stands_out_and_a_decision_that_is_late_says_so(tmp_path: Path) -> None:
    claim = changed({"route": "oral", "provider.registration": "student"})
    request = saved(tmp_path, claim)
    text = run("assess", request, "--as-of", "2024-08-08").output
    assert text.startswith("NOT PAYABLE (no decision)\nNot payable under the guideline: the route")
    assert "  NOT MET     route\n" in text
    assert "  NOT MET     provider-registration\n" in text
    assert "The decision is due on 7 August 2024: OVERDUE by 1 day." in text
    assert "1 day left." in run("assess", request, "--as-of", "2024-08-06").output
    assert "0 days left." in run("assess", request, "--as-of", "2024-08-07").output
    assert "OVERDUE by 2 days." in run("assess", request, "--as-of", "2024-08-09").output


def test_a_request_without_a_claim_or_a_complete_date_is_still_a_table(tmp_path: Path) -> None:
    text = run("assess", saved(tmp_path, None)).output
    assert text.startswith("CANNOT DETERMINE (no decision)\n")
    assert "document-outcome-measures" in text, "a code is not broken over two lines"
    assert "  - The earlier treatments are not stated.\n" in text
    assert "  - The day on which everything required was in is not stated.\n" in text
    assert "Rules between items" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_rules_that_the_course_itself_breaks_have_their_own_part(tmp_path: Path) -> None:
    services = [{"schedule": "medical", "item": "17645", "dates": ["2024-08-05"]}]
    text = run("assess", saved(tmp_path, changed({}), services=services)).output
    part = text.partition("\nRules between items\n")[2].partition("\n\n")[0]
    assert "Found: medical:17645 and medical:2801 on 5 August 2024." in " ".join(part.split())


def test_json_has_everything_and_amounts_as_text(tmp_path: Path) -> None:
    result = run(
        "assess", saved(tmp_path, changed({})), "--quote", file(tmp_path, QUOTE), "--format", "json",
        "--as-of", "2024-07-15",
    )  # fmt: skip
    assessment = json.loads(result.output)
    assert assessment["verdict"] == {
        "payability": "payable as approved",
        "because": [],
        "sentence": "Payable as approved: every fact that the guideline asks for is met, prior approval among"
        " them. The reviewer decides.",
    }
    assert len(assessment["checks"]) == 17
    assert len(assessment["questions"]) == 5
    assert assessment["timing"]["decision_due"] == "2024-08-07"
    assert assessment["as_of"] == "2024-07-15"
    quote = assessment["provider_quote"]
    assert [line["outcome"] for line in quote["lines"]] == [
        "matched", "matched", "not read", "outside the schedules", "not in the course", "total",
    ]  # fmt: skip
    assert (quote["charge"], quote["maximum"], quote["gap"]) == ("4018.95", None, None)
    assert (quote["known_maximum"], quote["gap_least"], quote["gap_most"]) == ("2924.10", "549.35", "1094.85")
    assert quote["lines"][0]["above_maximum"] == "450.40"
    assert (
        json.loads(run("assess", saved(tmp_path, None), "--format", "json").output)["provider_quote"] is None
    )


def test_a_quote_in_excel_comes_to_the_same_as_in_csv(tmp_path: Path) -> None:
    request = saved(tmp_path, changed({}))
    rows: list[list[Any]] = [
        ["Bright Street Day Hospital"], [], ["Item", "Description", "Date", "Qty", "Amount"],
        ["DS1", "Day bed", None, 10, 3200], [2801, "First visit", "5/8/2024", 1, 320],
        [2806, "Later visit", None, None, "(50.00)"], ["ZZ9", "Pump", None, 1, 400],
        [17645, "Anaesthetist", "5/8/2024", 1, 98.95], ["Total", None, None, None, 4018.95],
    ]  # fmt: skip
    workbook = file(tmp_path, xlsx(rows, merged("A1:E1")), "quote.xlsx")
    in_csv, in_excel = (
        json.loads(run("assess", request, "--quote", name, "--format", "json").output)["provider_quote"]
        for name in (file(tmp_path, QUOTE), workbook)
    )
    for line in in_csv["lines"]:
        line["place"] = line["place"].replace("csv", "xlsx")
    for line in in_excel["lines"]:
        name, _, number = line["place"].rpartition(" ")
        line["place"] = f"{name} {int(number) - 2}"
    assert in_excel["lines"] == in_csv["lines"]
    assert in_excel["gap"] == in_csv["gap"]


def test_amounts_follow_the_locale_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    request, quote = saved(tmp_path, changed({})), file(tmp_path, QUOTE)
    assert "4.018,95" in run("assess", request, "--quote", quote, "--locale", "de").output
    result = run("assess", request, "--locale", "klingon")
    assert (result.status, result.output) == (2, "")
    assert "'klingon' is not known" in result.messages


def test_a_quote_at_the_maximums_has_nothing_but_its_rows_and_its_sums(tmp_path: Path) -> None:
    quote = file(tmp_path, "Item,Qty,Amount\nDS1,10,2749.60\n2801,1,174.50\n2806,9,785.70\n")
    text = run("assess", saved(tmp_path, changed({})), "--quote", quote).output
    part = text.partition("The provider's own quote\n")[2].partition("\n\n")[0]
    assert "\n  Charged $3,709.80, maximum $3,709.80, gap $0.00. The worker would pay the\n" in part
    assert "  - " not in part


def test_with_nothing_read_no_sum_is_shown_and_a_question_about_a_row_is(tmp_path: Path) -> None:
    asked = file(tmp_path, "Item,Date,Amount\nDS1,5/08/2024,2749.60\n")
    table = run("assess", saved(tmp_path, {}), "--quote", asked).output
    assert "No row could be read and priced: there is nothing to add up." in table
    assert "gap $0.00" not in table
    assert "is this 10 days?" in " ".join(table.split())
    said = json.loads(run("assess", saved(tmp_path, {}), "--quote", asked, "--format", "json").output)
    quote = said["provider_quote"]
    assert [quote[name] for name in ("charge", "maximum", "payable", "gap")] == [None] * 4


def test_long_names_and_unknown_figures_stay_in_80_columns(tmp_path: Path) -> None:
    name = f"{'a long name ' * 9}.csv"
    quote = file(tmp_path, "Item,Date,Amount\n2801,2010-08-05,99999999.99\n,,\n", name)
    text = run("assess", saved(tmp_path, changed({})), "--quote", quote).output
    assert max(map(len, text.splitlines())) <= 80
    assert "2801: MATCHED" in " ".join(text.split())
    assert "charged $99,999,999.99, maximum unknown, gap unknown." in " ".join(text.split())


def test_the_letter_is_written_beside_the_table_and_dated(tmp_path: Path) -> None:
    letter = tmp_path / "letter.md"
    request = saved(tmp_path, changed({"route": None}))
    result = run("assess", request, "--letter", str(letter), "--as-of", "2024-07-15")
    assert result.status == 0
    text = letter.read_text(encoding="utf-8")
    assert text.startswith("15 July 2024\n")
    assert "Is the infusion given by vein" in text
    assert "Your quote" not in text
    run("assess", request, "--letter", str(letter), "--as-of", "2024-07-16", "--quote", file(tmp_path, QUOTE))
    text = letter.read_text(encoding="utf-8")
    assert text.startswith("16 July 2024\n")
    assert "Your quote, quote.csv row 4: Not read for certain." in text
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("tmp")] == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"rute": "oral"}, ["claim.rute", "'rute' is not a key here. Did you mean 'route'?"]),
        ({"provider.indemnity_cover": "2 million"},
         ["claim.provider.indemnity_cover", "'2 million' is not a plain decimal number."]),
        ({"previous_treatments": ["2024-07-02"]},
         ["claim.previous_treatments[0]", "2024-07-02 is after the request of 2024-07-01."]),
        ({"previous_treatments": ["2024-01-15", "2024-01-15"]},
         ["claim.previous_treatments[1]", "2024-01-15 stands twice. Give each date once."]),
        ({"route": "intravenus"}, ["claim.route", "Did you mean 'intravenous'?"]),
        ({"request_date": "2010-01-01"},
         ["claim.request_date", "no guideline that is loaded holds on 2010-01-01."]),
    ],
)  # fmt: skip
def test_a_claim_that_is_wrong_is_refused_and_nothing_is_written(
    facts: dict[str, Any], said: list[str], tmp_path: Path
) -> None:
    letter = tmp_path / "letter.md"
    result = run("assess", saved(tmp_path, changed(facts)), "--letter", str(letter))
    assert (result.status, result.output) == (2, "")
    assert "nothing was written" in result.messages
    for words in said:
        assert words in " ".join(result.messages.split())
    assert "Traceback" not in result.messages
    assert not letter.exists()


def test_everything_that_is_wrong_is_listed_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    claim = changed(
        {
            "rute": "oral",
            "provider.indemnity_cover": "2 million",
            "previous_treatments": ["2024-07-02", "2024-01-15", "2024-01-15"],
        }
    )
    letter = tmp_path / "letter.md"
    result = run(
        "assess", saved(tmp_path, claim, setting="tent"), "--letter", str(letter),
        "--quote", file(tmp_path, "Item,Description\n2801,First visit\n"),
    )  # fmt: skip
    assert (result.status, result.output) == (2, "")
    assert result.messages.startswith("kfees: 6 problems; nothing was written.")
    places = re.findall(r"^  (\S.*)$", result.messages, re.MULTILINE)
    assert places == [
        "claim.provider.indemnity_cover", "claim.rute", "setting", "claim.previous_treatments[0]",
        "claim.previous_treatments[2]", "quote.csv",
    ]  # fmt: skip
    assert "no column of amounts was found." in result.messages
    assert not letter.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty."),
        (b"Item,Description\n2801,First\n", "no column of amounts was found."),
        (b"PK\3\4 broken", "the workbook is damaged and cannot be read."),
        (b"%PDF-1.7", "the PDF is damaged and cannot be read"),
        (b"Item,Amount,Charge\n2801,1,2\n", "two columns could be the amount"),
    ],
)
def test_a_quote_file_that_is_none_is_refused_and_nothing_is_written(
    content: bytes, said: str, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.md"
    result = run(
        "assess", saved(tmp_path, changed({})), "--quote", file(tmp_path, content), "--letter", str(letter)
    )
    assert (result.status, result.output) == (2, "")
    assert said in " ".join(result.messages.split())
    assert not letter.exists()


def test_a_file_that_is_missing_and_a_letter_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    missing = run("assess", str(tmp_path / "none.json"), "--quote", str(tmp_path / "none.csv"))
    assert missing.status == 2
    assert missing.messages.count("it cannot be read") == 2
    result = run("assess", saved(tmp_path, changed({})), "--letter", str(tmp_path / "nowhere" / "letter.md"))
    assert (result.status, result.output) == (2, "")
    assert "it cannot be written" in result.messages


def test_a_changed_guideline_in_an_overlay_is_the_one_that_is_asked(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "schedules" / "guideline" / "worksafe-victoria" / "2014-07-01.toml"
    folder = tmp_path / "own" / "guideline"
    folder.mkdir(parents=True)
    text = shipped.read_text(encoding="utf-8").replace("least = 2000000", "least = 9000000")
    (folder / "2024-07-01.toml").write_text(text, encoding="utf-8")
    request = saved(tmp_path, changed({}))
    assert run("assess", request).output.startswith("PAYABLE AS APPROVED")
    assert run("assess", request, "--schedules", str(tmp_path / "own")).output.startswith("NOT PAYABLE")
    (folder / "2024-07-01.toml").write_text(text.replace('rule = "at least"', 'rule = "about"'))
    broken = run("assess", request, "--schedules", str(tmp_path / "own"))
    assert (broken.status, broken.output) == (2, "")
    assert "guideline/2024-07-01.toml: check[8].rule" in broken.messages


CHARGED = ("--charge", "hospital=3200", "--charge", "medical=1500")


def test_a_quote_with_a_claim_shows_the_verdict_in_one_line(tmp_path: Path) -> None:
    request = saved(tmp_path, changed({"prior_approval": None}))
    text = run("quote", request, *CHARGED).output
    assert "GAP: the worker would pay the hospital and the doctor at most $990.20." in text
    (verdict,) = re.findall(r"^GUIDELINE: .*\n(?:\S.*\n)*", text, re.MULTILINE)
    assert " ".join(verdict.split()) == (
        "GUIDELINE: Payable if approved: every fact that the guideline asks for, save the approval itself,"
        " is met. The reviewer decides."
    )
    without = run("quote", saved(tmp_path, None), *CHARGED).output
    assert "GUIDELINE: no claim was checked." in without


def test_a_quote_that_the_guideline_refuses_shows_the_maximum_and_the_whole_charge_as_gap(
    tmp_path: Path,
) -> None:
    request = saved(tmp_path, changed({"approval.given": "2024-08-06"}))
    text = run("quote", request, *CHARGED).output
    assert re.search(r"^Total +\$3,709\.80 +\$4,700\.00 +\$0\.00 +\$4,700\.00$", text, re.MULTILINE)
    assert re.search(r"DS1  Day surgery band 1 +\$2,749\.60 +\$0\.00$", text, re.MULTILINE)
    assert "GAP: the worker would pay the hospital and the doctor $4,700.00." in text, "no estimate"
    assert (
        "\nGUIDELINE: Not payable under the guideline: approval was given on 6 August 2024,\n"
        "after treatment had begun on 5 August 2024 (prior-approval).\n" in text
    )
    quote = json.loads(run("quote", request, *CHARGED, "--format", "json").output)
    reason = (
        "Not payable under the guideline: approval was given on 6 August 2024, after treatment had begun on"
        " 5 August 2024 (prior-approval)."
    )
    assert all(reason in line["reasons"] for line in quote["lines"])
    assert quote["verdict"]["payability"] == "not payable"
    lines = run("quote", request, *CHARGED, "--format", "csv").output
    assert lines.count(reason) == len(quote["lines"])


def test_the_help_lists_the_words_of_a_claim_and_the_way_out() -> None:
    said = " ".join(run("assess", "--help").output.split())
    assert "route Known: intravenous and subcutaneous. Known as excluded: oral," in said
    assert "country Known: Australia, and every country by its English name or ISO code." in said
    assert "provider.registration Known: medical practitioner and specialist." in said
    assert "documents Known: diagnosis, first-line, medications," in said
    assert said.endswith("Anything else: 'other: ' and what it is, for the reviewer.")


def test_every_unknown_word_is_refused_at_once_and_nothing_is_assessed(tmp_path: Path) -> None:
    result = run("assess", saved(tmp_path, changed({"route": "by drone", "country": "Atlantis"})))
    assert (result.status, result.output) == (2, "")
    said = " ".join(result.messages.split())
    assert "claim.route 'by drone' is not known here." in said
    assert "claim.country 'Atlantis' is not known here." in said
    assert said.count("For anything else write 'other: ' and what it is") == 2


def test_another_payer_than_the_requests_can_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "request.json"
    path.write_text(
        json.dumps({"regimen": "crps-10-day", "start": "2026-08-03", "setting": "consulting-rooms"})
    )
    result = run("assess", str(path), "--payer", "us-set-aside")
    assert result.status == 0
    assert "no guideline of the set-aside is loaded" in " ".join(result.output.split())
    assert "For the reviewer to judge" not in result.output
    assert "Guideline:" not in result.output
    wrong = run("assess", str(path), "--payer", "us")
    assert wrong.status == 2
    assert "--payer" in wrong.messages


def test_a_quote_to_a_payer_of_the_united_states_has_the_month_first(tmp_path: Path) -> None:
    path, quote = tmp_path / "request.json", tmp_path / "quote.csv"
    path.write_text(json.dumps({"regimen": "crps-10-day", "start": "2026-11-02"}))
    quote.write_text("Description,Date,Amount\nKetamine infusion,11/02/2026,2000.00\n")
    result = run("assess", str(path), "--quote", str(quote), "--payer", "us-set-aside", "--format", "json")
    (line,) = json.loads(result.output)["provider_quote"]["lines"]
    assert (line["outcome"], line["dates"]) == ("matched", ["2026-11-02"])


SEEN = """\
quote.csv as it was understood; nothing is priced yet

Column  Heading      Read as
A       Item         item
B       Description  description
C       Date         date
D       Qty          quantity
E       Amount       amount

row 2, item: private-hospital:DS1 Day bed
  5 August 2024 to 9 August 2024 and 12 August 2024 to 16 August 2024; 10 units;
  $3,200.00; charged by the hospital.
  No date: the days of the course are taken.

row 3, item: medical:2801 First visit
  5 August 2024; 1 unit; $320.00; charged by the doctor.

row 4, not read: 2806 Later visit
  ASKED: Not read for certain. amount: '(50.00)' is negative. Call it a
  discount, or leave it out if another pays it.

row 5, fee: ZZ9 Pump
  no day; 1 unit; $400.00; charged by the hospital.

row 6, item: medical:17645 Anaesthetist
  5 August 2024; 1 unit; $98.95; charged by the doctor.

row 7, total: Total
  The rows above come to $4,018.95 too.

The rows without a doubt come to $4,018.95.
Asked about, and in no sum: row 4.
"""


def asked_of(tmp_path: Path, quote: str, *flags: str) -> Result:
    path, file = tmp_path / "request.json", tmp_path / "quote.csv"
    path.write_text(json.dumps(DAY_HOSPITAL))
    file.write_text(quote)
    return run("assess", str(path), "--quote", str(file), *flags)


def test_a_dry_run_shows_what_was_understood_of_the_quote_and_prices_nothing(tmp_path: Path) -> None:
    result = asked_of(tmp_path, QUOTE, "--dry-run")
    assert result.status == 0
    assert result.output == SEEN
    stated = json.loads(asked_of(tmp_path, QUOTE, "--dry-run", "--format", "json").output)
    assert [row["meaning"] for row in stated["rows"]] == ["item", "item", "not read", "fee", "item", "total"]
    assert stated["in_doubt"] == ["quote.csv row 4"]


def test_a_dry_run_says_the_order_of_days_and_what_is_not_read(tmp_path: Path) -> None:
    quote = "Item,Date,Fee,Extra,Rebate\nDS1,8/13/2024,274.96,12.00,87.30\nDisc,,-1.00,,\n"
    said = " ".join(asked_of(tmp_path, quote, "--dry-run").output.split())
    assert "Days in figures have the month first, as 8/13/2024 (row 2) has to be." in said
    assert "column E, 'Rebate': by its heading 87.30 is not what the provider charges" in said
    assert "ASKED: Not read for certain. amount: the heading does not say what 12.00 is" in said
    assert "Asked about, and in no sum: column D." in said
    us = asked_of(tmp_path, "Description,Date,Amount\nKetamine infusion,11/02/2026,9.00\n", "--dry-run",
                  "--payer", "us-set-aside")  # fmt: skip
    assert "Days in figures have the month first.\n" in us.output


def test_the_columns_of_a_quote_can_be_named(tmp_path: Path) -> None:
    quote = "DS1,Day bed,5/8/2024,300.00,274.96\n"
    refused = asked_of(tmp_path, quote, "--dry-run")
    assert refused.status == 2
    for flag in ("item=A,amount=D", "item=A,amount=E"):
        assert f"--columns {flag}" in " ".join(refused.messages.split())
    role, amount = "item=A", "amount = E"
    stated = json.loads(asked_of(tmp_path, quote, "--columns", role, "--columns", amount,
                                 "--dry-run", "--format", "json").output)  # fmt: skip
    assert [row["price"] for row in stated["rows"]] == ["274.96"]
    priced = json.loads(asked_of(tmp_path, quote, "--columns", f"{role},{amount}", "--format", "json").output)
    assert priced["provider_quote"]["charge"] == "274.96"


def test_flags_of_a_quote_that_cannot_be_followed_are_refused_at_once(tmp_path: Path) -> None:
    wrong = asked_of(tmp_path, QUOTE, "--columns", "itm=A,amount=")
    assert wrong.status == 2
    said = " ".join(wrong.messages.split())
    assert "'itm' is no role. Did you mean 'item'?" in said
    assert "'amount=' names no column. Write its letter or heading, or none: amount=C." in said
    for flags in (("--dry-run",), ("--columns", "item=A")):
        alone = run("assess", str(tmp_path / "request.json"), *flags)
        assert alone.status == 2
        assert f"{flags[0]} there is no quote to read. Name it with --quote." in " ".join(
            alone.messages.split()
        )
