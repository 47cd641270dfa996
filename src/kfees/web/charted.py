"""Charts as pages show them: SVG in the words of the page, wide or narrow."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from kfees.documents.chart_words import ChartWords
from kfees.engine.alternative import Alternative
from kfees.web.wording import PageWords
from kfees.web.working import worked_out

SVG = "image/svg+xml"
SHAPE = "shape"
"""The parameter of a chart's address: `narrow` for a phone, wide unless given."""


async def picture(request: Request, draw: Callable[[], bytes]) -> Response:
    """A chart, drawn beside the other requests."""
    return Response(await worked_out(request, draw), media_type=SVG)


def width_of(shape: str) -> float:
    """The width that an address asks for, in points."""
    from kfees.documents.drawing import NARROW, WIDE

    return NARROW if shape == "narrow" else WIDE


def chart_words(
    words: PageWords, label: Callable[[Alternative], str] = lambda course: course.label
) -> ChartWords:
    """What a chart says in the language; its panels need no titles, since headings stand above them."""
    return ChartWords(
        titles={"setting": "", "discharge": "", "year": ""},
        label=label,
        money=words.money,
        number=words.number,
        payable=words.gettext("{Payer} can pay"),
        gap=words.gettext("Gap"),
        maximum=words.gettext("{Payer}’s maximum; the charge is not known"),
        unknown=words.gettext("unknown"),
        asked=words.gettext("asked for"),
        step=words.gettext("step"),
        nights=words.gettext("Nights in hospital"),
        amount=words.gettext("Amount"),
        present_value=words.gettext("Present value"),
        year=words.gettext("Year"),
        currency=words.gettext("{currency}"),
        turned=words.turned,
    )
