"""Signed-in browsers. A session's id is random and known to the browser alone; the database has its digest.

Each sign-in gets a new id, so that nobody can plant one. What was begun or used later than now comes from a clock that was
wrong; nobody can say how old it is. Knows no cookie.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, not_, select, update

from assistant.access.people import Person, find_person
from ingest.access_tables import sessions
from ingest.journal import Change
from ingest.secret import digest, new_key

_NOTE_AFTER = timedelta(minutes=1)
"""A use is written down at most this often, as each writing waits for the disk."""
CLOCKS_DIFFER = timedelta(minutes=1)
"""By how much the clocks of servers over one database may differ."""


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lasts: after its last use, and at all."""

    idle: timedelta
    most: timedelta


def open_session(change: Change, person: Person, now: datetime, former: str = "") -> str:
    """The id of a new session; it takes the place of the `former` one of that browser, whoever that was of."""
    key = new_key()
    if former:
        change.connection.execute(delete(sessions).where(sessions.c.digest == digest(former)))
    change.connection.execute(insert(sessions).values(digest=digest(key), person_id=person.id, created=now, seen=now))
    return key


def find_session(connection: Connection, key: str, lifetime: Lifetime, now: datetime) -> tuple[Person, bool] | None:
    """Who is signed in, if the session is still good, and whether its use is to be noted."""
    row = connection.execute(select(sessions).where(sessions.c.digest == digest(key), _is_good(lifetime, now))).first()
    person = find_person(connection, row.person_id) if row else None
    return None if row is None or person is None else (person, now >= row.seen + _NOTE_AFTER)


def note_use(connection: Connection, key: str, now: datetime) -> None:
    """Remember that the session was used."""
    connection.execute(update(sessions).where(sessions.c.digest == digest(key)).values(seen=now))


def end_session(change: Change, key: str, person: Person) -> None:
    """Sign out in one browser."""
    change.connection.execute(delete(sessions).where(sessions.c.digest == digest(key)))
    change.note("sign-out", person.id)


def end_all_sessions(change: Change, person: Person) -> int:
    """Sign out everywhere; the number of sessions that ended."""
    ended = change.connection.execute(delete(sessions).where(sessions.c.person_id == person.id)).rowcount
    change.note("sign-out.everywhere", person.id, sessions=ended)
    return ended


def remove_ended(connection: Connection, lifetime: Lifetime, now: datetime) -> int:
    """Delete the sessions that are good no more; their number."""
    return connection.execute(delete(sessions).where(not_(_is_good(lifetime, now)))).rowcount


def _is_good(lifetime: Lifetime, now: datetime) -> ColumnElement[bool]:
    seen, created, latest = sessions.c.seen, sessions.c.created, now + CLOCKS_DIFFER
    return and_(seen > now - lifetime.idle, seen <= latest, created > now - lifetime.most, created <= latest)
