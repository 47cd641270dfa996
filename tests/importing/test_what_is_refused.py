"""What is no table is refused in one clear line; a bomb is stopped before it is unpacked."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import kfees
from workbooks import book, edit, fees, only_problem, plain_rows, read, write_parts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refused(path: Path, library: kfees.Library) -> kfees.Problem:
    with pytest.raises(kfees.InputError) as caught:
        read(path, library)
    [problem] = caught.value.problems
    assert problem.place == str(path)
    assert "\n" not in str(problem)
    return problem


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(book(path, fees(*plain_rows(2)))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"", "empty-file", "empty"),
        (OLE + "Workbook".encode("utf-16-le"), "damaged-workbook", "damaged"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted-workbook", "password"),
        (b"%PDF-1.7\n...", "damaged-workbook", "the PDF is damaged"),
        (b"<html><table><tr><td>2801</td></tr></table></html>", "no-table", "the page holds no table"),
        (b'<?xml version="1.0"?><Workbook/>', "not-a-table", "XML"),
        (b"\x00\x01\x02 nothing known", "not-a-table", "no workbook"),
        (b"PK\x03\x04 cut short", "damaged-workbook", "cut short"),
    ],
    ids=["empty", "xls", "locked", "pdf", "html", "xml", "unknown", "cut short"],
)
def test_another_kind_of_file_is_named_for_what_it_is(
    content: bytes, code: str, says: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = tmp_path / "fees.xlsx"
    path.write_bytes(content)
    problem = refused(path, library)
    assert problem.code == code
    assert says in problem.message
    assert problem.remedy


@pytest.mark.parametrize(
    ("part", "content", "code", "says"),
    [
        ("xl/workbook.bin", b"binary", "binary-workbook", ".xlsb"),
        ("word/document.xml", b"<document/>", "not-a-workbook", "Word"),
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", "not-a-workbook", "OpenDocument"),
    ],
    ids=["xlsb", "word", "opendocument"],
)
def test_another_kind_of_package_is_named_for_what_it_is(
    part: str, content: bytes, code: str, says: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = tmp_path / "fees.xlsx"
    write_parts(path, {**parts_of(path), part: content})
    problem = refused(path, library)
    assert problem.code == code
    assert says in problem.message


def test_a_zip_of_something_else_is_no_workbook(tmp_path: Path, library: kfees.Library) -> None:
    path = write_parts(tmp_path / "fees.xlsx", {"readme.txt": b"hello"})
    assert "zip file" in refused(path, library).message


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, library: kfees.Library) -> None:
    assert refused(tmp_path / "nowhere.xlsx", library).code == "no-file"
    assert "folder" in refused(tmp_path, library).message


def test_a_workbook_cut_anywhere_is_refused_and_never_half_read(
    tmp_path: Path, library: kfees.Library
) -> None:
    whole = book(tmp_path / "whole.xlsx", fees(*plain_rows(20))).read_bytes()
    path = tmp_path / "cut.xlsx"
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        assert refused(path, library).code in ("damaged-workbook", "not-a-workbook", "empty-file")


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"]
)
@pytest.mark.parametrize("damage", [b"", b"<", b"not xml", b"<a><b></a>"])
def test_a_damaged_part_is_one_plain_line(
    part: str, damage: bytes, tmp_path: Path, library: kfees.Library
) -> None:
    path = tmp_path / "fees.xlsx"
    write_parts(path, {**parts_of(path), part: damage})
    assert refused(path, library).code == "damaged-workbook"


def test_declared_entities_are_refused_before_they_are_expanded(
    tmp_path: Path, library: kfees.Library
) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE worksheet [<!ENTITY e0 "lol">{levels}]>'
    path = book(tmp_path / "fees.xlsx", fees(*plain_rows(2)))
    edit(path, "xl/worksheets/sheet1.xml", lambda xml: bomb + xml.replace("<v>100</v>", "<v>&e9;</v>"))
    assert refused(path, library).code == "entities"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_entities_are_refused_in_any_encoding(encoding: str, tmp_path: Path, library: kfees.Library) -> None:
    path = tmp_path / "fees.xlsx"
    parts = parts_of(path)
    xml = '<!DOCTYPE sst [<!ENTITY e "x">]><sst/>'
    write_parts(path, {**parts, "xl/sharedStrings.xml": xml.encode(encoding)})
    assert refused(path, library).code == "entities"


def test_a_part_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = tmp_path / "fees.xlsx"
    parts = parts_of(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as bomb:
            for _ in range(700):
                bomb.write(bytes(1_000_000))
    problem = refused(path, library)
    assert problem.code == "unpacks-too-large"
    assert "700," in problem.message


def test_a_workbook_of_very_many_parts_is_refused(tmp_path: Path, library: kfees.Library) -> None:
    path = tmp_path / "fees.xlsx"
    many = {f"xl/media/{number}.png": b"" for number in range(5_001)}
    write_parts(path, {**parts_of(path), **many})
    assert refused(path, library).code == "unpacks-too-large"


def test_a_part_with_a_false_size_never_unpacks_to_more_than_it_declares(tmp_path: Path) -> None:
    """The limits rest on this: zipfile stops at the declared size, whatever the stream holds."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big", bytes(1_000_000))
    with zipfile.ZipFile(content) as archive:
        archive.infolist()[0].file_size = 1_000
        with archive.open("big") as part, pytest.raises(zipfile.BadZipFile, match="CRC"):
            part.read()


def test_a_strict_workbook_is_refused_by_name(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "fees.xlsx", fees(*plain_rows(2)))
    transitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    edit(path, "xl/workbook.xml", lambda xml: xml.replace(transitional, strict))
    assert refused(path, library).code == "strict-workbook"


def test_a_workbook_whose_sheets_are_all_hidden_is_asked_about(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "fees.xlsx", fees(*plain_rows(3)))
    edit(path, "xl/workbook.xml", lambda xml: xml.replace('state="visible"', 'state="hidden"'))
    assert only_problem(read(path, library)).code == "hidden-sheets"


def test_a_schedules_name_is_no_path(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "fees.xlsx", fees(*plain_rows(3)))
    for name in ("../medical", "Medical", "a/b", "regimens", "-", "settings"):
        with pytest.raises(kfees.InputError) as caught:
            read(path, library, schedule=name)
        assert [problem.code for problem in caught.value.problems] == ["bad-schedule-name"]
