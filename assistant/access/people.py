"""People: who they are and which groups they are in. Knows no password, no session and no right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, select, true, update

from assistant.access.refusals import NameInUse, UnknownPerson
from ingest.access_tables import document_rules, grants, memberships, people, sessions, tokens
from ingest.identities import new_identity
from ingest.journal import Change

EVERYONE = "everyone"
_WITH_GROUPS = (
    select(people.c.id, people.c.name, people.c.shown, people.c.active, memberships.c.name.label("of_group"))
    .outerjoin(memberships, memberships.c.person_id == people.c.id)
    .order_by(people.c.name)
)
_OF_SUBJECT = _WITH_GROUPS.where(people.c.subject == bindparam("subject"))
"""Asked with each question; made once, as that takes as long as to find somebody."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. `name` is what they sign in with, `shown` what others see."""

    id: str
    name: str
    shown: str
    groups: frozenset[str] = frozenset()
    active: bool = True

    @property
    def holders(self) -> frozenset[str]:
        """What rights are given to that reach this person."""
        return frozenset({EVERYONE, f"person:{self.id}", *(f"group:{group}" for group in self.groups)})


def add_person(change: Change, name: str, shown: str, now: datetime, subject: str | None = None) -> Person:
    """A new account without password and rights. Raises NameInUse."""
    person = Person(new_identity(), name.strip(), shown.strip() or name.strip())
    if _first(change.connection, people.c.name == person.name):
        raise NameInUse(name=person.name)
    values = {"id": person.id, "name": person.name, "shown": person.shown, "subject": subject, "created": now}
    change.connection.execute(insert(people).values(active=True, failures=0, **values))
    change.note("person.add", person.id)
    return person


def find_person(connection: Connection, person_id: str) -> Person | None:
    """The person, if the account is there and active."""
    found = _first(connection, people.c.id == person_id)
    return found if found and found.active else None


def find_subject(connection: Connection, subject: str) -> Person | None:
    """The person an identity provider knows as `subject`, active or not."""
    return next(iter(_grouped(connection.execute(_OF_SUBJECT, {"subject": subject}))), None)


def named(connection: Connection, name: str) -> Person:
    """The person of that name, active or not. Raises UnknownPerson."""
    found = _first(connection, people.c.name == name.strip())
    if found is None:
        raise UnknownPerson(name=name)
    return found


def known_person(connection: Connection, person_id: str) -> Person:
    """The person with that id, active or not. Raises UnknownPerson."""
    found = _first(connection, people.c.id == person_id)
    if found is None:
        raise UnknownPerson(name=person_id)
    return found


def shown_names(connection: Connection, identities: Sequence[str]) -> dict[str, str]:
    """What others see of those who have an account still, by their ids."""
    rows = connection.execute(select(people.c.id, people.c.shown).where(people.c.id.in_(identities)))
    return {row.id: row.shown for row in rows}


def with_password(connection: Connection) -> frozenset[str]:
    """The ids of those who sign in with a password."""
    return frozenset(connection.scalars(select(people.c.id).where(people.c.password.is_not(None))))


def all_people(connection: Connection) -> list[Person]:
    """Everybody, by name."""
    return _read(connection, true())


def join_groups(change: Change, person: Person, groups: Iterable[str]) -> None:
    """Make `groups` the groups of a person; noted only if they differ."""
    wanted = frozenset(groups)
    if wanted == person.groups:
        return
    change.connection.execute(delete(memberships).where(memberships.c.person_id == person.id))
    if wanted:
        change.connection.execute(insert(memberships), [{"person_id": person.id, "name": group} for group in sorted(wanted)])
    change.note("person.groups", person.id, groups=", ".join(sorted(wanted)))


def set_active(change: Change, person: Person, active: bool) -> None:
    """Open or close an account; a closed one is signed out everywhere, and its tokens are void."""
    change.connection.execute(update(people).where(people.c.id == person.id).values(active=active))
    if not active:
        for table in (sessions, tokens):
            change.connection.execute(delete(table).where(table.c.person_id == person.id))
    change.note("person.open" if active else "person.close", person.id)


def remove_person(change: Change, person: Person) -> None:
    """Remove an account with all that hangs on it: groups, rights, sessions, tokens, conversations."""
    for table in (grants, document_rules):
        change.connection.execute(delete(table).where(table.c.holder == f"person:{person.id}"))
    change.connection.execute(delete(people).where(people.c.id == person.id))
    change.note("person.remove", person.id)


def _first(connection: Connection, condition: ColumnElement[bool]) -> Person | None:
    return next(iter(_read(connection, condition)), None)


def _read(connection: Connection, condition: ColumnElement[bool]) -> list[Person]:
    return _grouped(connection.execute(_WITH_GROUPS.where(condition)))


def _grouped(rows: Iterable[Row[Any]]) -> list[Person]:
    found: dict[str, Person] = {}
    for row in rows:
        groups = found[row.id].groups if row.id in found else frozenset[str]()
        groups |= {row.of_group} if row.of_group is not None else set()
        found[row.id] = Person(row.id, row.name, row.shown, groups, row.active)
    return list(found.values())
