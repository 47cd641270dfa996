"""/api/v1/compare and /project: a course elsewhere and later, and courses repeated over years."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from kfees.engine.alternatives import alternatives_to
from kfees.library.library import Library
from kfees.model.request import CourseRequest
from kfees.projection.plan import Plan
from kfees.projection.projection import Projection, project
from kfees.web.api.answers import CSV, answer_of, kind_wanted
from kfees.web.api.bodies import body_read, problems_at_places
from kfees.web.api.document import AS_OF, PRICES, documented, json_body, parameter
from kfees.web.api.examples import COURSE, PLAN
from kfees.web.documents import WORKBOOK, course_name
from kfees.web.plausible import read_plan, read_request
from kfees.web.received import JSON, Parameters, only_kinds
from kfees.web.routes import API, Routes
from kfees.web.working import worked_out

PROJECTIONS = (JSON, CSV, WORKBOOK)
PAYERS = parameter("payers", "Under each payer too.", {"type": "boolean"})


def add_planning(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    @routes.post(
        f"{API}/compare",
        **documented(
            ("compareCourse", "A course elsewhere, for other stays and a year later", PRICES),
            ("Alternatives",),
            *(AS_OF, PAYERS),
            body=json_body("CourseRequest", {"a course and its charges": COURSE}),
        ),
    )
    async def compare(request: Request) -> Response:
        options = Parameters(request, ("as_of", "payers"))
        as_of, payers = options.day("as_of") or today(), options.flag("payers")
        options.checked()
        only_kinds(request, JSON)
        content = await request.body()

        def work() -> Response:
            body = body_read(content)
            with problems_at_places(body, CourseRequest.model_fields):
                asked = read_request(body, library)
                found = alternatives_to(asked, library, as_of=as_of, payers=payers)
            return answer_of(found.model_dump_json().encode(), JSON)

        return await worked_out(request, work)

    @routes.post(
        f"{API}/project",
        **documented(
            ("projectCourses", "What years of courses come to", PRICES),
            ("Projection",),
            body=json_body("Plan", {"a reserve for two years": PLAN}),
            kinds=PROJECTIONS,
        ),
    )
    async def projected(request: Request) -> Response:
        Parameters(request).checked()
        only_kinds(request, JSON)
        kind = kind_wanted(request, PROJECTIONS)
        content = await request.body()

        def work() -> Response:
            body = body_read(content)
            with problems_at_places(body, Plan.model_fields):
                found = project(read_plan(body, library), library)
            name = course_name(found.plan.request, "projection")
            return answer_of(_written(found, kind, library), kind, name, PROJECTIONS)

        return await worked_out(request, work)


def _written(projection: Projection, kind: str, library: Library) -> bytes:
    if kind == CSV:
        from kfees.documents.as_csv import projection_as_csv

        return projection_as_csv(projection).encode()
    if kind == WORKBOOK:
        from kfees.documents.projection_workbook import projection_as_workbook

        return projection_as_workbook(projection, library)
    return projection.model_dump_json().encode()
