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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from kfees.model.problems import InputError, Problem
from kfees.reading.shared_strings import read_shared_strings

if TYPE_CHECKING:
    from openpyxl.cell.rich_text import CellRichText
    from openpyxl.reader.excel import ExcelReader


@dataclass(frozen=True, slots=True)
class WorkbookLimits:
    """What a workbook may come to. `what` it holds, `alone` and `use` are for the remedies: what to keep,
    and what then."""

    file_bytes: int = 100_000_000
    unpacked_bytes: int = 600_000_000
    parts: int = 5_000
    alone: str = "Keep only the sheet with the fees in a new workbook, and import that."
    use: str = "import that"
    what: str = "schedule"
    dense_parts: bool = False
    """Whether a part may be as large as it likes, as long as the whole is within its limit."""

    cells: int = 10_000_000
    """What a table may span, empty cells between its first and last row and column among them."""

    pages: int = 1_000
    seconds: int = 300
    """How many pages a PDF may have, and how long they may take to read."""

    @property
    def resave(self) -> str:
        return f"Open it in Excel, save it as an Excel workbook (.xlsx), and {self.use}."

    @property
    def as_a_table(self) -> str:
        return f"Give the {self.what} as .xlsx or .csv."


SCHEDULE = WorkbookLimits()
QUOTE, FORM, LIFE_TABLE = (
    WorkbookLimits(
        5_000_000,
        20_000_000,
        300,
        f"Give the {what} alone, with nothing pasted into it.",
        "give that",
        what,
        cells=1_000_000,
        pages=60,
        seconds=60,
    )
    for what in ("quote", "form", "life table")
)
PORTFOLIO = WorkbookLimits(
    file_bytes=1_500_000_000,
    unpacked_bytes=1_500_000_000,
    alone="Save the sheet with the courses as CSV, and price that.",
    use="price that",
    what="portfolio",
    dense_parts=True,
    cells=50_000_000,
)
"""A full sheet of courses unpacks to less. A workbook is read whole, so it has to fit into memory."""

STRICT_NAMESPACE = "http://purl.oclc.org/ooxml/spreadsheetml/main"

MAXIMUM_PART_BYTES = {"sharedStrings.xml": 200_000_000, "styles.xml": 30_000_000, "workbook.xml": 10_000_000}
DENSE_BYTES, DENSE_RATIO = 20_000_000, 250
"""A part that unpacks to more than this, and to so many times its packed size, holds no fees."""

_CHUNK = 65_536
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_XML = rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<|\s*\Z"
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


def refusal(place: str, code: str, message: str, remedy: str) -> InputError:
    return InputError([Problem(code, place, message, remedy)])


def looks_like_a_workbook(content: bytes, name: str) -> bool:
    return content.startswith((ZIP, OLE)) or name.lower().endswith(_ENDINGS)


def content_of(path: Path, limits: WorkbookLimits = SCHEDULE) -> bytes:
    """The bytes of a file. Raises InputError where it is none, or larger than the limits."""
    try:
        if path.is_dir():
            raise refusal(str(path), "no-workbook", "this is a folder.", "Name one workbook.")
        refuse_large(path.stat().st_size, str(path), limits)
        return path.read_bytes()
    except OSError as error:
        message = f"it cannot be read ({error.strerror})."
        raise refusal(str(path), "no-file", message, "Check the name of the file.") from None


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


def refuse_large(size: int, place: str, limits: WorkbookLimits) -> None:
    if size > limits.file_bytes:
        message = f"the workbook is larger than {limits.file_bytes:,} bytes."
        raise refusal(place, "too-large", message, limits.alone)


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


def refuse_hostile(archive: zipfile.ZipFile, place: str, limits: WorkbookLimits) -> None:
    """A password, a bomb, entities, one part twice: what no workbook needs, before anything is unpacked."""
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        remedy = f"Take the password off, and {limits.use}."
        raise refusal(place, "encrypted-workbook", "the workbook is locked with a password.", remedy)
    unpacked = sum(part.file_size for part in parts)
    too_large = unpacked > limits.unpacked_bytes or len(parts) > limits.parts
    if too_large or any(_is_bomb(part, limits) for part in parts):
        split = f" in {len(parts):,} parts" if len(parts) > limits.parts else ""
        message = f"the workbook unpacks to {unpacked:,} bytes{split}, and was not unpacked."
        raise refusal(place, "unpacks-too-large", message, limits.alone)
    for part in parts:
        _refuse_document_type(archive, part, place, limits)
    if len({part.filename for part in parts}) < len(parts):
        message = "the workbook is damaged: it holds one part twice."
        raise refusal(place, "damaged-workbook", message, limits.resave)


def _is_bomb(info: zipfile.ZipInfo, limits: WorkbookLimits) -> bool:
    """zipfile never unpacks more than a part declares."""
    most = MAXIMUM_PART_BYTES.get(info.filename.rpartition("/")[2], info.file_size)
    is_dense = info.file_size > max(DENSE_BYTES, DENSE_RATIO * info.compress_size)
    return not limits.dense_parts and (info.file_size > most or is_dense)


def _refuse_document_type(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str, limits: WorkbookLimits
) -> None:
    """A document type, which alone can declare entities, has no place in a workbook. It stands before the
    first element, or nowhere."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def document_type(*_details: object) -> None:
        message = f"the workbook declares XML entities ({info.filename}), as an attack does: it was not read."
        raise refusal(place, "entities", message, "Ask whoever made it for a clean copy.")

    def first_element(name: str, _attributes: object) -> None:
        if name.startswith(STRICT_NAMESPACE):
            message = "the workbook was saved as a 'Strict Open XML' workbook."
            raise refusal(place, "strict-workbook", message, limits.resave)
        raise StopIteration

    parser.StartDoctypeDeclHandler = document_type
    parser.StartElementHandler = first_element
    with archive.open(info) as part, suppress(StopIteration):
        chunk = part.read(_CHUNK)
        while chunk and re.match(_XML, chunk):
            parser.Parse(chunk, False)
            chunk = part.read(_CHUNK)


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
