"""Fit the weights of the searches: `PYTHONPATH=. python training/weights.py SET…`.

Coordinate descent over `assistant.retrieval.Weights`. Half of each set's questions (those with an even CRC of their id) are
fitted on, the other half shows what that is worth; every set counts the same. A step is taken only if it gains `_LEAST_GAIN`.
"""

import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.retrieval import Retriever, Weights
from assistant.widening import Thesaurus
from eval.libraries import build_library, settings_for
from eval.metrics.rankings import best_passages_first, measure_ranking
from eval.sets import GoldQuestion, read_set
from ingest.documents import Scope
from ingest.library import Library
from ingest.settings import read_settings

_STEPS = (0.5, 0.7, 0.85, 1.2, 1.4, 2.0)
_ROUNDS = 2
_LEAST_GAIN = 0.001
"""Of nDCG@10; smaller gains were not seen again on sets that had been left out."""
_PASSAGES = 30


@dataclass(frozen=True, slots=True)
class Judged:
    """A set's library and its judged questions."""

    library: Library
    fitted: tuple[GoldQuestion, ...]
    held: tuple[GoldQuestion, ...]


def main(names: Sequence[str]) -> None:
    """Fit and print."""
    sets = [_read(name) for name in names]
    weights = Weights()
    best = _quality(sets, weights, held=False)
    print(f"start {weights} fitted half {best:.4f} other half {_quality(sets, weights, held=True):.4f}")
    for _ in range(_ROUNDS):
        for field in ("words", "pairs", "grams", "vector", "widened_words", "widened_grams", "kindred"):
            for step in _STEPS:
                tried = replace(weights, **{field: getattr(weights, field) * step})
                if (quality := _quality(sets, tried, held=False)) > best + _LEAST_GAIN:
                    weights, best = tried, quality
            print(f"{weights} fitted half {best:.4f} other half {_quality(sets, weights, held=True):.4f}", flush=True)


def _read(name: str) -> Judged:
    gold = read_set(name)
    judged = [question for question in gold.questions if question.relevant]
    even = [zlib.crc32(question.id.encode()) % 2 == 0 for question in judged]
    fitted = tuple(question for question, fit in zip(judged, even, strict=True) if fit)
    held = tuple(question for question, fit in zip(judged, even, strict=True) if not fit)
    return Judged(build_library(gold, settings_for(gold, read_settings())), fitted, held)


def _quality(sets: Sequence[Judged], weights: Weights, held: bool) -> float:
    """nDCG@10, the mean over sets."""
    means = []
    for judged in sets:
        retriever = Retriever(judged.library, Thesaurus(), weights)
        questions = judged.held if held else judged.fitted
        means.append(sum(_ndcg(retriever, question) for question in questions) / len(questions))
    return sum(means) / len(means)


def _ndcg(retriever: Retriever, question: GoldQuestion) -> float:
    hits = retriever.find_passages(question.standalone, Scope(day=question.as_of or date.today()), _PASSAGES)
    ranking = best_passages_first(hit.passage.document.id for hit in hits)
    return measure_ranking(question.relevant, ranking)["ndcg@10"]


if __name__ == "__main__":
    main(sys.argv[1:])
