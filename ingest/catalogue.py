"""The list of documents for those who look after them: searched, filtered by how they stand, sorted, by the page.

All of it happens in the database, so that ten thousand documents stay quick. Knows no text of a document.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Integer, Select, Subquery, and_, case, func, literal, or_, select, true

from ingest import tables
from ingest.documents import Document
from ingest.errors import UnknownDocument
from ingest.records import DOCUMENT_COLUMNS, as_document

SOON = timedelta(days=60)
"""How long before its end a document is said to expire soon."""
_AT_ONCE = 500
_EVERY = true()

Standing = Literal["coming", "in_force", "soon", "expired"]
Order = Literal["title", "collection", "valid_from", "valid_to", "added", "file_name"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents are meant; empty fields mean all. What is in force may expire soon. `among` is one more condition."""

    query: str = ""
    collection: str = ""
    standing: Standing | None = None
    doubtful: bool = False
    successor: str = ""
    among: ColumnElement[bool] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with what a list says of it; `doubt` is what its reading left uncertain."""

    document: Document
    added: datetime
    passages: int
    standing: Standing
    doubt: str | None


def find_matching(connection: Connection, filters: Filters, day: date, order: str = "title") -> list[str]:
    """Ids of the matching documents as they stand on `day`; `order` is an Order, with "-" before it the reverse."""
    found = _joined(select(tables.documents.c.id)).where(*_conditions(filters, day)).order_by(*_sorted(order))
    return list(connection.scalars(found))


def read_entries(connection: Connection, identities: Sequence[str], day: date) -> list[Entry]:
    """Those of the documents that exist, in that order, as they stand on `day`."""
    found = (_passages().label("passages"), _standing(day).label("standing"), _DOUBT.c.message)
    columns = (*DOCUMENT_COLUMNS, tables.documents.c.added, *found)
    entries: dict[str, Entry] = {}
    for start in range(0, len(identities), _AT_ONCE):
        wanted = tables.documents.c.id.in_(identities[start : start + _AT_ONCE])
        for row in connection.execute(_joined(select(*columns)).where(wanted)):
            entries[row.id] = Entry(as_document(row), row.added, row.passages, row.standing, row.message)
    return [entries[identity] for identity in identities if identity in entries]


def read_entry(connection: Connection, document_id: str, day: date) -> Entry:
    """A document as the list shows it. Raises UnknownDocument."""
    for entry in read_entries(connection, [document_id], day):
        return entry
    raise UnknownDocument(document=document_id)


def count_standings(connection: Connection, day: date, among: ColumnElement[bool] = _EVERY) -> dict[str, int]:
    """How many of the documents that meet a condition stand how; those in force without those that expire soon."""
    standing = _standing(day).label("standing")
    rows = connection.execute(select(standing, func.count().label("number")).where(among).group_by(standing))
    return {row.standing: row.number for row in rows}


def _newest_doubts() -> Subquery:
    """Each document whose last reading ended with a remark, and that remark."""
    jobs, later = tables.jobs, tables.jobs.alias("later")
    newest = (
        select(later.c.document_id, func.max(later.c.finished).label("finished"))
        .where(later.c.status == "ready", later.c.error.is_(None))
        .group_by(later.c.document_id)
        .subquery()
    )
    same = and_(jobs.c.document_id == newest.c.document_id, jobs.c.finished == newest.c.finished)
    remarked = select(jobs.c.document_id, func.max(jobs.c.message).label("message")).join(newest, same)
    wanted = remarked.where(jobs.c.status == "ready", jobs.c.message.is_not(None))
    return wanted.group_by(jobs.c.document_id).subquery("doubts")


_DOUBT = _newest_doubts()


def _passages() -> ColumnElement[int]:
    passage = tables.passages.c
    generation = select(tables.facts.c.value).where(tables.facts.c.name == "generation").scalar_subquery()
    own = and_(passage.document_id == tables.documents.c.id, passage.generation == generation.cast(Integer))
    return select(func.count()).where(own).scalar_subquery()


def _has_ended(day: date) -> ColumnElement[bool]:
    """Whether a document's time is over, or its successor's has begun."""
    table = tables.documents.c
    return or_(func.coalesce(table.valid_to < day, False), func.coalesce(table.superseded_on <= day, False))


def _standing(day: date) -> ColumnElement[str]:
    return case(
        (_has_ended(day), "expired"),
        (tables.documents.c.valid_from > day, "coming"),
        (_has_ended(day + SOON), "soon"),
        else_="in_force",
    )


def _joined(selected: Select[Any]) -> Select[Any]:
    """Each document beside the remark on its reading."""
    return selected.select_from(tables.documents.outerjoin(_DOUBT, _DOUBT.c.document_id == tables.documents.c.id))


def _conditions(filters: Filters, day: date) -> list[ColumnElement[bool]]:
    table = tables.documents.c
    whole: ColumnElement[str] = literal("")
    for column in (table.title, table.file_name, table.reference, table.issuer):
        whole = whole + " " + func.coalesce(column, "")
    conditions = [whole.icontains(word, autoescape=True) for word in filters.query.split()]
    if filters.collection:
        conditions.append(table.collection == filters.collection)
    if filters.standing:
        wanted = ("in_force", "soon") if filters.standing == "in_force" else (filters.standing,)
        conditions.append(_standing(day).in_(wanted))
    if filters.doubtful:
        conditions.append(_DOUBT.c.message.is_not(None))
    if filters.successor:
        conditions.append(table.superseded_by == filters.successor)
    if filters.among is not None:
        conditions.append(filters.among)
    return conditions


def _sorted(order: str) -> list[ColumnElement[Any]]:
    table = tables.documents.c
    column = table[order.removeprefix("-")]
    key = func.lower(column) if order.removeprefix("-") in ("title", "collection", "file_name") else column
    return [(key.desc() if order.startswith("-") else key.asc()).nulls_last(), func.lower(table.title), table.id]
