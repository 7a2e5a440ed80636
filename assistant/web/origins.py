"""Which pages of other origins may use the chat: those that the operator names, and only what the chat needs.

Plain ASGI. Knows addresses and origins, not who asks.
"""

from collections.abc import Callable, Sequence

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.access.arriving import parts_of
from assistant.access.refusals import ForeignOrigin

_READS = ("GET", "HEAD")
_FOR_THE_CHAT = {
    "/static/": _READS,
    "/api/entrance": _READS,
    "/api/session": _READS,
    "/api/settings": _READS,
    "/api/collections": _READS,
    "/api/documents/": _READS,
    "/api/chat": ("POST",),
    "/api/feedback": ("POST",),
    "/api/vermerk": ("POST",),
    "/api/conversations": (*_READS, "PATCH", "DELETE"),
}
_SAFE = (*_READS, "OPTIONS")
_READ_PIECEWISE = ("Accept-Ranges", "Content-Range", "Content-Length")
"""Headers by which a viewer of PDFs reads only the pages that are shown."""


class Origins:
    """ASGI middleware; `own` is the address that people know the server by, `allowed` are origins such as
    `https://intranet.example`, `refuse` shows an error."""

    def __init__(
        self, app: ASGIApp, own: str, allowed: Sequence[str], refuse: Callable[[Request, ForeignOrigin], Response]
    ) -> None:
        self._app = app
        self._own = parts_of(own).netloc
        self._allowed = {origin.rstrip("/").lower() for origin in allowed}
        self._refuse = refuse
        self._shared = CORSMiddleware(
            app,
            allow_origins=sorted(self._allowed),
            allow_credentials=True,
            allow_methods=("GET", "POST", "PATCH", "DELETE"),
            allow_headers=("Content-Type", "Range"),
            expose_headers=_READ_PIECEWISE,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        origin = headers.get("origin", "")
        if not origin or _is_own(origin, self._own, headers):
            await self._app(scope, receive, send)
        elif origin.lower() in self._allowed and _is_for_the_chat(scope["path"], _meant_method(scope, headers)):
            await self._shared(scope, receive, send)
        elif scope["method"] in _SAFE or not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)  # without a word of consent, which the browser takes for a refusal
        else:
            await self._refuse(Request(scope), ForeignOrigin())(scope, receive, send)


def _is_own(origin: str, own: str, headers: Headers) -> bool:
    """Whether the page was served from here; browsers that say so are believed, also behind a proxy that renames the host."""
    host = parts_of(origin).netloc  # empty for "null", which is nobody's
    ours = host != "" and host in (own, headers.get("host", ""))
    return ours or headers.get("sec-fetch-site") == "same-origin"


def _meant_method(scope: Scope, headers: Headers) -> str:
    """The method, or the one that a browser asks permission for."""
    return headers.get("access-control-request-method", "") if scope["method"] == "OPTIONS" else str(scope["method"])


def _is_for_the_chat(path: str, method: str) -> bool:
    return any(path.startswith(prefix) and method in methods for prefix, methods in _FOR_THE_CHAT.items())
