"""What no workbook needs and none may hold: a password, a bomb, entities, one part twice."""

from __future__ import annotations

import re
import zipfile
from contextlib import suppress
from xml.parsers import expat

from kfees.reading.file_limits import WorkbookLimits, refusal

STRICT_NAMESPACE = "http://purl.oclc.org/ooxml/spreadsheetml/main"

MAXIMUM_PART_BYTES = {"sharedStrings.xml": 200_000_000, "styles.xml": 30_000_000, "workbook.xml": 10_000_000}
DENSE_BYTES, DENSE_RATIO = 20_000_000, 250
"""A part that unpacks to more than this, and to so many times its packed size, holds no fees."""

_CHUNK = 65_536
_XML = rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<|\s*\Z"


def refuse_hostile(archive: zipfile.ZipFile, place: str, limits: WorkbookLimits) -> None:
    """Before anything is unpacked."""
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
