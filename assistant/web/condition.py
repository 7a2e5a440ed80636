"""Routes for the condition of the library: what is there twice, runs out, is never cited, was read badly, is asked in vain."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fastapi import APIRouter
from sqlalchemy import ColumnElement, select

from assistant.access.gate import Asker
from assistant.access.seeing import is_edited, is_seen
from assistant.asked import read_questions
from assistant.grouping import LEAST, group_questions
from assistant.web.context import Context, In
from assistant.web.documents import entry_json
from assistant.web.identity import Editor
from assistant.web.jobs import oversees
from assistant.web.shapes import job_json
from ingest.catalogue import Filters, find_matching, read_entries
from ingest.jobs import read_jobs
from ingest.likeness import find_twins
from ingest.tables import feedback

router = APIRouter(prefix="/api/condition", tags=["condition"])
_SHOWN = 50
"""Documents that are listed of each finding; the number tells of all."""
_UNREADABLE = ("needs_ocr", "no_text_found")


@dataclass(frozen=True, slots=True)
class _Vain:
    """A question that got no answer, or one that somebody found not helpful."""

    text: str
    outcome: str


@router.get("")
def condition(asker: Editor, context: In) -> dict[str, Any]:
    """Of the documents that somebody looks after those that are no longer or not much longer in force, that were read with
    doubts, and that nobody is led to."""
    own = is_edited(asker.rights)
    return {
        "expired": _found(context, Filters(standing="expired", among=own), "-valid_to"),
        "soon": _found(context, Filters(standing="soon", among=own), "valid_to"),
        "doubtful": _found(context, Filters(doubtful=True, among=own), "title"),
        "unread": _unread(context, asker),
        "uncited": _uncited(context, own),
    }


@router.get("/twins")
def twins(asker: Editor, context: In) -> dict[str, Any]:
    """Documents that seem to be there twice, and why: the same file, nearly the same text, the same title."""
    with context.library.engine.connect() as connection:
        seen = set(find_matching(connection, Filters(among=is_seen(asker.rights)), date.today()))
        every = find_twins(context.library)
        found = [replace(each, documents=tuple(one for one in each.documents if one in seen)) for each in every]
        found = [each for each in found if len(each.documents) > 1]
        identities = list(dict.fromkeys(identity for each in found[:_SHOWN] for identity in each.documents))
        entries = {entry.document.id: entry for entry in read_entries(connection, identities, date.today())}
    shown = [
        {"reason": each.reason, "shared": round(each.shared, 2), "documents": [entry_json(entries[one]) for one in each.documents]}
        for each in found[:_SHOWN]
        if all(one in entries for one in each.documents)
    ]
    return {"twins": shown, "total": len(found)}


@router.get("/questions")
def questions(_: Editor, context: In) -> dict[str, Any]:
    """Groups of at least five similar questions that got no answer or a bad mark; of their wording what five have in common."""
    vain = _asked_in_vain(context)
    groups = group_questions([each.text for each in vain], context.library.embedder)
    shown = [
        {"wording": group.wording, "questions": len(group.members), **Counter(vain[member].outcome for member in group.members)}
        for group in groups
    ]
    return {"groups": shown, "days": context.log.days, "least": LEAST}


def _asked_in_vain(context: Context) -> list[_Vain]:
    since, engine = context.log.since(), context.library.engine
    asked = read_questions(engine, since, ("nothing", "touched")) if context.log.days else []
    bad = select(feedback.c.question).where(feedback.c.helpful.is_(False), feedback.c.created >= since)
    with engine.connect() as connection:
        marked = list(connection.scalars(bad))
    return [*(_Vain(each.text, each.outcome) for each in asked), *(_Vain(text, "unhelpful") for text in marked)]


def _found(context: Context, filters: Filters, order: str) -> dict[str, Any]:
    with context.library.engine.connect() as connection:
        return _listed(context, find_matching(connection, filters, date.today(), order))


def _listed(context: Context, identities: list[str]) -> dict[str, Any]:
    with context.library.engine.connect() as connection:
        entries = read_entries(connection, identities[:_SHOWN], date.today())
    return {"documents": [entry_json(entry) for entry in entries], "total": len(identities)}


def _unread(context: Context, asker: Asker) -> dict[str, Any]:
    """Scans without text that were never read since, newest first."""
    newest: dict[tuple[str, str], Any] = {}
    for job in read_jobs(context.library.engine):
        if oversees(asker, job):
            newest.setdefault((job.metadata.collection, job.file_name), job)
    jobs = [job_json(job) for job in newest.values() if job.error in _UNREADABLE]
    return {"jobs": jobs[:_SHOWN], "total": len(jobs)}


def _uncited(context: Context, own: ColumnElement[bool]) -> dict[str, Any]:
    """Documents in force that no kept question was answered from, and how many questions were answered."""
    answered = read_questions(context.library.engine, context.log.since(), ("answered",)) if context.log.days else []
    cited = {identity for asked in answered for identity in asked.documents}
    with context.library.engine.connect() as connection:
        in_force = find_matching(connection, Filters(standing="in_force", among=own), date.today(), "added")
    never = [identity for identity in in_force if identity not in cited] if len(answered) >= LEAST else []
    return _listed(context, never) | {"answered": len(answered) if len(answered) >= LEAST else None, "days": context.log.days}
