"""Who may do what: abilities that holders have on collections, rules for single documents, and what follows for a person.

What nobody has allowed is not allowed. A public document is read by everybody who is signed in; an internal one by those its
collection is open to; a confidential one only where a person or a group, not just everyone, was given the collection. A rule
for a document goes before its collection, and a refusal before a permission. Of a collection with release only released
versions are read.
"""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, insert, select, union

from assistant.access.people import EVERYONE, Person
from assistant.access.protection import CollectionRule, Protection, read_rules
from ingest.access_tables import document_rules, grants, protections, releases
from ingest.documents import Document, Readable
from ingest.glancing import glance
from ingest.journal import Change
from ingest.tables import documents, facts

Ability = Literal["read", "edit", "evaluate", "administer"]
ABILITIES: frozenset[Ability] = frozenset(get_args(Ability))
Role = Literal["staff", "editor", "evaluator", "administrator"]
ALL = "*"
"""All collections, also those to come."""
RELEASED: Literal["released"] = "released"
_CACHED = 256


@dataclass(frozen=True, slots=True)
class Grant:
    """`holder` ("everyone", "group:NAME", "person:ID") may read or edit `collection`, or evaluate, or administer."""

    holder: str
    ability: Ability
    collection: str = ""


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do; by default nothing."""

    readable: Readable = Readable()
    editable: frozenset[str] = frozenset()
    edits_all: bool = False
    refused: frozenset[str] = frozenset()
    evaluates: bool = False
    administers: bool = False

    @property
    def edits(self) -> bool:
        """Whether there is any collection the person edits."""
        return self.edits_all or bool(self.editable)

    def may_edit_in(self, collection: str) -> bool:
        """Whether the person may put documents into `collection`."""
        return self.edits_all or collection in self.editable

    def may_edit(self, document: Document) -> bool:
        """Whether the person may change `document`, and see it while it is not released."""
        return self.may_edit_in(document.metadata.collection) and document.id not in self.refused

    def may_read(self, document: Document) -> bool:
        """Whether the person may know of `document`."""
        return self.readable.contains(document) or self.may_edit(document)


def grant(change: Change, given: Grant) -> None:
    """Allow it; nothing happens if it was allowed already."""
    if change.connection.execute(select(grants).where(_is(given))).first() is None:
        change.connection.execute(insert(grants).values(holder=given.holder, ability=given.ability, collection=given.collection))
        change.note("right.grant", given.holder, ability=given.ability, collection=given.collection)


def revoke(change: Change, given: Grant) -> bool:
    """Allow it no longer, from the next question on; whether it was allowed."""
    revoked = change.connection.execute(delete(grants).where(_is(given))).rowcount > 0
    if revoked:
        change.note("right.revoke", given.holder, ability=given.ability, collection=given.collection)
    return revoked


def give_role(change: Change, person: Person, role: Role, collection: str = ALL) -> None:
    """The abilities of a role; an editor is one of `collection`, staff have none beyond what is open to their groups."""
    abilities: dict[Role, tuple[Ability, str]] = {
        "editor": ("edit", collection),
        "evaluator": ("evaluate", ""),
        "administrator": ("administer", ""),
    }
    if role in abilities:
        ability, of = abilities[role]
        grant(change, Grant(f"person:{person.id}", ability, of))


def all_grants(connection: Connection) -> list[Grant]:
    """Everything that is allowed, by holder."""
    rows = connection.execute(select(grants).order_by(grants.c.holder, grants.c.ability, grants.c.collection))
    return [Grant(row.holder, row.ability, row.collection) for row in rows]


def rule_document(change: Change, document_id: str, holder: str, allowed: bool | None) -> None:
    """Let a holder read one document, or refuse it to them; None: what holds for its collection."""
    table = document_rules
    change.connection.execute(delete(table).where(table.c.document_id == document_id, table.c.holder == holder))
    if allowed is not None:
        change.connection.execute(insert(table).values(document_id=document_id, holder=holder, allowed=allowed))
    change.note("document.rule", document_id, holder=holder, allowed=allowed)


def rules_of(connection: Connection, document_id: str) -> dict[str, bool]:
    """What holds for one document alone: for each holder whether they may read it."""
    rows = connection.execute(select(document_rules).where(document_rules.c.document_id == document_id))
    return {row.holder: row.allowed for row in rows}


@dataclass(frozen=True, slots=True)
class _Known:
    """What was computed while the database bore `stamp`; `named` are the holders of whom any rule speaks."""

    stamp: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    rights: dict[tuple[frozenset[str], frozenset[Ability]], Rights] = field(default_factory=dict)


class Authority:
    """Says what people may do, from what the database says at that moment.

    What was computed is used again only while the database names the same last entry of the audit, which every change of
    rights writes, and the same last change of a document; for everybody of whom the same rules speak.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known = _Known()
        self._computing = threading.Lock()

    def rights_of(self, person: Person, abilities: frozenset[Ability] = ABILITIES) -> Rights:
        """The rights of a person, or of a token that has only some of the person's abilities."""
        stamp, known = glance(self._engine, _stamp), self._known
        found = known.rights.get((person.holders & known.named, abilities)) if stamp == known.stamp else None
        return found or self._computed(person, abilities)

    def _computed(self, person: Person, abilities: frozenset[Ability]) -> Rights:
        with self._computing, self._engine.connect() as connection:
            known = self._known
            if (stamp := _stamp(connection)) != known.stamp or len(known.rights) >= _CACHED:
                known = self._known = _Known(stamp, _named_holders(connection))
            key = person.holders & known.named, abilities
            if key not in known.rights:
                known.rights[key] = compute_rights(connection, *key)
        return known.rights[key]


def compute_rights(connection: Connection, holders: frozenset[str], abilities: frozenset[Ability] = ABILITIES) -> Rights:
    """What these holders may do together, with no more than `abilities`."""
    given = [each for each in all_grants(connection) if each.holder in holders and each.ability in abilities | {"read"}]
    edited = frozenset(each.collection for each in given if each.ability == "edit")
    opened = [each for each in given if each.ability in ("read", "edit")]
    access = _Access(
        holders=holders,
        broad=frozenset(each.collection for each in opened),
        named=frozenset(each.collection for each in opened if each.holder != EVERYONE),
        rules=read_rules(connection),
    )
    allowed = _document_rules(connection, holders)
    return Rights(
        readable=_readable(connection, access, allowed),
        editable=edited - {ALL},
        edits_all=ALL in edited,
        refused=frozenset(document for document, may in allowed.items() if not may),
        evaluates=any(each.ability == "evaluate" for each in given),
        administers=any(each.ability == "administer" for each in given),
    )


@dataclass(frozen=True, slots=True)
class _Access:
    """Collections that are open to everyone or to these holders, those open to these holders by name, and their rules."""

    holders: frozenset[str]
    broad: frozenset[str]
    named: frozenset[str]
    rules: dict[str, CollectionRule]

    def rule(self, collection: str) -> CollectionRule:
        return self.rules.get(collection, CollectionRule())

    def opens(self, collection: str, protection: Protection) -> bool:
        """Whether documents of that class in that collection may be read."""
        if protection == "public":
            return True
        open_collections = self.broad if protection == "internal" else self.named
        return ALL in open_collections or collection in open_collections


def _readable(connection: Connection, access: _Access, allowed: dict[str, bool]) -> Readable:
    """Whole collections, and the documents for which something else holds."""
    every = connection.scalars(select(documents.c.collection).distinct()).all()
    whole = {name for name in every if not access.rule(name).release and access.opens(name, access.rule(name).protection)}
    opened, barred = set(), set()
    for identity, collection, protection, released in _exceptions(connection, access.holders):
        rule = access.rule(collection)
        may = allowed.get(identity, access.opens(collection, protection or rule.protection))
        may = may and (released or not rule.release)
        if may and collection not in whole:
            opened.add(identity)
        elif not may and collection in whole:
            barred.add(identity)
    return _shortened(connection, whole, opened, barred)


def _shortened(connection: Connection, whole: set[str], opened: set[str], barred: set[str]) -> Readable:
    """The same with fewer names: a collection most of whose documents are barred is closed, and the others are opened."""
    if barred:
        rows = connection.execute(select(documents.c.id, documents.c.collection).where(documents.c.collection.in_(whole))).all()
        for collection in sorted(whole):
            own = {row.id for row in rows if row.collection == collection}
            if 2 * len(own & barred) > len(own):
                whole, opened, barred = whole - {collection}, opened | (own - barred), barred - own
    return Readable(frozenset(whole), frozenset(opened), frozenset(barred))


def _exceptions(connection: Connection, holders: Iterable[str]) -> Iterator[tuple[str, str, Protection | None, bool]]:
    """Documents that may not be like their collection: id, collection, own class, whether this version is released."""
    current = and_(releases.c.document_id == documents.c.id, releases.c.version == documents.c.version)
    joined = documents.outerjoin(protections, protections.c.document_id == documents.c.id).outerjoin(releases, current)
    columns = (documents.c.id, documents.c.collection, protections.c.protection, releases.c.state)
    concerned = union(
        select(protections.c.document_id),
        select(releases.c.document_id).where(releases.c.state == RELEASED),
        select(document_rules.c.document_id).where(document_rules.c.holder.in_(holders)),
    )
    for row in connection.execute(select(*columns).select_from(joined).where(documents.c.id.in_(concerned))):
        yield row.id, row.collection, row.protection, row.state == RELEASED


def _document_rules(connection: Connection, holders: Iterable[str]) -> dict[str, bool]:
    """What the rules for single documents say to these holders; a refusal wins."""
    table = document_rules
    found: dict[str, bool] = {}
    for row in connection.execute(select(table).where(table.c.holder.in_(list(holders)))):
        found[row.document_id] = row.allowed and found.get(row.document_id, True)
    return found


def _is(given: Grant) -> ColumnElement[bool]:
    return and_(grants.c.holder == given.holder, grants.c.ability == given.ability, grants.c.collection == given.collection)


def _named_holders(connection: Connection) -> frozenset[str]:
    return frozenset(connection.scalars(union(select(grants.c.holder), select(document_rules.c.holder))))


def _stamp(connection: Connection) -> tuple[str, ...]:
    rows = connection.execute(select(facts).where(facts.c.name.in_(("audit", "change", "generation"))).order_by(facts.c.name))
    return tuple(f"{row.name}={row.value}" for row in rows)
