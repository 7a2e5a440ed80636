"""Routes for a person's own conversations. Somebody else's are not there, whoever asks."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict

from assistant.access import conversations
from assistant.web.identity import AtGate, InPerson
from assistant.web.shapes import Name

router = APIRouter(prefix="/api/conversations", tags=["conversations"])
Identity = Annotated[str, Path(max_length=32)]


class TitleRequest(BaseModel):
    """A new title."""

    model_config = ConfigDict(extra="forbid")

    title: Name


@router.get("")
def list_conversations(asker: InPerson, gate: AtGate) -> dict[str, Any]:
    """The conversations of whoever asks, the latest first."""
    with gate.journal.engine.connect() as connection:
        found = conversations.conversations_of(connection, asker.person)
    shown = [{"id": each.id, "title": each.title, "created": each.created, "changed": each.changed} for each in found]
    return {"conversations": shown}


@router.get("/{conversation_id}")
def show(conversation_id: Identity, asker: InPerson, gate: AtGate) -> dict[str, Any]:
    """Its questions and answers; an answer is null if the person may no longer read what it rests on."""
    with gate.journal.engine.connect() as connection:
        turns = conversations.read_turns(connection, asker.person, conversation_id, asker.rights)
    return {"turns": [{"id": each.id, "asked": each.asked, "question": each.question, "answer": each.answer} for each in turns]}


@router.patch("/{conversation_id}", status_code=204)
def rename(conversation_id: Identity, request: TitleRequest, asker: InPerson, gate: AtGate) -> Response:
    """Give it another title."""
    with gate.journal.change(asker.person.id) as change:
        conversations.rename(change.connection, asker.person, conversation_id, request.title)
    return Response(status_code=204)


@router.delete("/{conversation_id}", status_code=204)
def remove(conversation_id: Identity, asker: InPerson, gate: AtGate) -> Response:
    """Delete it."""
    with gate.journal.change(asker.person.id) as change:
        conversations.remove(change.connection, asker.person, conversation_id)
    return Response(status_code=204)


@router.delete("", status_code=204)
def remove_all(asker: InPerson, gate: AtGate) -> Response:
    """Delete all of them."""
    with gate.journal.change(asker.person.id) as change:
        conversations.remove_all(change.connection, asker.person)
    return Response(status_code=204)
