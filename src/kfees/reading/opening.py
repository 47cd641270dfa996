"""Opening a workbook: what is not a plain .xlsx is refused in one line, before any work.

openpyxl reads the parts that hold no figures: the list of sheets, the shared texts, the number
formats. The sheets themselves are read by `sheet`.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from kfees.model.problems import InputError, Problem

if TYPE_CHECKING:
    from openpyxl.cell.rich_text import CellRichText

MAXIMUM_FILE_BYTES = 100_000_000
MAXIMUM_UNPACKED_BYTES = 600_000_000
MAXIMUM_PARTS = 5_000
MAXIMUM_PART_BYTES = {"sharedStrings.xml": 200_000_000, "styles.xml": 30_000_000, "workbook.xml": 10_000_000}
SUSPICIOUS_BYTES, SUSPICIOUS_RATIO = 20_000_000, 250
"""A part that unpacks to more than this, and to so many times its packed size, holds no fees."""

RESAVE = "Open it in Excel, save it as an Excel workbook (.xlsx), and import that."
STRICT_NAMESPACE = "http://purl.oclc.org/ooxml/spreadsheetml/main"

_CHUNK = 65_536
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet: its name, the archive part that holds it, and whether Excel shows it."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Workbook:
    """An opened workbook. `formats` are number formats by style; `epoch` is the day of serial 0.

    `linked_names` are defined names that point into another workbook.
    """

    path: str
    name: str
    sha256: str
    archive: zipfile.ZipFile
    sheets: tuple[SheetPart, ...]
    strings: Sequence[str | CellRichText]
    formats: tuple[str, ...]
    epoch: date
    linked_names: frozenset[str]


def refusal(place: str, code: str, message: str, remedy: str) -> InputError:
    return InputError([Problem(code, place, message, remedy)])


@contextmanager
def open_workbook(path: str | Path) -> Iterator[Workbook]:
    """Open an .xlsx. Raises InputError with one problem where it is none, is damaged, or is a bomb."""
    content = _content(Path(path))
    _refuse_other_kinds(content, str(path))
    with damage_as_refusal(str(path)):
        archive = zipfile.ZipFile(io.BytesIO(content))
    with archive:
        with damage_as_refusal(str(path)):
            _refuse_other_packages(archive, str(path))
            _refuse_bombs(archive, str(path))
            opened = _read(archive, content, str(path))
        yield opened


@contextmanager
def damage_as_refusal(place: str) -> Iterator[None]:
    """Whatever a damaged package makes zipfile, expat or openpyxl raise becomes one plain line."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that hold no figures
            yield
    except InputError:
        raise
    except zipfile.BadZipFile:
        raise refusal(
            place, "damaged-workbook", "the workbook is cut short or damaged.", "Get it again, whole."
        ) from None
    except Exception as error:  # noqa: BLE001  # openpyxl raises whatever a broken part makes it meet
        raise refusal(
            place,
            "damaged-workbook",
            f"the workbook is damaged and cannot be read ({type(error).__name__}).",
            RESAVE,
        ) from None


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise refusal(str(path), "no-workbook", "this is a folder.", "Name one workbook.")
        if path.stat().st_size > MAXIMUM_FILE_BYTES:
            raise refusal(
                str(path),
                "too-large",
                f"the file is larger than {MAXIMUM_FILE_BYTES:,} bytes.",
                "Keep only the sheet with the fees, and import that.",
            )
        return path.read_bytes()
    except OSError as error:
        raise refusal(
            str(path), "no-file", f"it cannot be read ({error.strerror}).", "Check the name of the file."
        ) from None


def _refuse_other_kinds(content: bytes, place: str) -> None:
    """What the first bytes give away."""
    if content.startswith(_ZIP):
        return
    code, remedy = "not-a-workbook", RESAVE
    if not content:
        message, remedy = "the file is empty.", "Get it again, whole."
    elif content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        code, message = "encrypted-workbook", "the workbook is locked with a password."
        remedy = "Open it in Excel, take the password off, save it, and import that."
    elif content.startswith(_OLE):
        code, message = "old-workbook", "this is an old binary workbook (.xls), whatever its name says."
    elif content.startswith(b"%PDF"):
        message, remedy = "this is a PDF.", "Ask the publisher for the Excel workbook."
    elif re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype html|html|table|meta|head|style)", content[:400], re.I):
        message = "this is a web page, whatever its name says."
    elif re.match(rb"(\xef\xbb\xbf)?\s*<", content[:400]):
        message = "this is an XML file, not a workbook."
    elif b"\0" not in content[:4_000]:
        message = "this is a text file, not a workbook."
    else:
        message = "this is not an Excel workbook."
    raise refusal(place, code, message, remedy)


def _refuse_other_packages(archive: zipfile.ZipFile, place: str) -> None:
    """What the names of the parts give away."""
    infos = archive.infolist()
    names = {info.filename for info in infos}
    code, remedy = "not-a-workbook", RESAVE
    if any(info.flag_bits & 1 for info in infos):
        code, message = "encrypted-workbook", "the file is locked with a password."
        remedy = "Take the password off, and import that."
    elif "xl/workbook.bin" in names:
        code, message = "binary-workbook", "this is a binary workbook (.xlsb), whatever its name says."
    elif any(re.search(r"vbaProject\.bin$|^xl/macrosheets/", name, re.I) for name in names) or (
        "[Content_Types].xml" in names and b"macroEnabled" in archive.read("[Content_Types].xml")[:_CHUNK]
    ):
        code, message = "macros", "the workbook holds macros."
        remedy = "Open it in Excel with macros off, save it as .xlsx (without macros), and import that."
    elif "word/document.xml" in names or "ppt/presentation.xml" in names:
        message, remedy = "this is a Word or PowerPoint file.", "Name the Excel workbook."
    elif "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        message = "this is an OpenDocument file."
    elif "[Content_Types].xml" not in names:
        message = "this is a zip file, not an Excel workbook."
    elif len(names) < len(infos):
        code, message = "damaged-workbook", "the workbook holds one part twice."
    else:
        return
    raise refusal(place, code, message, remedy)


def _refuse_bombs(archive: zipfile.ZipFile, place: str) -> None:
    """Sizes first (zipfile never unpacks more than a part declares), then the head of each XML part."""
    infos = archive.infolist()
    over = [
        info
        for info in infos
        if info.file_size > MAXIMUM_PART_BYTES.get(info.filename.rpartition("/")[2], MAXIMUM_UNPACKED_BYTES)
        or (
            info.file_size > SUSPICIOUS_BYTES
            and info.file_size > SUSPICIOUS_RATIO * max(info.compress_size, 1)
        )
    ]
    unpacked = sum(info.file_size for info in infos)
    if over or unpacked > MAXIMUM_UNPACKED_BYTES or len(infos) > MAXIMUM_PARTS:
        raise refusal(
            place,
            "unpacks-too-large",
            f"the workbook unpacks to {unpacked:,} bytes in {len(infos):,} parts, more than a fee schedule"
            " can need, and was not unpacked.",
            "Keep only the sheet with the fees in a new workbook, and import that.",
        )
    for info in infos:
        _refuse_document_type(archive, info, place)


def _refuse_document_type(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str) -> None:
    """A document type, which alone can declare entities, has no place in a workbook."""
    with archive.open(info) as part:
        head = part.read(_CHUNK)
    if not re.match(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<", head):
        return
    parser = expat.ParserCreate(namespace_separator=" ")
    found: list[str] = []

    def element(name: str, _attributes: dict[str, str]) -> None:
        found.append(name)
        parser.StartElementHandler = None

    def document_type(*_details: object) -> None:
        raise refusal(
            place,
            "entities",
            f"the part {info.filename} declares XML entities, as an attack does, and was not read.",
            "Ask the publisher for a clean copy.",
        )

    parser.StartElementHandler = element
    parser.StartDoctypeDeclHandler = document_type
    parser.Parse(head, False)
    if found and found[0].startswith(STRICT_NAMESPACE):
        raise refusal(
            place,
            "strict-workbook",
            "the workbook was saved as a 'Strict Open XML' workbook.",
            "Save it in Excel as an ordinary Excel workbook (.xlsx), and import that.",
        )


def _read(archive: zipfile.ZipFile, content: bytes, path: str) -> Workbook:
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(io.BytesIO(content), read_only=True, keep_links=False, rich_text=True)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    sheets = tuple(
        SheetPart(" ".join(sheet.name.split()), relation.target, sheet.state != "visible")
        for sheet, relation in reader.parser.find_sheets()
        if relation.Type.endswith("/worksheet") and relation.target in archive.namelist()
    )
    if not sheets:
        raise refusal(path, "no-sheets", "the workbook has no sheet of cells.", "Name another workbook.")
    return Workbook(
        path=path,
        name=" ".join(Path(path).name.split()),
        sha256=hashlib.sha256(content).hexdigest(),
        archive=archive,
        sheets=sheets,
        strings=reader.shared_strings,
        formats=_formats(archive),
        epoch=reader.wb.epoch.date(),
        linked_names=frozenset(
            entry.name.casefold()
            for entry in reader.parser.defined_names.definedName  # type: ignore[attr-defined]  # stubs lack it
            if entry.value and re.search(r"\[\d+\]|\[[^\]]*\.xl\w*\]", entry.value)
        ),
    )


def _formats(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Number formats by style number."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS
    from openpyxl.styles.stylesheet import Stylesheet
    from openpyxl.xml.constants import ARC_STYLE
    from openpyxl.xml.functions import fromstring

    if ARC_STYLE not in archive.namelist():
        return ()
    stylesheet = Stylesheet.from_tree(fromstring(archive.read(ARC_STYLE)))  # type: ignore[arg-type]
    custom = {164 + number: code for number, code in enumerate(stylesheet.number_formats)}
    return tuple(
        custom.get(style.numFmtId) or BUILTIN_FORMATS.get(style.numFmtId, "General")
        for style in stylesheet.cell_styles
    )
