"""What is large is sent compressed to whoever takes that, under a tag that tells it from the same in full.

No answer holds a secret that its compressed length could tell (BREACH): there are no accounts and no tokens.
"""

from __future__ import annotations

from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kfees.web.admission import header
from kfees.web.documents import WORKBOOK
from kfees.web.notice_pages import PDF

PACKED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, PDF, WORKBOOK)
"""What is compressed already."""

LEAST_BYTES = 1_400
"""What goes over the wire in one piece anyway."""


VARY = (b"vary", b"Accept-Encoding")


class Compression:
    """A layer of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._whole = app
        self._packing = GZipMiddleware(app, LEAST_BYTES, compresslevel=5, exclude_content_types=PACKED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def varied(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"].append(VARY)
            await send(message)

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, value[:-1] + b'-gzip"' if name == b"etag" else value)
                    for name, value in message["headers"]
                ]
                if message["status"] == 304:
                    message["headers"].append(VARY)
            await send(message)

        if scope["type"] != "http":
            await self._whole(scope, receive, send)
        elif "gzip" not in header(scope, b"accept-encoding"):
            await self._whole(scope, receive, varied)
        else:
            scope["headers"] = [
                (name, value.replace(b'-gzip"', b'"') if name == b"if-none-match" else value)
                for name, value in scope["headers"]
            ]
            await self._packing(scope, receive, tagged)
