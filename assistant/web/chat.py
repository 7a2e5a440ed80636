"""Routes for people who ask: questions, feedback, and what the page shows around them."""

from datetime import UTC, datetime
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse
from sqlalchemy import insert
from starlette.concurrency import run_in_threadpool

from assistant.conversation import Answer, Trouble
from assistant.web.asking import keep_answer, read_question
from assistant.web.context import In
from assistant.web.identity import Asking, AtGate, SignedIn
from assistant.web.shapes import EVENTS, ChatRequest, FeedbackRequest, answer_json
from assistant.web.streaming import GONE, read_to_end, sse, stream, within
from assistant.web.turns import InLine
from assistant.web.words import page_words
from ingest import tables
from ingest.tables import transaction

router = APIRouter(prefix="/api", tags=["chat"])


@router.post("/chat", response_model=None, responses=EVENTS)
async def chat(asked: ChatRequest, asker: Asking, gate: AtGate, context: In, place: InLine, request: Request) -> Response:
    """Answer a question: as server-sent events `waiting`, `passages`, `text`, `error`, `answer`, or whole for
    `Accept: application/json`."""
    reading = (asked, asker, gate)
    question = await run_in_threadpool(read_question, *reading) if asked.conversation else read_question(*reading)
    events = keep_answer(context.answer(question), asked, asker, gate)
    events = within(events, context.settings.question_seconds)
    if "application/json" not in request.headers.get("accept", ""):
        return EventSourceResponse(stream(sse(events), place), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
    heard = await read_to_end(events, request, place)
    if heard and isinstance(heard[-1], Answer):
        return Response(orjson.dumps(answer_json(heard[-1])), media_type="application/json")
    trouble = next((event for event in heard if isinstance(event, Trouble)), Trouble("internal", ""))
    return JSONResponse({"error": trouble.error, "message": trouble.message}, 503 if heard else GONE)


@router.post("/feedback", status_code=204)
def feedback(request: FeedbackRequest, _: SignedIn, context: In) -> Response:
    """Keep what somebody says about an answer, without a name."""
    with transaction(context.library.engine) as connection:
        now = datetime.now(UTC).replace(tzinfo=None)
        connection.execute(insert(tables.feedback).values(created=now, **request.model_dump()))
    return Response(status_code=204)


@router.get("/settings")
def settings(_: SignedIn, context: In) -> dict[str, Any]:
    """What the pages show: name, greeting, examples, notice."""
    words = page_words()
    own = context.settings
    return {
        "name": own.name,
        "authority": own.authority,
        "greeting": words["greeting"],
        "examples": list(own.examples),
        "model": context.assistant.model.name,
        "notice": words["notice"],
    }
