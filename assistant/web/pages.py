"""Routes for the pages of an original: a page as a picture, and where on it a text of the document stands.

Originals may be hostile, so that pages are drawn in a process under the limits of reading; it starts when it is first needed.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Path, Query, Request, Response
from sqlalchemy import select

from assistant.web.context import Context, In, UnknownPage, context_of
from assistant.web.documents import seen_original
from assistant.web.identity import SignedIn
from ingest import tables
from ingest.parsers.places import find_rectangles, render_page
from ingest.parsers.placing import Rectangle
from ingest.parsers.sandbox import Sandbox

_LONGEST_TEXT = 20_000
_KEPT = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}

Width = Annotated[int, Query(ge=100, le=2400)]
Offset = Annotated[int, Query(ge=0, lt=2**31)]
PageNumber = Annotated[int, Path(ge=-(2**31), lt=2**31)]


@asynccontextmanager
async def _with_sandbox(app: FastAPI) -> AsyncIterator[None]:
    """No process outlives the application."""
    yield
    sandbox: Sandbox | None = getattr(app.state, "drawing", None)
    if sandbox:
        sandbox.__exit__(None, None, None)


router = APIRouter(prefix="/api", tags=["pages"], lifespan=_with_sandbox)


@router.get("/documents/{document_id}/pages/{page}.png", response_class=Response)
def picture(document_id: str, page: PageNumber, asker: SignedIn, request: Request, context: In, width: Width = 1000) -> Response:
    """A page of a PDF or of a picture, as it is printed."""
    _, path = seen_original(document_id, asker, context)
    drawn = sandbox_of(request, context).ask(render_page, path, page, width)
    if drawn is None:
        raise UnknownPage
    return Response(drawn, media_type="image/png", headers=_KEPT)


@router.get("/documents/{document_id}/pages/{page}/rectangles")
def rectangles(document_id: str, page: PageNumber, asker: SignedIn, request: Request, start: Offset, end: Offset) -> dict[str, Any]:
    """Where the document's text from `start` to `end` stands on a page, as shares of its width and height."""
    context = context_of(request)
    _, path = seen_original(document_id, asker, context)
    text = _text_on(context, document_id, page, start, min(end, start + _LONGEST_TEXT))
    found: tuple[Rectangle, ...] = sandbox_of(request, context).ask(find_rectangles, path, page, text) if text.strip() else ()
    return {"page": page, "rectangles": [each._asdict() for each in found]}


def _text_on(context: Context, document_id: str, page: int, start: int, end: int) -> str:
    """The part of the text that begins on that page; text that runs over from the page before is found there too."""
    table, of = tables.sections, tables.documents
    wanted = select(table.c.start, table.c.end).where(
        table.c.document_id == document_id, table.c.page.in_((page - 1, page)), table.c.start < end, table.c.end > start
    )
    with context.library.engine.connect() as connection:
        text = connection.scalar(select(of.c.text).where(of.c.id == document_id)) or ""
        rows = connection.execute(wanted.order_by(table.c.ordinal)).all()
    return "\n".join(text[max(row.start, start) : min(row.end, end)] for row in rows)


def sandbox_of(request: Request, context: Context) -> Sandbox:
    """The process in which originals are looked at."""
    state = request.app.state
    if not hasattr(state, "drawing"):
        state.drawing = Sandbox(context.settings.parse_seconds, context.settings.parse_megabytes, processes=1)
    sandbox: Sandbox = state.drawing
    return sandbox
