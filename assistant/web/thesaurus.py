"""Routes for the authority's own words. Everybody who looks after documents may change them."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.asked import read_questions
from assistant.grouping import missing_words
from assistant.retrieval import Retriever
from assistant.vocabulary import Entry, find_entries, put_entry, read_own, remove_entry
from assistant.web.context import Context, In, UnknownPage
from assistant.web.identity import AtGate, Editor
from assistant.web.shapes import Text, hit_json, without_controls
from assistant.widening import Thesaurus
from ingest.documents import Scope
from ingest.german import find_terms

router = APIRouter(prefix="/api/words", tags=["words"])
_SHOWN = 5
"""Hits that a trial shows."""


def _as_term(text: str) -> str:
    """A term as the file may hold it."""
    return " ".join(without_controls(text.replace("|", " ").replace("\t", " ")).lower().split())


Term = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_as_term)]
Terms = Annotated[list[Term], Field(min_length=1, max_length=20)]


class EntryRequest(BaseModel):
    """An entry; `former` are the spellings of the one that it replaces."""

    model_config = ConfigDict(extra="forbid")

    everyday: Terms
    official: Terms
    former: list[Term] = []


class TrialRequest(BaseModel):
    """A question, and an entry that need not be stored."""

    model_config = ConfigDict(extra="forbid")

    question: Text
    everyday: Terms
    official: Terms


@router.get("")
def list_words(
    _: Editor,
    context: In,
    query: Annotated[str, Query(max_length=200)] = "",
    own: bool = False,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> dict[str, Any]:
    """The entries that have `query`, the authority's own first, and how many there are in all."""
    found = find_entries(_own(context), query, own)
    return {"entries": [_entry_json(entry) for entry in found[offset : offset + limit]], "total": len(found)}


@router.put("")
def put_words(request: EntryRequest, asker: Editor, gate: AtGate, context: In) -> dict[str, Any]:
    """Add an own entry, or change one; it counts from the next question on."""
    entry = _entry(request)
    put_entry(_own(context), entry, request.former)
    gate.journal.note(asker.person.id, "words.put", entry.everyday[0])
    return _entry_json(entry)


@router.delete("", status_code=204)
def remove_words(
    asker: Editor, gate: AtGate, context: In, everyday: Annotated[list[str], Query(min_length=1, max_length=20)]
) -> Response:
    """Remove an own entry; the shipped one for the same word, if there is one, counts again."""
    if not remove_entry(_own(context), everyday):
        raise UnknownPage
    gate.journal.note(asker.person.id, "words.remove", everyday[0])
    return Response(status_code=204)


@router.get("/suggestions")
def suggest(asker: Editor, context: In) -> dict[str, Any]:
    """Words of questions that got no answer which no passage that somebody may read has and no entry explains, with the number
    of questions."""
    library = context.library
    texts = [asked.text for asked in read_questions(library.engine, context.log.since(), ("nothing", "touched"))]
    thesaurus, scope = Thesaurus(_own(context)), Scope(readable=asker.rights.readable)

    def is_there(word: str) -> bool:
        return any(library.search_words("words", {term: 1.0}, scope, 1) for term in find_terms(word)[:1])

    unknown = [
        {"word": word, "questions": number}
        for word, number in missing_words(texts)
        if not is_there(word) and not thesaurus.widen(word)
    ]
    return {"suggestions": unknown}


@router.post("/trials")
def try_words(request: TrialRequest, asker: Editor, context: In) -> dict[str, Any]:
    """What a question finds without an entry and with it."""
    tried = _entry(request)
    others = [entry for entry in read_own(_own(context)) if not set(entry.everyday) & set(tried.everyday)]
    scope = Scope(day=date.today(), readable=asker.rights.readable)
    found = {"without": others, "with": [*others, tried]}
    return {name: _found(context, request.question, entries, scope) for name, entries in found.items()}


def _found(context: Context, question: str, own: list[Entry], scope: Scope) -> dict[str, Any]:
    """The first hits, and the official words that were searched as well, if the authority had these entries."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "thesaurus.tsv")
        path.write_text("".join(f"{entry.line()}\n" for entry in own), encoding="utf-8")
        thesaurus = Thesaurus(path)
        hits = Retriever(context.library, thesaurus).find_passages(question, scope, _SHOWN)
        widened = [{"everyday": widening.everyday, "official": list(widening.official)} for widening in thesaurus.widen(question)]
    return {"widened": widened, "hits": [hit_json(hit) for hit in hits]}


def _own(context: Context) -> Path:
    return context.settings.home / "thesaurus.tsv"


def _entry(request: EntryRequest | TrialRequest) -> Entry:
    return Entry(tuple(dict.fromkeys(request.everyday)), tuple(dict.fromkeys(request.official)))


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {"everyday": list(entry.everyday), "official": list(entry.official), "own": entry.own}
