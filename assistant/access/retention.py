"""What is kept no longer than it is needed: a job that deletes it, and proves that it ran. Knows no schedule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from assistant.access import conversations, sessions
from assistant.access.protection import CLASSES
from ingest.access_tables import logins, sweeps, tokens
from ingest.journal import SYSTEM, Journal

LOGIN_MINUTES = 10
"""How long a sign-in at an identity provider may take."""
_RUNS_KEPT = timedelta(days=400)
_OVERDUE_AFTER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many days conversations are kept after their last question, by their highest protection class; and sessions."""

    days: Mapping[str, int]
    session: sessions.Lifetime


def sweep(journal: Journal, keeping: Keeping, now: datetime) -> dict[str, int]:
    """Delete what is kept no longer; how much of what. Each run is written down, also one that found nothing."""
    with journal.change(SYSTEM) as change:
        connection = change.connection
        removed = {
            "conversations": sum(
                conversations.remove_older(connection, each, now - timedelta(days=keeping.days[each])) for each in CLASSES
            ),
            "sessions": sessions.remove_ended(connection, keeping.session, now),
            "tokens": connection.execute(delete(tokens).where(tokens.c.expires <= now)).rowcount,
            "logins": _remove_logins(connection, now),
        }
        connection.execute(delete(sweeps).where(sweeps.c.at < now - _RUNS_KEPT))
        connection.execute(insert(sweeps).values(at=now, removed=removed))
        if any(removed.values()):
            change.note("sweep", "retention", **removed)
    return removed


def last_sweep(connection: Connection) -> datetime | None:
    """When the job ran last."""
    return connection.scalar(select(sweeps.c.at).order_by(sweeps.c.at.desc()).limit(1))


def is_overdue(connection: Connection, now: datetime) -> bool:
    """Whether the job has not run for so long that somebody must look."""
    last = last_sweep(connection)
    return last is None or now - last > _OVERDUE_AFTER


def _remove_logins(connection: Connection, now: datetime) -> int:
    return connection.execute(delete(logins).where(logins.c.created < now - timedelta(minutes=LOGIN_MINUTES))).rowcount
