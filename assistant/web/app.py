"""The web application: routers, errors as JSON, limits, headers, pages. HTTP status codes stand here."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import anyio
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from assistant.access.gate import Gate
from assistant.access.refusals import (
    AlreadyReleased,
    Forbidden,
    ForeignOrigin,
    HiddenFromModel,
    NameInUse,
    NotProposed,
    NotSignedIn,
    OtherVersion,
    OwnAccount,
    ProviderRefused,
    SecondPersonNeeded,
    SignInFailed,
    TooManyRequests,
    UnknownConversation,
    UnknownPerson,
    WeakPassword,
)
from assistant.drafts import UnfinishedDraft, UnknownDraft
from assistant.ratings import UnknownPair
from assistant.run_comparing import NotComparable
from assistant.run_folders import UnknownRun
from assistant.web import (
    administration,
    auditing,
    chat,
    condition,
    conversations,
    documents,
    drafts,
    entrance,
    erasures,
    evaluation,
    health,
    jobs,
    openai,
    overview,
    pages,
    people,
    permissions,
    ratings,
    releases,
    tasks,
    thesaurus,
    trials,
    vermerk,
    versions,
)
from assistant.web.context import Context, InvalidRequest, TooLarge, UnknownPage
from assistant.web.guarding import Guard, RequestTooLarge, RequestTooSlow
from assistant.web.line import LineFull
from assistant.web.logs import Watched
from assistant.web.origins import Origins
from assistant.web.shapes import Refusal
from assistant.web.statics import add_pages, is_by_a_person, no_such_page
from assistant.web.tidying import Tidying
from ingest.errors import (
    AktenlotseError,
    EmptyFile,
    ModelUnavailable,
    NameTaken,
    NeedsModel,
    UnknownDocument,
    UnknownTask,
    UnknownVersion,
    UnreadableFile,
)

log = logging.getLogger(__name__)
_OTHER_THREADS = 16
"""Threads for all that is no question, so that a full line leaves the pages alive."""
_FOLLOW_EVERY = 0.5
"""Seconds between two looks for documents that the worker has taken in."""
_AGAIN_AFTER = 5.0
"""Seconds until what went wrong beside the questions is tried again."""
_KEEP_EVERY = 2.0
"""Seconds between two times that what was asked is stored."""
_STATUS: dict[type[AktenlotseError], int] = {
    NotSignedIn: 401,
    SignInFailed: 401,
    ProviderRefused: 401,
    Forbidden: 403,
    ForeignOrigin: 403,
    SecondPersonNeeded: 403,
    UnknownConversation: 404,
    UnknownPerson: 404,
    OwnAccount: 409,
    NameInUse: 409,
    NotProposed: 409,
    AlreadyReleased: 409,
    OtherVersion: 409,
    WeakPassword: 422,
    TooManyRequests: 429,
    UnknownPage: 404,
    UnknownPair: 404,
    UnknownDraft: 404,
    UnfinishedDraft: 409,
    UnknownRun: 404,
    NotComparable: 409,
    UnknownDocument: 404,
    UnknownTask: 404,
    NeedsModel: 409,
    HiddenFromModel: 409,
    UnknownVersion: 404,
    NameTaken: 409,
    TooLarge: 413,
    RequestTooLarge: 413,
    RequestTooSlow: 408,
    EmptyFile: 422,
    UnreadableFile: 422,
    ModelUnavailable: 503,
    LineFull: 503,
    InvalidRequest: 422,
}
_CODES = {404: "not_found", 405: "method_not_allowed"}
_REFUSALS: dict[int | str, dict[str, Any]] = {status: {"model": Refusal} for status in sorted({400, *_STATUS.values()})}
"""What the schema says of every route: it may refuse, and how that looks."""


def make_app(context: Context) -> FastAPI:
    """The application over a library and its assistant."""

    gate = Gate(context.settings, context.library.engine)
    tidying = Tidying(context.library, gate)

    @asynccontextmanager
    async def follow(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = context.settings.answered_at_once + _OTHER_THREADS
        async with anyio.create_task_group() as group:
            group.start_soon(_repeat, context.library.catch_up, _FOLLOW_EVERY)
            group.start_soon(_repeat, lambda: context.log.write(date.today()), _KEEP_EVERY)
            group.start_soon(_repeat, tidying.look, _FOLLOW_EVERY)
            group.start_soon(_repeat, context.assistant.look_ahead, _FOLLOW_EVERY)
            yield
            group.cancel_scope.cancel()
        context.log.write(date.today())
        context.tracing.close()

    app = FastAPI(title="Aktenlotse", lifespan=follow, docs_url=None, redoc_url=None, responses=_REFUSALS)
    app.state.context = context
    app.state.gate, app.state.tidying = gate, tidying
    for part in (chat, tasks, vermerk, documents, jobs, pages, versions, trials, condition, thesaurus, overview, openai, health):
        app.include_router(part.router)
    for part in (people, conversations, evaluation, ratings, drafts, entrance):
        app.include_router(part.router)
    for part in (administration, permissions, auditing, releases, erasures):
        app.include_router(part.router)
    app.add_exception_handler(AktenlotseError, _show_error)
    app.add_exception_handler(RequestValidationError, _show_invalid)
    app.add_exception_handler(HTTPException, _show_http)
    app.add_exception_handler(Exception, _show_unexpected)
    app.add_middleware(Origins, own=context.settings.url, allowed=context.settings.widget_origins, refuse=_as_response)
    app.add_middleware(Guard, settings=context.settings, refuse=_as_response)
    app.add_middleware(Watched, note=context.measurements.note_request)
    add_pages(app)
    return app


async def _repeat(work: Callable[[], object], pause: float) -> None:
    """Do something again and again beside the questions. A full disk or a locked database ends one try, not all to come."""
    while True:
        try:
            await anyio.to_thread.run_sync(work)
        except (AktenlotseError, OSError, SQLAlchemyError, ValueError) as error:  # it may be over at the next try
            log.error("beside", exc_info=error)
            await anyio.sleep(_AGAIN_AFTER)
        await anyio.sleep(pause)


def _as_response(request: Request, error: AktenlotseError, status: int = 0, code: str = "") -> JSONResponse:
    """The error as the client expects it: ours, or the OpenAI protocol's."""
    status = status or next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
    code, message = code or error.code, str(error)
    foreign = request.url.path.startswith("/v1/")
    headers = {"Retry-After": str(error.details["seconds"])} if "seconds" in error.details else {}
    return JSONResponse(
        openai.error_json(code, message, status) if foreign else {"error": code, "message": message}, status, headers
    )


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


async def _show_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404 and is_by_a_person(request):
        return no_such_page(request)
    shown = UnknownPage() if status == 404 else InvalidRequest(request.method, f"http_{status}")
    response = _as_response(request, shown, status, _CODES.get(status, ""))
    response.headers.update(error.headers or {} if isinstance(error, HTTPException) else {})
    return response


async def _show_unexpected(request: Request, error: Exception) -> JSONResponse:
    """The last resort: the log has the trace, the client a sentence."""
    log.error("unexpected", exc_info=error)
    return _as_response(request, AktenlotseError())
