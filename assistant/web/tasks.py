"""Routes for what a language model can do besides answering: summaries, drafts, other words. Knows no prompt."""

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.access.gate import Asker
from assistant.access.refusals import HiddenFromModel
from assistant.access.seeing import find_seen
from assistant.tasks import OF_DOCUMENTS, Assignment, available_tasks, perform
from assistant.web.asking import sight_of_model
from assistant.web.context import Context, In, InvalidRequest
from assistant.web.identity import Asking, AtGate, SignedIn
from assistant.web.shapes import EVENTS, LONGEST_QUESTION, Name, Number
from assistant.web.streaming import sse, stream, within
from assistant.web.turns import InLine
from ingest import records
from ingest.documents import EVERYTHING, Passage

router = APIRouter(prefix="/api", tags=["chat"])
_MOST_PASSAGES = 50


class TaskRequest(BaseModel):
    """A document, or an answer with its question and the ids of its passages in the order of their numbers."""

    model_config = ConfigDict(extra="forbid")

    document: Name | None = None
    question: Annotated[str, Field(max_length=LONGEST_QUESTION)] = ""
    answer: Annotated[str, Field(max_length=20_000)] = ""
    passages: Annotated[list[Number], Field(max_length=_MOST_PASSAGES)] = []
    language: Name = "Englisch"


@router.get("/tasks")
def tasks(_: SignedIn, context: In) -> dict[str, Any]:
    """What can be done here besides answering; nothing without a language model."""
    return {"tasks": list(available_tasks(context.assistant.model))}


@router.post("/tasks/{task}", response_model=None, responses=EVENTS)
def start_task(task: str, asked: TaskRequest, asker: Asking, gate: AtGate, context: In, place: InLine) -> StreamingResponse:
    """Do it, with the events of `POST /api/chat`."""
    passages = _of_document(asked.document, asker, context) if asked.document else _named(asked.passages, asker, context)
    sight = sight_of_model(gate)
    if sight and not sight(frozenset(passage.document.id for passage in passages)):
        raise HiddenFromModel
    assignment = Assignment(task, passages, asked.question, asked.answer, asked.language)
    events = within(perform(assignment, context.assistant.model, context.settings), context.settings.question_seconds)
    _require("document" if task in OF_DOCUMENTS else "answer", asked)
    return EventSourceResponse(stream(sse(events), place), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


def _require(field: str, asked: TaskRequest) -> None:
    if not getattr(asked, field):
        raise InvalidRequest(field, "missing")


def _of_document(document_id: str, asker: Asker, context: Context) -> list[Passage]:
    library = context.library
    with library.engine.connect() as connection:
        find_seen(connection, asker.rights, document_id)
        rows = list(records.passages_of(connection, [document_id], library.indexes.generation))
    return _named([row.id for row in rows], asker, context)


def _named(identities: list[int], asker: Asker, context: Context) -> list[Passage]:
    """The passages in their order. Raises InvalidRequest if one is not there, because the others would change their numbers."""
    known = context.library.passages(identities, EVERYTHING)
    found = {identity: passage for identity, passage in known.items() if asker.rights.may_read(passage.document)}
    if len(found) < len(set(identities)):
        raise InvalidRequest("passages", "unknown_document")
    return [found[identity] for identity in identities]
