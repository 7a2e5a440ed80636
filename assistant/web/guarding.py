"""What happens to every request and response: bodies are bounded in length and time, security headers are put on.

Plain ASGI, so that a client that goes away is noticed at once.
"""

from collections.abc import Callable

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.errors import AktenlotseError
from ingest.settings import Settings

_BODY_BYTES = 2 * 1024 * 1024
"""Largest body of a request that uploads no file."""
_PIECE_SECONDS = 30.0
"""Longest pause between two pieces of a body."""
_SOURCES = (
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    "form-action 'self'",
)
"""Where a page may load from, and who may embed it."""
_NEVER_USED = ("camera", "microphone", "geolocation", "payment", "usb", "serial", "display-capture", "browsing-topics")
_HEADERS = {
    "Content-Security-Policy": "; ".join(_SOURCES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _NEVER_USED),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
_LOADED_BY_THE_WIDGET = ("/static/", "/api/documents/")


class RequestTooLarge(AktenlotseError):
    """The body is longer than any question or accepted file."""

    code = "request_too_large"


class RequestTooSlow(AktenlotseError):
    """The body paused for too long."""

    code = "request_too_slow"


class Guard:
    """ASGI middleware; `refuse` shows an error."""

    def __init__(self, app: ASGIApp, settings: Settings, refuse: Callable[[Request, AktenlotseError], Response]) -> None:
        self._app = app
        self._upload_bytes = (settings.upload_megabytes + 1) * 1024 * 1024
        self._headers = _HEADERS | (_ONLY_HTTPS if settings.url.startswith("https://") else {})
        self._is_embedded = bool(settings.widget_origins)
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        uploads = headers.get("content-type", "").startswith("multipart/form-data")
        body = _Body(receive, self._upload_bytes if uploads else _BODY_BYTES, headers.get("content-length", ""))
        send = self._with_headers(send, scope["path"])
        if body.refusal is None:
            await self._app(scope, body.receive, body.unless_refused(send))
        if body.refusal is not None:
            await self._refuse(Request(scope), body.refusal)(scope, receive, send)

    def _with_headers(self, send: Send, path: str) -> Send:
        embedded = self._is_embedded and path.startswith(_LOADED_BY_THE_WIDGET)
        own = self._headers | {"Cross-Origin-Resource-Policy": "cross-origin" if embedded else "same-origin"}

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in own.items():
                    headers.setdefault(name, value)
                if headers.get("content-type", "").startswith("application/json"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        return send_on


class _Body:
    """A request's body that may have `room` bytes; `announced` is how long the client says that it is."""

    def __init__(self, receive: Receive, room: int, announced: str) -> None:
        self._receive = receive
        self._room = room
        self._is_whole = False
        self.refusal: AktenlotseError | None = None
        if announced.isdigit() and int(announced) > room:
            self.refusal = RequestTooLarge()

    async def receive(self) -> Message:
        """The next piece. Raises RequestTooLarge and RequestTooSlow."""
        with anyio.move_on_after(None if self._is_whole else _PIECE_SECONDS) as waited:
            message = await self._receive()
        if waited.cancelled_caught:
            self.refusal = RequestTooSlow()
            raise self.refusal
        self._is_whole = not message.get("more_body", False)
        self._room -= len(message.get("body", b""))
        if self._room < 0:
            self.refusal = RequestTooLarge()
            raise self.refusal
        return message

    def unless_refused(self, send: Send) -> Send:
        """`send`, but not what the routes make of a body that broke off."""

        async def send_on(message: Message) -> None:
            if self.refusal is None:
                await send(message)

        return send_on
