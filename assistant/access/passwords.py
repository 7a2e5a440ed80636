"""Passwords of local accounts: argon2id (RFC 9106), and signing in with one.

An unknown name takes as long as a known one, and all failures read the same. A try counts before it is checked, so that
tries at the same time cannot slip by the lock.
"""

import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, Row, delete, select, update

from assistant.access.people import Person, find_person
from assistant.access.refusals import SignInFailed, WeakPassword
from ingest.access_tables import people, sessions
from ingest.journal import Change, Journal

LEAST = 12
"""Characters of a password."""
_MOST = 1024
_FREE_TRIES = 5
_FIRST_LOCK = timedelta(minutes=1)
_LONGEST_LOCK = timedelta(hours=1)
_HASHER = PasswordHasher()


def set_password(change: Change, person: Person, password: str) -> None:
    """Give an account a password, unlock it, and sign it out everywhere. Raises WeakPassword."""
    if not LEAST <= len(password) <= _MOST or password.casefold() in (person.name.casefold(), person.shown.casefold()):
        raise WeakPassword(least=LEAST)
    values = {"password": _HASHER.hash(password), "failures": 0, "locked_until": None}
    change.connection.execute(update(people).where(people.c.id == person.id).values(**values))
    change.connection.execute(delete(sessions).where(sessions.c.person_id == person.id))
    change.note("person.password", person.id)


def sign_in(journal: Journal, name: str, password: str, now: datetime) -> Person:
    """The person with that name and password. Raises SignInFailed."""
    with journal.change("unknown") as change:
        row = change.connection.execute(select(people).where(people.c.name == name.strip())).first()
        open_for_a_try = row is not None and _count_try(change.connection, row, now)
    stored = row.password if row is not None and row.password else _of_nobody()
    matches = _matches(stored, password[:_MOST])
    if row is None or not (matches and open_for_a_try and row.active and row.password):
        journal.note("unknown", "sign-in.failed", row.id if row is not None else "unknown")
        raise SignInFailed
    with journal.change(row.id) as change:
        fresh = _HASHER.hash(password) if _HASHER.check_needs_rehash(stored) else stored
        values = {"failures": 0, "locked_until": None, "password": fresh}
        change.connection.execute(update(people).where(people.c.id == row.id).values(**values))
        change.note("sign-in", row.id, by="password")
        person = find_person(change.connection, row.id)
    if person is None:
        raise SignInFailed
    return person


def _count_try(connection: Connection, row: Row[tuple[object, ...]], now: datetime) -> bool:
    """Whether the account is not locked; after some failures each further one locks it for twice as long."""
    if row.locked_until is not None and now < row.locked_until <= now + _LONGEST_LOCK:  # else a wrong clock has set it
        return False
    failures = row.failures + 1
    lock = min(_FIRST_LOCK * 2 ** min(failures - _FREE_TRIES, 10), _LONGEST_LOCK) if failures >= _FREE_TRIES else None
    values = {"failures": failures, "locked_until": now + lock if lock else None}
    connection.execute(update(people).where(people.c.id == row.id).values(**values))
    return True


def _matches(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except VerificationError:
        return False


@cache
def _of_nobody() -> str:
    """A hash that no password matches."""
    return _HASHER.hash(secrets.token_urlsafe(32))
