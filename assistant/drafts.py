"""Draft gold questions: what people asked and were not served well, for an editor to make gold of, or to reject.

Drafts come from feedback and from questions that the documents did not answer. They bring along neither answers nor titles:
whoever judges them may not be allowed to read what others were answered from. Only what an editor approved is exported, as a
table that `python -m eval` reads. Knows no page and no metric.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, insert, select, update

from ingest.errors import AktenlotseError
from ingest.evaluation_tables import gold_drafts
from ingest.identities import new_identity
from ingest.tables import feedback, transaction
from ingest.usage_tables import questions

Origin = Literal["helpful", "not_helpful", "not_answered"]
State = Literal["draft", "approved", "rejected"]
Answerable = Literal["yes", "no", "unknown"]

_LONGEST = 2_000
_COLUMNS = ("id", "question", "answer", "facts", "source", "page", "answerable", "category", "note", "origin", "asked", "state")
_SAID = {"yes": "ja", "no": "nein", "unknown": ""}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class UnknownDraft(AktenlotseError):
    """There is no draft of this id."""

    code = "unknown_draft"


class UnfinishedDraft(AktenlotseError):
    """A draft cannot be approved before it says what is right."""

    code = "unfinished_draft"


@dataclass(frozen=True, slots=True)
class Place:
    """A document by its title, and a page of it."""

    document: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that may become gold; `note` says where it comes from, `asked` how often it was asked."""

    id: str
    question: str
    origin: Origin
    answer: str = ""
    facts: tuple[str, ...] = ()
    sources: tuple[Place, ...] = ()
    answerable: Answerable = "unknown"
    category: str = ""
    note: str = ""
    asked: int = 1
    state: State = "draft"
    created: datetime = field(default_factory=lambda: datetime.now(UTC).replace(tzinfo=None))


def draft_questions(engine: Engine) -> int:
    """Make a draft of each question that was rated or not answered and that is none yet, whatever became of it; how many."""
    with transaction(engine) as connection:
        known = {_plain(text) for text in connection.scalars(select(gold_drafts.c.question))}
        new: dict[str, Draft] = {}
        for draft in (*_from_feedback(connection), *_from_unanswered(connection)):
            key = _plain(draft.question)
            if key and key not in known:
                new.setdefault(key, draft)
        if new:
            connection.execute(insert(gold_drafts), [_as_row(draft) for draft in new.values()])
    return len(new)


def list_drafts(engine: Engine, state: State | None = "draft") -> list[Draft]:
    """The drafts in this state, or all; those asked most often first."""
    query = select(gold_drafts).order_by(gold_drafts.c.asked.desc(), gold_drafts.c.created, gold_drafts.c.id)
    with engine.connect() as connection:
        return [_as_draft(row) for row in connection.execute(query if state is None else query.where(gold_drafts.c.state == state))]


def change(engine: Engine, draft: Draft) -> None:
    """Store what an editor changed about a draft. Raises UnknownDraft."""
    with transaction(engine) as connection:
        values = _as_row(draft)
        for name in ("id", "created", "origin", "asked"):
            del values[name]
        changed = connection.execute(update(gold_drafts).where(gold_drafts.c.id == draft.id).values(**values))
    if not changed.rowcount:
        raise UnknownDraft(draft=draft.id)


def approve(engine: Engine, draft_id: str) -> None:
    """Call a draft gold. Raises UnknownDraft, UnfinishedDraft if it says neither what is right nor that nothing is."""
    draft = read_draft(engine, draft_id)
    if draft.answerable != "no" and not (draft.answer and draft.sources):
        raise UnfinishedDraft(draft=draft_id)
    change(engine, replace(draft, state="approved"))


def reject(engine: Engine, draft_id: str) -> None:
    """Set a draft aside; the question is not drafted again. Raises UnknownDraft."""
    change(engine, replace(read_draft(engine, draft_id), state="rejected"))


def read_draft(engine: Engine, draft_id: str) -> Draft:
    """The draft of this id. Raises UnknownDraft."""
    with engine.connect() as connection:
        row = connection.execute(select(gold_drafts).where(gold_drafts.c.id == draft_id)).one_or_none()
    if row is None:
        raise UnknownDraft(draft=draft_id)
    return _as_draft(row)


def export_set(engine: Engine, state: State | None = "approved") -> str:
    """The drafts in this state, or all, as a CSV table for office programs and for `python -m eval`."""
    return write_table(list_drafts(engine, state))


def write_table(drafts: Sequence[Draft]) -> str:
    """Drafts as a CSV table: semicolons, a byte order mark, no cell that an office program would take for a formula."""
    text = io.StringIO("\ufeff", newline="")
    text.seek(0, io.SEEK_END)
    table = csv.DictWriter(text, _COLUMNS, delimiter=";", lineterminator="\r\n")
    table.writeheader()
    for draft in drafts:
        table.writerow({name: _cell(value) for name, value in _columns(draft).items()})
    return text.getvalue()


def _columns(draft: Draft) -> dict[str, str]:
    pages = {place.page for place in draft.sources if place.page}
    return {
        "id": draft.id,
        "question": draft.question,
        "answer": draft.answer,
        "facts": "; ".join(draft.facts),
        "source": "; ".join(dict.fromkeys(place.document for place in draft.sources)),
        "page": ", ".join(map(str, sorted(pages))),
        "answerable": _SAID[draft.answerable],
        "category": draft.category,
        "note": draft.note,
        "origin": draft.origin,
        "asked": str(draft.asked),
        "state": draft.state,
    }


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _from_feedback(connection: Connection) -> Iterator[Draft]:
    for row in connection.execute(select(feedback).order_by(feedback.c.id.desc())):
        note = " - ".join(part for part in (row.reason, row.comment) if part)
        origin: Origin = "helpful" if row.helpful else "not_helpful"
        yield Draft(new_identity(), row.question.strip()[:_LONGEST], origin, note=note)


def _from_unanswered(connection: Connection) -> Iterator[Draft]:
    """Questions without an answer, with how often they were asked."""
    unanswered = select(questions.c.text).where(questions.c.outcome.in_(("touched", "nothing"))).order_by(questions.c.id)
    texts = connection.scalars(unanswered).all()
    counts = Counter(map(_plain, texts))
    for text in texts:
        yield Draft(new_identity(), text.strip()[:_LONGEST], "not_answered", asked=counts[_plain(text)])


def _as_row(draft: Draft) -> dict[str, Any]:
    return {
        **{name: getattr(draft, name) for name in ("id", "created", "origin", "question", "answer", "answerable", "category")},
        **{name: getattr(draft, name) for name in ("note", "asked", "state")},
        "facts": list(draft.facts),
        "sources": [{"document": place.document, "page": place.page} for place in draft.sources],
        "changed": datetime.now(UTC).replace(tzinfo=None),
    }


def _as_draft(row: Row[Any]) -> Draft:
    values = row._asdict()
    return Draft(
        **{name: values[name] for name in ("id", "created", "origin", "question", "answer", "answerable", "category")},
        **{name: values[name] for name in ("note", "asked", "state")},
        facts=tuple(row.facts),
        sources=tuple(Place(place["document"], place["page"]) for place in row.sources),
    )


def _plain(text: str) -> str:
    """What two ways to write the same question have in common."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
