"""What happens to every request and response: bodies are bounded while they are read, security headers are put on.

Plain ASGI, so that a client that goes away is noticed at once.
"""

from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.errors import AktenlotseError

_BODY_BYTES = 2 * 1024 * 1024
"""Largest body of a request that uploads no file."""
_SOURCES = (
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    "form-action 'self'",
)
"""Where a page may load from, and who may embed it."""
_HEADERS = {
    "Content-Security-Policy": "; ".join(_SOURCES),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class RequestTooLarge(AktenlotseError):
    """The body is longer than any question or accepted file."""

    code = "request_too_large"


class Guard:
    """ASGI middleware; `upload_bytes` is the largest body of a request that uploads a file, `refuse` shows an error."""

    def __init__(self, app: ASGIApp, upload_bytes: int, refuse: Callable[[Request, RequestTooLarge], Response]) -> None:
        self._app = app
        self._upload_bytes = upload_bytes
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        uploads = headers.get("content-type", "").startswith("multipart/form-data")
        body = _Body(receive, self._upload_bytes if uploads else _BODY_BYTES, headers.get("content-length", ""))
        send = _with_headers(send)
        if not body.is_too_large:
            await self._app(scope, body.receive, body.unless_too_large(send))
        if body.is_too_large:
            await self._refuse(Request(scope), RequestTooLarge())(scope, receive, send)


class _Body:
    """A request's body that may have `room` bytes; `announced` is how long the client says that it is."""

    def __init__(self, receive: Receive, room: int, announced: str) -> None:
        self._receive = receive
        self._room = room if not announced.isdigit() or int(announced) <= room else -1

    @property
    def is_too_large(self) -> bool:
        """Whether more came, or will come, than may."""
        return self._room < 0

    async def receive(self) -> Message:
        """The next piece. Raises RequestTooLarge."""
        message = await self._receive()
        self._room -= len(message.get("body", b""))
        if self.is_too_large:
            raise RequestTooLarge
        return message

    def unless_too_large(self, send: Send) -> Send:
        """`send`, but not what the routes make of a body that broke off."""

        async def send_on(message: Message) -> None:
            if not self.is_too_large:
                await send(message)

        return send_on


def _with_headers(send: Send) -> Send:
    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_on
