"""What every request may take and every answer carries: its place, size, time, headers, a line in the log.

The line names the method, the route and the status. It never holds what a request held: the inputs of
a page stand in its address, and an address can be typed by anybody.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable, Collection
from time import perf_counter

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kfees.model.blanks import Grouped
from kfees.model.sentences import translatable
from kfees.web.admission import (
    MOST_OF_A_CLIENT,
    Admitted,
    Clients,
    from_another_site,
    header,
    of_another_host,
)
from kfees.web.errors import ADDRESS, BODY, Refusal, refusal

LOG = logging.getLogger("kfees.web")

MAXIMUM_BODY_BYTES = 1_000_000
"""Of a request or an upload: a file of this size stays in memory and is never written to disk."""

MOST_FILE_BYTES = 5_000_000
"""Of the files of an import, all together."""

MOST_QUOTE_BYTES = 1_000_000
"""Of a provider's own quote."""

IMPORT_ADDRESS, ASSESS_ADDRESS = "/api/v1/schedules/import", "/assess"
LARGER_BODY_BYTES = {"/schedules/import": 8_000_000, IMPORT_ADDRESS: 6_000_000, ASSESS_ADDRESS: 3_000_000}
"""Of the addresses that take more: the pages of an import and of a request carry files along, a third longer
as text, beside new ones; and a file that is a little too large is told at its field."""

MAXIMUM_QUERY_BYTES = 8_000
GONE = 499
"""What the log has for a request whose answer nobody waited for."""

READING_SECONDS = 15.0
"""How long a body may take to arrive."""


def content_security(style: str) -> str:
    """The policy of a page whose style comes from `style`: nothing inline, nothing from elsewhere."""
    allowed = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": style,
        "img-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{kind} {source}" for kind, source in allowed.items())


PAGE_HEADERS = {
    "content-security-policy": content_security("'self'"),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",  # no other site learns an address; a form says whose page sent it
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
"""Of everything that a browser shows; JSON needs no more than the last two."""

_PAGE_HEADERS = [(name.encode(), value.encode()) for name, value in PAGE_HEADERS.items()]
_JSON_HEADERS = _PAGE_HEADERS[-2:]
_JSON = (b"content-type", b"application/json")

Shown = Callable[[Scope, Refusal], Response]


class RequestLimits:
    """The outermost layer of the application. `shown` makes an answer of a refusal; `hosts`: the names that
    it is asked by."""

    def __init__(
        self, app: ASGIApp, shown: Shown, hosts: Collection[str], most_of_a_client: int = MOST_OF_A_CLIENT
    ) -> None:
        self._app, self._shown, self._hosts = app, shown, frozenset(hosts)
        self._clients = Clients(most_of_a_client)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, method = perf_counter(), scope["method"]
        answer = _Answer(send, headless=method == "HEAD")
        if method == "HEAD":  # answered as GET, without the body
            scope["method"] = "GET"
        try:
            with self._clients.admitted(scope) as admitted:
                refused = admitted.refused or self._refused_at_once(scope)
                if refused is None:
                    limited = _limited(receive, _most_bytes(scope), admitted)
                    await self._app(scope, limited, answer)
                else:
                    await self._shown(scope, refused)(scope, receive, answer)
        except ClientDisconnect:
            answer.status = answer.status or GONE
        except Exception as error:  # noqa: BLE001  whatever it is, the server goes on
            _log_mistake(error)
            if not answer.status:
                await self._shown(scope, _MISTAKE)(scope, receive, answer)
        if LOG.isEnabledFor(logging.INFO):
            route = getattr(scope.get("route"), "path", "(no route)")
            LOG.info("%s %s %d %.1f ms", method, route, answer.status, (perf_counter() - begun) * 1000)

    def _refused_at_once(self, scope: Scope) -> Refusal | None:
        """What the first lines of a request already forbid."""
        return (
            of_another_host(scope, self._hosts) or from_another_site(scope, self._hosts) or _too_long(scope)
        )


class _Answer:
    """Sends an answer on with the headers that every answer carries. `status` is 0 until it begins."""

    def __init__(self, send: Send, *, headless: bool) -> None:
        self._send, self._headless, self.status = send, headless, 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = message["headers"]
            known = {name for name, _ in headers}
            wanted = _JSON_HEADERS if _JSON in headers else _PAGE_HEADERS
            headers += [each for each in wanted if each[0] not in known]
        elif self._headless:
            message = {**message, "body": b""}
        await self._send(message)


_MISTAKE = refusal(
    500,
    "mistake",
    "kfees",
    translatable("this is a mistake of kfees, not of the request."),
    translatable("Report it."),
)


def _log_mistake(error: Exception) -> None:
    """Where it happened, without its message, which may hold what was sent."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    LOG.error("%s\n%s", type(error).__name__, frames)


def _too_long(scope: Scope) -> Refusal | None:
    """413 or 414 where its address, or the body that it announces, is too long."""
    if len(scope["query_string"]) > MAXIMUM_QUERY_BYTES:
        message = translatable("it is longer than {most} bytes.").format(most=Grouped(MAXIMUM_QUERY_BYTES))
        remedy = translatable("Send a request of this size to the API.")
        return refusal(414, "too-large", ADDRESS, message, remedy)
    length = header(scope, b"content-length")
    most = _most_bytes(scope)
    return too_large(most) if length.isdecimal() and int(length) > most else None


def _most_bytes(scope: Scope) -> int:
    return LARGER_BODY_BYTES.get(scope["path"], MAXIMUM_BODY_BYTES)


def too_large(most: int = MAXIMUM_BODY_BYTES) -> Refusal:
    message = translatable("it holds more than {most} bytes.").format(most=Grouped(most))
    remedy = translatable("Send one request, or the quote alone.")
    return refusal(413, "too-large", BODY, message, remedy)


def _limited(receive: Receive, most: int, admitted: Admitted) -> Receive:
    """Receiving a body of no more than its bytes in no more than its time."""
    complete = False
    deadline = asyncio.get_running_loop().time() + READING_SECONDS

    async def limited() -> Message:
        nonlocal complete
        if complete:
            return await receive()
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            slow = translatable("it was not here after {seconds} seconds.")
            said = slow.format(seconds=int(READING_SECONDS))
            raise refusal(408, "too-slow", BODY, said, translatable("Send it again.")) from None
        admitted.take(len(message.get("body", b"")))
        complete = not message.get("more_body", False)
        if admitted.bytes > most:
            raise too_large(most)
        return message

    return limited
