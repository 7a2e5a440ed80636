"""What happens to every request and response: bodies are bounded while they are read, security headers are put on.

Plain ASGI, so that a client that goes away is noticed at once.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.errors import AktenlotseError

_BODY_BYTES = 2 * 1024 * 1024
"""Largest body of a request that uploads no file."""
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class RequestTooLarge(AktenlotseError):
    """The body is longer than any question or accepted file."""

    code = "request_too_large"


class Guard:
    """ASGI middleware; `upload_bytes` is the largest body of a request that uploads a file."""

    def __init__(self, app: ASGIApp, upload_bytes: int) -> None:
        self._app = app
        self._upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        uploads = headers.get("content-type", "").startswith("multipart/form-data")
        room = self._upload_bytes if uploads else _BODY_BYTES
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > room:
            error = RequestTooLarge()
            refusal = JSONResponse({"error": error.code, "message": str(error)}, status_code=413, headers=_HEADERS)
            await refusal(scope, receive, send)
            return

        async def receive_bounded() -> Message:
            nonlocal room
            message = await receive()
            room -= len(message.get("body", b""))
            if room < 0:
                raise RequestTooLarge
            return message

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive_bounded, send_guarded)
