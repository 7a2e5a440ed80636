"""Route for the Vermerk on answers. What it says about sources is looked up again: the browser only names them."""

from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from assistant.access.gate import Asker
from assistant.checking import check
from assistant.conversation import Citation, Outcome, Sentence
from assistant.memo import Entry, Source, memo_words, show_day, show_time, write_memo
from assistant.web.context import Context, In
from assistant.web.identity import SignedIn
from assistant.web.shapes import LONGEST_HISTORY, Name, Number, Text, printable
from ingest.documents import Passage, Scope

router = APIRouter(prefix="/api", tags=["chat"])
_WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST_SOURCES = 99

Said = Annotated[str, Field(max_length=20_000), AfterValidator(printable)]
Line = Annotated[str, Field(max_length=200), AfterValidator(printable)]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MemoSentence(_Sent):
    """A sentence of an answer with the numbers of its citations."""

    text: Said
    citations: Annotated[list[int], Field(max_length=_MOST_SOURCES)]


class MemoCitation(_Sent):
    """What is cited, by the id of its passage."""

    number: int
    passage: Number
    quote: Said


class MemoTurn(_Sent):
    """A question with its answer, as `/api/chat` gave it."""

    question: Text
    understood: Said
    asked: AwareDatetime
    as_of: date | None = None
    collections: list[Name] | None = None
    answer: Said
    outcome: Outcome
    model: Line
    prompt: Line
    sentences: Annotated[list[MemoSentence], Field(max_length=500)]
    citations: Annotated[list[MemoCitation], Field(max_length=_MOST_SOURCES)]


class MemoRequest(_Sent):
    """A conversation, or one answer of it."""

    title: Line = ""
    turns: Annotated[list[MemoTurn], Field(min_length=1, max_length=LONGEST_HISTORY)]


@router.post("/vermerk", response_class=Response, responses={200: {"content": {_WORD_FILE: {}}}})
def make_memo(request: MemoRequest, asker: SignedIn, context: In) -> Response:
    """A Word file with questions, answers and their sources as the library has them now; each sentence is checked again."""
    memo = write_memo(request.title, [_entry(turn, asker, context) for turn in request.turns], datetime.now(UTC).astimezone())
    name = f'attachment; filename="{memo_words()["heading"]}.docx"'
    return Response(memo, media_type=_WORD_FILE, headers={"Content-Disposition": name, "Cache-Control": "no-store"})


def _entry(turn: MemoTurn, asker: Asker, context: Context) -> Entry:
    found = context.library.passages([citation.passage for citation in turn.citations], Scope(readable=asker.rights.readable))
    sources = [_source(citation, found.get(citation.passage)) for citation in turn.citations]
    answered = turn.sentences if turn.outcome == "answered" else []
    return Entry(turn.question, turn.answer, _checked(answered, sources), sources, _circumstances(turn))


def _source(citation: MemoCitation, passage: Passage | None) -> Source:
    changed = passage is not None and citation.quote not in passage.text
    return Source(citation.number, passage, citation.quote, changed)


def _checked(sentences: list[MemoSentence], sources: list[Source]) -> tuple[Sentence, ...]:
    """The sentences with the verdicts that the passages give them today."""
    citations = [Citation(each.number, each.passage, each.quote, 0, 0) for each in sources if each.passage]
    return check([Sentence(each.text, tuple(each.citations)) for each in sentences], citations)


def _circumstances(turn: MemoTurn) -> list[tuple[str, str]]:
    words = memo_words()
    return [
        ("understood", turn.understood if turn.understood.strip() != turn.question else ""),
        ("asked", show_time(turn.asked.astimezone())),
        ("as_of", show_day(turn.as_of) if turn.as_of else ""),
        ("collections", ", ".join(turn.collections or [])),
        ("model", words["quoting"] if turn.model == "quoting" else turn.model),
        ("prompt", turn.prompt),
    ]
