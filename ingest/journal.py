"""The audit: an append-only chain of who did what to which object when, and transactions that write to it.

Each seal covers its entry and the seal before it, with a key that is not in the database: whoever changes, removes or
inserts an entry breaks the chain. People stand in it by their id, objects by theirs; no question and no text does.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, insert, select

from ingest import records
from ingest.access_tables import audit
from ingest.secret import Secret
from ingest.tables import transaction

OPERATOR = "operator"
"""Who works on the machine itself, by command line."""
SYSTEM = "system"
_HEAD = "audit"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit; `about` is JSON."""

    number: int
    at: str
    actor: str
    action: str
    object: str
    about: str
    seal: str

    def as_line(self) -> str:
        """The entry as a line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Change:
    """A transaction in which `actor` does something that the audit keeps."""

    connection: Connection
    actor: str
    _secret: Secret

    def note(self, action: str, about: str, **details: str | int | bool | None) -> None:
        """Put `action` on the object `about` into the audit; stored together with all else of this transaction."""
        number, seal = _read_head(self.connection)
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        text = json.dumps(details, ensure_ascii=False, sort_keys=True)
        entry = _sealed(Entry(number + 1, now, self.actor, action, about, text, ""), seal, self._secret)
        self.connection.execute(insert(audit).values(**asdict(entry)))
        records.write_fact(self.connection, _HEAD, f"{entry.number}:{entry.seal}")


@dataclass(frozen=True, slots=True)
class Journal:
    """Where changes of people, rights and documents are begun."""

    engine: Engine
    secret: Secret

    @contextmanager
    def change(self, actor: str) -> Iterator[Change]:
        """A transaction of `actor`: all of it is stored at its end, with its entries, or nothing."""
        with transaction(self.engine) as connection:
            yield Change(connection, actor, self.secret)

    def note(self, actor: str, action: str, about: str, **details: str | int | bool | None) -> None:
        """Put something into the audit that has happened elsewhere."""
        with self.change(actor) as change:
            change.note(action, about, **details)


def read_entries(connection: Connection) -> Iterator[Entry]:
    """All entries, oldest first."""
    for row in connection.execute(select(audit).order_by(audit.c.number)):
        yield Entry(**row._mapping)


def latest_entries(connection: Connection, before: int | None, count: int) -> list[Entry]:
    """The last `count` entries, newest first; of those before number `before`, if it is given."""
    query = select(audit).order_by(audit.c.number.desc()).limit(count)
    rows = connection.execute(query if before is None else query.where(audit.c.number < before))
    return [Entry(**row._mapping) for row in rows]


def head(connection: Connection) -> str:
    """Number and seal of the last entry: whoever writes it down can tell later that no entry up to it is missing."""
    number, seal = _read_head(connection)
    return f"{number}:{seal}"


def verify(connection: Connection, secret: Secret, known_head: str | None = None) -> list[str]:
    """What is wrong with the chain, one line each; `known_head` is a head that was written down before."""
    problems: list[str] = []
    number, seal, passed = 0, "", {"0:"}
    for entry in read_entries(connection):
        number += 1
        if entry.number != number:
            return [*problems, f"entry {number} is missing"]
        if _sealed(entry, seal, secret).seal != entry.seal:
            problems.append(f"entry {number} was changed")
        seal = entry.seal
        passed.add(f"{number}:{seal}")
    if head(connection) != f"{number}:{seal}":
        problems.append(f"entries after {number} are missing")
    if known_head is not None and known_head not in passed:
        problems.append(f"the entry {known_head.partition(':')[0]} that was written down is not in the chain")
    return problems


def _sealed(entry: Entry, before: str, secret: Secret) -> Entry:
    fields = (before, str(entry.number), entry.at, entry.actor, entry.action, entry.object, entry.about)
    return replace(entry, seal=secret.seal(json.dumps(fields)))


def _read_head(connection: Connection) -> tuple[int, str]:
    number, _, seal = (records.read_fact(connection, _HEAD) or "0:").partition(":")
    return int(number), seal
