"""The proof that a removed document is gone, and the signed record of it.

Searches both indexes, every table and every file of the home. What is written down names what backups still hold, and until
when. Knows not how a document is removed.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, null, select, true, update

from assistant.access import traces as tracing
from assistant.access.traces import Traces
from ingest.access_tables import backups, erasures
from ingest.documents import EVERYTHING, Document, Metadata
from ingest.german import find_terms
from ingest.journal import SYSTEM, Journal
from ingest.library import Library
from ingest.secret import is_signed
from ingest.tables import documents, passages

_FIELDS = ("id", "file_name", "digest", "version")
_FOUND = 50
_STEMS = "unordered stems until segments are merged, and in backups made until then"


@dataclass(frozen=True, slots=True)
class Removal:
    """A document that was removed by `actor`; `rows` says how much of it, `traces` what it would be recognised by."""

    id: str
    document: Document
    actor: str
    added: datetime
    begun: datetime
    rows: Mapping[str, int]
    traces: Traces

    def as_json(self) -> dict[str, Any]:
        """For the database. The traces are written so that a search for their text does not find them there."""
        traces = base64.b64encode(json.dumps(asdict(self.traces)).encode()).decode()
        document = {name: getattr(self.document, name) for name in _FIELDS}
        about = {"title": self.document.metadata.title, "collection": self.document.metadata.collection}
        story = {"actor": self.actor, "added": self.added.isoformat(), "rows": dict(self.rows), "traces": traces}
        return story | {"document": document, "about": about}


@dataclass(frozen=True, slots=True)
class Certificate:
    """A signed record: `text` is JSON, `signature` an Ed25519 signature of it."""

    text: str
    signature: bytes

    def holds(self, public_key: bytes) -> bool:
        """Whether the owner of `public_key` signed this text."""
        return is_signed(self.text, self.signature, public_key)


@dataclass(frozen=True, slots=True)
class Erasure:
    """A document that was removed; without a certificate as long as it is not proved that nothing is left of it."""

    id: str
    document: Document
    begun: datetime
    certificate: Certificate | None


def read_pending(connection: Connection) -> list[Removal]:
    """The removals that are not proved yet."""
    rows = connection.execute(select(erasures).where(erasures.c.certificate.is_(None)).order_by(erasures.c.begun))
    return [_as_removal(row.id, row.begun, row.traces) for row in rows]


def read_erasures(connection: Connection, erasure_id: str | None = None) -> list[Erasure]:
    """All removals, the latest first, or the one that is named."""
    wanted = true() if erasure_id is None else erasures.c.id == erasure_id
    rows = connection.execute(select(erasures).where(wanted).order_by(erasures.c.begun.desc(), erasures.c.id))
    return [_as_erasure(row) for row in rows]


def prove(library: Library, journal: Journal, removal: Removal, now: datetime) -> list[str]:
    """Search everything for the document; write the record if nothing is found, else return where it was found."""
    with library.engine.connect() as connection:
        found = _in_searches(library, connection, removal)
        found += [f"table {name}" for name in tracing.find_in_tables(connection, removal.traces.windows)]
    looked, in_files = tracing.find_in_files(library.home, removal.traces)
    found += [f"file {name}" for name in in_files]
    if not found:
        _write_record(journal, removal, looked, now)
    return found


def empty_log(library: Library) -> None:
    """Let SQLite move its write-ahead log into the database, so that the log holds no former pages."""
    connection = library.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    finally:
        connection.close()


def _in_searches(library: Library, connection: Connection, removal: Removal) -> list[str]:
    """The searches that still find the document."""
    own = set(removal.traces.passages)
    found = ["vector index"] if own & set(library.indexes.vector_ids()) else []
    found += ["word index"] if own & set(library.indexes.words.all_ids()) else []
    for window in removal.traces.windows:
        by_words = library.search_words("words", dict.fromkeys(find_terms(window), 1.0), EVERYTHING, _FOUND)
        if own & {hit for hit, _ in (*by_words, *library.search_vectors(window, EVERYTHING, _FOUND))}:
            found.append("search")
    rows = {
        "documents": select(documents.c.id).where(documents.c.id == removal.document.id),
        "passages": select(passages.c.id).where(passages.c.document_id == removal.document.id),
    }
    return found + [f"table {name}" for name, query in rows.items() if connection.execute(query).first()]


def _write_record(journal: Journal, removal: Removal, looked: int, now: datetime) -> None:
    with journal.change(SYSTEM) as change:
        document = removal.as_json()
        record = {
            "certificate": removal.id,
            "document": document["document"] | document["about"],
            "removed_by": removal.actor,
            "removed_at": _as_text(removal.begun),
            "proved_at": _as_text(now),
            "removed": dict(sorted(removal.rows.items())),
            "searched": {"files": looked, "pieces_of_text": len(removal.traces.windows), "found": 0},
            "remains": {"backups": _backups(change.connection, removal), "word_index": _STEMS},
            "public_key": journal.secret.public_key.hex(),
        }
        text = json.dumps(record, ensure_ascii=False, sort_keys=True)
        values = {"certificate": text, "signature": journal.secret.sign(text), "traces": null()}
        change.connection.execute(update(erasures).where(erasures.c.id == removal.id).values(**values))
        change.note("document.erased", removal.document.id, certificate=removal.id)


def _backups(connection: Connection, removal: Removal) -> list[dict[str, str]]:
    """The backups that may hold the document."""
    holding = (backups.c.at >= removal.added, backups.c.at <= removal.begun, backups.c.until > removal.begun)
    rows = connection.execute(select(backups).where(*holding).order_by(backups.c.at))
    return [{"place": row.place, "made": _as_text(row.at), "kept_until": _as_text(row.until)} for row in rows]


def _as_erasure(row: Row[Any]) -> Erasure:
    if row.certificate is None:
        return Erasure(row.id, _as_removal(row.id, row.begun, row.traces).document, row.begun, None)
    named = json.loads(row.certificate)["document"]
    about = Metadata(**{name: named.pop(name) for name in ("title", "collection")})
    return Erasure(row.id, Document(**named, metadata=about), row.begun, Certificate(row.certificate, row.signature))


def _as_removal(identity: str, begun: datetime, story: dict[str, Any]) -> Removal:
    traces = json.loads(base64.b64decode(story["traces"]))
    known = Traces(tuple(traces["windows"]), traces["digest"], traces["size"], tuple(traces["passages"]))
    document = Document(**story["document"], metadata=Metadata(**story["about"]))
    return Removal(identity, document, story["actor"], datetime.fromisoformat(story["added"]), begun, story["rows"], known)


def _as_text(moment: datetime) -> str:
    return f"{moment.isoformat(timespec='seconds')}Z"
