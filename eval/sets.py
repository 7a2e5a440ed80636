"""Gold sets: found by name, read by layout, and gone through for faults.

`validate` names everything that an editor should look at; `read_set` refuses what cannot be used. Knows no metric.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from eval.gold import Entry, Fault, FaultySet, GoldQuestion, GoldSet, Source, Span
from eval.layouts.beir import read_folder
from eval.layouts.desk import read_table
from eval.layouts.squad import read_squad

__all__ = ["Entry", "Fault", "FaultySet", "GoldQuestion", "GoldSet", "Source", "Span", "find_set", "read_set", "validate_set"]

_OWN = Path(__file__).parent / "sets"
LAYOUTS = {".json": read_squad, ".csv": read_table, ".tsv": read_table, ".xlsx": read_table, ".xlsm": read_table}
"""How files are read, by their endings; folders are in BEIR layout."""


def read_set(name: str) -> GoldSet:
    """The set in the folder or file `name`, or the own set of that name. Raises FaultySet."""
    faults: list[Fault] = []
    gold = _read(find_set(name), faults)
    fatal = [fault for fault in faults if fault.fatal]
    if fatal:
        more = f" {len(fatal) - 1} more faults: see `python -m eval validate`." if len(fatal) > 1 else ""
        raise FaultySet(f"{fatal[0]}.{more}")
    return gold


def validate_set(name: str) -> tuple[GoldSet, list[Fault]]:
    """The set without its unusable rows, and all that is wrong with it. Raises FaultySet if it cannot be read at all."""
    path = find_set(name)
    faults: list[Fault] = []
    gold = _read(path, faults)
    file = "queries.jsonl" if path.is_dir() else path.name
    faults += (Fault(file, *fault, fatal=False) for fault in (*_doubtful(gold), *_twins(gold)))
    if path.is_dir():
        faults += (Fault("answers.jsonl", *fault, fatal=False) for fault in _misplaced(gold))
        faults += (Fault("corpus.jsonl", *fault, fatal=False) for fault in _doubtful_entries(gold))
    return gold, faults


def find_set(name: str) -> Path:
    """The folder or file `name`, or the folder of the own set of that name. Raises FaultySet."""
    for path in (Path(name), _OWN / name):
        if (path / "corpus.jsonl").exists() or (path.is_file() and path.suffix.lower() in LAYOUTS):
            return path
    own = ", ".join(sorted(folder.name for folder in _OWN.iterdir() if folder.is_dir()))
    raise FaultySet(
        f"{name} is neither a folder with a corpus.jsonl, nor a file ({', '.join(LAYOUTS)}), nor one of the own sets ({own})."
    )


def _read(path: Path, faults: list[Fault]) -> GoldSet:
    read = read_folder if path.is_dir() else LAYOUTS[path.suffix.lower()]
    gold = read(path, faults.append)
    missing = "documents" if path.is_dir() and not gold.entries else "questions" if not gold.questions else ""
    if missing and not any(fault.fatal for fault in faults):
        raise FaultySet(f"{path} has no {missing}.")
    return gold


def _twins(gold: GoldSet) -> Iterator[tuple[str, str, str]]:
    counts = Counter(question.id for question in gold.questions)
    for question in gold.questions:
        if counts[question.id] > 1:
            yield question.where, "id", f"{question.id} stands {counts[question.id]} times: give each question its own"


def _doubtful(gold: GoldSet) -> Iterator[tuple[str, str, str]]:
    """What is odd about a question, whatever its layout."""
    entries = {entry.id: entry for entry in gold.entries}
    for question in gold.questions:
        known = question.facts or question.spans or question.relevant or question.sources or question.reference
        if question.answerable and not known:
            yield question.where, "", "nothing is known of its answer, so that only its length and time are measured"
        if question.history and question.standalone == question.text:
            yield question.where, "standalone", "is missing: write the follow-up as it reads without its history"
        if not question.answerable and (question.facts or question.spans):
            yield question.where, "", "is marked as unanswerable but has an answer: decide which"
        if question.relevant and not any(_in_force(entries.get(name), question) for name in question.relevant):
            yield question.where, "as_of", "no document that answers it is in force on its day"
        yield from ((question.where, "facts", what) for what in _groundless(question))


def _in_force(entry: Entry | None, question: GoldQuestion) -> bool:
    if entry is None or question.as_of is None:
        return True
    return (entry.valid_from is None or entry.valid_from <= question.as_of) and (
        entry.valid_to is None or question.as_of <= entry.valid_to
    )


def _groundless(question: GoldQuestion) -> Iterator[str]:
    """Facts that neither the marked places nor the reference answer have; without marked places nobody can tell."""
    text = " ".join(" ".join((*(span.text for span in question.spans), question.reference or "")).split()).casefold()
    for fact in (question.facts or ()) if question.spans else ():
        if " ".join(fact.split()).casefold() not in text:
            yield f'"{fact}" stands neither in the marked places nor in the reference answer'


def _misplaced(gold: GoldSet) -> Iterator[tuple[str, str, str]]:
    texts = {entry.id: entry.text for entry in gold.entries}
    for question in gold.questions:
        where = f"question {question.id}"
        for span in question.spans:
            if span.document not in texts:
                yield where, "doc_id", f"{span.document} is no document of corpus.jsonl"
            elif texts[span.document][span.start : span.end] != span.text:
                yield where, "start", f'"{span.text[:40]}" does not stand at {span.start} in {span.document}'
        for document in question.relevant.keys() - texts.keys():
            yield where, "corpus-id", f"qrels.tsv names {document}, which is no document of corpus.jsonl"


def _doubtful_entries(gold: GoldSet) -> Iterator[tuple[str, str, str]]:
    counts = Counter(entry.id for entry in gold.entries)
    for entry in gold.entries:
        where = f"document {entry.id}"
        if counts[entry.id] > 1:
            yield where, "_id", f"stands {counts[entry.id]} times: give each document its own"
        if not entry.text.strip():
            yield where, "text", "is empty"
        if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
            yield where, "valid_to", "lies before valid_from"
