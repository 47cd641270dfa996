"""/api/v1/openapi.json, and the page for people at /api: every operation, tried."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kfees.engine.activity import ActivityRequest, Weighed
from kfees.engine.alternatives import Alternatives
from kfees.library.library import Library
from kfees.library.listing import ListedVersion
from kfees.model.quote import Quote
from kfees.model.request import CourseRequest
from kfees.model.understood_quote import UnderstoodQuote
from kfees.projection.plan import Plan
from kfees.projection.projection import Projection
from kfees.web.api.answers import unless_known
from kfees.web.api.claims import AssessedCourse
from kfees.web.api.courses import KnownWords, LoadedPayers, LoadedRegimens, LoadedSettings
from kfees.web.api.openapi import describe
from kfees.web.api.portfolio import Portfolio, PricedPortfolio
from kfees.web.api.pricing import NoticeAsked
from kfees.web.api.program import Health, Program
from kfees.web.api.schedules import FoundRates, LoadedVersions
from kfees.web.api.tried import Tried
from kfees.web.errors import Refused
from kfees.web.routes import API, Routes

ASKED = (CourseRequest, NoticeAsked, Plan, Portfolio, ActivityRequest)
ANSWERS = (
    *(Quote, Alternatives, Projection, PricedPortfolio, Weighed, AssessedCourse, UnderstoodQuote),
    *(LoadedPayers, LoadedRegimens, LoadedSettings, KnownWords),
    *(LoadedVersions, ListedVersion, FoundRates, Health, Program, Refused),
)


def add_reference(routes: Routes, library: Library) -> None:
    @cache
    def described() -> tuple[dict[str, Any], tuple[Tried, ...]]:
        return describe(routes.documented, library, ASKED, ANSWERS)

    @cache
    def document() -> bytes:
        return json.dumps(described()[0], ensure_ascii=False).encode()

    @routes.get(f"{API}/openapi.json")
    def openapi(request: Request) -> Response:
        return unless_known(request, document())
