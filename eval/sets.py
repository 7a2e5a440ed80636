"""Gold sets: folders in BEIR layout (corpus.jsonl, queries.jsonl, qrels.tsv, answers.jsonl), read into small types.

`meta.json` may say `"titles": false`, or ask in its `note` to "blank the title": then the titles are not read.
Knows no assistant and no metric.
"""

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.conversation import Exchange

_OWN = Path(__file__).parent / "sets"
_ASKED_TO_BLANK = "blank the title"


class FaultySet(ValueError):
    """A set is missing or cannot be read; the text says which, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a set's corpus."""

    id: str
    title: str
    text: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Where an answer stands: `text` is the document's text from `start` to `end`."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with what is known of its answer.

    `relevant` are documents with their grades (empty: not judged). `facts` None means that the set does not say. Only
    what the set marks as impossible is not answerable.
    """

    id: str
    text: str
    standalone: str
    history: tuple[Exchange, ...]
    as_of: date | None
    category: str | None
    relevant: dict[str, int]
    spans: tuple[Span, ...]
    facts: tuple[str, ...] | None
    reference: str | None
    answerable: bool


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A set; `titled` says whether the titles of its corpus are used."""

    name: str
    titled: bool
    entries: tuple[Entry, ...]
    questions: tuple[GoldQuestion, ...]

    @property
    def corpus_digest(self) -> str:
        """SHA-256 of the corpus as it is searched."""
        return hashlib.sha256(repr(self.entries).encode()).hexdigest()


def read_set(name: str) -> GoldSet:
    """The set in the folder `name`, or the own set of that name. Raises FaultySet."""
    folder = find_set(name)
    titled = _is_titled(folder / "meta.json")
    entries = tuple(_entry(row, titled) for row in _rows(folder / "corpus.jsonl"))
    grades = _grades(folder / "qrels.tsv")
    answers = {row["query_id"]: row for row in _rows(folder / "answers.jsonl")}
    questions = tuple(
        _question(row, grades.get(row["_id"], {}), answers.get(row["_id"], {})) for row in _rows(folder / "queries.jsonl")
    )
    if not entries or not questions:
        raise FaultySet(f"{folder} has no documents or no questions.")
    return GoldSet(folder.resolve().name, titled, entries, questions)


def find_set(name: str) -> Path:
    """The folder `name`, or the folder of the own set of that name. Raises FaultySet."""
    for folder in (Path(name), _OWN / name):
        if (folder / "corpus.jsonl").exists():
            return folder
    own = ", ".join(sorted(folder.name for folder in _OWN.iterdir() if folder.is_dir()))
    raise FaultySet(f"{name} is neither a folder with a corpus.jsonl nor one of the own sets ({own}).")


def _is_titled(path: Path) -> bool:
    about: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return about.get("titles", _ASKED_TO_BLANK not in about.get("note", "")) is not False


def _entry(row: dict[str, Any], titled: bool) -> Entry:
    title = row.get("title") or ""
    return Entry(row["_id"], title if titled else "", row["text"], _day(row.get("valid_from")), _day(row.get("valid_to")))


def _question(row: dict[str, Any], relevant: dict[str, int], answer: dict[str, Any]) -> GoldQuestion:
    facts = answer.get("facts")
    history = tuple(Exchange(turn["question"], turn["answer"]) for turn in row.get("history") or ())
    return GoldQuestion(
        id=row["_id"],
        text=row["text"],
        standalone=row.get("standalone") or row["text"],
        history=history,
        as_of=_day(row.get("as_of")),
        category=row.get("category") or row.get("type"),
        relevant=relevant,
        spans=tuple(Span(span["doc_id"], span["start"], span["end"], span["text"]) for span in answer.get("answers") or ()),
        facts=tuple(facts) if facts else None,
        reference=answer.get("reference_answer"),
        answerable=not answer.get("is_impossible", False),
    )


def _grades(path: Path) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for query, document, grade in list(csv.reader(file, delimiter="\t"))[1:]:
            if int(grade) > 0:
                grades.setdefault(query, {})[document] = int(grade)
    return grades


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            yield from (_row(path, number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row: dict[str, Any] = json.loads(line)
    except json.JSONDecodeError as error:
        raise FaultySet(f"{path}, line {number}: {error}.") from error
    return row


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
