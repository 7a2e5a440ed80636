"""Routes for what a document said before, what changed, and what would go with it. For editors."""

import re
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import select

from assistant.access.seeing import find_edited
from assistant.web.context import In
from assistant.web.identity import Editor
from ingest import records
from ingest.catalogue import Filters, find_matching
from ingest.tables import feedback
from ingest.versions import differences, read_text, read_versions

router = APIRouter(prefix="/api/documents/{document_id}", tags=["versions"])
Version = Annotated[int, Query(ge=1, lt=2**31)]
_LEAST_EXCERPT = 40
"""Characters of a sentence of an answer from which it counts as an excerpt of the document that has it."""
_CITED = re.compile(r"\s*(?:\[\d+\]|\n)")


@router.get("/versions")
def versions(document_id: str, asker: Editor, context: In) -> dict[str, Any]:
    """All versions, the current one first."""
    with context.library.engine.connect() as connection:
        find_edited(connection, asker.rights, document_id)
        return {"versions": [asdict(version) for version in read_versions(connection, document_id)]}


@router.get("/differences")
def compare(document_id: str, asker: Editor, context: In, before: Version, after: Version) -> dict[str, Any]:
    """The lines that changed from one version to another, with some around them."""
    with context.library.engine.connect() as connection:
        find_edited(connection, asker.rights, document_id)
        texts = [read_text(connection, document_id, version) for version in (before, after)]
    lines = differences(*texts)
    changed = {kind: sum(line.kind == kind for line in lines) for kind in ("added", "removed")}
    return {"lines": [asdict(line) for line in lines], **changed}


@router.get("/belongings")
def belongings(document_id: str, asker: Editor, context: In) -> dict[str, Any]:
    """What goes with a document when it is deleted, what quotes it, and what it has superseded."""
    with context.library.engine.connect() as connection:
        find_edited(connection, asker.rights, document_id)
        text = " ".join(section.text for section in records.read_sections(connection, document_id))
        before = find_matching(connection, Filters(successor=document_id), date.today())
        superseded = [each for each in records.read_documents(connection, before) if asker.rights.may_read(each)]
        answers = connection.scalars(select(feedback.c.answer))
        return {
            "passages": records.count_passages(connection, document_id, context.library.indexes.generation),
            "versions": len(read_versions(connection, document_id)),
            "feedback": sum(_quotes(answer, text) for answer in answers),
            "superseded": [{"id": document.id, "title": document.metadata.title} for document in superseded],
        }


def _quotes(answer: str, text: str) -> bool:
    """Whether a sentence of the answer stands in the text."""
    sentences = (sentence.strip() for sentence in _CITED.split(answer))
    return any(len(sentence) >= _LEAST_EXCERPT and sentence in text for sentence in sentences)
