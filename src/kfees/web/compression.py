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


class Compression:
    """A layer of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = GZipMiddleware(app, LEAST_BYTES, compresslevel=5, exclude_content_types=PACKED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        mark = b'-gzip"' if "gzip" in header(scope, b"accept-encoding") else b'"'
        scope["headers"] = [
            (name, value.replace(mark, b'"') if name == b"if-none-match" else value)
            for name, value in scope["headers"]
        ]

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, value[:-1] + mark if name == b"etag" else value)
                    for name, value in message["headers"]
                ]
                if message["status"] == 304:
                    message["headers"].append((b"vary", b"Accept-Encoding"))
            await send(message)

        await self._app(scope, receive, tagged)
