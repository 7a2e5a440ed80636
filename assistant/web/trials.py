"""Route for editors who try a question on one document. What they try is not kept among the questions."""

from typing import Any

from fastapi import APIRouter

from assistant.conversation import Answer
from assistant.web.context import AsEditor, In
from assistant.web.shapes import ChatRequest, answer_json
from ingest.errors import ModelUnavailable

router = APIRouter(prefix="/api/trials", tags=["trials"], dependencies=[AsEditor])


@router.post("")
def try_question(asked: ChatRequest, context: In) -> dict[str, Any]:
    """The whole answer to a question, as `POST /api/chat` gives it."""
    events = list(context.assistant.answer(asked.as_question()))
    last = events[-1]
    if not isinstance(last, Answer):
        raise ModelUnavailable(model=context.assistant.model.name, reason="")
    return answer_json(last)
