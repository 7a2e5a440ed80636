"""Routes for the audit: its entries, whether the chain is sound, and all of it as JSON Lines. For administrators."""

import json
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from sqlalchemy import Engine

from assistant.web.identity import Administrator, AtGate
from ingest import journal
from ingest.journal import Entry

router = APIRouter(prefix="/api/audit", tags=["audit"])
Head = Annotated[str | None, Query(max_length=100)]


@router.get("")
def list_entries(
    _: Administrator,
    gate: AtGate,
    before: Annotated[int | None, Query(ge=1, lt=2**31)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> dict[str, Any]:
    """The latest entries, those before number `before`."""
    with gate.journal.engine.connect() as connection:
        found = journal.latest_entries(connection, before, limit)
        head = journal.head(connection)
    return {"entries": [_entry_json(each) for each in found], "total": int(head.partition(":")[0])}


@router.get("/verification")
def verify(_: Administrator, gate: AtGate, head: Head = None) -> dict[str, Any]:
    """What is wrong with the chain; `head` is a head that was written down before."""
    with gate.journal.engine.connect() as connection:
        problems = journal.verify(connection, gate.journal.secret, head or None)
        return {"problems": problems, "head": journal.head(connection)}


@router.get("/export", response_class=StreamingResponse, responses={200: {"content": {"application/jsonl": {}}}})
def export(asker: Administrator, gate: AtGate) -> StreamingResponse:
    """All entries as JSON Lines, the oldest first; that somebody took them along is the last one."""
    gate.journal.note(asker.person.id, "audit.export", "audit")
    headers = {"Content-Disposition": 'attachment; filename="audit.jsonl"', "Cache-Control": "no-store"}
    return StreamingResponse(_lines(gate.journal.engine), media_type="application/jsonl", headers=headers)


def _lines(engine: Engine) -> Iterator[str]:
    with engine.connect() as connection:
        for entry in journal.read_entries(connection):
            yield f"{entry.as_line()}\n"


def _entry_json(entry: Entry) -> dict[str, Any]:
    known = {"number": entry.number, "at": entry.at, "actor": entry.actor, "action": entry.action, "object": entry.object}
    return known | {"about": json.loads(entry.about)}
