"""Routes for administrators: who may do what, classes of collections and documents, rules for single documents.

Knows no account's password and no text of a document.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, select

from assistant.access import people, protection, rights
from assistant.access.gate import Asker
from assistant.access.protection import CollectionRule, Protection
from assistant.access.rights import Ability, Grant
from assistant.web.administration import Identity, require_other
from assistant.web.context import Context, In, InvalidRequest, UnknownPage
from assistant.web.identity import Administrator, AtGate
from assistant.web.shapes import Name
from ingest.documents import Document
from ingest.errors import UnknownDocument
from ingest.tables import documents

router = APIRouter(prefix="/api", tags=["permissions"])
_OF_COLLECTIONS = ("read", "edit")
_Holder = Annotated[str, Query(max_length=200)]


class GrantRequest(BaseModel):
    """`holder` is "everyone", "group:NAME" or "person:ID"; `collection` is empty for evaluate and administer."""

    model_config = ConfigDict(extra="forbid")

    holder: Name
    ability: Ability
    collection: Annotated[str, Field(max_length=200)] = ""


class RuleRequest(BaseModel):
    """What holds for a collection."""

    model_config = ConfigDict(extra="forbid")

    collection: Name
    protection: Protection
    release: bool = False


class DocumentRuleRequest(BaseModel):
    """Whether a holder may read a document; null: what holds for its collection."""

    model_config = ConfigDict(extra="forbid")

    holder: Name
    allowed: bool | None


class ProtectionRequest(BaseModel):
    """A class of a document's own; null: that of its collection."""

    model_config = ConfigDict(extra="forbid")

    protection: Protection | None


@router.get("/rights")
def list_rights(_: Administrator, gate: AtGate) -> dict[str, Any]:
    """Everything that is allowed, by holder."""
    with gate.journal.engine.connect() as connection:
        found = rights.all_grants(connection)
    return {"rights": [{"holder": each.holder, "ability": each.ability, "collection": each.collection} for each in found]}


@router.put("/rights", status_code=204)
def give(request: GrantRequest, asker: Administrator, gate: AtGate) -> Response:
    """Allow it, from the next question on."""
    if (request.ability in _OF_COLLECTIONS) != bool(request.collection.strip()):
        raise InvalidRequest("collection", "other")
    with gate.journal.change(asker.person.id) as change:
        _check_holder(change.connection, request.holder)
        rights.grant(change, Grant(request.holder, request.ability, request.collection.strip()))
    return Response(status_code=204)


@router.delete("/rights", status_code=204)
def take(asker: Administrator, gate: AtGate, holder: _Holder, ability: Ability, collection: _Holder = "") -> Response:
    """Allow it no longer, from the next question on."""
    if ability == "administer":
        require_other(asker, holder.removeprefix("person:"))
    with gate.journal.change(asker.person.id) as change:
        if not rights.revoke(change, Grant(holder, ability, collection)):
            raise UnknownPage
    return Response(status_code=204)


@router.get("/protection")
def list_protection(_: Administrator, gate: AtGate) -> dict[str, Any]:
    """The class of each collection, and whether its documents must be released."""
    with gate.journal.engine.connect() as connection:
        known = protection.read_rules(connection)
        names = set(connection.scalars(select(documents.c.collection).distinct())) | set(known)
    shown = [(name, known.get(name, CollectionRule())) for name in sorted(name for name in names if name)]
    return {"collections": [{"name": name, "protection": rule.protection, "release": rule.release} for name, rule in shown]}


@router.put("/protection", status_code=204)
def set_protection(request: RuleRequest, asker: Administrator, gate: AtGate) -> Response:
    """Another class for a collection, from the next question on."""
    with gate.journal.change(asker.person.id) as change:
        protection.set_rule(change, request.collection, CollectionRule(request.protection, request.release))
    return Response(status_code=204)


@router.get("/documents/{document_id}/rights")
def document_rights(document_id: Identity, asker: Administrator, context: In, gate: AtGate) -> dict[str, Any]:
    """What holds for one document alone."""
    document = _document(context, asker, document_id)
    with gate.journal.engine.connect() as connection:
        own = protection.own_protection(connection, document.id)
        rules = rights.rules_of(connection, document.id)
    return {"protection": own, "rules": [{"holder": holder, "allowed": allowed} for holder, allowed in rules.items()]}


@router.put("/documents/{document_id}/rights", status_code=204)
def rule_document(document_id: Identity, request: DocumentRuleRequest, asker: Administrator, context: In, gate: AtGate) -> Response:
    """Let a holder read one document, or refuse it to them."""
    document = _document(context, asker, document_id)
    with gate.journal.change(asker.person.id) as change:
        _check_holder(change.connection, request.holder)
        rights.rule_document(change, document.id, request.holder, request.allowed)
    return Response(status_code=204)


@router.put("/documents/{document_id}/protection", status_code=204)
def protect_document(
    document_id: Identity, request: ProtectionRequest, asker: Administrator, context: In, gate: AtGate
) -> Response:
    """A class of its own for one document."""
    document = _document(context, asker, document_id)
    with gate.journal.change(asker.person.id) as change:
        protection.protect(change, document.id, request.protection)
    return Response(status_code=204)


def _document(context: Context, asker: Asker, document_id: str) -> Document:
    """Raises UnknownDocument also for what the administrator may not read."""
    document = context.library.document(document_id)
    if not asker.rights.may_read(document):
        raise UnknownDocument(document=document_id)
    return document


def _check_holder(connection: Connection, holder: str) -> None:
    """Raises UnknownPerson and InvalidRequest for what holds no right."""
    kind, _, name = holder.partition(":")
    if kind == "person":
        people.known_person(connection, name)
    elif holder != people.EVERYONE and not (kind == "group" and name.strip()):
        raise InvalidRequest("holder", "other")
