"""/api/v1/health, /version and /openapi.json: that the program answers, which it is, and what it can do."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import Response

from kfees.library.library import Library
from kfees.model.fields import Model
from kfees.model.program import VERSION
from kfees.web.api.answers import tagged
from kfees.web.api.document import PROGRAM, documented
from kfees.web.received import JSON, Parameters
from kfees.web.routes import API, Routes


class Health(Model):
    """That the server answers."""

    status: str


class Program(Model):
    """Which kfees this is, and one digest over every version that it has loaded."""

    kfees: str
    schedules: str


def add_program(routes: Routes, library: Library) -> None:
    @routes.get(
        f"{API}/health", **documented(("checkHealth", "Whether the server answers", PROGRAM), ("Health",))
    )
    async def health(request: Request) -> Response:
        Parameters(request).checked()
        return Response(Health(status="ok").model_dump_json(), media_type=JSON)

    @routes.get(
        f"{API}/version",
        **documented(
            ("describeProgram", "Which kfees this is", PROGRAM),
            ("Program",),
            unchanged=True,
        ),
    )
    def program(request: Request) -> Response:
        Parameters(request).checked()
        return tagged(request, Program(kfees=VERSION, schedules=digest_of(library)))


def digest_of(library: Library) -> str:
    """One digest over every version that is loaded."""
    digest = hashlib.sha256()
    for schedule in library.schedules:
        for version in library.versions(schedule):
            digest.update(f"{schedule}\0{version.first_day}\0{version.digest}\0".encode())
    return f"sha256:{digest.hexdigest()}"
