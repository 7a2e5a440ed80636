"""A run's questions as a table for an office program: a row a question, as German Excel and LibreOffice expect it.

Semicolons, decimal commas, a byte order mark. `questions.jsonl` beside it is what programs should read.
"""

import csv
from pathlib import Path

from eval.results import Asked, classify
from eval.runs import Run

_MOST_FOUND = 10
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_table(run: Run, folder: Path) -> Path:
    """Write `questions.csv` into the run's folder."""
    path = folder / "questions.csv"
    rows = [_row(each) for each in run.asked]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, columns, delimiter=";")
        table.writeheader()
        table.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return path


def _row(asked: Asked) -> dict[str, object]:
    question, given = asked.question, asked.given
    about: dict[str, object] = {
        "id": question.id,
        "question": question.text,
        "category": question.category,
        "answerable": question.answerable,
        "class": classify(asked),
        "relevant": " ".join(question.relevant),
        "found": " ".join(f"{hit.document}:{hit.score:.3f}" for hit in asked.found[:_MOST_FOUND]),
    }
    if given is not None:
        about |= {
            "outcome": given.outcome,
            "confidence": given.confidence,
            "model": given.model,
            "trouble": given.trouble,
            "answer": given.text,
            "cited": " ".join(f"[{cited.number}]{cited.document}:{cited.start}-{cited.end}" for cited in given.citations),
            "verdicts": " ".join(sentence.verdict for sentence in given.sentences),
        }
    return about | dict(asked.values) | {f"seconds_{name}": value for name, value in asked.seconds.items()}


def _cell(value: object) -> str:
    """A cell's text; one that an office program would take for a formula is marked as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.6g}".replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
