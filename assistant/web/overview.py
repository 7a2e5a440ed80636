"""Route for the overview of the service: how much is there, how much is asked, what becomes of it. Figures in groups only."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import quantiles
from typing import Any

from fastapi import APIRouter
from sqlalchemy import func, select

from assistant.access.gate import Asker
from assistant.access.seeing import is_seen
from assistant.asked import Asked, read_questions
from assistant.grouping import LEAST
from assistant.web.context import Context, In
from assistant.web.identity import Editor
from assistant.web.jobs import oversees
from ingest import records, tables
from ingest.catalogue import count_standings
from ingest.jobs import read_jobs

router = APIRouter(prefix="/api/overview", tags=["overview"])


@router.get("")
def overview(asker: Editor, context: In) -> dict[str, Any]:
    """The figures of the days of which questions are kept; a figure that fewer than five questions stand behind is null."""
    asked = read_questions(context.library.engine, context.log.since()) if context.log.days else []
    return {
        "library": _library(context, asker),
        "days": _days(asked, context.log.since()) if context.log.days else [],
        "questions": len(asked) // LEAST * LEAST,  # rounded down, so that no subtraction tells a small figure
        "outcomes": _outcomes(asked),
        "seconds": _seconds(asked),
        "feedback": _feedback(context),
        "least": LEAST,
        "kept_days": context.log.days,
    }


def _library(context: Context, asker: Asker) -> dict[str, Any]:
    """What of the library somebody may know of, how far its indexes and the queue are, and who writes."""
    library = context.library
    with library.engine.connect() as connection:
        seen = is_seen(asker.rights)
        standings = count_standings(connection, date.today(), seen)
        of_seen = select(func.count()).join_from(tables.passages, tables.documents).where(seen)
        passages = connection.scalar(of_seen.where(tables.passages.c.generation == library.indexes.generation)) or 0
        jobs = Counter(job.status for job in read_jobs(library.engine) if oversees(asker, job))
        return {
            "documents": sum(standings.values()),
            "standings": standings,
            "passages": passages,
            "searchable": min(passages, len(library)),
            "embedder": records.read_fact(connection, "embedder"),
            "model": context.assistant.model.name,
            "waiting": jobs["waiting"] + jobs["running"],
            "failed": jobs["failed"],
        }


def _days(asked: Sequence[Asked], since: date) -> list[dict[str, Any]]:
    counts = Counter(each.day for each in asked)
    length = (date.today() - since).days + 1
    days = (since + timedelta(days=number) for number in range(length))
    return [{"day": day, "questions": _bounded(counts[day])} for day in days]


def _outcomes(asked: Sequence[Asked]) -> dict[str, int | None]:
    """How many questions were answered, touched on, or found nothing."""
    counts = Counter(each.outcome for each in asked)
    return {outcome: _bounded(counts[outcome]) for outcome in ("answered", "touched", "nothing")}


def _seconds(asked: Sequence[Asked]) -> dict[str, float] | None:
    """From question to whole answer: what half of the questions, and what 95 % of them, took at most."""
    if len(asked) < LEAST:
        return None
    steps = quantiles((each.seconds for each in asked), n=20, method="inclusive")
    return {"p50": round(steps[9], 3), "p95": round(steps[18], 3)}


def _feedback(context: Context) -> dict[str, Any] | None:
    """How many answers were helpful, and why others were not."""
    table = tables.feedback.c
    grouped = select(table.helpful, table.reason, func.count()).where(table.created >= context.log.since())
    with context.library.engine.connect() as connection:
        rows = connection.execute(grouped.group_by(table.helpful, table.reason)).all()
    counts = Counter({helpful: 0 for helpful in (True, False)})
    for helpful, _, count in rows:
        counts[helpful] += count
    if counts.total() < LEAST:
        return None
    reasons = {reason: count for helpful, reason, count in rows if not helpful and reason and count >= LEAST}
    return {"helpful": _bounded(counts[True]), "unhelpful": _bounded(counts[False]), "reasons": reasons}


def _bounded(count: int) -> int | None:
    """The count, unless it is so small that it could tell of one person."""
    return count if count == 0 or count >= LEAST else None
