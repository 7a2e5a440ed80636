"""Removing a document for good: from the library, from files and copies, and where it was quoted.

First one transaction: the document is gone from every search, and from conversations and feedback what was quoted of it. Then
its files and what the derived copies still hold. Then `proving.py` searches everything for it. A process that is killed on the
way leaves an erasure that the next one finishes.
"""

import time
import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
from sqlalchemy import delete, insert, select, update

from assistant.access import proving
from assistant.access import traces as tracing
from assistant.access.proving import Removal
from assistant.access.traces import Traces
from ingest import records
from ingest.access_tables import erasures, turn_documents, turns
from ingest.documents import EVERYTHING
from ingest.errors import UnknownDocument
from ingest.identities import new_identity
from ingest.indexes import remove_links
from ingest.journal import Change, Journal
from ingest.library import Library
from ingest.pipeline import original_file
from ingest.tables import documents, metadata, passages
from ingest.usage_tables import versions

_WORDS = Path(__file__).parents[2] / "prompts" / "access.toml"
_KEPT = {"changes", "erasures", "turn_documents", "document_rules"}
"""Tables that name removed documents on purpose; whoever was refused a document does not learn of it by its record."""
_SIMILAR = 20
_PATIENCE = 15.0
"""Seconds to wait for the process that writes the word index."""


def begin(library: Library, journal: Journal, actor: str, document_id: str, now: datetime) -> str:
    """Remove a document from the database; the erasure's id. From now on nobody finds it. Raises UnknownDocument."""
    document = library.document(document_id)
    text, added = _all_text(library, document_id)
    own = tracing.runs_of(text) - _runs_of_similar(library, document_id)
    original = original_file(library.home, document.id, document.version)
    size = original.stat().st_size if original.exists() else -1
    with library.engine.connect() as connection:
        quotations = list(tracing.find_quotations(connection, own, removed_note()))
        identities = connection.scalars(select(passages.c.id).where(passages.c.document_id == document_id)).all()
    known = Traces(tracing.windows_of(text, own), document.digest, size, tuple(identities))
    identity = new_identity()
    with journal.change(actor) as change:
        removed = _remove_rows(change, document_id)
        for quotation in quotations:
            quotation.clean(change.connection)
        removal = Removal(identity, document, actor, added, now, removed | {"quotations": len(quotations)}, known)
        values = {"id": identity, "document_id": document_id, "begun": now, "traces": removal.as_json()}
        change.connection.execute(insert(erasures).values(**values))
        change.note("document.remove", document_id, erasure=identity, version=document.version)
    return identity


def finish(library: Library, journal: Journal, now: datetime) -> dict[str, list[str]]:
    """Finish and prove what was begun: for each erasure the places where its document was still found; none is a proof."""
    with library.engine.connect() as connection:
        pending = proving.read_pending(connection)
    for removal in pending:
        for path in (library.home / "files").glob(f"{removal.document.id}-*"):
            path.unlink(missing_ok=True)
    if pending:
        _purge_copies(library)
    return {removal.id: proving.prove(library, journal, removal, now) for removal in pending}


@cache
def removed_note() -> str:
    """What stands in the place of a removed excerpt."""
    with _WORDS.open("rb") as file:
        return str(tomllib.load(file)["removed"])


def _all_text(library: Library, document_id: str) -> tuple[str, datetime]:
    """The text of a document and of its former versions, and when the first of them came."""
    with library.engine.connect() as connection:
        text = "\n".join(section.text for section in records.read_sections(connection, document_id))
        added = select(documents.c.added).where(documents.c.id == document_id)
        former = select(versions.c.text, versions.c.added).where(versions.c.document_id == document_id)
        rows = [(text, connection.execute(added).scalar_one()), *map(tuple, connection.execute(former))]
    return "\n".join(text for text, _ in rows), min(added for _, added in rows)


def _runs_of_similar(library: Library, document_id: str) -> set[str]:
    """Runs of words of the passages of other documents that are nearest to this one's: these are not its own."""
    with library.engine.connect() as connection:
        rows = list(records.vectors_of(connection, [document_id], library.indexes.generation))
    vectors = [np.frombuffer(row.vector, np.float16).astype(np.float32) for row in rows]
    near = {hit for vector in vectors for hit, _ in library.indexes.search_vectors(vector, EVERYTHING, _SIMILAR)}
    found = library.passages(sorted(near), EVERYTHING).values()
    texts = (passage.text for passage in found if passage.document.id != document_id)
    return {run for text in texts for run in tracing.runs_of(text)}


def _remove_rows(change: Change, document_id: str) -> dict[str, int]:
    """Delete the rows of all tables that belong to the document, and empty the answers that rest on it; how many of each."""
    connection = change.connection
    records.record_change(connection, document_id)
    resting = select(turn_documents.c.turn_id).where(turn_documents.c.document_id == document_id)
    removed = {"answers": connection.execute(update(turns).where(turns.c.id.in_(resting)).values(answer=None)).rowcount}
    for table in metadata.sorted_tables:
        if "document_id" in table.columns and table.name not in _KEPT:
            removed[table.name] = connection.execute(delete(table).where(table.c.document_id == document_id)).rowcount
    if not records.delete_document(connection, document_id):
        raise UnknownDocument(document=document_id)
    return removed


def _purge_copies(library: Library) -> None:
    """Bring the derived copies up to date and write those anew that still hold the bytes of what is gone."""
    remove_links(library.home)
    library.catch_up()
    with library.engine.connect() as connection:
        change = int(records.read_fact(connection, "change") or 0)
    waited = time.monotonic() + _PATIENCE
    while library.indexes.applied < change and time.monotonic() < waited:
        time.sleep(0.2)
        library.catch_up()
    library.indexes.save_vectors()
    if library.engine.dialect.name == "sqlite":
        proving.empty_log(library)
