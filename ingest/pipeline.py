"""The life of a document: from a file in the queue to passages that are found.

Read this first. A file that is already in the library is recognised by its digest. Any other is read in a sandbox, split,
embedded, and stored in one transaction that replaces its former version; then the word index follows. What has been read
meanwhile is stored together. A file that cannot be read ends as a named error on its job, and the rest go on.
"""

import hashlib
import os
import shutil
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from ingest import records
from ingest.documents import Document, Metadata
from ingest.errors import AktenlotseError, EmptyFile, UnreadableFile
from ingest.jobs import Job, end_jobs, failed, note_progress, ready, take_jobs, unchanged
from ingest.library import Library
from ingest.parsers import ParsedDocument
from ingest.parsers.sandbox import Sandbox
from ingest.parsers.workplace import progress
from ingest.preparing import Prepared

_INDEX_EVERY = 10.0
"""Seconds after which newly stored documents become searchable, at the latest, while more are coming."""
_LOOK_EVERY = 0.5
"""Seconds between two looks at how far the scans are."""
_AHEAD = 8
"""Files that are being read, or are read and wait to be stored, for each reading process."""
_CHARACTERS_TOGETHER = 2_000_000
"""Text that is stored together, about; with `_AHEAD` it bounds memory."""
_COPYING = 4
"""Originals that are copied at once: most of the time goes by waiting for the disk."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file that is being read, and its digest when that began."""

    job: Job
    digest: str
    future: "Future[ParsedDocument]"


def process_jobs(library: Library, sandbox: Sandbox) -> Iterator[Job]:
    """Take in all waiting files; yields each job when it has ended. Call under the writer's lock."""
    indexed = time.monotonic()
    reading: deque[_Reading] = deque()
    while (taken := _take_jobs(library, sandbox, len(reading))) or reading:
        yield from _begin(library, sandbox, taken, reading)
        _wait(library, reading)
        yield from _take_in(library, list(_next_read(sandbox, reading)))
        if time.monotonic() - indexed > _INDEX_EVERY:
            library.write_words()
            indexed = time.monotonic()
    library.write_words()


def original_file(home: Path, document_id: str, version: int) -> Path:
    """Where the original of a document is kept."""
    return home / "files" / f"{document_id}-{version}"


def pages_folder(home: Path, job_id: str) -> Path:
    """Where the scanned pages that were read of a job's file are kept until the job ends."""
    return home / "reading" / job_id


def remove_document(library: Library, document_id: str) -> None:
    """Remove a document and its original. Raises UnknownDocument."""
    document = library.document(document_id)
    library.remove(document_id)
    original_file(library.home, document_id, document.version).unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _take_jobs(library: Library, sandbox: Sandbox, under_way: int) -> list[Job]:
    """So many jobs that the reading processes have enough to do."""
    room = _AHEAD * sandbox.processes - under_way
    return take_jobs(library.engine, room) if room > under_way else []


def _begin(library: Library, sandbox: Sandbox, taken: Sequence[Job], reading: deque[_Reading]) -> Iterator[Job]:
    """Begin to read the files of the jobs that were `taken`; yields those that ended without reading."""
    ended: list[Job] = []
    for job in taken:
        try:
            digest = digest_of(Path(job.path))
        except OSError:
            ended.append(failed(job, UnreadableFile(file=job.file_name)))
            continue
        becoming = any(_keys(each.job) & _keys(job) for each in reading)
        if not becoming and (known := _find_known(library, job, digest)):
            ended.append(known)
            continue
        try:
            future = sandbox.start(Path(job.path), job.file_name, pages_folder(library.home, job.id))
            reading.append(_Reading(job, digest, future))
        except UnreadableFile as error:
            ended.append(failed(job, error))
    yield from _end(library, ended)


def _find_known(library: Library, job: Job, digest: str) -> Job | None:
    """The ended job, if the file is in the library already."""
    with library.engine.connect() as connection:
        known = _find_replaced(connection, job)
        if known is None or known.digest != digest:
            return None
        passages = records.count_passages(connection, known.id, library.indexes.generation)
    if not original_file(library.home, known.id, known.version).exists():
        return None
    about = _described(job, known, known.metadata.title)
    if about != known.metadata:
        library.describe(known.id, about)
    return unchanged(ready(job, known.id, passages))


def _find_replaced(connection: Connection, job: Job) -> Document | None:
    """The document that the job's file replaces: the one that the job names, else the one of that file name."""
    named = next(records.read_documents(connection, [job.document_id]), None)
    return named or records.find_document(connection, *_name(job))


def _wait(library: Library, reading: Sequence[_Reading]) -> None:
    """Wait until a file has been read; meanwhile the jobs of scans say how far they are, and what is stored can be found."""
    futures = [each.future for each in reading]
    while futures and not wait(futures, _LOOK_EVERY, FIRST_COMPLETED).done:
        folders = ((each.job.id, pages_folder(library.home, each.job.id)) for each in reading)
        note_progress(library.engine, {job: pages for job, folder in folders if (pages := progress(folder))})
        library.write_words()


def _next_read(sandbox: Sandbox, reading: deque[_Reading]) -> Iterator[tuple[_Reading, ParsedDocument | AktenlotseError]]:
    """The files that have been read; of those for the same document only the first, as the second replaces it."""
    keys: set[tuple[str, str]] = set()
    characters = 0
    for each in list(reading):
        is_first = keys.isdisjoint(_keys(each.job))
        keys |= _keys(each.job)
        if is_first and each.future.done() and characters < _CHARACTERS_TOGETHER:
            reading.remove(each)
            result = _result(sandbox, each)
            characters += sum(len(section.text) for section in result.sections) if isinstance(result, ParsedDocument) else 0
            yield each, result


def _name(job: Job) -> tuple[str, str]:
    return job.metadata.collection, job.file_name


def _keys(job: Job) -> frozenset[tuple[str, str]]:
    """What tells that two jobs are for the same document: its file name in its collection, or its id."""
    return frozenset({_name(job), ("", job.document_id)})


def _result(sandbox: Sandbox, reading: _Reading) -> ParsedDocument | AktenlotseError:
    try:
        return sandbox.result(reading.future, reading.job.file_name)
    except AktenlotseError as error:
        return error


def _take_in(library: Library, batch: Sequence[tuple[_Reading, ParsedDocument | AktenlotseError]]) -> Iterator[Job]:
    """Store what was read, all of it in one transaction; yields the ended jobs."""
    ended = [failed(each.job, error) for each, error in batch if isinstance(error, AktenlotseError)]
    read = [(each, parsed) for each, parsed in batch if isinstance(parsed, ParsedDocument)]
    prepared = library.prepare_all([(_as_document(library, each, parsed), parsed.sections) for each, parsed in read])
    stored: list[tuple[Job, Prepared]] = []
    notes: dict[str, Sequence[AktenlotseError]] = {}
    for (each, parsed), one in zip(read, prepared, strict=True):
        if one.pieces:
            stored.append((each.job, one))
            notes[each.job.id] = parsed.notes
        else:
            ended.append(failed(each.job, EmptyFile(file=each.job.file_name)))
    if stored:
        _store(library, stored)
    yield from _end(library, [*ended, *(ready(job, one.document.id, len(one.pieces), notes[job.id]) for job, one in stored)])


def _store(library: Library, prepared: Sequence[tuple[Job, Prepared]]) -> None:
    """The originals first: what the database names is there."""
    with ThreadPoolExecutor(_COPYING) as copying:
        list(copying.map(lambda each: _keep_original(library.home, each[0], each[1].document), prepared))
    library.store(*(one for _, one in prepared))
    for _, one in prepared:
        original_file(library.home, one.document.id, one.document.version - 1).unlink(missing_ok=True)


def _as_document(library: Library, reading: _Reading, parsed: ParsedDocument) -> Document:
    """The next version of the document of that name, or the first of a new one."""
    job = reading.job
    with library.engine.connect() as connection:
        known = _find_replaced(connection, job)
        other = records.find_document(connection, *_name(job))
    is_taken = known is not None and other is not None and other.id != known.id
    return Document(
        id=known.id if known else job.document_id,
        file_name=known.file_name if known and is_taken else job.file_name,
        digest=reading.digest,
        version=known.version + 1 if known else 1,
        metadata=_described(job, known, parsed.title or Path(job.file_name).stem),
    )


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


def _end(library: Library, ended: Sequence[Job]) -> Sequence[Job]:
    """Store how the jobs ended; uploads are needed no more."""
    end_jobs(library.engine, ended)
    for job in ended:
        shutil.rmtree(pages_folder(library.home, job.id), ignore_errors=True)
        if not job.keep_path:
            Path(job.path).unlink(missing_ok=True)
    return ended
