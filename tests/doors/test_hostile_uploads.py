"""Files that nobody should trust, sent to the page and to the API: read as text, or refused in words."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import httpx
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from kfees.web.api.examples import CLAIM, COURSE
from provider_workbooks import xlsx

FIELDS = {"regimen": "crps-10-day", "setting": "private-day-hospital", "start": "2024-08-05", "weight": "80"}
SCRIPT = "<script>alert(1)</script>"
LINK = '=HYPERLINK("https://example.com","2801")'
HEADING = ["Item", "Description", "Qty", "Amount"]


def as_text(sheet: Worksheet) -> None:
    """What begins like a formula, typed as text."""
    sheet["B3"].data_type = "s"


def to_the_page(client: httpx.Client, name: str, content: bytes) -> httpx.Response:
    return client.post("/assess", data=FIELDS, files={"quote": (name, content)})


def to_the_api(client: httpx.Client, name: str, content: bytes) -> httpx.Response:
    asked = {"request": json.dumps({**COURSE, "claim": CLAIM})}
    return client.post("/api/v1/assess", data=asked, files={"quote": (name, content)})


def test_labels_of_a_workbook_stay_text(client: httpx.Client) -> None:
    rows: list[list[Any]] = [
        HEADING,
        ["DS1", SCRIPT, 10, 3200],
        ["2801", LINK, 1, 174.5],
        ["2806", LINK, 1, 87.3],
    ]
    content = xlsx(rows, as_text)
    page = to_the_page(client, "theirs.xlsx", content)
    assert page.status_code == 200
    assert SCRIPT not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert re.findall(r"<script[^>]*>", page.text) == re.findall(
        r"<script[^>]*>", client.get("/assess", params=FIELDS).text
    )
    assert 'href="https://example.com' not in page.text
    quoted = to_the_api(client, "theirs.xlsx", content).json()["provider_quote"]
    assert [line["outcome"] for line in quoted["lines"]] == ["matched", "matched", "not read"]
    assert [line["description"] for line in quoted["lines"][:2]] == [SCRIPT, LINK]
    assert "formula whose result was never stored" in quoted["lines"][2]["says"]


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return content.getvalue()


TYPES = b"<Types/>"
BOMB = zipped(**{"[Content_Types].xml": TYPES, "xl__worksheets__sheet1.xml": b" " * 60_000_000})
ENTITIES = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;&b;">]><a>&d;</a>'


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bomb.xlsx", BOMB, "unpacks-too-large"),
        ("bomb.csv", BOMB, "unpacks-too-large"),
        (
            "entities.xlsx",
            zipped(**{"[Content_Types].xml": TYPES, "xl__workbook.xml": ENTITIES}),
            "entities",
        ),
        (
            "letter.docx",
            zipped(**{"[Content_Types].xml": TYPES, "word__document.xml": TYPES}),
            "damaged-workbook",
        ),
        ("archive.zip", zipped(readme=b"hello"), "not-a-workbook"),
        ("half.xlsx", xlsx([HEADING, ["DS1", "", 1, 1]])[:900], "damaged-workbook"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "damaged-workbook"),
        ("scan.pdf", b"%PDF-1.7\n", "damaged-workbook"),
        ("program.csv", b"MZ\x90\x00\x03" + bytes(200), "not-a-table"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200), "not-a-table"),
        ("one cell.csv", b'Item,Amount\n2801,"' + b"x" * 200_000, "not-a-table"),
        ("nothing.csv", b"", "empty-file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # bytes of an archive hold the time
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(
    client: httpx.Client, name: str, content: bytes, code: str
) -> None:
    answer = to_the_api(client, name, content)
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert (problem["code"], problem["place"].casefold()) == (code, name)
    page = to_the_page(client, name, content)
    assert page.status_code == 422
    assert problem["remedy"].replace("'", "&#39;") in page.text
    assert "Traceback" not in page.text + answer.text


@pytest.mark.parametrize("send", [to_the_page, to_the_api], ids=["page", "API"])
def test_a_file_that_is_too_long_is_refused_before_it_is_read(client: httpx.Client, send: Any) -> None:
    answer = send(client, "long.csv", b"Item,Amount\n" + b"2806,90.00\n" * 100_000)
    assert answer.status_code == 413
    assert "1,000,000 bytes" in answer.text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\me\\quote.csv", "quote.csv"),
        ("\u202egnp.csv", "gnp.csv"),
        ("a\r\nSet-Cookie: b=c.csv", None),
        ('"; filename="x.csv', None),
        ("x" * 250 + ".csv", None),
        ("<img src=x onerror=alert(1)>.csv", None),
        ("..", None),
    ],
)
def test_a_file_name_is_only_ever_shown(client: httpx.Client, name: str, shown: str | None) -> None:
    content = b"Item,Amount\nDS1,320.00\n"
    page = to_the_page(client, name, content)
    assert page.status_code == 200
    assert "set-cookie" not in page.headers
    assert "<img" not in page.text
    quoted = to_the_api(client, name, content).json()["provider_quote"]
    (line,) = quoted["lines"]
    assert line["outcome"] == "matched"
    assert len(line["place"]) < 150
    assert line["place"].isprintable()
    assert not re.search(r"[/\\\u202e]", line["place"])
    assert shown is None or line["place"] == f"{shown} row 2"
