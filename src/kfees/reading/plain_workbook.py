"""A small workbook from outside: no plain .xlsx, or one that unpacks to too much, is refused unopened."""

from __future__ import annotations

import io
import warnings
import zipfile
from typing import TYPE_CHECKING
from xml.parsers import expat

from kfees.model.problems import InputError, Problem

if TYPE_CHECKING:
    from openpyxl import Workbook

MAXIMUM_FILE_BYTES, MAXIMUM_UNPACKED_BYTES, MAXIMUM_PARTS = 5_000_000, 20_000_000, 300
NOT_EXCEL = "this is not an Excel workbook, whatever its name says."
RESAVE = "Open it in Excel, save it as an Excel workbook (.xlsx), and give that."

_ZIP, _OLE, _CHUNK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", 65_536
_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xlsb", ".xls", ".ods")


def looks_like_a_workbook(content: bytes, name: str) -> bool:
    return content.startswith((_ZIP, _OLE)) or name.lower().endswith(_ENDINGS)


def open_workbook(content: bytes, place: str, what: str) -> tuple[Workbook, Workbook]:
    """The workbook twice: with its formulas, and with what they came to. InputError with one problem.

    `what` it should hold, such as "form": the remedies name it.
    """
    import openpyxl

    if len(content) > MAXIMUM_FILE_BYTES:
        message = f"the workbook is larger than {MAXIMUM_FILE_BYTES:,} bytes."
        raise _refusal(place, "too-large", message, f"Give the {what} alone.")
    _refuse_other_kinds(content, place)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_other_packages(archive, place)
            _refuse_bombs(archive, place, what)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that hold no answers
            return (
                openpyxl.load_workbook(io.BytesIO(content), keep_links=False),
                openpyxl.load_workbook(io.BytesIO(content), keep_links=False, data_only=True),
            )
    except InputError:
        raise
    except Exception:  # noqa: BLE001  # a damaged workbook fails in many ways, and each means the same
        message = "the workbook is damaged and cannot be read."
        raise _refusal(place, "damaged-workbook", message, "Get it again, whole, or save it again.") from None


def _refusal(place: str, code: str, message: str, remedy: str) -> InputError:
    return InputError([Problem(code, place, message, remedy)])


def _refuse_other_kinds(content: bytes, place: str) -> None:
    """What the first bytes give away."""
    if content.startswith(_ZIP):
        return
    if content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        message = "the workbook is locked with a password."
        raise _refusal(place, "encrypted-workbook", message, "Take the password off, and save it.")
    if content.startswith(_OLE):
        raise _refusal(place, "old-workbook", "this is an old Excel workbook (.xls).", RESAVE)
    raise _refusal(place, "not-a-workbook", NOT_EXCEL, RESAVE)


def _refuse_other_packages(archive: zipfile.ZipFile, place: str) -> None:
    """What the names of the parts give away."""
    infos = archive.infolist()
    names = {info.filename for info in infos}
    if any(info.flag_bits & 1 for info in infos):
        message = "the workbook is locked with a password."
        raise _refusal(place, "encrypted-workbook", message, "Take the password off, and save it.")
    if any(name.lower().endswith("vbaproject.bin") or "macrosheets/" in name.lower() for name in names):
        remedy = "Save it as an Excel workbook without macros (.xlsx), and give that."
        raise _refusal(place, "macros", "the workbook holds macros.", remedy)
    if "xl/workbook.bin" in names:
        raise _refusal(place, "binary-workbook", "this is a binary Excel workbook (.xlsb).", RESAVE)
    if "[Content_Types].xml" not in names or len(names) < len(infos):
        raise _refusal(place, "not-a-workbook", NOT_EXCEL, RESAVE)


def _refuse_bombs(archive: zipfile.ZipFile, place: str, what: str) -> None:
    """Sizes first: zipfile never unpacks more than a part declares. Then document types."""
    infos = archive.infolist()
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MAXIMUM_UNPACKED_BYTES or len(infos) > MAXIMUM_PARTS:
        message = f"the workbook unpacks to {unpacked:,} bytes in {len(infos):,} parts, and was not unpacked."
        remedy = f"Give the {what} alone, with nothing pasted into it."
        raise _refusal(place, "unpacks-too-large", message, remedy)
    for info in infos:
        if info.filename.lower().endswith((".xml", ".rels", ".vml")):
            _refuse_document_type(archive.read(info), place)


def _refuse_document_type(part: bytes, place: str) -> None:
    """A document type, which alone can declare entities, has no place in a workbook."""
    parser = expat.ParserCreate()

    def document_type(*_details: object) -> None:
        message = "the workbook declares XML entities, as an attack does, and was not read."
        raise _refusal(place, "entities", message, "Ask the sender for a clean copy.")

    def first_element(*_details: object) -> None:
        raise StopIteration

    parser.StartDoctypeDeclHandler = document_type
    parser.StartElementHandler = first_element
    try:
        for start in range(0, len(part), _CHUNK):
            parser.Parse(part[start : start + _CHUNK], False)
    except StopIteration:
        return  # a document type stands before the first element, or nowhere
