"""How well the checker tells true sentences from altered ones, on a set's gold spans.

The true sentences are those of the documents that touch a gold span, as they stand and written otherwise; the passage is
the document's text around them. Whatever is not borne out counts as caught, or, of a true sentence, as a false alarm.
Knows no search and no answer.
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking import check
from assistant.conversation import Citation, Sentence
from eval.altering import Variant, alter, cut_window, write_otherwise
from eval.sets import Entry, GoldSet
from ingest.documents import Document, Metadata, Passage
from ingest.german import find_sentences

_BESIDE = 600
_FEWEST_WORDS = 4
VERBATIM, CUT = "verbatim", "span"


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence that was checked: what was done to it, whether it is true, and what came out."""

    true: bool
    kind: str
    text: str
    original: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many were not borne out."""

    flagged: int
    of: int

    @property
    def share(self) -> float | None:
        return round(self.flagged / self.of, 4) if self.of else None


@dataclass(frozen=True, slots=True)
class CheckingFigures:
    """Sentences, false alarms and what was caught, by kind; `seconds` is the mean of a check, with nothing remembered."""

    sentences: int
    alarms: dict[str, Share]
    caught: dict[str, Share]
    seconds: float

    def as_json(self) -> dict[str, object]:
        """What `--json` prints of a set."""
        return {
            "sentences": self.sentences,
            "false_alarms": total(self.alarms).share,
            "seconds": round(self.seconds, 5),
            "alarms": {kind: {"share": each.share, "alarms": each.flagged, "of": each.of} for kind, each in self.alarms.items()},
            "caught": {kind: {"share": each.share, "caught": each.flagged, "of": each.of} for kind, each in self.caught.items()},
        }


def total(shares: dict[str, Share]) -> Share:
    """All kinds together."""
    return Share(sum(each.flagged for each in shares.values()), sum(each.of for each in shares.values()))


def measure_checking(gold: GoldSet) -> tuple[CheckingFigures, tuple[Judged, ...]]:
    """The figures of a set, and each sentence that was checked."""
    started = time.perf_counter()
    sentences = list(gold_sentences(gold))
    judged = tuple(each for entry, start, end in sentences for each in judge_variants(entry, start, end))
    seconds = (time.perf_counter() - started) / max(1, len(judged))
    alarms, caught = (_by_kind([each for each in judged if each.true is true]) for true in (True, False))
    return CheckingFigures(len(sentences), alarms, caught, seconds), judged


def _by_kind(judged: list[Judged]) -> dict[str, Share]:
    every = Counter(each.kind for each in judged)
    flagged = Counter(each.kind for each in judged if each.verdict != "supported")
    return {kind: Share(flagged[kind], count) for kind, count in sorted(every.items())}


def gold_sentences(gold: GoldSet) -> Iterator[tuple[Entry, int, int]]:
    """The sentences that touch a gold span, each place once."""
    entries = {entry.id: entry for entry in gold.entries}
    places = {(span.document, span.start, span.end): None for question in gold.questions for span in question.spans}
    seen: set[tuple[str, int]] = set()
    for document, start, end in places:
        for first, last in _sentence_places(entries[document].text):
            wordy = len(entries[document].text[first:last].split()) >= _FEWEST_WORDS
            if first < end and start < last and wordy and (document, first) not in seen:
                seen.add((document, first))
                yield entries[document], first, last


@lru_cache(maxsize=8)
def _sentence_places(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(find_sentences(text))


def judge_variants(entry: Entry, start: int, end: int) -> Iterator[Judged]:
    """What the checker says to a sentence, to true variants of it and to false ones."""
    sentence, window = entry.text[start:end], cut_window(entry.text, start, end, _BESIDE)
    true = [Variant(VERBATIM, sentence), *write_otherwise(sentence)]
    false = list(alter(sentence, window))
    texts = tuple(Sentence(each.text, (1,)) for each in (*true, *false))
    checked = check(texts, (_citation(entry, window),))
    for at, (variant, found) in enumerate(zip((*true, *false), checked, strict=True)):
        yield Judged(at < len(true), variant.kind, variant.text, sentence, found.verdict, found.reason)


def _citation(entry: Entry, text: str) -> Citation:
    document = Document(entry.id, entry.id, "", 1, Metadata(title=entry.title))
    return Citation(1, Passage(1, document, text, (), None, None, 0, len(text)), text, 0, len(text))
