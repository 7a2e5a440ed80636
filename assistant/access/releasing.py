"""Release: in collections that want it, a document is found only after a second person has released its version.

new → proposed → released → recalled; a new version begins anew. What is released is looked at again on its day of review, and
then released once more or recalled. Knows no search: `rights.py` leaves out what is not released.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, delete, func, insert, select

from assistant.access.protection import CollectionRule, read_rules
from assistant.access.refusals import AlreadyReleased, NotProposed, OtherVersion, SecondPersonNeeded
from assistant.access.rights import RELEASED
from ingest.access_tables import releases
from ingest.documents import Document
from ingest.journal import Change
from ingest.records import DOCUMENT_COLUMNS, as_document
from ingest.tables import documents

State = Literal["new", "proposed", "released", "recalled"]
Standing = Literal["new", "proposed", "released", "due", "recalled"]
"""As a state; what is released and whose day of review has come is due."""


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
    return _as_release(row) if row else Release()


def propose(change: Change, document: Document, seen: int) -> None:
    """Ask for the release of the version that was `seen`. Raises OtherVersion and AlreadyReleased."""
    _require(document, seen)
    if read_release(change.connection, document).state == RELEASED:
        raise AlreadyReleased(document=document.file_name)
    _write(change, document, Release("proposed", proposed_by=change.actor))
    change.note("release.propose", document.id, version=document.version)


def release(change: Change, document: Document, seen: int, now: datetime, review: datetime | None) -> None:
    """Let the version that was `seen` be found, until it is looked at again on `review`; so also when that day has come.

    Raises OtherVersion, NotProposed and SecondPersonNeeded.
    """
    _require(document, seen)
    known = read_release(change.connection, document)
    if known.state not in ("proposed", RELEASED):
        raise NotProposed(document=document.file_name)
    if known.proposed_by == change.actor:
        raise SecondPersonNeeded
    _write(change, document, Release(RELEASED, known.proposed_by, change.actor, now, review))
    change.note("release.release", document.id, version=document.version, review=review.date().isoformat() if review else None)


def recall(change: Change, document: Document, now: datetime, reason: str) -> None:
    """Let the document be found no longer, at once; one person is enough for that, whatever version they have seen."""
    known = read_release(change.connection, document)
    _write(change, document, Release("recalled", known.proposed_by, change.actor, now, None, reason))
    change.note("release.recall", document.id, version=document.version)


def find_releases(
    connection: Connection, among: ColumnElement[bool], now: datetime, standing: Standing | None = None
) -> list[tuple[Document, Release]]:
    """Of the documents that meet `among` those that need a release, by title; `standing` is how they stand `now`."""
    columns = [column for column in releases.columns if column.name not in ("document_id", "version")]
    query = _needing(connection, select(*DOCUMENT_COLUMNS, *columns)).where(among)
    query = query.where(_standing(now) == standing) if standing else query
    rows = connection.execute(query.order_by(documents.c.title, documents.c.id))
    return [(as_document(row), _as_release(row)) for row in rows]


def count_standings(connection: Connection, among: ColumnElement[bool], now: datetime) -> dict[Standing, int]:
    """How many of the documents that meet `among` and need a release stand how."""
    standing = _standing(now).label("standing")
    columns = (standing, func.count().label("number"))
    rows = connection.execute(_needing(connection, select(*columns)).where(among).group_by(standing))
    none: dict[Standing, int] = {"new": 0, "proposed": 0, "released": 0, "due": 0, "recalled": 0}
    return none | {row.standing: row.number for row in rows}


def needs_release(connection: Connection, collection: str) -> bool:
    """Whether documents of `collection` must be released."""
    return read_rules(connection).get(collection, CollectionRule()).release


def _require(document: Document, seen: int) -> None:
    if document.version != seen:
        raise OtherVersion(document=document.file_name)


def _needing(connection: Connection, columns: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The documents of collections with release, each with how far its current version has come."""
    current = and_(releases.c.document_id == documents.c.id, releases.c.version == documents.c.version)
    collections = [name for name, rule in read_rules(connection).items() if rule.release]
    return columns.select_from(documents.outerjoin(releases, current)).where(documents.c.collection.in_(collections))


def _standing(now: datetime) -> ColumnElement[Standing]:
    is_due = and_(releases.c.state == RELEASED, releases.c.review <= now)
    return case((is_due, "due"), else_=func.coalesce(releases.c.state, "new"))


def _as_release(row: Row[Any]) -> Release:
    return Release(row.state or "new", row.proposed_by, row.decided_by, row.decided, row.review, row.reason)


def _write(change: Change, document: Document, entry: Release) -> None:
    change.connection.execute(delete(releases).where(releases.c.document_id == document.id))
    change.connection.execute(insert(releases).values(document_id=document.id, version=document.version, **asdict(entry)))
