"""Folders in BEIR layout: corpus.jsonl, queries.jsonl, qrels.tsv, and answers.jsonl beside them.

`meta.json` may say `"titles": false`, or ask in its `note` to "blank the title": then the titles are not read.
"""

import codecs
import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.conversation import Exchange
from eval.gold import Entry, Fault, GoldQuestion, GoldSet, Span

Complain = Callable[[Fault], None]
Day = Annotated[date | None, BeforeValidator(lambda value: value or None)]
_ASKED_TO_BLANK = "blank the title"


class _Row(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)


class _CorpusRow(_Row):
    id: str = Field(alias="_id", min_length=1)
    title: str | None = None
    text: str
    valid_from: Day = None
    valid_to: Day = None


class _Turn(_Row):
    question: str
    answer: str


class _QueryRow(_Row):
    id: str = Field(alias="_id", min_length=1)
    text: str = Field(min_length=1)
    history: list[_Turn] | None = None
    standalone: str | None = None
    as_of: Day = None
    category: str | None = None
    type: str | None = None
    difficulty: str | None = None


class _SpanRow(_Row):
    doc_id: str
    start: int = Field(ge=0)
    end: int
    text: str


class _AnswerRow(_Row):
    query_id: str
    answers: list[_SpanRow] | None = None
    facts: list[str] | None = None
    extras: list[str] | None = None
    reference_answer: str | None = None
    is_impossible: bool | None = None


_AnyRow = TypeVar("_AnyRow", bound=_Row)


def read_folder(folder: Path, complain: Complain) -> GoldSet:
    """The set in `folder`; rows with fatal faults are complained of and left out."""
    titled = _is_titled(folder / "meta.json", complain)
    entries = tuple(_entry(row, titled) for _, row in _rows(folder / "corpus.jsonl", _CorpusRow, complain))
    grades = _grades(folder / "qrels.tsv", complain)
    answers = {row.query_id: row for _, row in _rows(folder / "answers.jsonl", _AnswerRow, complain)}
    questions = tuple(
        _question(f"line {line}", row, grades.get(row.id, {}), answers.get(row.id) or _AnswerRow(query_id=row.id))
        for line, row in _rows(folder / "queries.jsonl", _QueryRow, complain)
    )
    gold = GoldSet(folder.resolve().name, titled, entries, questions)
    _complain_of_strangers(gold, "qrels.tsv", grades, complain)
    _complain_of_strangers(gold, "answers.jsonl", answers, complain)
    return gold


def _is_titled(path: Path, complain: Complain) -> bool:
    try:
        about = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except ValueError as error:
        complain(Fault(path.name, "", "", f"is no JSON: {error}"))
        return True
    return about.get("titles", _ASKED_TO_BLANK not in str(about.get("note", ""))) is not False


def _entry(row: _CorpusRow, titled: bool) -> Entry:
    return Entry(row.id, (row.title or "") if titled else "", row.text, row.valid_from, row.valid_to)


def _question(where: str, row: _QueryRow, grades: dict[str, int], answer: _AnswerRow) -> GoldQuestion:
    return GoldQuestion(
        id=row.id,
        text=row.text,
        standalone=row.standalone or row.text,
        history=tuple(Exchange(turn.question, turn.answer) for turn in row.history or ()),
        as_of=row.as_of,
        category=row.category or row.type,
        relevant={document: grade for document, grade in grades.items() if grade > 0},
        spans=tuple(Span(span.doc_id, span.start, span.end, span.text) for span in answer.answers or ()),
        facts=tuple(answer.facts) if answer.facts else None,
        reference=answer.reference_answer,
        answerable=not answer.is_impossible,
        extras=tuple(answer.extras or ()),
        irrelevant=tuple(document for document, grade in grades.items() if grade <= 0),
        difficulty=row.difficulty,
        where=where,
    )


def _grades(path: Path, complain: Complain) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    if not path.exists():
        complain(Fault(path.name, "", "", "is missing: no search can be judged without it", fatal=False))
        return grades
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.reader(file, delimiter="\t")
        next(rows, None)
        for row in rows:
            try:
                query, document, grade = row
                grades.setdefault(query, {})[document] = int(grade)
            except ValueError:
                where = f"line {rows.line_num}"
                complain(Fault(path.name, where, "", "needs query-id, corpus-id and a whole number, separated by tabs"))
    return grades


def _rows(path: Path, kind: type[_AnyRow], complain: Complain) -> Iterator[tuple[int, _AnyRow]]:
    """The rows of a file with their numbers, from 1."""
    if not path.exists():
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield number, kind.model_validate_json(line.removeprefix(codecs.BOM_UTF8))
                except ValidationError as error:
                    for each in error.errors():
                        named = ".".join(map(str, each["loc"]))
                        complain(Fault(path.name, f"line {number}", named, f"{each['msg']}; mend or remove the line"))


def _complain_of_strangers(gold: GoldSet, file: str, queries: Iterable[str], complain: Complain) -> None:
    for query in sorted(set(queries) - {question.id for question in gold.questions}):
        complain(Fault(file, "", "", f"speaks of the question {query}, which queries.jsonl does not have", fatal=False))
