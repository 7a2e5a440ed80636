"""Documents and passages in the database: each function reads or writes rows over a given connection.

Knows no derived index; `library.py` keeps those in step.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, bindparam, delete, func, insert, or_, select, update

from ingest import tables
from ingest.documents import Document, Metadata, Passage, Section
from ingest.errors import NameTaken, UnknownDocument
from ingest.splitting import Piece, join_sections, section_starts
from ingest.versions import keep_version

Vectors = NDArray[np.float32]
DOCUMENT_COLUMNS = [column for column in tables.documents.c if column.name not in ("text", "added")]
"""What a `Document` is made of; SQLite reads what lies behind the text only through all of it."""
_METADATA_FIELDS = ("title", "collection", "valid_from", "valid_to", "superseded_by", "issuer", "reference", "superseded_on")
_AT_ONCE = 500
_PASSAGES = (
    select(
        *(column.label(f"of_{column.name}") for column in tables.passages.c if column.name not in ("vector", "generation")),
        *DOCUMENT_COLUMNS,
    )
    .join(tables.documents, tables.documents.c.id == tables.passages.c.document_id)
    .where(tables.passages.c.id.in_(bindparam("wanted", expanding=True)))
)
"""Passages with their documents; made once, as that takes longer than to find them."""
_LATEST_CHANGES = select(tables.changes).order_by(tables.changes.c.number.desc()).limit(bindparam("count"))


def read_fact(connection: Connection, name: str) -> str | None:
    """A single stored value."""
    return connection.scalar(select(tables.facts.c.value).where(tables.facts.c.name == name))


def write_fact(connection: Connection, name: str, value: object) -> None:
    """Store a single value."""
    changed = connection.execute(update(tables.facts).where(tables.facts.c.name == name).values(value=str(value)))
    if changed.rowcount == 0:
        connection.execute(insert(tables.facts).values(name=name, value=str(value)))


def record_change(connection: Connection, document_id: str) -> int:
    """Note that a document changed or went; the number rises in the order in which transactions end."""
    number = int(read_fact(connection, "change") or 0) + 1
    write_fact(connection, "change", number)
    connection.execute(delete(tables.changes).where(tables.changes.c.document_id == document_id))
    connection.execute(insert(tables.changes).values(document_id=document_id, number=number))
    return number


def changed_since(connection: Connection, number: int, at_once: int) -> list[tuple[str, int]]:
    """The next documents that changed after change `number`, with the number of their change."""
    query = select(tables.changes).where(tables.changes.c.number > number).order_by(tables.changes.c.number).limit(at_once)
    return [(row.document_id, row.number) for row in connection.execute(query)]


def latest_changes(connection: Connection, count: int) -> list[tuple[str, int]]:
    """The `count` documents that changed last, with the number of their change, the last first."""
    rows = connection.execute(_LATEST_CHANGES, {"count": count})
    return [(row.document_id, row.number) for row in rows]


def as_document(row: Row[Any]) -> Document:
    """A row of the documents table."""
    metadata = Metadata(**{field: getattr(row, field) for field in _METADATA_FIELDS})
    return Document(row.id, row.file_name, row.digest, row.version, metadata)


def find_document(connection: Connection, collection: str, file_name: str) -> Document | None:
    """The document with that name in that collection."""
    table = tables.documents
    found = connection.execute(
        select(*DOCUMENT_COLUMNS).where(table.c.collection == collection, table.c.file_name == file_name)
    ).first()
    return as_document(found) if found else None


def read_document(connection: Connection, document_id: str) -> Document:
    """A document. Raises UnknownDocument."""
    found = connection.execute(select(*DOCUMENT_COLUMNS).where(tables.documents.c.id == document_id)).first()
    if found is None:
        raise UnknownDocument(document=document_id)
    return as_document(found)


def read_documents(connection: Connection, identities: Sequence[str]) -> Iterator[Document]:
    """Those of the documents that exist."""
    for start in range(0, len(identities), _AT_ONCE):
        wanted = tables.documents.c.id.in_(identities[start : start + _AT_ONCE])
        yield from map(as_document, connection.execute(select(*DOCUMENT_COLUMNS).where(wanted)))


def write_document(connection: Connection, document: Document, sections: Sequence[Section]) -> None:
    """Store a document with its text and sections in place of its former version, whose text is kept among the versions.

    When all are stored that are stored together, `settle_succession` follows.
    """
    keep_version(connection, document.id)
    delete_document(connection, document.id)
    values = {field: getattr(document.metadata, field) for field in _METADATA_FIELDS}
    connection.execute(
        insert(tables.documents).values(
            id=document.id,
            file_name=document.file_name,
            digest=document.digest,
            version=document.version,
            text=join_sections(sections),
            added=datetime.now(UTC).replace(tzinfo=None),
            **values,
        )
    )
    rows = [
        {
            "document_id": document.id,
            "ordinal": ordinal,
            "headings": list(section.headings),
            "page": section.page,
            "anchor": section.anchor,
            "start": start,
            "end": start + len(section.text),
            "confidence": section.confidence,
        }
        for ordinal, (start, section) in enumerate(section_starts(sections))
    ]
    if rows:
        connection.execute(insert(tables.sections), rows)


def write_metadata(connection: Connection, document_id: str, metadata: Metadata) -> None:
    """Store what an editor says about a document. Raises UnknownDocument, and NameTaken in a collection that has its name."""
    known = read_document(connection, document_id)
    other = find_document(connection, metadata.collection, known.file_name)
    if other is not None and other.id != document_id:
        raise NameTaken(file=known.file_name, collection=metadata.collection)
    same = metadata.superseded_by == known.metadata.superseded_by
    values = {field: getattr(metadata, field) for field in _METADATA_FIELDS}
    values |= {"superseded_on": known.metadata.superseded_on if same else None}
    connection.execute(update(tables.documents).where(tables.documents.c.id == document_id).values(**values))
    settle_succession(connection, [document_id])


def settle_succession(connection: Connection, documents: Sequence[str]) -> None:
    """Note since when these documents, and those that they replace, are replaced. Looks through all documents.

    That is the first day of the successor; of one without, the day on which it became the successor. A successor that is
    not there yet replaces nothing; one that was removed has replaced it all the same.
    """
    table = tables.documents
    successor = table.alias("successor")
    query = (
        select(table.c.id, table.c.superseded_by, table.c.superseded_on, successor.c.id.label("known"), successor.c.valid_from)
        .outerjoin(successor, (successor.c.id == table.c.superseded_by) & (successor.c.id != table.c.id))
        .where(or_(table.c.id.in_(documents), table.c.superseded_by.in_(documents)))
    )
    for row in connection.execute(query).all():
        day = (row.valid_from if row.known else None) or row.superseded_on or (date.today() if row.known else None)
        day = day if row.superseded_by else None
        if day != row.superseded_on:
            connection.execute(update(table).where(table.c.id == row.id).values(superseded_on=day))
            record_change(connection, row.id)


def delete_document(connection: Connection, document_id: str) -> bool:
    """Remove a document with its sections and passages; whether there was one."""
    return connection.execute(delete(tables.documents).where(tables.documents.c.id == document_id)).rowcount > 0


def write_passages(connection: Connection, document_id: str, generation: int, pieces: Sequence[Piece], vectors: Vectors) -> None:
    """Store the passages of a document with their vectors [pieces, dimension]."""
    rows = [
        {
            "document_id": document_id,
            "generation": generation,
            "text": piece.text,
            "headings": list(piece.section.headings),
            "page": piece.section.page,
            "anchor": piece.section.anchor,
            "start": piece.start,
            "end": piece.end,
            "vector": vector.tobytes(),
        }
        for piece, vector in zip(pieces, vectors.astype(np.float16), strict=True)
    ]
    if rows:
        connection.execute(insert(tables.passages), rows)


def read_sections(connection: Connection, document_id: str) -> list[Section]:
    """The sections of a document, as its parser returned them. Raises UnknownDocument."""
    text = connection.scalar(select(tables.documents.c.text).where(tables.documents.c.id == document_id))
    if text is None:
        raise UnknownDocument(document=document_id)
    table = tables.sections
    rows = connection.execute(select(table).where(table.c.document_id == document_id).order_by(table.c.ordinal))
    return [Section(text[row.start : row.end], tuple(row.headings), row.page, row.anchor, row.confidence) for row in rows]


def read_passages(connection: Connection, identities: Iterable[int]) -> dict[int, Passage]:
    """Those of the passages that exist, by id."""
    documents: dict[str, Document] = {}
    passages: dict[int, Passage] = {}
    for row in connection.execute(_PASSAGES, {"wanted": list(identities)}):
        if row.id not in documents:
            documents[row.id] = as_document(row)
        place = (tuple(row.of_headings), row.of_page, row.of_anchor, row.of_start, row.of_end)
        passages[row.of_id] = Passage(row.of_id, documents[row.id], row.of_text, *place)
    return passages


def passages_of(connection: Connection, documents: Sequence[str], generation: int) -> Iterator[Row[Any]]:
    """The rows of all passages of `documents`, without their vectors, in the order of their ids."""
    table = tables.passages
    columns = [column for column in table.c if column.name != "vector"]
    for start in range(0, len(documents), _AT_ONCE):
        wanted = table.c.document_id.in_(documents[start : start + _AT_ONCE])
        yield from connection.execute(select(*columns).where(wanted, table.c.generation == generation).order_by(table.c.id))


def vectors_of(connection: Connection, documents: Sequence[str], generation: int) -> Iterator[Row[Any]]:
    """Id, document and vector of all passages of `documents`."""
    table = tables.passages
    columns = [table.c.id, table.c.document_id, table.c.vector]
    for start in range(0, len(documents), _AT_ONCE):
        wanted = table.c.document_id.in_(documents[start : start + _AT_ONCE])
        query = select(*columns).where(wanted, table.c.generation == generation)
        yield from connection.execute(query.order_by(table.c.id))


def count_passages(connection: Connection, document_id: str, generation: int) -> int:
    """Number of passages of a document."""
    table = tables.passages
    counted = select(func.count()).where(table.c.document_id == document_id, table.c.generation == generation)
    return connection.scalar(counted) or 0


def exists(connection: Connection, document_id: str, version: int) -> bool:
    """Whether the document is there in that version."""
    table = tables.documents
    return connection.scalar(select(table.c.id).where(table.c.id == document_id, table.c.version == version)) is not None
