"""Route for editors who try a question on one document. What they try is not kept among the questions."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter

from assistant.access.gate import Asker
from assistant.conversation import Answer
from assistant.web.asking import on_behalf
from assistant.web.context import Context, In
from assistant.web.identity import Asking, AtGate, Editor
from assistant.web.shapes import ChatRequest, answer_json
from ingest import records
from ingest.documents import Readable
from ingest.errors import ModelUnavailable

router = APIRouter(prefix="/api/trials", tags=["trials"])


@router.post("")
def try_question(asked: ChatRequest, asker: Editor, _: Asking, gate: AtGate, context: In) -> dict[str, Any]:
    """The whole answer to a question, as `POST /api/chat` gives it; also from documents of one's own that are not released."""
    question = on_behalf(asked.as_question(), asker, gate)
    question = replace(question, readable=_with_own(asked.documents or [], asker, context))
    events = list(context.assistant.answer(question))
    last = events[-1]
    if not isinstance(last, Answer):
        raise ModelUnavailable(model=context.assistant.model.name, reason="")
    return answer_json(last)


def _with_own(identities: list[str], asker: Asker, context: Context) -> Readable:
    """What somebody may read, and those of the documents that they look after."""
    with context.library.engine.connect() as connection:
        named = list(records.read_documents(connection, identities))
    own = frozenset(document.id for document in named if asker.rights.may_edit(document))
    return replace(asker.rights.readable, opened=asker.rights.readable.opened | own)
