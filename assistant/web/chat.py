"""Routes for people who ask: questions, feedback, and what the page shows around them."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.sse import EventSourceResponse
from sqlalchemy import insert
from starlette.concurrency import run_in_threadpool

from assistant.answering import Assistant
from assistant.conversation import Answer, Question, Trouble
from assistant.web.context import In
from assistant.web.shapes import ChatRequest, FeedbackRequest, answer_json
from assistant.web.streaming import stream_events
from assistant.web.words import page_words
from ingest import tables
from ingest.tables import transaction

router = APIRouter(prefix="/api", tags=["chat"])


@router.post("/chat", response_model=None)
async def chat(request: ChatRequest, context: In, accept: Annotated[str, Header()] = "") -> StreamingResponse | JSONResponse:
    """Answer a question: as server-sent events `passages`, `text`, `error`, `answer`, or whole for `Accept: application/json`."""
    question = request.as_question()
    if "application/json" in accept:
        return await run_in_threadpool(_answer_whole, context.assistant, question)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return EventSourceResponse(stream_events(context.assistant.answer(question)), headers=headers)


def _answer_whole(assistant: Assistant, question: Question) -> JSONResponse:
    trouble = None
    for event in assistant.answer(question):
        if isinstance(event, Answer):
            return JSONResponse(answer_json(event))
        trouble = event if isinstance(event, Trouble) else trouble
    code, message = (trouble.error, trouble.message) if trouble else ("internal", "")
    return JSONResponse({"error": code, "message": message}, status_code=503)


@router.post("/feedback", status_code=204)
def feedback(request: FeedbackRequest, context: In) -> Response:
    """Keep what somebody says about an answer, without a name."""
    with transaction(context.library.engine) as connection:
        now = datetime.now(UTC).replace(tzinfo=None)
        connection.execute(insert(tables.feedback).values(created=now, **request.model_dump()))
    return Response(status_code=204)


@router.get("/settings")
def settings(context: In) -> dict[str, Any]:
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
