"""The import page: a file, answers and a version folder; nothing stored, and the same as the command."""

from __future__ import annotations

import html
import io
import re
import shlex
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

import kfees
from browsing import kept_out, picture
from command_line import run
from kfees.web.import_form import Offer, offers
from provider_workbooks import xlsx
from served import TODAY, served
from weight_workbooks import Shape, year_of_weights

ADDRESS = "/schedules/import"
SCRIPT = "<script>alert(1)</script>"
TYPES = b"<Types/>"
ENTITIES = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;&b;">]><a>&d;</a>'
SAID = {"schedule": "nursing", "from": "2025-07-01", "payee": "medical", "gst": "free"}
TIDY = xlsx([["Item", "Description", "Fee"], ["A1", "Visit", 12.5], ["A2", "Review", 13]])
TWO_FEES = xlsx([["Item", "Description", "Fee", "Fee"], ["A1", "Visit", 12.5, 20], ["A2", "Review", 13, 21]])


def scaled(sheet: Worksheet) -> None:
    sheet["C2"].number_format = "0.00,"


SCALED = xlsx([["Item", "Description", "Fee"], ["A1", "Visit", 12050], ["A2", "Review", 13]], scaled)


def packed(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {"[Content_Types].xml": TYPES, **parts}.items():
            archive.writestr(name.replace("__", "/"), part)
    return content.getvalue()


def form_in(text: str) -> list[tuple[str, str]]:
    """What a browser would send again: hidden fields, answers that are checked, and what was typed."""
    found = []
    form = text[text.index('<form id="import"') : text.index("</form>", text.index('<form id="import"'))]
    for tag in re.findall(r"<input[^>]*>", form):
        facts = {name: html.unescape(value) for name, value in re.findall(r'([a-z-]+)="([^"]*)"', tag)}
        if "name" in facts and facts.get("type") != "file" and not facts["name"].startswith("fill "):
            found.append((facts["name"], facts.get("value", "")))
    for name, options in re.findall(r'<select[^>]* name="([a-z-]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', options)
        found.append((name, html.unescape(chosen[1]) if chosen else ""))
    return found


def send(client: Any, fields: list[tuple[str, str]], *files: tuple[str, bytes]) -> Any:
    parts: list[tuple[str, Any]] = [(name, (None, text)) for name, text in fields]
    parts += [("file", file) for file in files]
    return client.post(ADDRESS, files=parts)


def begun(client: Any, *files: tuple[str, bytes], **said: str) -> Any:
    return send(client, list({**SAID, **said}.items()), *files)


def again(client: Any, page: Any, *more: tuple[str, str]) -> Any:
    return send(client, [*form_in(page.text), *more])


def buttons(page: Any) -> list[str]:
    return [html.unescape(value) for value in re.findall(r'name="pressed" value="([^"]*)"', page.text)]


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_archive_is_the_folder_that_the_command_writes(client: httpx.Client, tmp_path: Path) -> None:
    page = begun(client, ("fees.xlsx", TIDY))
    assert page.status_code == 200
    assert "Everything is understood" in page.text
    answer = again(client, page, ("do", "download"))
    assert answer.headers["content-disposition"] == 'attachment; filename="nursing-2025-07-01.zip"'
    found = unpacked(answer.content)
    (tmp_path / "fees.xlsx").write_bytes(TIDY)
    flags = [word for name, value in SAID.items() for word in (f"--{name}", value)]
    own = tmp_path / "own"
    done = run(
        "schedules", "import", str(tmp_path / "fees.xlsx"), *flags,
        "--retrieved", str(TODAY), "--into", str(own),
    )  # fmt: skip
    assert done.status == 0, done.messages
    assert found == {
        path.relative_to(own).as_posix(): path.read_bytes() for path in own.rglob("*") if path.is_file()
    }
    for name, content in found.items():
        path = tmp_path / "taken" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    library = kfees.load_schedules(str(tmp_path / "taken"))
    assert set(library.versions("nursing")[0].items) == {"A1", "A2"}


def test_what_is_asked_can_be_pressed_until_nothing_is_asked(client: httpx.Client) -> None:
    page = begun(client, ("fees.xlsx", SCALED), payee="", gst="")
    assert page.status_code == 422
    assert 'class="doubt"' in page.text
    pressed = []
    while page.status_code == 422:
        pressed.append(buttons(page)[0])
        assert len(pressed) < 6, pressed
        page = again(client, page, ("pressed", pressed[-1]))
    assert "Everything is understood" in page.text
    shown = html.unescape(page.text)
    for flag in pressed:
        assert flag in shown[shown.index("<pre") :], "the command line does the same"
    assert again(client, page, ("do", "download")).headers["content-type"] == "application/zip"


@pytest.mark.parametrize("name", ["fees.xlsx", "fees of $HOME's.xlsx", "-fees.xlsx"])
def test_the_command_that_is_printed_writes_the_same_folder(
    name: str, client: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = begun(client, (name, TWO_FEES), title="Nurses' fees", unit="visit")
    page = again(client, page, ("pressed", "--columns amount=D"))
    assert page.status_code == 200
    printed = re.search(r"<pre[^>]*><code>(.*?)</code>", page.text, re.S)
    assert printed is not None
    program, *words = shlex.split(html.unescape(printed[1]))
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(TWO_FEES)
    done = run(*words)
    assert (program, done.status) == ("kfees", 0), done.messages
    folder = words[words.index("--into") + 1]
    found = unpacked(again(client, page, ("do", "download")).content)
    assert found == {
        path.relative_to(tmp_path / folder).as_posix(): path.read_bytes()
        for path in (tmp_path / folder).rglob("*")
        if path.is_file()
    }


def test_what_is_offered_for_a_wrong_answer_stands_in_its_place(client: httpx.Client) -> None:
    fees = [("Item", "Description", "Fee"), ("A1", "Visit", 12.5), ("A2", "Review", 13)]
    page = again(client, begun(client, ("fees.xlsx", xlsx(fees))), ("pressed", "--where B=Stay"))
    assert page.status_code == 422
    assert 'name="instead --where B=Stay" value="--where B=Visit"' in html.unescape(page.text)
    fields = form_in(page.text)
    instead = send(client, [*fields, ("instead --where B=Stay", "--where B=Visit")])
    assert (instead.status_code, "B=Stay" in instead.text) == (200, False)
    taken_back = send(client, [*fields, ("instead --where B=Stay", "")])
    assert (taken_back.status_code, "B=Stay" in taken_back.text) == (200, False)


def test_the_columns_of_weights_are_shown_and_chosen_too(client: httpx.Client, tmp_path: Path) -> None:
    path = year_of_weights(tmp_path / "w.xlsx", Shape(every=60, names={"acute": "A"}))
    said = {"schedule": "department-of-health", "payee": "", "gst": ""}
    page = begun(client, ("w.xlsx", path.read_bytes()), **said)
    assert page.status_code == 422
    assert '<option value="">acute.inlier</option>' in page.text
    assert "its heading says nothing that weights have" in page.text
    done = again(client, page, ("pressed", "--carry"))
    assert done.status_code == 200
    otherwise = again(client, done, ("answer", "--columns acute.label=F"))
    assert '<option value="--columns acute.label=F" selected>' in otherwise.text


def test_a_column_is_chosen_above_it_and_chosen_otherwise(client: httpx.Client) -> None:
    page = begun(client, ("fees.xlsx", TWO_FEES))
    assert page.status_code == 422
    first = again(client, page, ("answer", "--columns amount=C"))
    assert first.status_code == 200
    second = again(client, first, ("answer", "--columns amount=D"))
    rates = unpacked(again(client, second, ("do", "download")).content)["nursing/2025-07-01/rates.csv"]
    assert b"20.00" in rates
    assert b"12.50" not in rates


def test_an_answer_is_taken_back_and_a_new_file_takes_all_back(client: httpx.Client) -> None:
    page = again(client, begun(client, ("fees.xlsx", SCALED)), ("pressed", "--as-stored C"))
    assert page.status_code == 200
    without = [field for field in form_in(page.text) if field != ("answer", "--as-stored C")]
    assert send(client, without).status_code == 422
    other = send(client, form_in(page.text), ("other.xlsx", TIDY))
    assert other.status_code == 200
    assert "--as-stored" not in other.text
    assert "other.xlsx" in other.text
    assert "fees.xlsx" not in other.text


@pytest.mark.parametrize(
    ("remedy", "expected"),
    [
        ("Pass --gst exclusive or --gst free.", [
            Offer("--gst exclusive", False), Offer("--gst free", False)]),
        ('--sheet "Part 1" --sheet "Part 2" for both, or one', [
            Offer('--sheet "Part 1" --sheet "Part 2"', False)]),
        ("Give the code with --set A5=CODE.", [Offer("--set A5=", True)]),
        ("pass --accept-changes if this is right.", [Offer("--accept-changes", False)]),
        ("Pass --into elsewhere, or --gst.", []),
        ("pass --sheet and --columns item=B.", [Offer("--columns item=B", False)]),
    ],
)  # fmt: skip
def test_the_flags_of_a_remedy_become_buttons(remedy: str, expected: list[Offer]) -> None:
    assert offers(remedy) == expected


def test_what_a_person_fills_in_for_a_cell_is_passed(client: httpx.Client) -> None:
    page = begun(client, ("fees.csv", b"Item,Description,Fee\nA1,Visit,12.50\nA2,Review,13.00\nA3,Long,-5\n"))
    assert page.status_code == 422
    done = again(client, page, ("fill --set C4=", "15.00"))
    assert done.status_code == 200, done.text
    assert (
        b"15.00" in unpacked(again(client, done, ("do", "download")).content)["nursing/2025-07-01/rates.csv"]
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.xlsx", packed(xl__worksheets__sheet1=b" " * 60_000_000)),
        ("entities.xlsx", packed(**{"xl__workbook.xml": ENTITIES})),
        ("half.xlsx", TIDY[:900]),
        ("scan.pdf", b"%PDF-1.7\n"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("letter.docx", packed(**{"word__document.xml": TYPES})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_is_refused_in_words(client: httpx.Client, name: str, content: bytes) -> None:
    page = begun(client, (name, content))
    assert page.status_code == 422
    assert "has to be put right" in page.text
    assert "Traceback" not in page.text


def test_words_of_a_file_stay_words(client: httpx.Client) -> None:
    page = begun(
        client, (f"{SCRIPT}.xlsx", xlsx([["Item", SCRIPT, "Fee"], ["A1", SCRIPT, 12], ["A2", SCRIPT, 13]]))
    )
    assert page.status_code == 200
    assert "&lt;script&gt;" in page.text
    assert SCRIPT not in page.text


def test_too_much_is_refused_before_work_and_nothing_is_left_on_the_disk(
    client: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    long = b"Item,Description,Fee\n" + b"A1,Visit,12.50\n" * 150_000
    assert begun(client, ("long.csv", long[:30_000])).status_code in (200, 422)
    page = begun(client, ("long.csv", long * 3))
    assert (page.status_code, "5,000,000 bytes" in page.text) == (422, True)
    assert begun(client, ("long.csv", long * 5)).status_code == 413
    assert begun(client, ("f.csv", long[:100]), unknown="x").status_code == 422
    broken = send(client, [*SAID.items(), ("kept", "%%%:fees.csv")])
    assert "did not come back whole" in broken.text
    assert list(tmp_path.iterdir()) == []


def test_everything_that_is_missing_is_said_at_once(client: httpx.Client) -> None:
    page = send(
        client, [("schedule", ""), ("gst", "some"), ("retrieved", "yesterday"), ("pressed", "--hidden x")]
    )
    assert page.status_code == 422
    for what in ("Choose the file", "Name it", "first day", "is none of them"):
        assert what in html.unescape(page.text)


@pytest.fixture
def writing(library: kfees.Library, tmp_path: Path) -> Iterator[httpx.Client]:
    with served(library, tmp_path / "own") as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def test_a_version_is_written_only_where_the_page_itself_asks(writing: httpx.Client, tmp_path: Path) -> None:
    page = begun(writing, ("fees.xlsx", TIDY))
    assert "Write it to" in page.text
    fields = [*form_in(page.text), ("do", "write")]
    parts: list[tuple[str, Any]] = [(name, (None, text)) for name, text in fields]
    for headers, status in (
        ({}, 422),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://evil.example", "host": "evil.example", "sec-fetch-site": "same-origin"}, 421),
    ):
        refused = writing.post(ADDRESS, files=parts, headers=headers)
        assert refused.status_code == status
        assert not (tmp_path / "own").exists()
    own = {"origin": str(writing.base_url).rstrip("/")}
    written = writing.post(ADDRESS, files=parts, headers=own)
    assert (written.status_code, "Nothing there is edited later" in written.text) == (200, True)
    assert (tmp_path / "own/nursing/2025-07-01/rates.csv").exists()
    twice = writing.post(ADDRESS, files=parts, headers=own)
    assert (twice.status_code, "is there already" in twice.text) == (422, True)


def test_a_server_without_a_folder_writes_nothing(client: httpx.Client) -> None:
    page = begun(client, ("fees.xlsx", TIDY))
    assert "Write it to" not in page.text
    assert again(client, page, ("do", "write")).status_code == 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en-AU", "ar"])
def test_the_table_that_was_understood_keeps_nobody_out(
    page: Page, language: str, scheme: Any, tmp_path: Path
) -> None:
    (tmp_path / "fees.xlsx").write_bytes(SCALED)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{ADDRESS}?language={language}")
    page.locator("#file").set_input_files(tmp_path / "fees.xlsx")
    for name, value in (("schedule", "nursing"), ("from", "2025-07-01")):
        page.locator(f"#{name}").fill(value)
    page.locator("#payee").select_option("medical")
    page.locator("#gst").select_option("free")
    page.locator(".asking .actions button").click()
    expect(page.locator(".sheet .doubt")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not kept_out(page)
    picture(page, f"import asked {language} {scheme}")
    page.get_by_role("button", name="--as-stored C").click()
    expect(page.locator(".headline")).to_be_visible()
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    with page.expect_download() as taken:
        page.locator(".headline button").first.click()
    assert taken.value.suggested_filename == "nursing-2025-07-01.zip"
