"""Looking after a library: is everything as it should be, and embedding it anew with another embedder."""

import fcntl
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Engine, delete, func, select

from ingest import records, tables
from ingest.embedding import Embedder
from ingest.errors import Busy, UnknownDocument
from ingest.indexes import Indexes, remove_links
from ingest.jobs import read_jobs
from ingest.library import Library
from ingest.pipeline import original_file
from ingest.preparing import prepare
from ingest.tables import transaction

_AT_ONCE = 400
_UPLOAD_SECONDS = 3600


def verify(library: Library) -> list[str]:
    """What is not as it should be, one line each; nothing for a sound library. Nothing is changed but copies that lag."""
    library.catch_up()
    with library.engine.connect() as connection:
        table = tables.documents
        documents = connection.execute(select(table.c.id, table.c.file_name, table.c.version, table.c.digest)).all()
        current = tables.passages.c.generation == library.indexes.generation
        stored = set(connection.scalars(select(tables.passages.c.id).where(current)))
    problems = [
        f"{row.file_name}: the original is missing"
        for row in documents
        if not original_file(library.home, row.id, row.version).exists()
    ]
    problems += [problem for row in documents for problem in _misplaced_passages(library, row.id)]
    for name, indexed in (("word index", library.indexes.words.all_ids()), ("vector index", library.indexes.vector_ids())):
        if sorted(indexed) != sorted(stored):
            problems.append(f"{name}: {len(stored - set(indexed))} passages missing, {len(indexed) - len(stored)} too many")
    return problems + list(_orphans(library.home, {(row.id, row.version) for row in documents}))


def _misplaced_passages(library: Library, document_id: str) -> Iterator[str]:
    """Passages whose text does not stand in the document at their offsets."""
    with library.engine.connect() as connection:
        text = connection.scalar(select(tables.documents.c.text).where(tables.documents.c.id == document_id)) or ""
        for row in records.passages_of(connection, [document_id], library.indexes.generation):
            if not row.text.endswith(text[row.start : row.end]) or row.start >= row.end:
                yield f"passage {row.id}: does not stand in its document"


def _orphans(home: Path, known: set[tuple[str, int]]) -> Iterator[str]:
    expected = {original_file(home, identity, version).name for identity, version in known}
    for path in sorted((home / "files").glob("*")):
        if path.name not in expected:
            yield f"{path.name}: a file without a document"


def remove_orphans(library: Library) -> None:
    """Delete files and uploads that nothing names, and former generations' passages. For a process with the writer's lock."""
    with transaction(library.engine) as connection:
        documents = connection.execute(select(tables.documents.c.id, tables.documents.c.version)).all()
        connection.execute(delete(tables.passages).where(tables.passages.c.generation < library.indexes.generation))
    expected = {original_file(library.home, row.id, row.version).name for row in documents}
    for path in (library.home / "files").glob("*"):
        if path.name not in expected:
            path.unlink(missing_ok=True)
    for path in library.home.glob("partial-*"):  # a copy that a kill cut off
        path.unlink(missing_ok=True)
    remove_links(library.home)
    _remove_uploads(library)
    _remove_pages(library)
    for folder in (library.home / "derived").glob("generation-*"):
        if int(folder.name.split("-")[1]) < library.indexes.generation:
            shutil.rmtree(folder, ignore_errors=True)


def _remove_uploads(library: Library) -> None:
    """Uploads that no unfinished job names: their server was killed before it wrote one. Young ones may still get theirs."""
    wanted = {Path(job.path).name for job in read_jobs(library.engine, active=True)}
    oldest = time.time() - _UPLOAD_SECONDS
    for path in (library.home / "uploads").glob("*"):
        if path.name not in wanted and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _remove_pages(library: Library) -> None:
    """Scanned pages that were read for jobs that have ended."""
    active = {job.id for job in read_jobs(library.engine, active=True)}
    for folder in (library.home / "reading").glob("*"):
        if folder.name not in active:
            shutil.rmtree(folder, ignore_errors=True)


def reindex(engine: Engine, home: Path, embedder: Embedder, passage_words: int, progress: Callable[[int, int], None]) -> int:
    """Split and embed all documents anew beside the current passages, then switch over in one transaction.

    Running servers go on with the current passages until they see the switch; the new word index is complete by then.
    Returns the number of documents. Raises Busy while another process does the same.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "reindex.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        return _reindex(engine, home, embedder, passage_words, progress)


def _reindex(engine: Engine, home: Path, embedder: Embedder, passage_words: int, progress: Callable[[int, int], None]) -> int:
    with transaction(engine) as connection:
        generation = int(records.read_fact(connection, "generation") or 1) + 1
        connection.execute(delete(tables.passages).where(tables.passages.c.generation == generation))
        if records.read_fact(connection, "embedder") is None:
            records.write_fact(connection, "embedder", embedder.name)
    shutil.rmtree(home / "derived" / f"generation-{generation}", ignore_errors=True)
    indexes = Indexes(home / "derived", generation, embedder.dimension, engine)
    done = finished = 0
    while not _switch(engine, done, generation, embedder.name):
        with engine.connect() as connection:
            changed = records.changed_since(connection, done, _AT_ONCE)
            total = connection.scalar(select(func.count()).select_from(tables.documents)) or 0
        for identity, number in changed:
            _embed_anew(engine, identity, generation, embedder, passage_words)
            done, finished = number, finished + 1
            progress(finished, max(finished, total))
        indexes.write_words(engine, until=done)
    return total_documents(engine)


def _embed_anew(engine: Engine, identity: str, generation: int, embedder: Embedder, passage_words: int) -> None:
    with engine.connect() as connection:
        try:
            document, sections = records.read_document(connection, identity), records.read_sections(connection, identity)
        except UnknownDocument:
            return
    prepared = prepare(document, sections, embedder, passage_words)
    with transaction(engine) as connection:
        table = tables.passages
        connection.execute(delete(table).where(table.c.document_id == identity, table.c.generation == generation))
        if records.exists(connection, identity, document.version):
            records.write_passages(connection, identity, generation, prepared.pieces, prepared.vectors)


def _switch(engine: Engine, done: int, generation: int, embedder: str) -> bool:
    """Make the new generation the current one, unless documents have changed after change `done`."""
    with transaction(engine) as connection:
        if int(records.read_fact(connection, "change") or 0) != done:
            return False
        records.write_fact(connection, "generation", generation)
        records.write_fact(connection, "embedder", embedder)
        return True


def total_documents(engine: Engine) -> int:
    """Number of documents."""
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(tables.documents)) or 0
