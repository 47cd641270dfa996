"""The pages and the API: `application` makes an ASGI application from a library.

application   the whole of it, and what every answer carries
limits        how large and how slow a request may be
errors        one shape for every refusal
api           /api/v1, JSON for programs
document      its OpenAPI description
pages         HTML for people: the preview and its comparison, the projection, the request, the schedules
forms         what a person fills in, to a request
shown         a quote, to what a page shows of it; compared and projected do the same for theirs
charted       charts, as images of a page
wording       languages, amounts and dates
"""

from kfees.web.application import application

__all__ = ["application"]
