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
from typing import IO, TYPE_CHECKING

from kfees.model.problems import InputError
from kfees.reading.file_limits import SCHEDULE, WorkbookLimits, refusal, refuse_large
from kfees.reading.hostile import refuse_hostile
from kfees.reading.shared_strings import read_shared_strings

if TYPE_CHECKING:
    from openpyxl.cell.rich_text import CellRichText
    from openpyxl.reader.excel import ExcelReader


OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_TYPES = "[Content_Types].xml"
_MACROS = r"vbaProject\.bin$|(^|/)macrosheets/"
_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xlsb", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet: its name, the archive part that holds it, and whether Excel shows it."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Workbook:
    """An opened file with tables. `epoch` is the day of serial 0; `linked_names` are defined names that
    point into another workbook; `untold` is what its kind of file does not tell a reader."""

    place: str
    sha256: str
    sheets: tuple[SheetPart, ...]
    epoch: date
    linked_names: frozenset[str]
    untold: str

    @property
    def name(self) -> str:
        return " ".join(Path(self.place).name.split())


@dataclass(frozen=True)
class Package(Workbook):
    """An opened .xlsx. `formats` are number formats by style, `struck` the styles that strike a cell out."""

    archive: zipfile.ZipFile
    strings: Sequence[str | CellRichText]
    formats: tuple[str, ...]
    struck: frozenset[int]


def looks_like_a_workbook(content: bytes, name: str) -> bool:
    return content.startswith((ZIP, OLE)) or name.lower().endswith(_ENDINGS)


@contextmanager
def open_workbook(
    content: bytes, place: str, limits: WorkbookLimits = SCHEDULE, with_macros: bool = False
) -> Iterator[Package]:
    """Open an .xlsx. Raises InputError with one problem where it is none, is damaged, or is a bomb.

    `with_macros`: whether it may hold macros, which are never run.
    """
    refuse_large(len(content), place, limits)
    _refuse_other_kinds(content, place, limits)
    with damage_as_refusal(place, limits):
        archive = zipfile.ZipFile(io.BytesIO(content))
    with archive:
        with damage_as_refusal(place, limits):
            refuse_hostile(archive, place, limits)
            _refuse_other_packages(archive, place, limits, with_macros)
            opened = _read(archive, content, place)
        yield opened


@contextmanager
def damage_as_refusal(place: str, limits: WorkbookLimits = SCHEDULE) -> Iterator[None]:
    """Whatever a damaged package makes zipfile, expat or openpyxl raise becomes one plain line."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that hold no figures
            yield
    except InputError:
        raise
    except zipfile.BadZipFile:
        message = "the workbook is damaged and cannot be read. It may be cut short."
        raise refusal(place, "damaged-workbook", message, "Get it again, whole.") from None
    except Exception as error:  # noqa: BLE001  # openpyxl raises whatever a broken part makes it meet
        message = f"the workbook is damaged and cannot be read ({type(error).__name__})."
        raise refusal(place, "damaged-workbook", message, limits.resave) from None


def _refuse_other_kinds(content: bytes, place: str, limits: WorkbookLimits) -> None:
    """What the first bytes give away."""
    if content.startswith(ZIP):
        return
    code, remedy = "not-a-workbook", limits.resave
    if not content:
        message, remedy = "this is not an Excel workbook: the file is empty.", "Get it again, whole."
    elif content.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        code, message = "encrypted-workbook", "the workbook is locked with a password."
        remedy = f"Open it in Excel, take the password off, save it, and {limits.use}."
    elif content.startswith(OLE):
        code, message = "old-workbook", "this is an old Excel workbook (.xls), whatever its name says."
    elif content.startswith(b"%PDF"):
        message, remedy = "this is a PDF.", "Ask whoever made it for the Excel workbook."
    elif re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype html|html|table|meta|head|style)", content[:400], re.I):
        message = "this is not an Excel workbook but a web page, whatever its name says."
    elif re.match(rb"(\xef\xbb\xbf)?\s*<", content[:400]):
        message = "this is an XML file, not a workbook."
    elif b"\0" not in content[:4_000]:
        message = "this is a text file, not a workbook."
    else:
        message = "this is not an Excel workbook."
    raise refusal(place, code, message, remedy)


def _refuse_other_packages(
    archive: zipfile.ZipFile, place: str, limits: WorkbookLimits, with_macros: bool
) -> None:
    """What the names of the parts give away."""
    names = set(archive.namelist())
    types = archive.read(_TYPES) if _TYPES in names else b""
    code, remedy = "not-a-workbook", limits.resave
    if "xl/workbook.bin" in names:
        code, message = "binary-workbook", "this is a binary Excel workbook (.xlsb), whatever its name says."
    elif not with_macros and (
        b"macroEnabled" in types or any(re.search(_MACROS, name, re.I) for name in names)
    ):
        code, message = "macros", "the workbook holds macros."
        remedy = f"Open it in Excel with macros off, save it as .xlsx (without macros), and {limits.use}."
    elif "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        message = "this is an OpenDocument file."
    elif _TYPES not in names:
        message = "this is not an Excel workbook but a zip file."
    elif b"ContentType" not in types:
        code, message = "damaged-workbook", "the workbook is damaged: it does not say what its parts are."
    elif "word/document.xml" in names or "ppt/presentation.xml" in names:
        message, remedy = "this is a Word or PowerPoint file.", "Name the Excel workbook."
    else:
        return
    raise refusal(place, code, message, remedy)


def _read(archive: zipfile.ZipFile, content: bytes, place: str) -> Package:
    from openpyxl.xml.constants import SHARED_STRINGS

    reader = _reader(io.BytesIO(content))
    strings = reader.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
    sheets = _sheets(reader)
    if not sheets:
        raise refusal(place, "no-sheets", "the workbook has no sheet of cells.", "Name another workbook.")
    formats, struck = styles_of(archive)
    return Package(
        place=place,
        untold="",
        sha256=hashlib.sha256(content).hexdigest(),
        archive=archive,
        sheets=sheets,
        strings=read_shared_strings(archive, strings.PartName[1:]) if strings is not None else [],
        formats=formats,
        struck=struck,
        epoch=reader.wb.epoch.date(),
        linked_names=frozenset(
            entry.name.casefold()
            for entry in reader.parser.defined_names.definedName  # type: ignore[attr-defined]  # stubs lack it
            if entry.value and re.search(r"\[\d+\]|\[[^\]]*\.xl\w*\]", entry.value)
        ),
    )


def sheets_of(path: Path) -> tuple[SheetPart, ...]:
    """The worksheets of a file that was found to be harmless; none where it is no Office Open XML."""
    with path.open("rb") as file, zipfile.ZipFile(file) as archive:
        return _sheets(_reader(file)) if "xl/workbook.xml" in archive.namelist() else ()


def _reader(file: IO[bytes]) -> ExcelReader:
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(file, read_only=True, keep_links=False, rich_text=True)
    reader.read_manifest()
    reader.read_workbook()
    return reader


def _sheets(reader: ExcelReader) -> tuple[SheetPart, ...]:
    return tuple(
        SheetPart(" ".join(sheet.name.split()), relation.target, sheet.state != "visible")
        for sheet, relation in reader.parser.find_sheets()
        if relation.Type.endswith("/worksheet") and relation.target in reader.valid_files
    )


def styles_of(archive: zipfile.ZipFile) -> tuple[tuple[str, ...], frozenset[int]]:
    """Number formats by style number, and the styles that strike out."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS
    from openpyxl.styles.stylesheet import Stylesheet
    from openpyxl.xml.constants import ARC_STYLE
    from openpyxl.xml.functions import fromstring

    if ARC_STYLE not in archive.namelist():
        return (), frozenset()
    stylesheet = Stylesheet.from_tree(fromstring(archive.read(ARC_STYLE)))  # type: ignore[arg-type]
    custom = {164 + number: code for number, code in enumerate(stylesheet.number_formats)}
    formats = tuple(
        custom.get(style.numFmtId) or BUILTIN_FORMATS.get(style.numFmtId, "General")
        for style in stylesheet.cell_styles
    )
    struck = {number for number, font in enumerate(stylesheet.fonts) if font.strike}
    return formats, frozenset(
        number for number, style in enumerate(stylesheet.cell_styles) if style.fontId in struck
    )
