"""The tables of a PDF with text: by the lines that are drawn, else by how its words stand below each other.

A table that goes on over pages is one. Every line of text becomes a row: what stands beside a table stands
among its rows, in the order of the page.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kfees.model.problems import InputError
from kfees.model.steps import next_step
from kfees.reading.file_limits import SCHEDULE, WorkbookLimits, refusal
from kfees.reading.pdf_layout import Drawn, Line, Piece, Segment, tables_of
from kfees.reading.sheet import Table

if TYPE_CHECKING:
    from pdfplumber.page import Page

UNTOLD = (
    "A PDF keeps words and their places, and no cells: compare some rows with the page, above all where a"
    " text runs over two lines."
)

_MOST_LETTERS = 60_000
"""A page with more letters holds no table that a person reads."""

_WORDS: Mapping[str, Any] = {"x_tolerance_ratio": 0.2, "y_tolerance": 2, "return_chars": True}
_CUT, _FEW_BLANKS, _LINE = 0.1, 20, 3.0
"""A cut in a word, in letters' heights; how many words a page of blanks has to one; a line's height."""

_STREAM = re.compile(rb"stream\r?\n")
_TWICE = re.compile(rb"/(Flate|LZW)Decode[^\]/]{0,40}/(Flate|LZW)Decode")
_HOLD = 1_048_576


def read_pdf(content: bytes, place: str, limits: WorkbookLimits) -> Mapping[tuple[str, bool], Table]:
    """Its tables, named by the page that they begin on. InputError where it is locked, a scan, or a bomb."""
    import pdfplumber

    _refuse_bombs(content, place, limits)
    with _damage_as_refusal(place, limits), pdfplumber.open(BytesIO(content)) as file:
        if file.doc.encryption is not None and limits.unpacked_bytes < SCHEDULE.unpacked_bytes:
            message = "the PDF is protected, so that it cannot be told what it unpacks to."
            remedy = f"Open it, print it into a new PDF, and {limits.use}."
            raise refusal(place, "encrypted-workbook", message, remedy)
        if len(file.pages) > limits.pages:
            message = f"the PDF has {len(file.pages):,} pages, more than {limits.pages:,}."
            raise refusal(place, "too-large", message, f"Print the pages with the {limits.what} into a PDF.")
        until = time.monotonic() + limits.seconds
        pieces: list[Piece] = []
        for page in file.pages:
            next_step()
            if time.monotonic() > until:
                message = f"the PDF takes longer than {limits.seconds} seconds to read, and was left."
                raise refusal(place, "too-large", message, limits.as_a_table)
            pieces += _pieces(page, place, limits)
            page.close()
    if not pieces:
        message = "the PDF is a scan: its pages are pictures, without text."
        remedy = (
            f"Ask for the file that it was printed from; or run text recognition over it (OCR), {limits.use},"
            " and check each figure against the page."
        )
        raise refusal(place, "scanned-pdf", message, remedy)
    tables = tables_of(pieces)
    if not tables:
        message = "the PDF has text, and no table in it."
        raise refusal(place, "no-table", message, limits.as_a_table)
    return {(name, False): table for name, table in tables.items()}


@contextmanager
def _damage_as_refusal(place: str, limits: WorkbookLimits) -> Iterator[None]:
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    try:
        yield
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001  # pdfminer raises whatever a broken file makes it meet
        causes = (error, error.__context__, *error.args)
        if any(isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in causes):
            remedy = f"Open it with the password, print it into a new PDF, and {limits.use}."
            message = "the PDF is locked with a password."
            raise refusal(place, "encrypted-workbook", message, remedy) from None
        message = f"the PDF is damaged and cannot be read ({type(error).__name__})."
        raise refusal(place, "damaged-workbook", message, "Get it again, whole.") from None


def _refuse_bombs(content: bytes, place: str, limits: WorkbookLimits) -> None:
    """Its streams are unpacked piece by piece and thrown away, before a reader unpacks them whole."""
    unpacked = 0
    most = limits.unpacked_bytes
    is_twice = _TWICE.search(content) is not None
    for match in _STREAM.finditer(content):
        inflater, unpacked_before = zlib.decompressobj(), unpacked
        rest = content[match.end() : match.end() + _HOLD]
        end = match.end() + _HOLD
        try:
            while rest and unpacked <= most and not inflater.eof:
                piece = inflater.decompress(rest, _HOLD)
                is_twice = is_twice or (unpacked_before == unpacked and _is_packed(piece))
                unpacked += len(piece)
                rest = inflater.unconsumed_tail
                if not rest and not inflater.eof:
                    rest, end = content[end : end + _HOLD], end + _HOLD
        except zlib.error:
            continue  # it is packed in another way, such as a picture
        if unpacked > most:
            break
    if unpacked > most or is_twice:
        size = f"more than {most:,} bytes" if unpacked > most else "what cannot be told: it is packed twice"
        message = f"the PDF unpacks to {size}, and was not read."
        raise refusal(place, "unpacks-too-large", message, limits.alone)


def _is_packed(piece: bytes) -> bool:
    """Whether what was unpacked is packed again, whatever the names of its filters say."""
    try:
        return piece[:1] == b"x" and bool(zlib.decompressobj().decompress(piece, 64))
    except zlib.error:
        return False


def _pieces(page: Page, place: str, limits: WorkbookLimits) -> list[Piece]:
    """What stands on a page, from its top: drawn tables, and the lines of text beside them."""
    if len(page.chars) > _MOST_LETTERS:
        message = f"page {page.page_number} holds {len(page.chars):,} letters, and was not read."
        raise refusal(place, "too-large", message, limits.as_a_table)
    if not page.chars:
        return []
    number = page.page_number
    found: list[tuple[float, Piece]] = []
    areas = []
    for table in page.find_tables():
        rows = table.extract()
        columns = [column.bbox for column in table.columns]
        if len(columns) > 1:
            areas.append(table.bbox)
            edges = tuple((left, right) for left, _, right, _ in columns)
            texts = tuple(tuple(text or "" for text in row) for row in rows)
            found.append((table.bbox[1], Drawn(number, len(areas), edges, texts)))
    for count, line in enumerate(_lines(page), 1):
        outside = tuple(part for part in line if not any(_is_within(part, area) for area in areas))
        if outside:
            found.append((outside[0].top, Line(number, count, outside)))
    return [piece for _, piece in sorted(found, key=lambda pair: pair[0])]


def _is_within(part: Segment, area: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = area
    return left <= (part.left + part.right) / 2 <= right and top <= (part.top + part.bottom) / 2 <= bottom


def _lines(page: Page) -> Iterator[tuple[Segment, ...]]:
    """The lines of a page, each in the parts that wide gaps cut it into, and gaps that no blank fills: a cell
    whose figures end where the words of the next begin."""
    from pdfplumber.utils.clustering import cluster_objects

    words = [part for word in page.extract_words(**_WORDS) for part in _cut_at_figures(word)]
    blanks = _Blanks(page.chars, len(words))
    for line in cluster_objects(words, lambda word: word["bottom"], 3):
        parts: list[Segment] = []
        for word in sorted(line, key=lambda word: float(word["x0"])):
            text, left, right = str(word["text"]), float(word["x0"]), float(word["x1"])
            top, bottom = float(word["top"]), float(word["bottom"])
            apart = bool(parts) and blanks.part(parts[-1], text, left)
            if parts and not apart and left - parts[-1].right < 0.9 * (bottom - top):
                last = parts[-1]
                parts[-1] = last._replace(
                    text=f"{last.text} {text}", right=max(right, last.right), top=min(top, last.top)
                )
            else:
                parts.append(Segment(text, left, right, top, bottom))
        yield tuple(parts)


def _cut_at_figures(word: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A word, cut where a letter follows a figure at a distance that no two letters of a word have."""
    chars = word["chars"]
    cuts = [
        at
        for at, (left, right) in enumerate(pairwise(chars), 1)
        if left["text"].isdigit()
        and right["text"].isalpha()
        and right["x0"] - left["x1"] > _CUT * right["size"]
    ]
    for first, last in pairwise((0, *cuts, len(chars))):
        part = chars[first:last]
        text = word["text"] if not cuts else "".join(char["text"] for char in part)
        yield {**word, "text": text, "x0": part[0]["x0"], "x1": part[-1]["x1"]}


class _Blanks:
    """The blanks of a page, by the height that they stand at: none, where it has fewer than words."""

    def __init__(self, chars: Sequence[Mapping[str, Any]], words: int) -> None:
        blanks = [char for char in chars if char["text"].isspace()]
        self._at: dict[int, list[tuple[float, float]]] = {}
        for char in blanks if len(blanks) * _FEW_BLANKS >= words else ():
            self._at.setdefault(round(char["bottom"] / _LINE), []).append((char["x0"], char["x1"]))

    def part(self, before: Segment, text: str, left: float) -> bool:
        """Whether none stands between two words, of which neither is a single letter."""
        if not self._at or min(len(before.text), len(text)) < 2:
            return False
        height = round(before.bottom / _LINE)
        here = (blank for at in (height - 1, height, height + 1) for blank in self._at.get(at, ()))
        return not any(before.right - 1 <= x0 and x1 <= left + 1 for x0, x1 in here)
