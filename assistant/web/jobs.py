"""Routes for jobs: how far uploaded files have come. Editors see those of their own collections."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.access.gate import Asker
from assistant.web.context import In, UnknownPage
from assistant.web.identity import Editor
from assistant.web.shapes import job_json
from ingest.jobs import Job, read_jobs

router = APIRouter(prefix="/api", tags=["documents"])


@router.get("/jobs")
def list_jobs(
    asker: Editor,
    context: In,
    active: bool = False,
    ids: Annotated[list[str] | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """The newest jobs, or only those that are not finished, or those with the given `ids`; those of one's own collections."""
    jobs = [job for job in read_jobs(context.library.engine, ids, active) if oversees(asker, job)]
    return {"jobs": [job_json(job) for job in jobs[:limit]]}


@router.get("/jobs/{job_id}")
def show_job(job_id: str, asker: Editor, context: In) -> dict[str, Any]:
    """How far a file has come."""
    found = [job for job in read_jobs(context.library.engine, [job_id]) if oversees(asker, job)]
    if not found:
        raise UnknownPage
    return job_json(found[0])


def oversees(asker: Asker, job: Job) -> bool:
    """Whether somebody looks after the document that a job makes."""
    return asker.rights.may_edit_in(job.metadata.collection) and job.document_id not in asker.rights.refused
