"""Release: in collections that want it, a document is found only after a second person has released its version.

new → proposed → released → recalled; a new version begins anew. Knows no search: `rights.py` leaves out what is not released.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, and_, delete, insert, select

from assistant.access.journal import Change
from assistant.access.protection import CollectionRule, read_rules
from assistant.access.refusals import NotProposed, SecondPersonNeeded
from assistant.access.rights import RELEASED
from ingest import tables
from ingest.access_tables import releases
from ingest.documents import Document

State = Literal["new", "proposed", "released", "recalled"]


@dataclass(frozen=True, slots=True)
class Release:
    """How far a document's current version has come."""

    state: State = "new"
    proposed_by: str | None = None
    decided_by: str | None = None
    decided: datetime | None = None
    review: datetime | None = None
    reason: str | None = None


def read_release(connection: Connection, document: Document) -> Release:
    """How far `document` has come in the version that it has."""
    mine = (releases.c.document_id == document.id, releases.c.version == document.version)
    row = connection.execute(select(releases).where(*mine)).first()
    return Release(row.state, row.proposed_by, row.decided_by, row.decided, row.review, row.reason) if row else Release()


def propose(change: Change, document: Document) -> None:
    """Ask for the release of the current version."""
    _write(change, document, Release("proposed", proposed_by=change.actor))
    change.note("release.propose", document.id, version=document.version)


def release(change: Change, document: Document, now: datetime, review: datetime | None) -> None:
    """Let the proposed version be found, until it is looked at again on `review`. Raises NotProposed and SecondPersonNeeded."""
    known = read_release(change.connection, document)
    if known.state != "proposed":
        raise NotProposed(document=document.file_name)
    if known.proposed_by == change.actor:
        raise SecondPersonNeeded
    _write(change, document, Release(RELEASED, known.proposed_by, change.actor, now, review))
    change.note("release.release", document.id, version=document.version, review=review.date().isoformat() if review else None)


def recall(change: Change, document: Document, now: datetime, reason: str) -> None:
    """Let the document be found no longer, at once; one person is enough for that."""
    known = read_release(change.connection, document)
    _write(change, document, Release("recalled", known.proposed_by, change.actor, now, None, reason))
    change.note("release.recall", document.id, version=document.version)


def due_for_review(connection: Connection, now: datetime) -> list[str]:
    """The released documents whose day of review has come."""
    current = and_(tables.documents.c.id == releases.c.document_id, tables.documents.c.version == releases.c.version)
    query = select(releases.c.document_id).join(tables.documents, current).where(releases.c.state == RELEASED)
    return list(connection.scalars(query.where(releases.c.review <= now).order_by(releases.c.review)))


def needs_release(connection: Connection, collection: str) -> bool:
    """Whether documents of `collection` must be released."""
    return read_rules(connection).get(collection, CollectionRule()).release


def _write(change: Change, document: Document, entry: Release) -> None:
    change.connection.execute(delete(releases).where(releases.c.document_id == document.id))
    change.connection.execute(
        insert(releases).values(
            document_id=document.id,
            version=document.version,
            state=entry.state,
            proposed_by=entry.proposed_by,
            decided_by=entry.decided_by,
            decided=entry.decided,
            review=entry.review,
            reason=entry.reason,
        )
    )
