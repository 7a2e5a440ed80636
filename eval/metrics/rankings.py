"""Search: where the right documents stand in a ranking."""

from collections.abc import Iterable, Mapping, Sequence

import ir_measures
from ir_measures import AP, RR, Qrel, R, ScoredDoc, nDCG

_RANKING = {
    "ndcg@5": nDCG @ 5,
    "ndcg@10": nDCG @ 10,
    "recall@1": R @ 1,
    "recall@5": R @ 5,
    "recall@10": R @ 10,
    "mrr": RR,
    "map": AP,
}
_DEPTH = 10


def measure_ranking(relevant: Mapping[str, int], ranking: Sequence[str], irrelevant: Iterable[str] = ()) -> dict[str, float]:
    """What one question's ranking of documents, best first, is worth; all by ir-measures, as trec_eval computes them.

    - nDCG@k: the sum of grade / log2(rank + 1) over the first k documents, divided by that sum for the best possible
      ranking. Source: Jarvelin & Kekalainen 2002, "Cumulated gain-based evaluation of IR techniques".
    - recall@k: share of the relevant documents that stand among the first k.
    - MRR: 1 / rank of the first relevant document, 0 if none was found; over all questions the mean. Source: Voorhees
      1999, "The TREC-8 Question Answering Track Report".
    - MAP: the precision at the rank of each relevant document, 0 for one that was not found, averaged over the relevant
      documents; over all questions the mean. Source: Buckley & Voorhees 2005, "Retrieval System Evaluation".
    - hole@k: share of the first k documents that nobody judged, 0 for an empty ranking. Where it is high, the others say
      little about the search and much about what was judged. Source: Xiong et al. 2021, "Approximate Nearest Neighbor
      Negative Contrastive Learning for Dense Text Retrieval".

    Figures: `ndcg@5`, `ndcg@10`, `recall@1`, `recall@5`, `recall@10`, `mrr`, `map`, `hole@10`.
    """
    judged = [Qrel("q", document, grade) for document, grade in relevant.items()]
    ranked = [ScoredDoc("q", document, float(-rank)) for rank, document in enumerate(ranking)]
    values = ir_measures.calc_aggregate(_RANKING.values(), judged, ranked)
    return {name: float(values[measure]) for name, measure in _RANKING.items()} | {
        f"hole@{_DEPTH}": hole({*relevant, *irrelevant}, ranking, _DEPTH)
    }


def hole(judged: Iterable[str], ranking: Sequence[str], depth: int) -> float:
    """Share of the first `depth` documents of a ranking that nobody judged; see `measure_ranking`."""
    first = ranking[:depth]
    known = set(judged)
    return sum(document not in known for document in first) / len(first) if first else 0.0


def best_passages_first(documents: Iterable[str]) -> list[str]:
    """Each document once, at the rank of its best passage: how a ranking of passages becomes one of documents."""
    return list(dict.fromkeys(documents))
