"""A gold set of four documents and five questions, written by hand, in BEIR layout. Knows no test."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

Row = Mapping[str, object]

TRAVEL = "Die Reisekosten sind innerhalb von sechs Monaten nach dem Ende der Dienstreise abzurechnen."
ALLOWANCE = "Das Tagegeld beträgt für jeden vollen Tag der Dienstreise 28 Euro."
OLD_ALLOWANCE = "Das Tagegeld beträgt für jeden vollen Tag der Dienstreise 24 Euro."
PARKING = "Parkplätze im Innenhof vergibt das Referat für Liegenschaften auf Antrag."

CORPUS: Sequence[Row] = (
    {"_id": "travel", "title": "Reisekosten > Abrechnung", "text": TRAVEL},
    {"_id": "allowance", "title": "Reisekosten > Tagegeld", "text": ALLOWANCE, "valid_from": "2024-01-01"},
    {"_id": "allowance-old", "title": "Reisekosten > Tagegeld", "text": OLD_ALLOWANCE, "valid_to": "2023-12-31"},
    {"_id": "parking", "title": "Parken", "text": PARKING},
)
QUERIES: Sequence[Row] = (
    {"_id": "q1", "text": "Wann sind die Reisekosten abzurechnen?", "category": "duration"},
    {"_id": "q2", "text": "Wie hoch ist das Tagegeld auf einer Dienstreise?", "category": "amount"},
    {"_id": "q3", "text": "Wie hoch ist das Tagegeld auf einer Dienstreise?", "category": "amount", "as_of": "2023-06-01"},
    {
        "_id": "q4",
        "text": "Und wer vergibt sie?",
        "history": [{"question": "Gibt es Parkplätze im Innenhof?", "answer": "Ja, es gibt Parkplätze im Innenhof."}],
        "standalone": "Wer vergibt die Parkplätze im Innenhof?",
    },
    {"_id": "q5", "text": "xylophonspielende giraffenzüchter?"},
)
RELEVANT = {"q1": "travel", "q2": "allowance", "q3": "allowance-old", "q4": "parking"}
FACTS = {"q1": "sechs Monaten", "q2": "28 Euro", "q3": "24 Euro", "q4": "Referat für Liegenschaften"}
_TEXTS = {str(row["_id"]): str(row["text"]) for row in CORPUS}


def write_set(folder: Path, queries: Sequence[Row] = QUERIES, about: Row | None = None) -> Path:
    """The set in `folder`; `queries` may be fewer or others, `about` is its meta.json."""
    folder.mkdir(parents=True)
    _write_rows(folder / "corpus.jsonl", CORPUS)
    _write_rows(folder / "queries.jsonl", queries)
    _write_rows(folder / "answers.jsonl", [_answer(str(row["_id"])) for row in queries])
    judged = [f"{row['_id']}\t{RELEVANT[str(row['_id'])]}\t1" for row in queries if row["_id"] in RELEVANT]
    (folder / "qrels.tsv").write_text("\n".join(("query-id\tcorpus-id\tscore", *judged)) + "\n")
    if about is not None:
        (folder / "meta.json").write_text(json.dumps(about))
    return folder


def _answer(query: str) -> Row:
    if query not in FACTS:
        return {"query_id": query, "answers": [], "is_impossible": True}
    document, fact = RELEVANT[query], FACTS[query]
    start = _TEXTS[document].index(fact)
    span = {"doc_id": document, "start": start, "end": start + len(fact), "text": fact}
    return {"query_id": query, "answers": [span], "facts": [fact], "is_impossible": False}


def _write_rows(path: Path, rows: Sequence[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
