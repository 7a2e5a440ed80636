"""Questions to train on about office documents: `PYTHONPATH=. python training/office.py` names the rows that are faulty.

A row of `questions/documents-*.jsonl` holds a question, a document's name in `documents/`, and the `quote` that answers:
null if the document does not. The product's own parser reads the documents, so a table's row is quoted as the library
stores it, "| cell | cell |". Knows nothing of what is learned.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.documents import Section
from ingest.parsers import parse
from ingest.splitting import join_sections

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a document; `span` is where its text answers (start and end, exclusive), None if it does not."""

    text: str
    document: str
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class OfficeDocument:
    """A parsed document; `name` is its file's."""

    name: str
    title: str
    sections: tuple[Section, ...]


def read_documents(folder: Path = _HERE / "documents") -> list[OfficeDocument]:
    """All documents of `folder`, in the order of their names."""
    parsed = [(path.name, parse(path, path.name)) for path in sorted(folder.glob("*.md"))]
    return [OfficeDocument(name, each.title or name, tuple(each.sections)) for name, each in parsed]


def read_questions(documents: list[OfficeDocument], folder: Path = _HERE / "questions") -> list[Question]:
    """All questions about `documents`. Raises ValueError if a quote does not stand in its document exactly once."""
    texts = _texts(documents)
    rows = [row for _, row in _rows(folder) if row["document"] in texts]
    return [Question(str(row["question"]), str(row["document"]), _span(row, texts)) for row in rows]


def read_foreign(folder: Path = _HERE / "questions") -> list[Question]:
    """Questions that no document of an authority is about; they name none."""
    lines = (folder / "foreign.jsonl").read_text("utf-8").splitlines()
    return [Question(json.loads(line)["question"], "", None) for line in lines]


def find_faults(documents: list[OfficeDocument], folder: Path = _HERE / "questions") -> Iterator[str]:
    """What is wrong, a line each: quotes that are not found once, unknown documents, questions asked twice of a document."""
    texts = _texts(documents)
    asked: set[tuple[str | None, str | None]] = set()
    for place, row in _rows(folder):
        try:
            _span(row, texts)
        except (KeyError, ValueError) as error:
            yield f"{place}: {error}"
        if (row["document"], row["question"]) in asked:
            yield f"{place}: asked before: {row['question']}"
        asked.add((row["document"], row["question"]))


def _texts(documents: list[OfficeDocument]) -> dict[str, str]:
    return {document.name: join_sections(document.sections) for document in documents}


def _rows(folder: Path) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Each row with the place at which it stands."""
    for path in sorted(folder.glob("documents-*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            yield f"{path.name}:{number}", json.loads(line)


def _span(row: dict[str, str | None], texts: dict[str, str]) -> tuple[int, int] | None:
    text, quote = texts[str(row["document"])], row["quote"]
    if quote is None:
        return None
    if (found := text.count(quote)) != 1:
        raise ValueError(f"found {found} times in {row['document']}: {quote}")
    start = text.index(quote)
    return start, start + len(quote)


if __name__ == "__main__":
    faults = list(find_faults(read_documents()))
    print(*faults, sep="\n", end="\n" * bool(faults))
    sys.exit(bool(faults))
