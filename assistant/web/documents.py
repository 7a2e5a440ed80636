"""Routes for documents and collections. What somebody may not know of is not there; each change goes into the audit."""

import os
import unicodedata
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, UploadFile
from fastapi.responses import FileResponse
from sqlalchemy import func, select

from assistant.access import erasing
from assistant.access.gate import Asker
from assistant.access.refusals import Forbidden
from assistant.access.seeing import find_edited, find_seen, is_seen
from assistant.web.context import Context, In, InvalidRequest, TooLarge, UnknownPage
from assistant.web.identity import AtGate, Editor, SignedIn, now
from assistant.web.shapes import MetadataRequest, Name, document_json, job_json, passage_json
from assistant.web.tidying import Beside
from ingest import records, tables
from ingest.catalogue import Entry, Filters, Standing, find_matching, read_entries, read_entry
from ingest.documents import DEFAULT_COLLECTION, EVERYTHING, Document, Metadata
from ingest.errors import EmptyFile, NameTaken, UnknownDocument
from ingest.identities import new_identity
from ingest.jobs import Job, queue_jobs
from ingest.pipeline import original_file
from ingest.proposals import propose_metadata

router = APIRouter(prefix="/api", tags=["documents"])
_MEGABYTE = 1024 * 1024
_SHOWN_IN_BROWSER = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8"}
"""Only these are shown as they are; anything else (HTML could run scripts here) is offered for download."""

_ORDERS = "^-?(title|collection|valid_from|valid_to|added|file_name)$"

Line = Annotated[Name | None, Form()]
Day = Annotated[date | None, Form()]


@router.get("/documents")
def list_documents(
    asker: SignedIn,
    context: In,
    query: Annotated[str, Query(max_length=200)] = "",
    collection: Annotated[str, Query(max_length=200)] = "",
    standing: Standing | None = None,
    doubtful: bool = False,
    order: Annotated[str, Query(pattern=_ORDERS)] = "title",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> dict[str, Any]:
    """The matching documents, and how many there are in all. `order` is a field, with "-" before it the reverse."""
    today = date.today()
    with context.library.engine.connect() as connection:
        filters = Filters(query, collection, standing, doubtful, among=is_seen(asker.rights))
        found = find_matching(connection, filters, today, order)
        entries = read_entries(connection, found[offset : offset + limit], today)
    return {"documents": [entry_json(entry) for entry in entries], "total": len(found)}


@router.post("/documents", status_code=202)
def upload(
    asker: Editor,
    gate: AtGate,
    context: In,
    file: UploadFile,
    title: Line = None,
    collection: Line = None,
    valid_from: Day = None,
    valid_to: Day = None,
    issuer: Line = None,
    reference: Line = None,
) -> dict[str, Any]:
    """Queue a file; one that is known under its name in its collection is replaced."""
    about = Metadata(title or "", collection or DEFAULT_COLLECTION, valid_from, valid_to, None, issuer, reference)
    job = _stored(context, asker, file, file.filename or "", _checked(context, asker, about))
    with gate.journal.change(asker.person.id) as change:
        queue_jobs(change.connection, [job])
        change.note("document.upload", job.id, collection=about.collection)
    return job_json(job)


@router.get("/documents/{document_id}")
def show_document(document_id: str, asker: SignedIn, context: In) -> dict[str, Any]:
    """A document, how it stands today, and what comes before and after it."""
    today = date.today()
    with context.library.engine.connect() as connection:
        find_seen(connection, asker.rights, document_id)
        entry = read_entry(connection, document_id, today)
        before = find_matching(connection, Filters(successor=document_id), today)
        after = [entry.document.metadata.superseded_by or ""]
        related = {name: read_entries(connection, found, today) for name, found in (("before", before), ("after", after))}
    seen = {
        name: [entry_json(other) for other in found if asker.rights.may_read(other.document)] for name, found in related.items()
    }
    return entry_json(entry) | seen | {"editable": asker.rights.may_edit(entry.document)}


@router.patch("/documents/{document_id}")
def describe(document_id: str, request: MetadataRequest, asker: Editor, gate: AtGate, context: In) -> dict[str, Any]:
    """Change what is said about a document."""
    known = _edited(document_id, asker, context)
    about = _checked(context, asker, request.changed(known.metadata), known.metadata.superseded_by)
    described = context.library.describe(document_id, about)
    gate.journal.note(asker.person.id, "document.describe", document_id, fields=", ".join(sorted(request.model_fields_set)))
    return document_json(described)


@router.delete("/documents/{document_id}", status_code=202)
def remove(document_id: str, asker: Editor, gate: AtGate, tidying: Beside, context: In) -> dict[str, str]:
    """Remove a document; from now on nothing finds it. What copies still hold of it is removed beside, and proved to be gone."""
    _edited(document_id, asker, context)
    erasure = erasing.begin(context.library, gate.journal, asker.person.id, document_id, now())
    tidying.note_removal()
    return {"erasure": erasure}


@router.put("/documents/{document_id}/file", status_code=202)
def replace_file(document_id: str, file: UploadFile, asker: Editor, gate: AtGate, context: In) -> dict[str, Any]:
    """Queue a new version of a document under the new file's name; the old one is found until the new one is ready."""
    known = _edited(document_id, asker, context)
    job = _stored(context, asker, file, file.filename or known.file_name, known.metadata, document_id)
    with gate.journal.change(asker.person.id) as change:
        queue_jobs(change.connection, [job])
        change.note("document.replace", document_id, job=job.id)
    return job_json(job)


@router.get("/documents/{document_id}/file")
def original(document_id: str, asker: SignedIn, context: In) -> FileResponse:
    """The original file."""
    document, path = seen_original(document_id, asker, context)
    kind = _SHOWN_IN_BROWSER.get(Path(document.file_name).suffix.lower())
    name = Path(document.file_name).name
    headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
    place = "inline" if kind else "attachment"
    kind = kind or "application/octet-stream"
    return FileResponse(path, media_type=kind, filename=name, content_disposition_type=place, headers=headers)


@router.get("/documents/{document_id}/text")
def text(document_id: str, asker: SignedIn, context: In) -> dict[str, Any]:
    """What the machine read: the text, and its sections as offsets in it."""
    table = tables.sections
    with context.library.engine.connect() as connection:
        find_seen(connection, asker.rights, document_id)
        whole = connection.scalar(select(tables.documents.c.text).where(tables.documents.c.id == document_id))
        rows = connection.execute(select(table).where(table.c.document_id == document_id).order_by(table.c.ordinal))
        named = ("headings", "page", "anchor", "start", "end", "confidence")
        return {"text": whole, "sections": [{name: getattr(row, name) for name in named} for row in rows]}


@router.get("/documents/{document_id}/proposals")
def proposals(document_id: str, asker: Editor, context: In) -> dict[str, Any]:
    """What the text says of the document, for an editor to confirm; read anew each time, stored nowhere."""
    with context.library.engine.connect() as connection:
        find_edited(connection, asker.rights, document_id)
        sections = records.read_sections(connection, document_id)
    return {"proposals": [asdict(proposal) for proposal in propose_metadata(sections)]}


@router.get("/documents/{document_id}/passages")
def passages(document_id: str, asker: SignedIn, context: In) -> dict[str, Any]:
    """The passages of a document, in order."""
    library = context.library
    with library.engine.connect() as connection:
        find_seen(connection, asker.rights, document_id)
        rows = list(records.passages_of(connection, [document_id], library.indexes.generation))
    found = library.passages([row.id for row in rows], EVERYTHING)
    return {"passages": [passage_json(found[row.id]) for row in rows if row.id in found]}


@router.get("/collections")
def collections(asker: SignedIn, context: In) -> dict[str, Any]:
    """The collections with the number of their documents, as far as somebody may know of them."""
    table = tables.documents
    counted = select(table.c.collection, func.count().label("documents")).where(is_seen(asker.rights))
    query = counted.group_by(table.c.collection).order_by(table.c.collection)
    with context.library.engine.connect() as connection:
        rows = connection.execute(query).all()
    return {"collections": [{"name": row.collection, "documents": row.documents} for row in rows]}


def entry_json(entry: Entry) -> dict[str, Any]:
    """A document as the list shows it."""
    about = {"passages": entry.passages, "added": entry.added, "standing": entry.standing, "doubt": entry.doubt}
    return document_json(entry.document) | about


def seen_original(document_id: str, asker: Asker, context: Context) -> tuple[Document, Path]:
    """A document and its file. Raises UnknownDocument, and UnknownPage where the file was not kept."""
    with context.library.engine.connect() as connection:
        document = find_seen(connection, asker.rights, document_id)
    path = original_file(context.library.home, document_id, document.version)
    if not path.exists():
        raise UnknownPage
    return document, path


def _edited(document_id: str, asker: Asker, context: Context) -> Document:
    with context.library.engine.connect() as connection:
        return find_edited(connection, asker.rights, document_id)


def _checked(context: Context, asker: Asker, about: Metadata, kept: str | None = None) -> Metadata:
    """`about`, if it can be so; a successor that was `kept` is not looked at. Raises InvalidRequest and Forbidden."""
    if not asker.rights.may_edit_in(about.collection):
        raise Forbidden
    if about.valid_from and about.valid_to and about.valid_to < about.valid_from:
        raise InvalidRequest("valid_to", "dates_in_wrong_order")
    if about.superseded_by and about.superseded_by != kept:
        try:
            with context.library.engine.connect() as connection:
                find_seen(connection, asker.rights, about.superseded_by)
        except UnknownDocument as error:
            raise InvalidRequest("superseded_by", "unknown_document") from error
    return about


def _stored(context: Context, asker: Asker, file: UploadFile, name: str, about: Metadata, replaced: str | None = None) -> Job:
    """The job for an upload that lies on disk now. Raises NameTaken if it would replace another document than it shall, or may."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").strip("/")[-200:]
    with context.library.engine.connect() as connection:
        other = records.find_document(connection, about.collection, name)
    if other and (other.id != replaced if replaced else not asker.rights.may_edit(other)):
        raise NameTaken(file=name, collection=about.collection)
    path = _store_upload(context, file, name)
    return Job(new_identity(), name, str(path), False, replaced or new_identity(), about)


def _store_upload(context: Context, file: UploadFile, name: str) -> Path:
    """Stream an upload to disk. Raises TooLarge and EmptyFile; nothing is left behind then."""
    folder = context.settings.home / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder.resolve() / new_identity()
    limit = context.settings.upload_megabytes
    with path.open("wb") as target:
        while target.tell() <= limit * _MEGABYTE and (piece := file.file.read(_MEGABYTE)):
            target.write(piece)
        size = target.tell()
        target.flush()
        os.fsync(target.fileno())  # what is acknowledged outlives a power failure, too
    if 0 < size <= limit * _MEGABYTE:
        return path
    path.unlink()
    raise TooLarge(limit=limit) if size else EmptyFile(file=name)
