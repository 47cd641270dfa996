"""A notice in another language says in that language why a figure is not known, as the pages do."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kfees
from effort import times
from kfees.documents.extraction import reasons_of
from kfees.documents.languages import ENGLISH, LANGUAGES
from kfees.documents.notice.content import content
from kfees.documents.notice.costs import rows
from kfees.documents.notice.details import NO_DETAILS
from kfees.documents.notice.wording import Bilingual, Said
from kfees.model.money import CannotDetermine
from kfees.web.wording import words_in
from notices import UNKNOWN, quoted
from overlays import write_version

OTHERS = [code for code in LANGUAGES if code != ENGLISH]
IN_ROOMS: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "consulting-rooms",
    "start": "2024-08-05",
    "weight_kg": "80",
}
ADMITTED = {"regimen": "crps-4-day", "setting": "public-hospital-admitted"}
LEFT_ENGLISH = re.compile(r'<span lang="en-AU" dir="ltr">(.*?)</span>')
DIRECTION = re.compile("[\u2066-\u2069]")


def reasons_said(course: dict[str, Any], library: kfees.Library, code: str) -> list[tuple[str, Said]]:
    """Why each line of a course has no amount: the quote's words, and what its notice prints."""
    quote = quoted(course, library)
    unknown = [line for line in quote.lines if line.determination != "amount"]
    words = Bilingual(code, library.payer_words)
    printed = [row.notes[-1] for row in rows(quote, (), library, words) if row.notes]
    return list(zip((line.reasons[0] for line in unknown), printed, strict=True))


def check_said(reason: str, said: Said, library: kfees.Library, code: str) -> None:
    """The page's own words without their tags, and nothing in English but what translators are given."""
    page = words_in(code).known(reason)
    assert said.english == reason
    assert DIRECTION.sub("", said.translated) == DIRECTION.sub("", html.unescape(re.sub("<[^>]*>", "", page)))
    assert {bare(html.unescape(text)) for text in LEFT_ENGLISH.findall(page)} <= own_reasons(library)


def services(*items: str) -> dict[str, Any]:
    return {"services": [{"schedule": "medical", "item": item, "dates": ["2024-08-05"]} for item in items]}


@cache
def without_amount(library: kfees.Library) -> list[str]:
    """The items of a derived fee."""
    version = library.version_on("medical", date(2024, 8, 5))
    assert version is not None
    return [rate.item for rate in version.each_rate() if isinstance(rate.amount, CannotDetermine)]


@cache
def own_reasons(library: kfees.Library) -> set[str]:
    """What translators are given of the versions' own words."""
    versions = [version for schedule in library.schedules for version in library.versions(schedule)]
    return {bare(text) for version in versions for text in reasons_of(version)}


def bare(text: str) -> str:
    return text.removesuffix(".").casefold()


@st.composite
def courses(draw: st.DrawFn, library: kfees.Library) -> dict[str, Any]:
    """A course with a figure that is not known, for one of the ways in which none can be known."""
    before = date(2018, 6, 1) - timedelta(days=draw(st.integers(0, 4000)))
    in_unpriced_years = date(2022, 7, 1) + timedelta(days=draw(st.integers(0, 700)))
    return draw(
        st.sampled_from(
            (
                {**IN_ROOMS, **services(draw(st.sampled_from(without_amount(library))))},
                {**IN_ROOMS, "start": before.isoformat()},
                {**ADMITTED, "start": in_unpriced_years.isoformat()},
                {**ADMITTED, "start": before.isoformat()},
                UNKNOWN,
            )
        )
    )


@settings(max_examples=times(60))
@given(data=st.data(), code=st.sampled_from(OTHERS))
def test_a_notice_says_why_a_figure_is_not_known_in_the_worker_s_language(
    data: st.DataObject, code: str, library: kfees.Library
) -> None:
    found = reasons_said(data.draw(courses(library)), library, code)
    assert found
    for reason, said in found:
        assert said.translated
        check_said(reason, said, library, code)


@pytest.mark.parametrize("code", OTHERS)
def test_what_a_loaded_version_lacks_is_said_in_the_worker_s_language(code: str, tmp_path: Path) -> None:
    header = "item,label,amount,unit,from_day,to_day"
    write_version(tmp_path, "medical", "2024-08-01", "2801,First,100.00,service,2,", header=header)
    library = kfees.load_schedules(str(tmp_path), environment={})
    found = reasons_said(IN_ROOMS, library, code)
    assert [reason for reason, _ in found] == [
        "Cannot determine: item 2801 has a rate only from day 2 on of a stay.",
        "Cannot determine: item 2806 is not in the version of 1 August 2024.",
    ]
    for reason, said in found:
        check_said(reason, said, library, code)
        assert "item" not in said.translated


def test_an_unknown_figure_is_explained_in_italian_and_in_chinese(library: kfees.Library) -> None:
    course = {**IN_ROOMS, "start": "2017-08-07"}
    ((_, italian), *_), ((_, chinese), *_) = (
        reasons_said(course, library, code) for code in ("it", "zh-Hans")
    )
    assert italian.translated.startswith("Non si può determinare: ")
    assert "1 luglio 2024" in italian.translated
    assert "2024年7月1日" in chinese.translated


@pytest.mark.parametrize("code", OTHERS)
def test_why_nothing_is_payable_is_said_in_the_worker_s_language(code: str, library: kfees.Library) -> None:
    course = {**IN_ROOMS, "claim": {"indication": "depression"}}
    quote = quoted(course, library)
    assert quote.verdict is not None
    day = date(2024, 7, 15)
    said = content(quote, NO_DETAILS, code, today=day, library=library).warnings[0]
    verdict = Bilingual(code, library.payer_words).known(quote.verdict.sentence)
    check_said(quote.verdict.sentence, verdict, library, code)
    assert verdict.translated in said.translated
