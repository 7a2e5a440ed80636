"""Tokens of programs: each acts for a person, with no more than some of that person's abilities, until it expires.

Only a token's digest is kept; it is shown once, when it is made.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from assistant.access.people import Person, find_person
from assistant.access.rights import Ability
from assistant.access.sessions import CLOCKS_DIFFER
from ingest.access_tables import tokens
from ingest.identities import new_identity
from ingest.journal import Change
from ingest.secret import digest, new_key

_MARK = "akl_"
"""Begins every token, so that scanners for lost secrets recognise it."""


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token."""

    id: str
    name: str
    abilities: frozenset[Ability]
    created: datetime
    expires: datetime


def make_token(change: Change, person: Person, name: str, abilities: frozenset[Ability], now: datetime, expires: datetime) -> str:
    """A new token; nobody can read it again."""
    key, identity = _MARK + new_key(), new_identity()
    change.connection.execute(
        insert(tokens).values(
            id=identity,
            digest=digest(key),
            person_id=person.id,
            name=name,
            abilities=sorted(abilities),
            created=now,
            expires=expires,
        )
    )
    change.note("token.make", identity, person=person.id, abilities=", ".join(sorted(abilities)), expires=expires.isoformat())
    return key


def find_token(connection: Connection, key: str, now: datetime) -> tuple[Person, frozenset[Ability]] | None:
    """For whom a token acts and what it may do, if it is good."""
    is_good = (tokens.c.expires > now, tokens.c.created <= now + CLOCKS_DIFFER)
    row = connection.execute(select(tokens).where(tokens.c.digest == digest(key), *is_good)).first()
    person = find_person(connection, row.person_id) if row else None
    return None if row is None or person is None else (person, frozenset(row.abilities))


def tokens_of(connection: Connection, person: Person) -> list[Token]:
    """The tokens of a person, newest first."""
    rows = connection.execute(select(tokens).where(tokens.c.person_id == person.id).order_by(tokens.c.created.desc()))
    return [Token(row.id, row.name, frozenset(row.abilities), row.created, row.expires) for row in rows]


def remove_token(change: Change, person: Person, token_id: str) -> bool:
    """Make a token void; whether the person had it."""
    mine = (tokens.c.id == token_id, tokens.c.person_id == person.id)
    removed = change.connection.execute(delete(tokens).where(*mine)).rowcount > 0
    if removed:
        change.note("token.remove", token_id, person=person.id)
    return removed
