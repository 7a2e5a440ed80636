"""The web application: routers, errors as JSON, limits, headers, pages. HTTP status codes stand here."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from assistant.web import chat, documents, health
from assistant.web.context import Context, NotAllowed, TooLarge, UnknownPage
from assistant.web.guarding import Guard, RequestTooLarge
from ingest.errors import (
    AktenlotseError,
    EmptyFile,
    ModelUnavailable,
    UnknownDocument,
    UnreadableFile,
)

log = logging.getLogger(__name__)
_STATIC = Path(__file__).parent / "static"
_PAGES = {"/": "index.html", "/redaktion": "redaktion.html"}
_FOLLOW_EVERY = 0.5
"""Seconds between two looks for documents that the worker has taken in."""
_STATUS: dict[type[AktenlotseError], int] = {
    NotAllowed: 401,
    UnknownPage: 404,
    UnknownDocument: 404,
    TooLarge: 413,
    RequestTooLarge: 413,
    EmptyFile: 422,
    UnreadableFile: 422,
    ModelUnavailable: 503,
}
_CODES = {404: "not_found", 405: "method_not_allowed"}
class InvalidRequest(AktenlotseError):
    """Takes `field` and `reason`."""

    code = "invalid_request"


def make_app(context: Context) -> FastAPI:
    """The application over a library and its assistant."""

    @asynccontextmanager
    async def follow(_: FastAPI) -> AsyncIterator[None]:
        async with anyio.create_task_group() as group:
            group.start_soon(_follow, context)
            yield
            group.cancel_scope.cancel()

    app = FastAPI(title="Aktenlotse", lifespan=follow, docs_url=None, redoc_url=None)
    app.state.context = context
    for router in (chat.router, documents.router, health.router):
        app.include_router(router)
    app.add_exception_handler(AktenlotseError, _show_error)
    app.add_exception_handler(RequestValidationError, _show_invalid)
    app.add_exception_handler(HTTPException, _show_http)
    app.add_exception_handler(Exception, _show_unexpected)
    app.add_middleware(Guard, upload_bytes=(context.settings.upload_megabytes + 1) * 1024 * 1024)
    for address, page in _PAGES.items():
        app.get(address, include_in_schema=False)(_page(page))
    app.mount("/static", StaticFiles(directory=_STATIC, check_dir=False), name="static")
    return app


async def _follow(context: Context) -> None:
    """Let this process's indexes follow the database, beside the questions."""
    while True:
        await anyio.to_thread.run_sync(context.library.catch_up)
        await anyio.sleep(_FOLLOW_EVERY)


def _page(name: str) -> Callable[[], FileResponse]:
    def show() -> FileResponse:
        return FileResponse(_STATIC / name)

    return show


def _as_response(error: AktenlotseError, status: int) -> JSONResponse:
    return JSONResponse({"error": error.code, "message": str(error)}, status_code=status)


async def _show_error(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, AktenlotseError):
        raise error
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
    return _as_response(error, status)


async def _show_invalid(_: Request, error: Exception) -> JSONResponse:
    first = error.errors()[0] if isinstance(error, RequestValidationError) else {"loc": (), "msg": ""}
    field = ".".join(str(part) for part in first["loc"][1:]) or "body"
    return _as_response(InvalidRequest(field=field, reason=first["msg"]), 422)


async def _show_http(_: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    message = str(UnknownPage()) if status == 404 else str(InvalidRequest(field="HTTP", reason=str(status)))
    return JSONResponse({"error": _CODES.get(status, "invalid_request"), "message": message}, status, headers)


async def _show_unexpected(_: Request, error: Exception) -> JSONResponse:
    """The last resort: the log has the trace, the client a sentence."""
    log.error("unexpected", exc_info=error)
    return _as_response(AktenlotseError(), 500)
