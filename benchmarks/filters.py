"""What a filter by rights costs: `python benchmarks/filters.py HOME QUESTIONS [PASSAGES]`.

HOME has the library that is multiplied to so many passages (100,000 by default) in a folder beside it, once; one document of a
hundred goes into a collection of its own. Prints the processor's time of a search (p50, p95 in milliseconds), which other work on
the machine hardly changes, without rights and under each kind of rights, as a ratio to the first, and how many lists were full.
"""

import sys
import time
from pathlib import Path

import numpy as np
from sqlalchemy import select

from assistant.retrieval import Retriever
from assistant.widening import Thesaurus
from benchmarks.multiplying import fill
from ingest import records, tables
from ingest.documents import Metadata, Readable, Scope
from ingest.library import Library, open_library
from ingest.settings import Settings

_SMALL = "klein"
_EVERY = 100
_LIST = 10
_ROUNDS = 3
_STEPS = (2, 4, 10, 30)
"""One of so many documents is readable."""


def main(home: Path, questions: list[str], passages: int) -> None:
    """Measure and print."""
    library = _prepare(home, passages)
    retriever = Retriever(library, Thesaurus(home / "thesaurus.tsv"))
    base = 0.0
    print(f"{len(library)} passages, {len(questions)} questions")
    for name, scope in _scopes(library).items():
        seconds, full = _measure(retriever, questions, scope)
        middle, high = (1000 * float(np.percentile(seconds, part)) for part in (50, 95))
        base = base or middle
        print(f"{name:40} p50 {middle:6.1f} ms   p95 {high:6.1f} ms   x {middle / base:4.2f}   full lists {full:.0%}", flush=True)


def _prepare(home: Path, passages: int) -> Library:
    target = home.with_name(f"{home.name}-{passages}")
    new = not target.exists()
    library = open_library(Settings(home=target))
    if new:
        fill(library, open_library(Settings(home=home)), passages)
        for identity in _every_hundredth(library):
            library.describe(identity, Metadata(title="Regel", collection=_SMALL))
        library.catch_up()
    return library


def _every_hundredth(library: Library) -> list[str]:
    table = tables.documents
    with library.engine.connect() as connection:
        return list(connection.scalars(select(table.c.id).order_by(table.c.id)))[::_EVERY]


def _scopes(library: Library) -> dict[str, Scope]:
    """Rights by their kind; the few are one document of a hundred."""
    with library.engine.connect() as connection:
        every = list(connection.scalars(select(tables.documents.c.id)))
        few = {document.id for document in records.read_documents(connection, every) if document.metadata.collection == _SMALL}
    both = frozenset({"allgemein", _SMALL})
    return {
        "without rights": Scope(),
        "everything is readable": Scope(readable=Readable(both)),
        "one small collection": Scope(readable=Readable(frozenset({_SMALL}))),
        "few documents, opened one by one": Scope(readable=Readable(opened=frozenset(few))),
        "all but few documents": Scope(readable=Readable(both, barred=frozenset(few))),
    } | {f"{1 / step:.0%} of them, opened": Scope(readable=Readable(opened=frozenset(every[::step]))) for step in _STEPS}


def _measure(retriever: Retriever, questions: list[str], scope: Scope) -> tuple[list[float], float]:
    """Seconds of each search after one to warm up, and the share of full lists."""
    retriever.find_passages(questions[0], scope, _LIST)
    seconds, full = [], 0
    for question in questions * _ROUNDS:
        started = time.process_time()
        full += len(retriever.find_passages(question, scope, _LIST)) == _LIST
        seconds.append(time.process_time() - started)
    return seconds, full / len(seconds)


if __name__ == "__main__":
    lines = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
    main(Path(sys.argv[1]), [line for line in lines if line.strip()], int(sys.argv[3]) if len(sys.argv) > 3 else 100_000)
