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

from assistant.web import chat, documents, health, openai
from assistant.web.context import Context, InvalidRequest, NotAllowed, TooLarge, UnknownPage
from assistant.web.guarding import Guard, RequestTooLarge
from ingest.errors import (
    AktenlotseError,
    EmptyFile,
    ModelUnavailable,
    NameTaken,
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
    NameTaken: 409,
    TooLarge: 413,
    RequestTooLarge: 413,
    EmptyFile: 422,
    UnreadableFile: 422,
    ModelUnavailable: 503,
    InvalidRequest: 422,
}
_CODES = {404: "not_found", 405: "method_not_allowed"}


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
    for router in (chat.router, documents.router, openai.router, health.router):
        app.include_router(router)
    app.add_exception_handler(AktenlotseError, _show_error)
    app.add_exception_handler(RequestValidationError, _show_invalid)
    app.add_exception_handler(HTTPException, _show_http)
    app.add_exception_handler(Exception, _show_unexpected)
    app.add_middleware(Guard, upload_bytes=(context.settings.upload_megabytes + 1) * 1024 * 1024, refuse=_as_response)
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


def _as_response(request: Request, error: AktenlotseError, status: int = 0, code: str = "") -> JSONResponse:
    """The error as the client expects it: ours, or the OpenAI protocol's."""
    status = status or next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
    code, message = code or error.code, str(error)
    foreign = request.url.path.startswith("/v1/")
    return JSONResponse(openai.error_json(code, message) if foreign else {"error": code, "message": message}, status)


async def _show_error(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, AktenlotseError):
        raise error
    return _as_response(request, error)


async def _show_invalid(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:])
    field = place if place and first["type"] != "json_invalid" else "body"
    return _as_response(request, InvalidRequest(field, first["type"], **first.get("ctx", {})))


async def _show_http(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    shown = UnknownPage() if status == 404 else InvalidRequest(request.method, f"http_{status}")
    response = _as_response(request, shown, status, _CODES.get(status, ""))
    response.headers.update(error.headers or {} if isinstance(error, HTTPException) else {})
    return response


async def _show_unexpected(request: Request, error: Exception) -> JSONResponse:
    """The last resort: the log has the trace, the client a sentence."""
    log.error("unexpected", exc_info=error)
    return _as_response(request, AktenlotseError())
