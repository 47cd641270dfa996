"""/api/v1/nwau: an episode, visit or presentation in, its weight out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kfees.engine.activity import ActivityRequest, weigh
from kfees.library.library import Library
from kfees.reading.json_and_toml import read_model
from kfees.web.api.answers import answer_of
from kfees.web.api.bodies import body_read, problems_at_places
from kfees.web.api.document import PRICES, documented, json_body
from kfees.web.api.examples import EPISODE
from kfees.web.received import JSON, Parameters, only_kinds
from kfees.web.routes import API, Routes
from kfees.web.working import worked_out


def add_weighing(routes: Routes, library: Library) -> None:
    @routes.post(
        f"{API}/nwau",
        **documented(
            ("weighEpisode", "Weigh an episode, visit or presentation", PRICES),
            ("Weighed",),
            body=json_body("ActivityRequest", {"a stay of four nights": EPISODE}),
        ),
    )
    async def weighed(request: Request) -> Response:
        Parameters(request).checked()
        only_kinds(request, JSON)
        content = await request.body()

        def work() -> Response:
            body = body_read(content)
            with problems_at_places(body, ActivityRequest.model_fields):
                found = weigh(read_model(ActivityRequest, body), library)
            return answer_of(found.model_dump_json().encode(), JSON)

        return await worked_out(request, work, size=len(content))
