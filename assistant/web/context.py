"""What every route needs, as a FastAPI dependency: the assistant and the library. Who asks is for `identity.py`."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from assistant.answering import Assistant
from assistant.asked import QuestionLog
from assistant.conversation import Event, Question
from assistant.web.line import Line
from assistant.web.metrics import Measurements
from assistant.web.readiness import Readiness
from assistant.web.tracing import Tracing
from ingest.errors import AktenlotseError, describe_fault
from ingest.library import Library
from ingest.settings import Settings


class TooLarge(AktenlotseError):
    """Takes `limit` (megabytes)."""

    code = "upload_too_large"


class UnknownPage(AktenlotseError):
    """Nothing under that address."""

    code = "not_found"


class InvalidRequest(AktenlotseError):
    """What was sent is not what is understood; `kind` is a reason of `prompts/reasons.toml`, `limits` fill its placeholders."""

    code = "invalid_request"

    def __init__(self, field: str, kind: str, **limits: object) -> None:
        super().__init__(field=field, reason=describe_fault(kind, **limits))


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of a running server."""

    settings: Settings
    library: Library
    assistant: Assistant
    measurements: Measurements = field(default_factory=Measurements)
    log: QuestionLog = field(init=False)
    line: Line = field(init=False)
    readiness: Readiness = field(init=False)
    tracing: Tracing = field(init=False)

    def __post_init__(self) -> None:
        """The log belongs to this library, the line to these settings."""
        object.__setattr__(self, "log", QuestionLog(self.library.engine, self.settings.question_days))
        object.__setattr__(self, "line", Line(self.settings.answered_at_once, self.settings.most_waiting))
        object.__setattr__(self, "readiness", Readiness(self.settings, self.library, self.assistant.model))
        object.__setattr__(self, "tracing", Tracing(self.settings))

    def answer(self, question: Question) -> Generator[Event]:
        """What happens while `question` is answered."""
        return self.log.watch(self.tracing.watch(self.measurements.watch(self.assistant.answer(question))))


def context_of(request: Request) -> Context:
    """The context that the app was made with."""
    context: Context = request.app.state.context
    return context


async def _context(request: Request) -> Context:
    """The same as a coroutine, which takes no thread."""
    return context_of(request)


In = Annotated[Context, Depends(_context)]
