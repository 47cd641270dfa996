"""The results of formulas, kept in the file.

openpyxl writes formulas without results, and a viewer that does not recalculate (a preview in a
mail, Excel's protected view) would show empty cells, or zeros for what is unknown.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?)><f>(.*?)</f><v ?(?:/>|></v>)</c>', re.DOTALL)
_AFTER_IGNORED_ERRORS = re.compile(r"<(?:drawing|legacyDrawing|tableParts) |</worksheet>")

Results = Mapping[str, Decimal | str]
"""What each formula of a sheet comes to, by cell."""


def with_results(content: bytes, sheets: Sequence[tuple[Results, str]]) -> bytes:
    """The workbook with each sheet's results in it, and no warning at codes that are text.

    `sheets` follow the order of the workbook: the results, and the range of cells with codes.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        numbered = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, 1)}
        for info in source.infolist():
            part = source.read(info)
            if info.filename in numbered:
                results, codes = numbered[info.filename]
                part = _sheet_with_results(part.decode(), results, codes).encode()
            target.writestr(info.filename, part)
    return out.getvalue()


def _sheet_with_results(xml: str, results: Results, codes: str) -> str:
    def cell(match: re.Match[str]) -> str:
        place, style, formula = match.groups()
        result = results[place]
        if isinstance(result, Decimal):
            return f'<c r="{place}"{style}><f>{formula}</f><v>{result}</v></c>'
        return f'<c r="{place}"{style} t="str"><f>{formula}</f><v>{escape(result)}</v></c>'

    xml, written = _FORMULA.subn(cell, xml)
    assert written == len(results), "a formula was written without its result"
    ignored = f'<ignoredErrors><ignoredError sqref="{codes}" numberStoredAsText="1"/></ignoredErrors>'
    return _AFTER_IGNORED_ERRORS.sub(lambda match: f"{ignored}{match[0]}", xml, count=1) if codes else xml
