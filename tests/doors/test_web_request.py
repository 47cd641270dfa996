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
    assert "holds more than 1,000,000 bytes. Go back: what was filled in is still there." in field
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
    assert "The course has 10 of private-hospital:DS1, the quote 5." in words(stated)


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
    answer = sent(client, PLAIN + "Ж9,,5/08/2024,1,12.00\nਪੰ,,5/08/2024,1,12.00\n", take="pdf")
    assert answer.status_code == 422
    said = words(answer)
    assert "no font on this machine can show" in said.partition("No decision")[0].lower()
    assert "WorkSafe must approve" in said


def test_a_browser_may_show_the_page_again_as_it_was_left(client: httpx.Client) -> None:
    for answer in (client.get("/assess"), sent(client, PLAIN)):
        assert answer.headers["cache-control"] == "private, no-cache"
