"""How well the checker tells true sentences from altered ones, on a set's gold spans.

True are the documents' sentences that touch a gold span, as they stand and written otherwise by rules; the passage is the
document's text around them. Whatever is not borne out counts as caught, or, of a true sentence, as a false alarm. The
set's reference answers, in a person's own words, are counted apart: not each of them stands in the marked places alone.
Knows no search and no answer.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rich.console import Console
from rich.table import Table

from assistant.checking import check
from assistant.conversation import Citation, Sentence
from eval.altering import Variant, alter, cut_window, write_otherwise
from eval.sets import Entry, GoldQuestion, GoldSet
from ingest.documents import Document, Metadata, Passage
from ingest.german import find_sentences

Role = Literal["true", "altered", "reference", "altered reference"]
_BESIDE = 600
_FEWEST_WORDS = 4
_VERBATIM = "verbatim"
_TABLES: dict[Role, str] = {
    "true": "false alarms",
    "altered": "caught",
    "reference": "references flagged",
    "altered reference": "caught in references",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence that was checked: its role, what was done to it, and what came out, in how many seconds."""

    role: Role
    kind: str
    text: str
    verdict: str
    reason: str
    seconds: float

    @property
    def flagged(self) -> bool:
        """Whether the checker found fault with it."""
        return self.verdict != "supported"


Counts = dict[str, dict[str, int | float]]


def measure_checking(gold: GoldSet) -> tuple[Judged, ...]:
    """Every sentence that was made of a set, checked."""
    return (*_judge_spans(gold), *_judge_references(gold))


def checking_figures(judged: Sequence[Judged]) -> dict[str, float | Counts | None]:
    """What `--json` prints of a set: shares with their counts, by kind; `seconds` are those of one sentence."""
    alarms = [each.flagged for each in judged if each.role == "true"]
    return {
        "sentences": sum(each.kind == _VERBATIM for each in judged),
        "false_alarms": round(sum(alarms) / len(alarms), 4) if alarms else None,
        "seconds": round(sum(each.seconds for each in judged) / max(1, len(judged)), 6),
        "alarms": _counts(judged, "true"),
        "caught": _counts(judged, "altered"),
        "references": _counts(judged, "reference"),
        "caught_references": _counts(judged, "altered reference"),
    }


def _counts(judged: Sequence[Judged], role: Role) -> Counts:
    every = Counter(each.kind for each in judged if each.role == role)
    flagged = Counter(each.kind for each in judged if each.role == role and each.flagged)
    return {kind: {"share": round(flagged[kind] / of, 4), "flagged": flagged[kind], "of": of} for kind, of in sorted(every.items())}


def show_checking(sets: Mapping[str, Sequence[Judged]]) -> None:
    """A table a role: a row for each kind, a column for each set and one for all."""
    every = {**sets, "all": [each for judged in sets.values() for each in judged]}
    for role, name in _TABLES.items():
        counts = {column: _counts(judged, role) for column, judged in every.items()}
        table = Table(name, *counts)
        for kind in counts["all"]:
            table.add_row(kind, *(_cell(counts[column].get(kind)) for column in counts))
        if counts["all"]:
            Console().print(table)


def _cell(count: dict[str, int | float] | None) -> str:
    return f"{count['flagged']}/{count['of']} {100 * count['share']:.1f} %" if count else "–"


def _judge_spans(gold: GoldSet) -> Iterator[Judged]:
    for entry, start, end in _gold_sentences(gold):
        sentence, window = entry.text[start:end], cut_window(entry.text, start, end, _BESIDE)
        citations = (_citation(1, entry, window),)
        yield from _judge("true", (Variant(_VERBATIM, sentence), *write_otherwise(sentence)), citations)
        yield from _judge("altered", tuple(alter(sentence, window)), citations)


def _judge_references(gold: GoldSet) -> Iterator[Judged]:
    """Reference answers as they are; those that are borne out also altered."""
    entries = {entry.id: entry for entry in gold.entries}
    for question in gold.questions:
        citations = _cited(question, entries)
        for start, end in find_sentences(question.reference or "") if citations else ():
            sentence = (question.reference or "")[start:end]
            judged = tuple(_judge("reference", (Variant("reference", sentence),), citations))
            yield from judged
            if not judged[0].flagged:
                altered = alter(sentence, "\n".join(citation.quote for citation in citations))
                yield from _judge("altered reference", tuple(altered), citations)


def _cited(question: GoldQuestion, entries: dict[str, Entry]) -> tuple[Citation, ...]:
    places = [(entries[span.document], span.start, span.end) for span in question.spans]
    windows = ((entry, cut_window(entry.text, start, end, _BESIDE)) for entry, start, end in places)
    return tuple(_citation(number, entry, window) for number, (entry, window) in enumerate(windows, 1))


def _judge(role: Role, variants: Sequence[Variant], citations: Sequence[Citation]) -> Iterator[Judged]:
    numbers = tuple(citation.number for citation in citations)
    for variant in variants:
        started = time.perf_counter()
        (found,) = check((Sentence(variant.text, numbers),), citations)
        seconds = time.perf_counter() - started
        yield Judged(role, variant.kind, variant.text, found.verdict, found.reason, seconds)


def _gold_sentences(gold: GoldSet) -> Iterator[tuple[Entry, int, int]]:
    """The sentences that touch a gold span, each place once."""
    entries = {entry.id: entry for entry in gold.entries}
    seen: set[tuple[str, int]] = set()
    for span in (span for question in gold.questions for span in question.spans):
        entry = entries[span.document]
        for start, end in _sentence_places(entry.text):
            wordy = len(entry.text[start:end].split()) >= _FEWEST_WORDS
            if start < span.end and span.start < end and wordy and (entry.id, start) not in seen:
                seen.add((entry.id, start))
                yield entry, start, end


@lru_cache(maxsize=8)
def _sentence_places(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(find_sentences(text))


def _citation(number: int, entry: Entry, text: str) -> Citation:
    document = Document(entry.id, entry.id, "", 1, Metadata(title=entry.title))
    return Citation(number, Passage(number, document, text, (), None, None, 0, len(text)), text, 0, len(text))
