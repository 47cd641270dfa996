"""The ASGI application: the API and the pages over one library, within limits, without any state."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from kfees.library.library import Library
from kfees.model.dates import today_in
from kfees.model.problems import InputError, StrictRefusal
from kfees.web.admission import LOOPBACK, MOST_OF_A_CLIENT
from kfees.web.api.claims import add_claims
from kfees.web.api.courses import add_courses
from kfees.web.api.importing import add_import_route
from kfees.web.api.planning import add_planning
from kfees.web.api.portfolio import add_portfolio
from kfees.web.api.pricing import add_pricing
from kfees.web.api.program import add_program
from kfees.web.api.reference import add_reference
from kfees.web.api.schedules import add_schedules
from kfees.web.api.weighing import add_weighing
from kfees.web.comparison_page import add_comparison_page
from kfees.web.compression import Compression
from kfees.web.difference_page import add_difference_page
from kfees.web.documents import add_documents
from kfees.web.errors import ADDRESS, CHECK_ADDRESS, TITLES, Refusal, as_json, refusal, refusal_of
from kfees.web.guide_pages import add_guide_pages
from kfees.web.import_page import add_import_page
from kfees.web.limits import ASSESS_ADDRESS, RequestLimits
from kfees.web.notice_pages import add_notices
from kfees.web.preview import add_preview
from kfees.web.projection_page import add_projection_page
from kfees.web.refused_page import as_page
from kfees.web.request_page import add_request_page, refused_as_too_large
from kfees.web.routes import Routes
from kfees.web.schedule_pages import add_schedule_pages
from kfees.web.working import Turns


def application(
    library: Library,
    *,
    today: Callable[[], date] | None = None,
    into: Path | None = None,
    hosts: Collection[str] = LOOPBACK,
    most_of_a_client: int = MOST_OF_A_CLIENT,
) -> Starlette:
    """Pages and API. `today` is the day from which staleness is judged; that of the default payer's time
    zone unless told. `into`: the folder that the import page may write versions to; none unless told.
    `hosts`: the names that browsers ask it by. `most_of_a_client`: so many requests of one address are
    answered at a time."""
    today = today or (lambda: today_in(library.payer.time_zone))
    routes = Routes()
    _add_api(routes, library, today)
    add_preview(routes, library, today)
    add_comparison_page(routes, library, today)
    add_projection_page(routes, library, today)
    add_request_page(routes, library, today)
    add_difference_page(routes, library)
    add_import_page(routes, library, today, into)
    add_schedule_pages(routes, library, today)
    add_guide_pages(routes)
    add_documents(routes, library, today)
    add_notices(routes, library, today)

    def shown(scope: Scope, refused: Refusal) -> Response:
        """A refusal in the shape of the place that it concerns."""
        if refused.status == 413 and scope["path"] == ASSESS_ADDRESS:
            return refused_as_too_large(
                dict(parse_qsl(scope["query_string"].decode("latin-1"))), library, today()
            )
        if scope["path"].startswith("/api/"):
            return as_json(refused)
        return as_page(refused, scope["query_string"].decode("latin-1"), library)

    # Starlette would hand one that is no coroutine to a thread.
    async def refused(request: Request, error: Exception) -> Response:
        return shown(request.scope, _refusal_of(error))

    app = Starlette(
        routes=routes.served,
        middleware=[
            Middleware(RequestLimits, shown=shown, hosts=hosts, most_of_a_client=most_of_a_client),
            Middleware(Compression),
        ],
        exception_handlers=dict.fromkeys((InputError, StrictRefusal, Refusal, HTTPException), refused),
    )
    app.router.redirect_slashes = False
    app.state.turns = Turns()
    return app


def _add_api(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    add_pricing(routes, library, today)
    add_planning(routes, library, today)
    add_portfolio(routes, library, today)
    add_weighing(routes, library)
    add_claims(routes, library, today)
    add_courses(routes, library)
    add_import_route(routes, library, today)  # before the schedule that any other name in its place would be
    add_schedules(routes, library, today)
    add_program(routes, library)
    add_reference(routes, library)


def _refusal_of(error: Exception) -> Refusal:
    match error:
        case Refusal():
            return error
        case InputError() | StrictRefusal():
            return refusal_of(error)
        case HTTPException(status_code=status):
            found = refusal(status, "http", ADDRESS, TITLES.get(status, "refused."), CHECK_ADDRESS)
            found.headers = dict(error.headers or {})
            return found
        case _:
            raise error
