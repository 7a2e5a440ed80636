"""Measures of rankings and answers, as pure functions with their definitions and sources.

Knows no set, no assistant and no run.
"""

from collections.abc import Iterable, Mapping, Sequence

import ir_measures
import numpy as np
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

_RANKING = {"ndcg@10": nDCG @ 10, "recall@1": R @ 1, "recall@5": R @ 5, "recall@10": R @ 10, "mrr": RR}

Span = tuple[str, int, int]
"""A document's id, and where in its text something starts and ends (end exclusive)."""


def measure_ranking(relevant: Mapping[str, int], ranking: Sequence[str]) -> dict[str, float]:
    """nDCG@10, recall@1, @5, @10 and reciprocal rank of one question's documents, best first.

    As trec_eval computes them, through ir-measures. nDCG: graded gain, discounted by the logarithm of the rank, divided
    by that of the best ranking (Jarvelin & Kekalainen 2002). Recall@k: share of the relevant documents among the first
    k. Reciprocal rank: 1 / rank of the first relevant document, 0 if none was found (Voorhees 1999).
    """
    judged = [Qrel("q", document, grade) for document, grade in relevant.items()]
    ranked = [ScoredDoc("q", document, float(-rank)) for rank, document in enumerate(ranking)]
    values = ir_measures.calc_aggregate(_RANKING.values(), judged, ranked)
    return {name: float(values[measure]) for name, measure in _RANKING.items()}


def best_passages_first(documents: Iterable[str]) -> list[str]:
    """Each document once, at the rank of its best passage."""
    return list(dict.fromkeys(documents))


def fact_recall(facts: Sequence[str], text: str) -> float:
    """Share of `facts` that stand in `text`, white space and case aside.

    A deterministic stand-in for the nugget recall of TREC RAG (Pradeep et al. 2024): exact texts instead of a judge.
    A fact counts wherever its letters stand, so "20 Euro" also stands in "120 Euro".
    """
    said = _plain(text)
    return sum(_plain(fact) in said for fact in facts) / len(facts)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def overlap(cited: Iterable[Span], gold: Sequence[Span]) -> bool:
    """Whether one of the `cited` spans shares a character with one of the `gold` spans."""
    return any(
        document == wanted and start < end_wanted and start_wanted < end
        for document, start, end in cited
        for wanted, start_wanted, end_wanted in gold
    )


def auc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """Chance that a random positive scores higher than a random negative, ties half; None if one kind is missing.

    The area under the ROC curve by way of the Mann-Whitney statistic (Hanley & McNeil 1982): U = R - n(n+1)/2 over n
    times m, where R is the sum of the n positives' ranks among all n + m scores; equal scores share their mean rank.
    """
    if not positives or not negatives:
        return None
    scores = np.array([*positives, *negatives])
    _, groups, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[groups]
    n, m = len(positives), len(negatives)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * m))


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of the values that are known; None if none is. Of ones and zeros: a share."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def percentile(values: Iterable[float | None], percent: float) -> float | None:
    """The value that `percent` of the known ones do not exceed, linear between two (Hyndman & Fan 1996, type 7)."""
    known = [value for value in values if value is not None]
    return float(np.percentile(known, percent)) if known else None
