"""Routes for draft gold questions: what people asked and were not served well, for an evaluator to approve or reject."""

from dataclasses import asdict, replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant import drafts
from assistant.drafts import Answerable, Draft, Place, State
from assistant.web.context import In
from assistant.web.identity import AsEvaluator, AtGate, Evaluator
from assistant.web.shapes import Name, Text

router = APIRouter(prefix="/api/drafts", tags=["drafts"], dependencies=[AsEvaluator])


class PlaceRequest(BaseModel):
    """A document by its title, and a page of it."""

    model_config = ConfigDict(extra="forbid")

    document: Name
    page: Annotated[int, Field(ge=1, le=100_000)] | None = None


class DraftRequest(BaseModel):
    """What an evaluator says of a question."""

    model_config = ConfigDict(extra="forbid")

    question: Text
    answer: Annotated[str, Field(max_length=20_000)] = ""
    facts: Annotated[list[Name], Field(max_length=50)] = []
    sources: Annotated[list[PlaceRequest], Field(max_length=20)] = []
    answerable: Answerable = "unknown"
    category: Annotated[str, Field(max_length=100)] = ""
    note: Annotated[str, Field(max_length=4000)] = ""


class StateRequest(BaseModel):
    """What becomes of a draft."""

    model_config = ConfigDict(extra="forbid")

    state: State


@router.post("")
def collect(context: In) -> dict[str, int]:
    """Make a draft of each question that was rated or not answered and that is none yet; how many there were."""
    context.log.write(date.today())
    return {"made": drafts.draft_questions(context.library.engine)}


@router.get("")
def list_drafts(context: In, state: State = "draft") -> dict[str, Any]:
    """The drafts in this state, those asked most often first, and how many there are in each."""
    every = drafts.list_drafts(context.library.engine, None)
    counts = {name: sum(draft.state == name for draft in every) for name in ("draft", "approved", "rejected")}
    return {"drafts": [asdict(draft) for draft in every if draft.state == state], "counts": counts}


@router.put("/{draft_id}")
def change(draft_id: str, request: DraftRequest, context: In) -> dict[str, Any]:
    """Store what an evaluator changed; nobody has approved it any more."""
    draft = _changed(drafts.read_draft(context.library.engine, draft_id), request)
    drafts.change(context.library.engine, draft)
    return asdict(draft)


@router.put("/{draft_id}/state")
def decide(draft_id: str, request: StateRequest, context: In) -> dict[str, Any]:
    """Approve a draft, which is gold from now on, reject it, or take that back."""
    engine = context.library.engine
    match request.state:
        case "approved":
            drafts.approve(engine, draft_id)
        case "rejected":
            drafts.reject(engine, draft_id)
        case "draft":
            drafts.change(engine, replace(drafts.read_draft(engine, draft_id), state="draft"))
    return asdict(drafts.read_draft(engine, draft_id))


@router.get("/export", response_class=Response)
def export(asker: Evaluator, gate: AtGate, context: In, state: State = "approved") -> Response:
    """The drafts in this state as a CSV table that `python -m eval` reads as a set."""
    gate.journal.note(asker.person.id, "drafts.export", state)
    return Response(drafts.export_set(context.library.engine, state).encode(), media_type="text/csv; charset=utf-8")


def _changed(draft: Draft, request: DraftRequest) -> Draft:
    return replace(
        draft,
        question=request.question,
        answer=request.answer.strip(),
        facts=tuple(request.facts),
        sources=tuple(Place(place.document, place.page) for place in request.sources),
        answerable=request.answerable,
        category=request.category.strip(),
        note=request.note.strip(),
        state="draft",
    )
