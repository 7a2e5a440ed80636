"""Protection classes: how far a document may spread, and which models may see it.

A document has its collection's class unless it has one of its own; without any rule it is internal. Knows no person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import Connection, delete, insert, select

from ingest.access_tables import collection_rules, protections
from ingest.journal import Change
from ingest.tables import documents

Protection = Literal["public", "internal", "confidential"]
CLASSES: tuple[Protection, ...] = get_args(Protection)
"""From the lowest to the highest."""


@dataclass(frozen=True, slots=True)
class CollectionRule:
    """What holds for the documents of a collection: their class, and whether they must be released before they are found."""

    protection: Protection = "internal"
    release: bool = False


def set_rule(change: Change, collection: str, rule: CollectionRule) -> None:
    """Make `rule` hold for a collection."""
    change.connection.execute(delete(collection_rules).where(collection_rules.c.collection == collection))
    values = {"collection": collection, "protection": rule.protection, "release": rule.release}
    change.connection.execute(insert(collection_rules).values(**values))
    change.note("collection.rule", collection, protection=rule.protection, release=rule.release)


def read_rules(connection: Connection) -> dict[str, CollectionRule]:
    """The rules of the collections that have one."""
    rows = connection.execute(select(collection_rules))
    return {row.collection: CollectionRule(row.protection, row.release) for row in rows}


def protect(change: Change, document_id: str, protection: Protection | None) -> None:
    """Give a document a class of its own, or none."""
    change.connection.execute(delete(protections).where(protections.c.document_id == document_id))
    if protection is not None:
        change.connection.execute(insert(protections).values(document_id=document_id, protection=protection))
    change.note("document.protection", document_id, protection=protection)


def own_protection(connection: Connection, document_id: str) -> Protection | None:
    """The class that a document has for itself, if it has one."""
    own: Protection | None = connection.scalar(select(protections.c.protection).where(protections.c.document_id == document_id))
    return own


def protection_of(connection: Connection, identities: Sequence[str]) -> dict[str, Protection]:
    """The classes of those of the documents that exist."""
    rules = read_rules(connection)
    table = documents.outerjoin(protections, protections.c.document_id == documents.c.id)
    query = select(documents.c.id, documents.c.collection, protections.c.protection).select_from(table)
    rows = connection.execute(query.where(documents.c.id.in_(identities)))
    return {row.id: row.protection or rules.get(row.collection, CollectionRule()).protection for row in rows}


def highest(classes: Iterable[Protection]) -> Protection:
    """The highest of the classes; public of none."""
    return max(classes, key=CLASSES.index, default="public")


def may_see(limit: Protection, identities: Iterable[str], classes: Mapping[str, Protection]) -> bool:
    """Whether a model that may see documents up to class `limit` may see these; one without a known class it may not."""
    return all(CLASSES.index(classes.get(identity, "confidential")) <= CLASSES.index(limit) for identity in identities)
