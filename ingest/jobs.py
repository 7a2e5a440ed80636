"""The queue of files to take in: a table in the database.

A job is waiting, running, ready or failed. A worker that dies leaves its jobs running; the next worker takes them up
again. Taking in the same file twice changes nothing, so a job may run twice. Knows no file format.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, bindparam, insert, select, update

from ingest import tables
from ingest.documents import Metadata
from ingest.errors import AktenlotseError
from ingest.tables import transaction

UNCHANGED = "unchanged"
"""What stands in place of an error's code where a job is ready because there was nothing to do."""
Status = Literal["waiting", "running", "ready", "failed"]


@dataclass(frozen=True, slots=True)
class Job:
    """A file to take in. `document_id` is the id the document gets if it is new; without `keep_path` the file at `path` is
    removed when the job has ended. Of a scan, `page` of `pages` pages are read so far."""

    id: str
    file_name: str
    path: str
    keep_path: bool
    document_id: str
    metadata: Metadata
    status: Status = "waiting"
    error: str | None = None
    message: str | None = None
    passages: int | None = None
    page: int | None = None
    pages: int | None = None
    created: datetime | None = None
    finished: datetime | None = None


def add_jobs(engine: Engine, jobs: Sequence[Job]) -> None:
    """Put jobs into the queue."""
    with transaction(engine) as connection:
        queue_jobs(connection, jobs)


def queue_jobs(connection: Connection, jobs: Sequence[Job]) -> None:
    """The same as a part of a larger transaction."""
    rows = [asdict(job) | {"metadata": _as_json(job.metadata), "created": _now()} for job in jobs]
    if rows:
        connection.execute(insert(tables.jobs), rows)


def take_jobs(engine: Engine, most: int) -> list[Job]:
    """Take the oldest waiting jobs and mark them running."""
    table = tables.jobs
    with transaction(engine) as connection:
        waiting = select(table).where(table.c.status == "waiting").order_by(table.c.created, table.c.id).limit(most)
        taken = [_as_job(row) for row in connection.execute(waiting)]
        identities = [job.id for job in taken]
        connection.execute(update(table).where(table.c.id.in_(identities)).values(status="running"))
    return taken


def resume_jobs(engine: Engine) -> None:
    """Let the jobs of a worker that died wait again. For the only worker."""
    with transaction(engine) as connection:
        connection.execute(update(tables.jobs).where(tables.jobs.c.status == "running").values(status="waiting"))


def note_progress(engine: Engine, read: Mapping[str, tuple[int, int]]) -> None:
    """Store how many of how many pages are read, by job; nothing is written where that is known."""
    table = tables.jobs
    with engine.connect() as connection:
        known = connection.execute(select(table.c.id, table.c.page).where(table.c.id.in_(list(read)))).all()
    changed = [row.id for row in known if row.page != read[row.id][0]]
    for job in changed:
        page, pages = read[job]
        with transaction(engine) as connection:
            connection.execute(update(table).where(table.c.id == job).values(page=page, pages=pages))


def end_jobs(engine: Engine, ended: Sequence[Job]) -> None:
    """Store how jobs ended, see `ready` and `failed`."""
    table = tables.jobs
    fields = ("status", "document_id", "passages", "error", "message")
    rows = [{"of": job.id, **{field: getattr(job, field) for field in fields}, "finished": _now()} for job in ended]
    values: dict[str, Any] = {name: bindparam(name) for name in (*fields, "finished")}
    with transaction(engine) as connection:
        if rows:
            connection.execute(update(table).where(table.c.id == bindparam("of")).values(**values), rows)


def ready(job: Job, document_id: str, passages: int, notes: Sequence[AktenlotseError] = ()) -> Job:
    """`job` when its file has become that document; `notes` say what of it could not be read."""
    message = " ".join(map(str, notes)) or None
    return replace(job, status="ready", document_id=document_id, passages=passages, message=message)


def unchanged(job: Job) -> Job:
    """A ready `job` whose file was in the library already, so that nothing was read."""
    return replace(job, error=UNCHANGED)


def failed(job: Job, error: AktenlotseError) -> Job:
    """`job` when its file could not be taken in: the error's code and a sentence for the editor."""
    return replace(job, status="failed", error=error.code, message=str(error))


def read_jobs(engine: Engine, identities: Sequence[str] | None = None, active: bool = False) -> list[Job]:
    """The newest jobs, or those with the given ids, or those that are not finished."""
    query = select(tables.jobs).order_by(tables.jobs.c.created.desc(), tables.jobs.c.id)
    if identities is not None:
        query = query.where(tables.jobs.c.id.in_(identities))
    if active:
        query = query.where(tables.jobs.c.status.in_(("waiting", "running")))
    with engine.connect() as connection:
        return [_as_job(row) for row in connection.execute(query)]


def _as_job(row: Row[Any]) -> Job:
    values = dict(row._mapping)
    stored = values.pop("metadata")
    for field in ("valid_from", "valid_to", "superseded_on"):
        stored[field] = date.fromisoformat(stored[field]) if stored[field] else None
    return Job(**values, metadata=Metadata(**stored))


def _as_json(metadata: Metadata) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(metadata).items()}


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
