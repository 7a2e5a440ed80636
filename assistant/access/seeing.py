"""What a person may know of, as a condition for the database and for single documents. Says the same as `Rights.may_read`.

A document that somebody may not know of is answered like one that does not exist. Knows no route.
"""

from sqlalchemy import ColumnElement, Connection, and_, or_, true

from assistant.access.refusals import Forbidden
from assistant.access.rights import Rights
from ingest import records
from ingest.documents import Document
from ingest.errors import UnknownDocument
from ingest.tables import documents


def is_seen(rights: Rights) -> ColumnElement[bool]:
    """Of the table of documents those that the person may know of."""
    readable, table = rights.readable, documents.c
    in_open_collection = and_(table.collection.in_(readable.collections), table.id.not_in(readable.barred))
    return or_(in_open_collection, table.id.in_(readable.opened), is_edited(rights))


def is_edited(rights: Rights) -> ColumnElement[bool]:
    """Those that the person may change."""
    in_collection = true() if rights.edits_all else documents.c.collection.in_(rights.editable)
    return and_(in_collection, documents.c.id.not_in(rights.refused))


def find_seen(connection: Connection, rights: Rights, document_id: str) -> Document:
    """The document, if the person may know of it. Raises UnknownDocument."""
    document = records.read_document(connection, document_id)
    if not rights.may_read(document):
        raise UnknownDocument(document=document_id)
    return document


def find_edited(connection: Connection, rights: Rights, document_id: str) -> Document:
    """The document, if the person may change it. Raises UnknownDocument, and Forbidden where they may only read it."""
    document = find_seen(connection, rights, document_id)
    if not rights.may_edit(document):
        raise Forbidden
    return document
