"""What goes over the wire: requests as they are accepted, answers as they are shown. Knows no route."""

from dataclasses import asdict, fields
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.conversation import (
    Answer,
    Citation,
    Event,
    Exchange,
    PassagesFound,
    Question,
    SentenceChecked,
    StillWriting,
    TextPiece,
    Trouble,
)
from assistant.replying import describe_stand
from assistant.web.words import page_words
from ingest.documents import Document, Hit, Metadata, Passage
from ingest.jobs import UNCHANGED, Job

LONGEST_QUESTION = 4000
_LONGEST_ANSWER = 20_000
LONGEST_HISTORY = 20
_TOLD = tuple(field.name for field in fields(Metadata) if field.name != "superseded_by")
"""What is told of a document; not everybody may know of its successor."""


class Refusal(BaseModel):
    """Why something was refused or failed: a code for programs, a German sentence for people."""

    error: str
    message: str


EVENTS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {}}}}
"""What the schema says of a route that answers piece by piece."""


def printable(text: str) -> str:
    """`text` without what nobody can type or see."""
    return "".join(letter if letter.isprintable() or letter in "\n\t" else " " for letter in text).strip()


def without_controls(text: str) -> str:
    """The same. Raises ValueError if nothing is left."""
    clean = printable(text)
    if not clean:
        raise ValueError("empty")
    return clean


Number = Annotated[int, Field(ge=0, lt=2**31)]
"""What every database takes for an integer."""
Text = Annotated[str, Field(min_length=1, max_length=LONGEST_QUESTION), AfterValidator(without_controls)]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(without_controls)]


class Turn(BaseModel):
    """An earlier question with its answer."""

    model_config = ConfigDict(extra="forbid")

    question: Text
    answer: Annotated[str, Field(max_length=_LONGEST_ANSWER)]


class ChatRequest(BaseModel):
    """A question. It continues `conversation`, or begins one if it is to be kept; else nothing is kept and `history` counts."""

    model_config = ConfigDict(extra="forbid")

    question: Text
    history: Annotated[list[Turn], Field(max_length=LONGEST_HISTORY)] = []
    collections: list[Name] | None = None
    documents: list[Name] | None = None
    as_of: date | None = None
    conversation: Annotated[str, Field(max_length=32)] | None = None
    keep: bool = False

    def as_question(self) -> Question:
        """The question in the assistant's type."""
        return Question(
            self.question,
            tuple(Exchange(turn.question, turn.answer) for turn in self.history),
            None if self.collections is None else frozenset(self.collections),
            None if self.documents is None else frozenset(self.documents),
            self.as_of,
        )


class MetadataRequest(BaseModel):
    """What an editor says about a document; fields that are left out stay as they are."""

    model_config = ConfigDict(extra="forbid")

    title: Name | None = None
    collection: Name | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    superseded_by: Name | None = None
    issuer: Name | None = None
    reference: Name | None = None

    def changed(self, known: Metadata) -> Metadata:
        """`known` with the fields that were given."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        for name in ("title", "collection"):
            given[name] = given.get(name) or getattr(known, name)
        return Metadata(**asdict(known) | given)


class FeedbackRequest(BaseModel):
    """What somebody says about an answer."""

    model_config = ConfigDict(extra="forbid")

    question: Text
    answer: Annotated[str, Field(max_length=_LONGEST_ANSWER)]
    helpful: bool
    reason: Annotated[str, Field(max_length=200)] | None = None
    comment: Annotated[str, Field(max_length=LONGEST_QUESTION)] | None = None


def event_json(event: Event) -> tuple[str, dict[str, Any]]:
    """An event's name and content."""
    match event:
        case PassagesFound():
            return "passages", {"question": event.question, "hits": [hit_json(hit) for hit in event.hits]}
        case TextPiece():
            return "text", {"text": event.text}
        case SentenceChecked():
            return "sentence", asdict(event.sentence)
        case StillWriting():
            return "writing", {}
        case Trouble():
            return "error", {"error": event.error, "message": event.message}
        case Answer():
            return "answer", answer_json(event)


def answer_json(answer: Answer) -> dict[str, Any]:
    """The whole answer."""
    return {
        "text": answer.text,
        "outcome": answer.outcome,
        "refused": answer.refused,
        "question": answer.question,
        "sentences": [asdict(sentence) for sentence in answer.sentences],
        "citations": [citation_json(citation) for citation in answer.citations],
        "further": [citation_json(citation) for citation in answer.further],
        "hits": [hit_json(hit) for hit in answer.hits],
        "confidence": round(answer.confidence, 4),
        "model": answer.model,
        "prompt": answer.prompt,
        "left_out": answer.left_out,
        "mistrusted": answer.mistrusted,
        "dropped": answer.dropped,
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "remarks": list(answer.remarks),
        "timings": {name: round(seconds, 4) for name, seconds in answer.timings.items()},
        "conversation": answer.conversation,
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """A citation."""
    return {
        "number": citation.number,
        "passage": passage_json(citation.passage),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "stand": describe_stand(citation.passage),
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit with the share of each search."""
    scores = {name: round(score, 4) for name, score in hit.scores.items()}
    widened = [list(pair) for pair in hit.widened]
    return {"passage": passage_json(hit.passage), "score": round(hit.score, 4), "scores": scores, "widened": widened}


def passage_json(passage: Passage) -> dict[str, Any]:
    """A passage with its document."""
    return {
        "id": passage.id,
        "document": document_json(passage.document),
        "text": passage.text,
        "headings": list(passage.headings),
        "page": passage.page,
        "anchor": passage.anchor,
        "start": passage.start,
        "end": passage.end,
    }


def document_json(document: Document) -> dict[str, Any]:
    """A document with what its editor says about it."""
    own = {"id": document.id, "file_name": document.file_name, "digest": document.digest, "version": document.version}
    about = {name: getattr(document.metadata, name) for name in _TOLD}
    return own | {name: value.isoformat() if isinstance(value, date) else value for name, value in about.items()}


def job_json(job: Job) -> dict[str, Any]:
    """A job, without where its file lies."""
    return {
        "id": job.id,
        "file_name": job.file_name,
        "status": job.status,
        "document_id": job.document_id if job.status == "ready" else None,
        "error": job.error if job.status == "failed" else None,
        "unchanged": job.error == UNCHANGED,
        "message": _reading(job) or job.message,
        "passages": job.passages,
        "page": job.page,
        "pages": job.pages,
        "created": job.created,
        "finished": job.finished,
    }


def _reading(job: Job) -> str | None:
    """How far a scan is that is being read."""
    return page_words()["reading"].format(page=job.page, pages=job.pages) if job.status == "running" and job.pages else None
