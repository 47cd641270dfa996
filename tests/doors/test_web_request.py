"""The request page: a provider's quote that is kept while facts are added, what is open first, one price."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import docx
import httpx
import pytest
import typst

import kfees
from kfees.documents import typeset
from notices import words_of
from provider_workbooks import xlsx
from served import TODAY
from table_files import ods, pdf, typst_table

COURSE = {"regimen": "crps-10-day", "setting": "private-day-hospital", "start": "2024-08-05", "weight": "80"}
ROWS = [
    ["Item", "Description", "Date", "Qty", "Amount"],
    ["DS1", "Café day bed", "5/08/2024", "10", "3200.00"],
    ["2801", "Pain specialist", "5/08/2024", "1", "320.00"],
    ["FAC", "Facility fee", "5/08/2024", "1", "300.00"],
    ["", "Total", "", "", "3820.00"],
]
PLAIN = "\n".join(map(",".join, ROWS)) + "\n"
TWO_AMOUNTS = (
    "Item,Date,Qty,Charge,Amount\nDS1,5/08/2024,10,3400.00,3500.00\n2801,5/08/2024,1,320.00,320.00\n"
)


def sent(
    client: httpx.Client, content: bytes | str = b"", name: str = "theirs.csv", **fields: Any
) -> httpx.Response:
    file = content.encode() if isinstance(content, str) else content
    files = {"quote": (name, file) if file else ("", b"")}
    return client.post("/assess", data={**COURSE, **fields}, files=files)


def kept(answer: httpx.Response) -> str:
    """The file as the page carries it; empty where it carries none."""
    found = re.search(r'name="kept" value="([^"]*)"', answer.text)
    return html.unescape(found[1]) if found else ""


def words(answer: httpx.Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def value(answer: httpx.Response, name: str) -> str:
    found = re.search(rf'<input id="{name}" [^>]*value="([^"]*)"', answer.text)
    assert found is not None
    return html.unescape(found[1])


def saved_page() -> str:
    rows = (f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in ROWS)
    return f'<meta charset="utf-8"><table>{"".join(rows)}</table>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.csv", PLAIN.encode()),
        ("excel.csv", PLAIN.replace(",", ";").encode("cp1252")),
        ("unicode.txt", PLAIN.replace(",", "\t").encode("utf-16")),
        ("theirs.xlsx", xlsx(ROWS)),
        ("theirs.ods", ods(ROWS)),
        ("theirs.html", saved_page().encode()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_quote_is_read_as_programs_save_it(client: httpx.Client, name: str, content: bytes) -> None:
    answer = sent(client, content, name)
    assert answer.status_code == 200
    said = words(answer)
    assert "Café day bed" in said
    assert "The rows above come to $3,820.00 too" in said
    assert "Total of the rows that were priced Charge $3,820.00" in said


@pytest.mark.typst
def test_a_quote_may_be_a_pdf(client: httpx.Client) -> None:
    answer = sent(client, pdf(typst_table(ROWS, lines=True, columns="5")), "theirs.pdf")
    assert "Total of the rows that were priced Charge $3,820.00" in words(answer)


def test_after_a_question_the_page_has_the_file_still_and_a_button_is_the_answer(
    client: httpx.Client,
) -> None:
    asked = sent(client, TWO_AMOUNTS)
    assert asked.status_code == 422
    offered = re.findall(r'<button class="quiet" name="columns" value="([^"]*)"', asked.text)
    assert offered == ["amount=D", "amount=E"]
    charged = []
    for offer in offered:
        answer = sent(client, kept=kept(asked), columns=["", offer])
        assert answer.status_code == 200
        assert value(answer, "columns") == offer
        charged += re.findall(r"priced Charge \$([0-9,.]+)", words(answer))
        again = sent(client, kept=kept(answer), columns=offer, **{"claim.route": "oral"})
        assert "1 not met" in words(again), "facts are added, and the file is there still"
        assert "theirs.csv" in words(again)
    assert charged == ["3,720.00", "3,820.00"]


def test_a_file_that_is_chosen_anew_replaces_the_one_that_is_kept(client: httpx.Client) -> None:
    first = sent(client, PLAIN)
    other = sent(client, PLAIN.replace("Café day bed", "Other bed"), "other.csv", kept=kept(first))
    assert "Other bed" in words(other)
    assert "Café" not in words(other)
    assert kept(other).endswith(":other.csv")
    without = sent(client)
    assert not kept(without)
    assert "The provider’s own quote Row" not in words(without)


@pytest.mark.parametrize("carried", ["no base 64:theirs.csv", "=:theirs.csv", "abc:theirs.csv"])
def test_a_file_that_did_not_come_back_whole_is_asked_for(client: httpx.Client, carried: str) -> None:
    answer = sent(client, kept=carried)
    assert answer.status_code == 422
    assert "The file did not come back whole. Choose it again." in words(answer)


def test_a_file_that_is_too_large_is_told_at_its_field_and_the_facts_stay(client: httpx.Client) -> None:
    large = PLAIN + "2806,Review,6/08/2024,1,90.00\n" * 40_000
    answer = sent(client, large, **{"claim.route": "oral", "claim.provider.indemnity_cover": "20,000,000"})
    assert answer.status_code == 413
    field = answer.text.partition('id="quote-wrong"')[2].partition("</div>")[0]
    assert "holds more than 1,000,000 bytes. Choose a file with the quote alone." in field
    assert '<option value="oral"' in answer.text or "<option selected>oral" in answer.text
    assert value(answer, "claim.provider.indemnity_cover") == "20,000,000"
    assert not kept(answer)


def test_one_of_which_nothing_is_read_is_told_at_the_field_too(client: httpx.Client) -> None:
    answer = client.post(
        "/assess?language=it", data=COURSE, files={"quote": ("large.csv", b"1,2\n" * 1_000_000)}
    )
    assert answer.status_code == 413
    field = answer.text.partition('id="quote-wrong"')[2].partition("</div>")[0]
    assert "più di 1.000.000 byte. Torni indietro: ciò che è stato compilato c’è ancora." in field
    assert '<html lang="it"' in answer.text


def test_the_quote_fills_in_what_nobody_has(client: httpx.Client) -> None:
    five = "Weight: 82 kg\n" + PLAIN.replace("5/08/2024,10", "5/08/2024 - 9/08/2024,5")
    answer = sent(client, five, start="", weight="", only_read="yes")
    assert answer.status_code == 200
    assert "Taken from the quote: Body weight in kg, First treatment day, Number of sessions." in words(
        answer
    )
    assert [value(answer, name) for name in ("start", "sessions", "weight")] == ["2024-08-05", "5", "82 kg"]
    unweighed = sent(client, PLAIN, start="", weight="", only_read="yes")
    assert (unweighed.status_code, value(unweighed, "weight")) == (200, "")
    assert sent(client, kept=kept(unweighed), weight="").status_code == 422, "a price goes by it"
    stated = sent(client, five, weight="80")
    assert "Taken from the quote" not in words(stated), "whoever states the first day says what the course is"
    assert "The course has 10 of Day surgery band 1 (DS1), the quote 5." in words(stated)


def test_days_that_have_no_field_here_can_be_left_out_again(client: httpx.Client) -> None:
    answer = sent(client, PLAIN.replace("5/08/2024,10", '"5, 7, 9/08/2024",3'), start="")
    assert re.search(
        r'type="checkbox"[^>]*name="dates" value="2024-08-05, 2024-08-07, 2024-08-09" checked', answer.text
    )


def test_what_is_open_stands_first_and_what_is_met_is_folded(
    client: httpx.Client, library: kfees.Library
) -> None:
    facts: dict[str, Any] = {
        "claim.route": "oral", "claim.indication": "complex regional pain syndrome",
        "claim.documents": ["diagnosis", "first-line"], "claim.request_date": "2024-07-01",
    }  # fmt: skip
    answer = sent(client, **facts)
    request = kfees.CourseRequest.model_validate(
        {
            "regimen": "crps-10-day", "setting": "private-day-hospital", "start": "2024-08-05",
            "weight_kg": "80",
            "claim": {
                "route": "oral", "indication": "complex regional pain syndrome",
                "documents": ["diagnosis", "first-line"], "request_date": "2024-07-01",
            },
        }
    )  # fmt: skip
    found = [check.outcome for check in kfees.assess(request, library, as_of=TODAY).checks]
    checks = answer.text.partition('id="checks-heading"')[2].partition("</section>")[0]
    shown = re.findall(r'<li><span class="pill pill-[a-z]+">([a-z ]+)</span>', checks)
    assert shown == sorted(found, key=["not met", "not stated", "met"].index)
    assert shown[0] == "not met"
    met = found.count("met")
    assert f"<summary>{met} met</summary>" in checks
    assert shown[-met:] == re.findall(r">(met)</span>", checks.partition("<details")[2])
    for field in re.findall(r'<a href="#([^"]+)">Fill in</a>', checks):
        assert f'id="{field}"' in answer.text


@pytest.mark.parametrize(
    ("facts", "outcome", "fact"),
    [
        ({}, "not stated", "Not stated: prior approval."),
        ({"claim.prior_approval": "no"}, "not stated", "Approval has not been given yet."),
        ({"claim.prior_approval": "yes"}, "met", "Prior approval was given."),
        ({"claim.prior_approval": "yes", "claim.approval.given": "2024-07-20"}, "met", "given on 20 July"),
        ({"claim.approval.given": "2024-07-20"}, "met", "Approval was given on 20 July"),
        ({"claim.prior_approval": "yes", "claim.approval.given": "2024-08-20"}, "not met", "had begun"),
        ({"claim.prior_approval": "without"}, "not met", "Treatment began without approval."),
        ({"claim.prior_approval": "without", "claim.request_date": "2024-07-01"}, "not met", "Treatment"),
    ],
)  # fmt: skip
def test_approval_is_one_choice_with_its_day(
    client: httpx.Client, facts: dict[str, str], outcome: str, fact: str
) -> None:
    answer = sent(client, **facts)
    assert answer.status_code == 200
    said = words(answer)
    assert re.search(
        rf"{outcome} WorkSafe must approve before the first infusion is given\. [^.]*{fact}", said
    )
    chosen = re.findall(r'name="claim.prior_approval" value="([a-z]*)" checked', answer.text)
    assert chosen == [facts.get("claim.prior_approval") or ("yes" if facts else "")]


def test_an_approval_that_there_was_not_cannot_have_a_day_before_treatment(client: httpx.Client) -> None:
    for choice in ("no", "without"):
        facts = {"claim.prior_approval": choice, "claim.approval.given": "2024-07-20"}
        answer = sent(client, **facts)
        assert answer.status_code == 422
        wrong = answer.text.partition('id="claim.prior_approval-wrong"')[2].partition("</div>")[0]
        assert "Leave one of them out." in wrong


@pytest.mark.parametrize(
    ("own", "outcome"),
    [
        ("CRPS type 1, left hand", "met"),
        ("depression", "not met"),
        ("phantom limb pain", "not stated"),
        ("no CRPS", "not stated"),
        ("CRPS or depression", "not stated"),
    ],
)
def test_own_words_that_the_guideline_knows_are_understood(
    client: httpx.Client, own: str, outcome: str
) -> None:
    answer = sent(client, **{"claim.indication": "other", "claim.indication.other": own})
    assert answer.status_code == 200
    assert f"{outcome} The infusion must treat chronic non-cancer pain." in words(answer)


def test_each_choice_of_a_list_is_there_once_and_own_words_wait_for_something_else(
    client: httpx.Client,
) -> None:
    page = client.get("/assess").text
    for options in re.findall(r"<select id=\"claim\.[^>]*>(.*?)</select>", page, re.DOTALL):
        named = re.findall(r">([^<]+)</option>", options)
        assert len(named) == len({name.casefold() for name in named}) > 2
        assert named[-1] == "Something else"
    assert page.count('<div class="own">') == 5
    filled = sent(client, **{"claim.route": "other", "claim.route.other": "by pump"})
    assert filled.text.count('<div class="own">') == 4


def test_where_no_guideline_is_known_no_check_is_shown_as_made(client: httpx.Client) -> None:
    answer = sent(client, PLAIN, payer="tac-victoria")
    assert answer.status_code == 200
    assert "no guideline of the TAC is loaded" in words(answer)
    for part in ('id="checks-heading"', 'class="counts"', 'id="judged-heading"'):
        assert part in sent(client).text
        assert part not in answer.text


def test_the_assessment_can_be_taken_away_as_the_api_has_it(client: httpx.Client) -> None:
    answer = sent(client, PLAIN, take="json")
    assert answer.headers["content-disposition"].endswith('"kfees-assessment-crps-10-day-2024-08-05.json"')
    assert answer.json()["provider_quote"]["charge"] == "3820.00"
    assert sent(client, take="json", start="").status_code == 422


def test_the_letter_is_there_to_copy_and_for_word(client: httpx.Client, library: kfees.Library) -> None:
    unread = PLAIN + "ZZ9,,5/08/2024,1,12.00\n"
    shown = sent(client, unread)
    text = html.unescape(shown.text.partition('<textarea id="letter-text"')[2].partition(">")[2])
    text = text.partition("</textarea>")[0]
    assert text.startswith("15 July 2024\n\nTo be paid by: WorkSafe Victoria\n")
    assert "Your quote, theirs.csv row 6: No schedule that is loaded has the item 'ZZ9'." in text
    word = sent(client, unread, take="docx")
    assert word.headers["content-disposition"].endswith('"kfees-letter-crps-10-day-2024-08-05.docx"')
    paragraphs = [each.text for each in docx.Document(io.BytesIO(word.content)).paragraphs]
    assert [each.replace("\t", " ") for each in paragraphs] == text.strip().split("\n\n")
    assert sent(client, unread, take="md").text.startswith("15 July 2024\n")
    assert sent(client, take="exe").headers["content-type"].startswith("text/html")


@pytest.mark.typst
def test_the_letter_is_there_as_a_pdf(client: httpx.Client) -> None:
    answer = sent(client, take="pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert "Which medical practitioner referred the worker?" in words_of(answer.content)


@pytest.mark.typst
def test_a_pdf_that_no_font_can_show_is_told_above_the_checks(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "_fonts", lambda: typst.Fonts(include_system_fonts=False))
    monkeypatch.setattr(typeset, "_idle", [])
    answer = sent(client, PLAIN + "Ж9,,5/08/2024,1,12.00\nਪੰ,,5/08/2024,1,12.00\n", take="pdf")
    assert answer.status_code == 422
    said = words(answer)
    assert "no font on this machine can show" in said.partition("No decision")[0].lower()
    assert "WorkSafe must approve" in said


def test_a_browser_may_show_the_page_again_as_it_was_left(client: httpx.Client) -> None:
    for answer in (client.get("/assess"), sent(client, PLAIN)):
        assert answer.headers["cache-control"] == "private, no-cache"


def test_what_was_read_of_a_quote_stands_beside_what_is_still_missing(client: httpx.Client) -> None:
    unsure = PLAIN.replace("5/08/2024", "") + "2806,Review,31/02/2024,1,90.00\n"
    for action in ({}, {"only_read": "yes"}):
        answer = sent(client, unsure, start="", **action)
        said = words(answer)
        assert answer.status_code == 422
        assert "First treatment day This is required and was not given." in said
        assert "What was understood of the quote; nothing is priced yet" in said
        assert "Café day bed row 2 item Days — Quantity 10 Charge $3,200.00" in said, "no day is made up"
        assert "Not read for certain." in said
        assert "The rows without a doubt Charge $3,820.00" in said
    other = sent(client, PLAIN, sessions="many")
    assert (other.status_code, "Pain specialist row 3" in words(other)) == (422, True)


def test_while_the_columns_are_asked_about_nothing_is_missing_that_they_may_hold(
    client: httpx.Client,
) -> None:
    asked = words(sent(client, TWO_AMOUNTS, start="", weight=""))
    assert "1 thing has to be put right" in asked
    assert "two columns could be the amount" in asked
    assert "required" not in asked
    without = words(sent(client, start="", weight=""))
    assert "2 things have to be put right" in without


@pytest.mark.parametrize(
    ("content", "offers"),
    [
        (TWO_AMOUNTS, {"amount=D": "Column D holds: the amount for all units", "amount=E": "Column E "}),
        (
            "a,b,c\nDS1,5/08/2024,3200.00\n2801,5/08/2024,320.00\n",
            {"item=A,amount=C": "Column A holds: Item; Column C holds: the amount for all units"},
        ),
        ("Amount,b\n3200.00,x\n320.00,y\n", {"item=B": "Column B holds: Item"}),
        (
            "Item,Date,Qty,Fee\nDS1,5/08/2024,10,3400.00\n2801,5/08/2024,2,320.00\n",
            {"each=D": "Column D holds: the price of each unit", "amount=D": "Column D holds: the amount"},
        ),
        (
            "Item,Date,Qty,Amount,Foo\nDS1,5/08/2024,10,3400.00,12.00\n2801,5/08/2024,1,320.00,44.00\n",
            {"amount=E": "Column E holds: the amount for all units", "amount=D": "Column D holds: "},
        ),
    ],
)  # fmt: skip
def test_what_a_column_holds_is_a_button_in_words(
    client: httpx.Client, content: str, offers: dict[str, str]
) -> None:
    for action in ({}, {"only_read": "yes"}):
        answer = sent(client, content, "noh.csv", **action)
        found = re.findall(r'<button class="quiet"[^>]* name="columns" value="([^"]*)">([^<]*)<', answer.text)
        assert [value for value, _ in found] == list(offers)
        for value, text in found:
            assert text.startswith(offers[value])
        said = words(answer)
        assert "Choose what a column holds." in said
        assert not re.search(r"--columns|\b[a-z]+=[A-Z]\b|Noh\.csv", said)


def test_a_column_can_be_named_in_words_and_left_out_again(client: httpx.Client) -> None:
    answer = sent(client, TWO_AMOUNTS, columns="item=A", column="amount", column_holds="amount")
    assert answer.status_code == 200
    assert "priced Charge $3,820.00" in words(answer)
    chosen = re.findall(
        r'type="checkbox" name="columns" value="([^"]*)" checked> <span>([^<]*)<', answer.text
    )
    assert chosen == [
        ("item=A", "Column A holds: Item"),
        ("amount=amount", "Column amount holds: the amount for all units"),
    ]
    changed = sent(client, TWO_AMOUNTS, columns=["amount=E"], column="D", column_holds="amount")
    assert "priced Charge $3,720.00" in words(changed), "the later holds"
    comma = TWO_AMOUNTS.replace("Charge", '"Fee, ex GST"')
    again = sent(client, comma, column="Fee, ex GST", column_holds="each")
    assert 'value="each=&#34;Fee, ex GST&#34;" checked' in again.text
    for field, half in (("column_holds", {"column": "D"}), ("column", {"column_holds": "amount"})):
        wrong = sent(client, PLAIN, **half)
        assert wrong.status_code == 422
        assert "required" in wrong.text.partition(f'id="{field}-wrong"')[2].partition("</div>")[0]
    for none in ("gst=none", "colour=D"):
        assert f'value="{none}" checked> <span>{none}<' in sent(client, PLAIN, columns=none).text


def test_what_rests_on_an_estimate_is_about_and_never_at_least(client: httpx.Client) -> None:
    for place, said in (
        ("public-hospital-same-day", "about $11,837.80"),
        ("private-day-hospital", "$2,749.60"),
    ):
        priced = words(sent(client, setting=place, start="2026-08-03"))
        assert f"Hospital Charge unknown WorkSafe’s maximum {said} Gap" in priced
    rows = "Item,Description,Date,Qty,Amount\nB71B,Same day,3/08/2026,10,15000\n"
    fee = "FAC,Facility fee,3/08/2026,1,300\n"
    setting = {"setting": "public-hospital-same-day", "start": "2026-08-03"}
    whole, partly = (words(sent(client, text, **setting)) for text in (rows, rows + fee))
    assert "Charge $15,000.00 WorkSafe’s maximum about $11,837.80 Gap" in whole
    total = partly.partition("Total of the rows that were priced")[2][:160]
    assert "WorkSafe’s maximum unknown Maximums known so far: about $11,837.80." in total
    assert "or more" not in partly
    certain = words(sent(client, PLAIN))
    assert re.search(
        r"rows that were priced Charge \$3,820\.00 WorkSafe’s maximum \$[0-9,.]+ or more", certain
    )


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"claim.documents": ["diagnosis", "first-line"], "claim.request_date": "2024-07-01"},
        {"claim.route": "oral", "claim.indication": "depression", "claim.prior_approval": "without"},
        {"claim.indication": "complex regional pain syndrome", "claim.prior_approval": "yes"},
    ],
)
def test_no_check_and_no_item_is_called_by_a_code(
    client: httpx.Client, library: kfees.Library, facts: dict[str, Any]
) -> None:
    fewer = PLAIN.replace("5/08/2024,10", "5/08/2024,9").replace("2801", "2806")
    said = words(sent(client, fewer, **facts))
    assert "In the course, and not in the quote: Pain specialist, first visit (2801)." in said
    assert "The course has 10 of Day surgery band 1 (DS1), the quote 9." in said
    assert not re.search(rf"\b({'|'.join(library.schedules)}):\w", said)
    guideline = library.guideline_on(TODAY)
    assert guideline is not None
    for check in guideline.check:
        assert "-" not in check.code or check.code not in said
