"""What the server logs: one JSON object a line on standard error, without questions, names or addresses of people.

Only our own modules log below a warning: libraries would write down what they send. Of an error its kind and the places that it
passed are logged, not its message, which may quote what somebody asked.
"""

import logging
import sys
import time
import traceback
from collections.abc import Callable

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import EventDict, Processor, WrappedLogger

from ingest.settings import Settings

_OWN = ("assistant", "ingest")
_FRAMES = 30
"""Places of each error that are logged, the innermost."""
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))

log = logging.getLogger(__name__)
Noted = Callable[[str, str, int, float], None]
"""Takes method, route, status and seconds of a request."""


def configure_logs(settings: Settings) -> None:
    """From now on this process logs so."""
    processors: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_messages_of_errors,
    ]
    renderer: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if settings.log_format == "text":
        renderer = structlog.dev.ConsoleRenderer(colors=False)
    shown: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=processors, processors=shown))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(True)
    for name in _OWN:
        logging.getLogger(name).setLevel(settings.log_level.upper())


def _without_messages_of_errors(_: WrappedLogger, __: str, entry: EventDict) -> EventDict:
    """Kind and places of an error, the cause last."""
    if exc_info := entry.pop("exc_info", None):
        error: BaseException | None = exc_info[1] if isinstance(exc_info, tuple) else exc_info
        kinds, places = list[str](), list[str]()
        while error is not None:
            kinds.append(type(error).__qualname__)
            frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
            places += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            error = error.__cause__ or error.__context__
        entry["error"], entry["places"] = kinds, places
    return entry


class Watched:
    """ASGI middleware: each request is counted by `note`, and logged where that is wanted; failures always are."""

    def __init__(self, app: ASGIApp, note: Noted) -> None:
        self._app = app
        self._note = note

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 499

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        finally:
            route = getattr(scope.get("route"), "path", "") or "other"
            method = scope["method"] if scope["method"] in _METHODS else "other"
            seconds = time.perf_counter() - started
            self._note(method, route, status, seconds)
            level = logging.WARNING if status >= 500 else logging.DEBUG
            fields = {"method": method, "route": route, "status": status, "milliseconds": round(1000 * seconds)}
            log.log(level, "request", extra=fields)
