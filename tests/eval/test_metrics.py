"""Measures against values worked out by hand."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import metrics

SCORES = st.lists(st.integers(0, 5).map(float), min_size=1, max_size=8)


def test_a_ranking_is_worth_what_its_formulas_say() -> None:
    values = metrics.measure_ranking({"a": 2, "b": 1}, ["c", "a", "b"])
    gained = 2 / math.log2(3) + 1 / math.log2(4)
    best = 2 / math.log2(2) + 1 / math.log2(3)
    assert values["ndcg@10"] == pytest.approx(gained / best)
    assert values["mrr"] == 0.5
    assert (values["recall@1"], values["recall@5"], values["recall@10"]) == (0.0, 1.0, 1.0)


def test_only_the_first_documents_count_for_recall() -> None:
    ranking = [*"cdefgh", "a", "b"]
    values = metrics.measure_ranking({"a": 1, "z": 1}, ranking)
    assert (values["recall@5"], values["recall@10"]) == (0.0, 0.5)
    assert values["mrr"] == pytest.approx(1 / 7)


def test_nothing_found_is_worth_nothing() -> None:
    assert set(metrics.measure_ranking({"a": 1}, []).values()) == {0.0}


def test_a_document_stands_where_its_best_passage_stands() -> None:
    assert metrics.best_passages_first(["a", "b", "a", "c", "b"]) == ["a", "b", "c"]


def test_facts_are_found_whatever_their_case_and_spacing() -> None:
    assert metrics.fact_recall(["20  Euro", "SECHS MONATE"], "Es sind 20\u00a0Euro,\nbinnen sechs\nMonaten.") == 1.0
    assert metrics.fact_recall(["20 Euro", "30 Euro"], "Es sind 20 Euro.") == 0.5
    assert metrics.fact_recall(["20 Euro"], "") == 0.0


def test_spans_overlap_if_they_share_a_character_of_the_same_document() -> None:
    gold = [("a", 10, 20)]
    assert metrics.overlap([("a", 19, 30)], gold)
    assert metrics.overlap([("b", 10, 20), ("a", 0, 11)], gold)
    assert not metrics.overlap([("a", 20, 30)], gold)
    assert not metrics.overlap([("a", 0, 10)], gold)
    assert not metrics.overlap([("b", 10, 20)], gold)
    assert not metrics.overlap([], gold)


def test_auc_counts_pairs_in_order_and_half_of_the_ties() -> None:
    assert metrics.auc([0.9, 0.5], [0.5, 0.1]) == pytest.approx(3.5 / 4)
    assert metrics.auc([3.0], [1.0, 2.0]) == 1.0
    assert metrics.auc([1.0], [2.0]) == 0.0
    assert metrics.auc([0.3, 0.3], [0.3]) == 0.5


def test_auc_needs_both_kinds() -> None:
    assert metrics.auc([], [1.0]) is None
    assert metrics.auc([1.0], []) is None


@given(SCORES, SCORES)
def test_auc_is_the_share_of_pairs_in_order(positives: list[float], negatives: list[float]) -> None:
    pairs = [float(positive > negative) + 0.5 * (positive == negative) for positive, negative in product(positives, negatives)]
    assert metrics.auc(positives, negatives) == pytest.approx(sum(pairs) / len(pairs))


def test_means_and_percentiles_leave_out_what_is_unknown() -> None:
    assert metrics.mean([1.0, None, 0.0]) == 0.5
    assert metrics.mean([None]) is None
    assert metrics.percentile([None, 1.0, 3.0], 50) == 2.0
    assert metrics.percentile([], 95) is None
