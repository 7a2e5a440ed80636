"""The life of a document: from a file in the queue to passages that are found.

Read this first. A file that is already in the library is recognised by its digest. Any other is read in a sandbox, split,
embedded, and stored in one transaction that replaces its former version; then the word index follows. A file that cannot
be read ends as a named error on its job, and the rest go on.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from ingest import records
from ingest.documents import Document, Metadata
from ingest.errors import AktenlotseError, EmptyFile, UnreadableFile
from ingest.jobs import Job, end_job, fail_job, take_jobs
from ingest.library import Library
from ingest.parsers import ParsedDocument
from ingest.parsers.sandbox import Sandbox

_INDEX_EVERY = 1.0
"""Seconds after which newly stored documents become searchable, at the latest, while more are coming."""


def process_jobs(library: Library, sandbox: Sandbox) -> Iterator[Job]:
    """Take in all waiting files; yields each job as it was taken when it has ended. Call under the writer's lock."""
    indexed = time.monotonic()
    while jobs := take_jobs(library.engine, 4 * sandbox.processes):
        reading = [(job, sandbox.start(Path(job.path), job.file_name)) for job in jobs if not _finish_if_known(library, job)]
        started = {job.id for job, _ in reading}
        yield from (job for job in jobs if job.id not in started)
        for job, future in reading:
            try:
                document, passages = _take_in(library, job, sandbox.result(future, job.file_name))
            except AktenlotseError as error:
                fail_job(library.engine, job.id, error.code, str(error))
            else:
                end_job(library.engine, job.id, document.id, passages)
            _discard_upload(job)
            yield job
        if time.monotonic() - indexed > _INDEX_EVERY:
            library.write_words()
            indexed = time.monotonic()
    library.write_words()


def original_file(home: Path, document_id: str, version: int) -> Path:
    """Where the original of a document is kept."""
    return home / "files" / f"{document_id}-{version}"


def remove_document(library: Library, document_id: str) -> None:
    """Remove a document and its original. Raises UnknownDocument."""
    document = library.document(document_id)
    library.remove(document_id)
    original_file(library.home, document_id, document.version).unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _finish_if_known(library: Library, job: Job) -> bool:
    """Whether the job is done without reading: the file is in the library already, or is gone."""
    path = Path(job.path)
    try:
        digest = digest_of(path)
    except OSError:
        gone = UnreadableFile(file=job.file_name)
        fail_job(library.engine, job.id, gone.code, str(gone))
        return True
    with library.engine.connect() as connection:
        known = records.find_document(connection, job.metadata.collection, job.file_name)
        if known is None or known.digest != digest:
            return False
        passages = len(list(records.passages_of(connection, [known.id], library.indexes.generation)))
    if not original_file(library.home, known.id, known.version).exists():
        return False
    about = _described(job, known, known.metadata.title)
    if about != known.metadata:
        library.describe(known.id, about)
    end_job(library.engine, job.id, known.id, passages)
    _discard_upload(job)
    return True


def _take_in(library: Library, job: Job, parsed: ParsedDocument) -> tuple[Document, int]:
    """Store what was read; the document and the number of its passages. Raises EmptyFile."""
    with library.engine.connect() as connection:
        known = records.find_document(connection, job.metadata.collection, job.file_name)
    document = Document(
        id=known.id if known else job.document_id,
        file_name=job.file_name,
        digest=digest_of(Path(job.path)),
        version=known.version + 1 if known else 1,
        metadata=_described(job, known, parsed.title or Path(job.file_name).stem),
    )
    prepared = library.prepare(document, parsed.sections)
    if not prepared.pieces:
        raise EmptyFile(file=job.file_name)
    _keep_original(library.home, job, document)
    library.store(prepared)
    if known:
        original_file(library.home, known.id, known.version).unlink(missing_ok=True)
    return document, len(prepared.pieces)


def _described(job: Job, known: Document | None, title: str) -> Metadata:
    """What the job says of the document; a job that says nothing leaves what an editor has said of the former version."""
    if known and job.metadata == Metadata(collection=job.metadata.collection):
        return known.metadata
    return job.metadata.titled(known.metadata.title if known else title)


def _keep_original(home: Path, job: Job, document: Document) -> None:
    """The original appears under its final name whole, and safely on disk, or not at all."""
    target = original_file(home, document.id, document.version)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = home / f"partial-{document.id}"
    shutil.copyfile(job.path, partial)
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(target)


def _discard_upload(job: Job) -> None:
    if not job.keep_path:
        Path(job.path).unlink(missing_ok=True)
