"""The OpenAI protocol over the same assistant, so that existing chat clients can use the authority's knowledge.

The last message of the user is the question, the turns before it are the history; what a client says as system is not
followed. The answer's text is followed by a list of its sources.
"""

import json
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from pydantic import BaseModel, Field

from assistant.conversation import Answer, Citation, Event, Exchange, Question, SentenceChecked, StillWriting, TextPiece, Trouble
from assistant.exporting import doubt_about, marked_text
from assistant.web.asking import on_behalf
from assistant.web.context import In, InvalidRequest
from assistant.web.identity import Asking, AtGate, SignedIn
from assistant.web.shapes import EVENTS, LONGEST_HISTORY, LONGEST_QUESTION, without_controls
from assistant.web.streaming import GONE, read_to_end, stream, within
from assistant.web.turns import InLine
from assistant.web.words import page_words
from ingest.identities import new_identity


class ForeignRefusal(BaseModel):
    """Why something was refused, as the protocol has it."""

    error: dict[str, str | None]


_REFUSED = (400, 401, 403, 404, 408, 409, 413, 422, 429, 503)
router = APIRouter(prefix="/v1", tags=["openai"], responses={status: {"model": ForeignRefusal} for status in _REFUSED})
MODEL = "aktenlotse"
"""The only model that clients see."""


class Part(BaseModel):
    """A part of a message; only text is read."""

    type: str
    text: str = ""


class Turn(BaseModel):
    """A message."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """Its text."""
        parts = [Part(type="text", text=self.content)] if isinstance(self.content, str) else self.content or []
        return "\n".join(part.text for part in parts if part.type == "text")


class CompletionRequest(BaseModel):
    """A question in the OpenAI protocol; what else clients send (temperature, tools …) means nothing here."""

    messages: Annotated[list[Turn], Field(min_length=1, max_length=1000)]
    stream: bool = False

    def as_question(self) -> Question:
        """The question in the assistant's type. Raises InvalidRequest."""
        turns = [turn for turn in self.messages if turn.role in ("user", "assistant")]
        if not turns or turns[-1].role != "user":
            raise InvalidRequest("messages", "last_is_user")
        if len(turns[-1].text) > LONGEST_QUESTION:
            raise InvalidRequest("messages", "string_too_long", max_length=LONGEST_QUESTION)
        try:
            return Question(without_controls(turns[-1].text), _history(turns[:-1]))
        except ValueError as error:
            raise InvalidRequest("messages", "value_error") from error


@router.get("/models")
def models(_: SignedIn) -> dict[str, Any]:
    """The one model there is."""
    return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}]}


@router.post("/chat/completions", response_model=None, responses=EVENTS)
async def complete(
    asked: CompletionRequest, asker: Asking, gate: AtGate, context: In, place: InLine, request: Request
) -> StreamingResponse | JSONResponse:
    """Answer the last message of the user, whole or in chunks."""
    events = within(context.answer(on_behalf(asked.as_question(), asker, gate)), context.settings.question_seconds)
    if asked.stream:
        return EventSourceResponse(
            stream(_chunks(events), place, _waiting), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        )
    heard = await read_to_end(events, request, place)
    if heard and isinstance(answer := heard[-1], Answer):
        message = {"role": "assistant", "content": marked_text(answer) + _sources(answer)}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return JSONResponse(_envelope("chat.completion") | {"choices": [choice], "usage": _usage(answer)})
    trouble = next((event for event in heard if isinstance(event, Trouble)), Trouble("internal", ""))
    return JSONResponse(error_json(trouble.error, trouble.message), 503 if heard else GONE)


def error_json(code: str, message: str, status: int = 503) -> dict[str, Any]:
    """An error as the protocol has it: whose fault it is tells clients whether to try again."""
    kind = "server_error" if status >= 500 else "invalid_request_error"
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def _waiting(_: int) -> bytes:
    """The protocol knows no line."""
    return KEEPALIVE_COMMENT


def _chunks(events: Generator[Event]) -> Generator[bytes]:
    """The answer in pieces, its sources, and the end mark; what went wrong on the way stands before what was said after it."""
    envelope = _envelope("chat.completion.chunk")
    trouble: Trouble | None = None
    with closing(events):
        for event in events:
            if isinstance(event, Trouble):
                trouble = event
            elif isinstance(event, TextPiece):
                yield _chunk(envelope, f"\n\n{trouble.message}\n\n{event.text}" if trouble else event.text)
                trouble = None
            elif isinstance(event, SentenceChecked) and (doubt := doubt_about(event.sentence)):
                yield _chunk(envelope, doubt)
            elif isinstance(event, StillWriting):
                yield KEEPALIVE_COMMENT
            elif isinstance(event, Answer):
                yield _chunk(envelope, _sources(event))
                yield _chunk(envelope, None)
    if trouble:
        yield format_sse_event(data_str=json.dumps(error_json(trouble.error, trouble.message), ensure_ascii=False))
    yield format_sse_event(data_str="[DONE]")


def _chunk(envelope: dict[str, Any], text: str | None) -> bytes:
    """A chunk with `text`, or the one that ends the answer."""
    delta = {} if text is None else {"role": "assistant", "content": text}
    choice = {"index": 0, "delta": delta, "finish_reason": "stop" if text is None else None}
    return format_sse_event(data_str=json.dumps(envelope | {"choices": [choice]}, ensure_ascii=False))


def _envelope(kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{new_identity()}", "object": kind, "created": int(time.time()), "model": MODEL}


def _usage(answer: Answer) -> dict[str, int]:
    """Words, which is what clients can count as well; the protocol wants a number."""
    asked, said = len(answer.question.split()), len(answer.text.split())
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def _sources(answer: Answer) -> str:
    """What stands below an answer: remarks and sources."""
    remarks = "".join(f"\n\n{remark}" for remark in answer.remarks)
    if not answer.citations:
        return remarks
    return "\n".join([remarks, "", page_words()["sources"], *(f"- {_source(citation)}" for citation in answer.citations)])


def _source(citation: Citation) -> str:
    passage = citation.passage
    page = page_words()["page"].format(page=passage.page) if passage.page else ""
    places = (passage.document.metadata.title, passage.anchor or "", page)
    return f"[{citation.number}] {', '.join(place for place in places if place)}"


def _history(turns: Sequence[Turn]) -> tuple[Exchange, ...]:
    """Each question with the answer that followed it."""
    pairs = zip(turns, turns[1:], strict=False)
    exchanges = [Exchange(one.text, two.text) for one, two in pairs if (one.role, two.role) == ("user", "assistant")]
    return tuple(exchanges[-LONGEST_HISTORY:])
