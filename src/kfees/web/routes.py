"""The addresses of the pages and the API, and what answers each: tried in the order in which they were added.

Starlette serves them. What the API says of a route is kept beside it for its description.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from inspect import iscoroutinefunction, signature
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from kfees.web.working import worked_out

API = "/api/v1"
"""What the addresses of the API begin with."""

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class Documented(NamedTuple):
    """A route of the API, and what its description says of it, as FastAPI's routes take it."""

    path: str
    method: str
    endpoint: Callable[..., Any]
    said: dict[str, Any]


class Served(Route):
    """A route that an answered request's scope names: newer versions of Starlette do that themselves."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, found = super().matches(scope)
        return match, {**found, "route": self} if found else found


class Routes:
    """Routes, each by a decorator of what answers: a function of the request and of what its path names in
    braces, which is worked on beside the other requests unless it is `async`."""

    def __init__(self) -> None:
        self.served: list[Route] = []
        self.documented: list[Documented] = []

    def get(self, path: str, **said: Any) -> Callable[[Endpoint], Endpoint]:
        return self._added(path, "GET", said)

    def post(self, path: str, **said: Any) -> Callable[[Endpoint], Endpoint]:
        return self._added(path, "POST", said)

    def _added(self, path: str, method: str, said: dict[str, Any]) -> Callable[[Endpoint], Endpoint]:
        def add(endpoint: Endpoint) -> Endpoint:
            is_a_page = method == "GET" and not path.startswith(API) and "." not in path
            route = Served(path, _of_request(endpoint, without_empty=is_a_page))
            route.methods = {method}  # HEAD is the limits' business
            self.served.append(route)
            if said:
                self.documented.append(Documented(path, method, endpoint, said))
            return endpoint

        return add


def _of_request(endpoint: Callable[..., Any], *, without_empty: bool) -> Callable[..., Any]:
    """What answers, as a function of the request alone. `without_empty`: a form without scripts sends each
    field, and is led to the address of what is filled in."""
    if iscoroutinefunction(endpoint):
        return endpoint
    _, *named = signature(endpoint).parameters

    async def answer(request: Request) -> Response:
        sent = request.query_params.multi_items() if without_empty else []
        filled = [(name, text) for name, text in sent if text.strip()]
        if filled != sent:
            return RedirectResponse(f"{request.url.path}?{urlencode(filled)}".removesuffix("?"), 303)
        of_path = (request.path_params[name] for name in named)
        found: Response = await worked_out(request, partial(endpoint, request, *of_path), "page")
        return found

    return answer
