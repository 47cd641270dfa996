"""How long a notice takes, in milliseconds: `python benchmarks/notice_times.py`. Nothing here fails for time.

Each round takes another charge, so that no notice is answered whole out of typst's memory. Beside it stands
typst setting the same pages once, which is what the layout and the PDF itself cost.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from time import process_time

import kfees
from kfees.documents.languages import LANGUAGES
from kfees.documents.notice import Details, notice_pdf, pdf
from kfees.documents.notice.content import content
from kfees.model.request import Charge
from the_course import REQUEST
from timing import seconds

ROUNDS = 15
TARGET, IN_TWO_LANGUAGES = 30, 80
TODAY = date(2024, 7, 15)
DETAILS = Details(provider="Yarra Bend Private Hospital", contact="03 9000 0000")
LIBRARY = kfees.load_schedules()

STAY = kfees.CourseRequest.model_validate(
    {"regimen": "crps-4-day", "setting": "private-hospital-inpatient", "start": "2025-06-29"}
)
"""A longer notice: across 1 July, out-of-date fees, and a longer stay."""


def quotes(request: kfees.CourseRequest) -> Iterator[kfees.Quote]:
    for number in range(ROUNDS + 1):
        charges = (
            Charge(payee="hospital", amount=Decimal(3200 + number)),
            Charge(payee="medical", amount=Decimal(1500)),
        )
        yield kfees.price(request.model_copy(update={"charges": charges}), LIBRARY, as_of=TODAY)


def medians(request: kfees.CourseRequest, language: str) -> tuple[float, float, float]:
    """In milliseconds: a notice by the clock, its time on the processor, and typst setting its pages once."""
    clock: list[float] = []
    processor: list[float] = []
    once: list[float] = []
    for quote in quotes(request):
        laid_out = content(quote, DETAILS, language, today=TODAY, library=LIBRARY)
        before = process_time()
        clock.append(seconds(partial(notice_pdf, quote, DETAILS, language, today=TODAY, library=LIBRARY)))
        processor.append(process_time() - before)
        # At a size of its own: typst remembers what it has just set.
        once.append(seconds(partial(pdf.set_in, laid_out, 8.01)))
    by_clock, on_processor, bare = (statistics.median(found[1:]) * 1000 for found in (clock, processor, once))
    return by_clock, on_processor, bare


def main() -> None:
    print(
        f"A notice as PDF; target after the first: {TARGET} ms of the processor,"
        f" {IN_TWO_LANGUAGES} in two languages"
    )
    for name, request in (("ten sessions", REQUEST), ("four nights across 1 July", STAY)):
        for language in LANGUAGES:
            clock, processor, once = medians(request, language)
            print(
                f"  {name:<26} {language:<8} {clock:4.0f} ms, {processor:3.0f} of them on the processor;"
                f" {clock / once:.2f} times typst alone"
            )


if __name__ == "__main__":
    main()
