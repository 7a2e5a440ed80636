"""Routes for the release of documents: what waits for it, what was found in a text, and the decision of a second person.

For editors, each in the collections that they edit. Who has decided is shown by name.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, select

from assistant.access import releasing
from assistant.access.findings import GRAVE, find
from assistant.access.gate import Asker
from assistant.access.people import shown_names
from assistant.access.releasing import Release, Standing
from assistant.access.seeing import find_edited, is_edited
from assistant.web.context import In, InvalidRequest
from assistant.web.identity import AtGate, Editor, now, require_person
from assistant.web.pages import sandbox_of
from assistant.web.shapes import document_json
from ingest.documents import Document
from ingest.errors import UnreadableFile
from ingest.parsers.concealed import find_concealed
from ingest.pipeline import original_file
from ingest.tables import sections
from ingest.versions import read_text

router = APIRouter(prefix="/api", tags=["release"])
Identity = Annotated[str, Path(max_length=32)]
_MOST_FINDINGS = 200
_AROUND = 60
_LONGEST_QUOTE = 300


class ReleaseRequest(BaseModel):
    """What becomes of the `version` that was looked at; `review` is the day on which somebody looks again."""

    model_config = ConfigDict(extra="forbid")

    state: Literal["proposed", "released", "recalled"]
    version: Annotated[int, Field(ge=1, lt=2**31)]
    review: date | None = None
    reason: Annotated[str, Field(max_length=500)] = ""


@router.get("/releases")
def list_releases(
    asker: Editor,
    gate: AtGate,
    standing: Standing | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> dict[str, Any]:
    """The documents of one's collections with release, and how many of them stand how."""
    with gate.journal.engine.connect() as connection:
        found = releasing.find_releases(connection, is_edited(asker.rights), now(), standing)
        counts = releasing.count_standings(connection, is_edited(asker.rights), now())
        shown = found[offset : offset + limit]
        names = shown_names(connection, [who for _, each in shown for who in (each.proposed_by, each.decided_by) if who])
    listed = [{"document": document_json(document), **_release_json(each, asker, names)} for document, each in shown]
    return {"releases": listed, "total": len(found), "counts": counts}


@router.get("/documents/{document_id}/release")
def show_release(document_id: Identity, asker: Editor, gate: AtGate, request: Request, context: In) -> dict[str, Any]:
    """How far the current version has come, and what a second person should look at in its text."""
    with gate.journal.engine.connect() as connection:
        document = find_edited(connection, asker.rights, document_id)
        shown = _shown(connection, document, asker)
    path = original_file(context.settings.home, document.id, document.version)
    try:
        concealed, looked = sandbox_of(request, context).ask(find_concealed, path) if path.exists() else (), True
    except UnreadableFile:  # it was read before; looking at what it hides takes longer
        concealed, looked = (), False
    with gate.journal.engine.connect() as connection:
        return shown | {"looked_for_concealed": looked} | _findings(connection, document, concealed)


@router.put("/documents/{document_id}/release")
def decide(document_id: Identity, request: ReleaseRequest, asker: Editor, gate: AtGate) -> dict[str, Any]:
    """Propose the version that was looked at, release it, or recall the document. A program cannot be the second person."""
    at = now()
    if request.review and request.review <= at.date():
        raise InvalidRequest("review", "not_to_come")
    with gate.journal.change(asker.person.id) as change:
        document = find_edited(change.connection, asker.rights, document_id)
        match request.state:
            case "proposed":
                releasing.propose(change, document, request.version)
            case "released":
                require_person(asker)
                review = datetime.combine(request.review, time()) if request.review else None
                releasing.release(change, document, request.version, at, review)
            case "recalled":
                releasing.recall(change, document, at, request.reason.strip())
        return _shown(change.connection, document, asker)


def _shown(connection: Connection, document: Document, asker: Asker) -> dict[str, Any]:
    release = releasing.read_release(connection, document)
    names = shown_names(connection, [who for who in (release.proposed_by, release.decided_by) if who])
    needed = releasing.needs_release(connection, document.metadata.collection)
    return {"needed": needed, "version": document.version, **_release_json(release, asker, names)}


def _release_json(release: Release, asker: Asker, names: dict[str, str]) -> dict[str, Any]:
    return asdict(release) | {
        "proposed_by": names.get(release.proposed_by or ""),
        "decided_by": names.get(release.decided_by or ""),
        "decided": release.decided.replace(tzinfo=UTC) if release.decided else None,
        "review": release.review.date() if release.review else None,
        "own": release.proposed_by == asker.person.id,
    }


def _findings(connection: Connection, document: Document, concealed: Sequence[str]) -> dict[str, Any]:
    """The findings in the text of a document with their surroundings, grave ones first, and how many there are."""
    text = read_text(connection, document.id, document.version)
    table = sections.c
    places = connection.execute(
        select(table.start, table.page, table.anchor).where(table.document_id == document.id).order_by(table.ordinal)
    ).all()
    found, shown = sorted(find(text, concealed), key=lambda each: (each.kind not in GRAVE, each.kind == "unseen")), []
    for each in found[:_MOST_FINDINGS]:
        place = next((place for place in reversed(places) if place.start <= each.start), None)
        shown.append(
            asdict(each)
            | {
                "before": _before(text, each.start),
                "quote": text[each.start : min(each.end, each.start + _LONGEST_QUOTE)],
                "after": _after(text, each.end),
                "grave": each.kind in GRAVE,
                "page": place.page if place else None,
                "anchor": place.anchor if place else None,
            }
        )
    return {"findings": shown, "findings_total": len(found)}


def _before(text: str, start: int) -> str:
    """What stands before a place, from the first whole word on."""
    before = text[max(0, start - _AROUND) : start]
    return before if start <= _AROUND else re.sub(r"^\S+", "", before)


def _after(text: str, end: int) -> str:
    after = text[end : end + _AROUND]
    return after if end + _AROUND >= len(text) else re.sub(r"\S+$", "", after)
