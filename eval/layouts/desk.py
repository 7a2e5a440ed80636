"""Tables from an evaluator's desk: a question a row, with answer, source and page, for the running library.

A row may name the row it follows up (`follows`), the day it asks for, facts that a right answer must have, and whether the
documents answer it at all. What the columns may be called stands in `columns.toml`.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.conversation import Exchange
from eval.gold import Fault, GoldQuestion, GoldSet, Source
from eval.layouts.rows import Row, means, read_day, read_rows, read_serial

Complain = Callable[[Fault], None]


def read_table(path: Path, complain: Complain) -> GoldSet:
    """The set in the table `path`; rows with fatal faults are complained of and left out. Raises FaultySet."""
    rows = [row for row in read_rows(path, complain) if _counts(row)]
    by_id = {_identity(row): row for row in rows}
    if len(by_id) < len(rows):
        _complain_of_twins(path.name, rows, complain)
    questions = (_question(path.name, row, by_id, complain) for row in rows)
    return GoldSet(path.stem, True, (), tuple(question for question in questions if question is not None))


def _counts(row: Row) -> bool:
    """Drafts that nobody approved do not count."""
    return not row.get("state") or means("states", "approved", row.get("state"))


def _identity(row: Row) -> str:
    return row.get("id") or f"row-{row.where.rpartition(' ')[2]}"


def _complain_of_twins(file: str, rows: Sequence[Row], complain: Complain) -> None:
    seen: dict[str, Row] = {}
    for row in rows:
        first = seen.setdefault(_identity(row), row)
        if first is not row:
            complain(Fault(file, row.where, "id", f"{_identity(row)} is also that of {first.where}: give it another"))


def _question(file: str, row: Row, rows: dict[str, Row], complain: Complain) -> GoldQuestion | None:
    faults = [Fault(file, row.where, *fault) for fault in _faults(row, rows)]
    for fault in faults:
        complain(fault)
    if any(fault.fatal for fault in faults):
        return None
    answerable = _answerable(row) is not False
    return GoldQuestion(
        id=_identity(row),
        text=row.get("question"),
        standalone=row.get("standalone") or row.get("question"),
        history=_history(row, rows),
        as_of=read_day(row.get("as_of")),
        category=row.get("category") or None,
        relevant={},
        spans=(),
        facts=tuple(row.items("facts")) or None,
        reference=row.get("answer") or None,
        answerable=answerable,
        extras=tuple(row.items("extras")),
        difficulty=row.get("difficulty") or None,
        sources=_sources(row) if answerable else (),
        where=row.where,
    )


def _faults(row: Row, rows: dict[str, Row]) -> list[tuple[str, str]]:
    """The fields of a row that cannot be used, each with what to do."""
    answerable, follows = _answerable(row), row.get("follows")
    said = [column for column in ("answerable", "impossible") if row.get(column)]
    gold = any(row.get(column) for column in ("answer", "facts", "source"))
    wrong = {
        "question": (not row.get("question"), "is empty: write the question or remove the row"),
        "as_of": (row.get("as_of") and read_day(row.get("as_of")) is None, _no_day(row.get("as_of"))),
        "page": (row.get("page") and not _pages(row), "has no number: write 3 or 3-4"),
        "follows": (follows and follows not in rows, f"{follows} is no row's id: name the question before, or leave it empty"),
        "answerable": (said and answerable is None, 'says neither yes nor no: write "ja" or "nein"'),
        "answer": (answerable is None and not said and not gold, 'is empty: write it, or "nein" in a column "beantwortbar"'),
    }
    return [(field, what) for field, (faulty, what) in wrong.items() if faulty]


def _no_day(text: str) -> str:
    serial = read_serial(text)
    return f"is the number {text}: write the day, {serial}" if serial else "is no day: write 2026-01-31 or 31.01.2026"


def _answerable(row: Row) -> bool | None:
    """What the row says; None if it says nothing, or nothing that is understood."""
    for column, yes, no in (("answerable", True, False), ("impossible", False, True)):
        if means("answers", "yes", row.get(column)):
            return yes
        if means("answers", "no", row.get(column)):
            return no
    return None


def _sources(row: Row) -> tuple[Source, ...]:
    """One for each document and page; pages belong to each document that is named."""
    pages = _pages(row)
    named = row.items("source")
    if not pages:
        return tuple(Source(name, None, row.get("quote")) for name in named)
    return tuple(Source(name, page, row.get("quote")) for name in named for page in pages)


def _pages(row: Row) -> list[int]:
    found: list[int] = []
    for first, last in re.findall(r"(\d{1,5})(?:\s*[-\u2013]\s*(\d{1,5}))?", row.get("page")):
        found += range(int(first), max(int(first), min(int(last or first), int(first) + 100)) + 1)
    return found


def _history(row: Row, rows: dict[str, Row]) -> tuple[Exchange, ...]:
    """The questions that this one follows, the first one first."""
    turns: list[Exchange] = []
    seen = {_identity(row)}
    before = rows.get(row.get("follows"))
    while before is not None and _identity(before) not in seen:
        seen.add(_identity(before))
        turns.insert(0, Exchange(before.get("question"), before.get("answer")))
        before = rows.get(before.get("follows"))
    return tuple(turns)
