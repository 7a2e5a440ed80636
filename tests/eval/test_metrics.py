"""Measures against values worked out by hand."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import rankings, refusals, summaries, texts

SCORES = st.lists(st.integers(0, 5).map(float), min_size=1, max_size=8)


def test_a_ranking_is_worth_what_its_formulas_say() -> None:
    values = rankings.measure_ranking({"a": 2, "b": 1}, ["c", "a", "b"])
    gained = 2 / math.log2(3) + 1 / math.log2(4)
    best = 2 / math.log2(2) + 1 / math.log2(3)
    assert values["ndcg@10"] == pytest.approx(gained / best)
    assert values["mrr"] == 0.5
    assert (values["recall@1"], values["recall@5"], values["recall@10"]) == (0.0, 1.0, 1.0)


def test_only_the_first_documents_count_for_recall() -> None:
    ranking = [*"cdefgh", "a", "b"]
    values = rankings.measure_ranking({"a": 1, "z": 1}, ranking)
    assert (values["recall@5"], values["recall@10"]) == (0.0, 0.5)
    assert values["mrr"] == pytest.approx(1 / 7)


def test_nothing_found_is_worth_nothing() -> None:
    assert set(rankings.measure_ranking({"a": 1}, []).values()) == {0.0}


def test_a_document_stands_where_its_best_passage_stands() -> None:
    assert rankings.best_passages_first(["a", "b", "a", "c", "b"]) == ["a", "b", "c"]


def test_facts_are_found_whatever_their_case_and_spacing() -> None:
    assert texts.fact_recall(["20  Euro", "SECHS MONATE"], "Es sind 20\u00a0Euro,\nbinnen sechs\nMonaten.") == 1.0
    assert texts.fact_recall(["20 Euro", "30 Euro"], "Es sind 20 Euro.") == 0.5
    assert texts.fact_recall(["20 Euro"], "") == 0.0


def test_spans_overlap_if_they_share_a_character_of_the_same_document() -> None:
    gold = [("a", 10, 20)]
    assert texts.overlap([("a", 19, 30)], gold)
    assert texts.overlap([("b", 10, 20), ("a", 0, 11)], gold)
    assert not texts.overlap([("a", 20, 30)], gold)
    assert not texts.overlap([("a", 0, 10)], gold)
    assert not texts.overlap([("b", 10, 20)], gold)
    assert not texts.overlap([], gold)


def test_auc_counts_pairs_in_order_and_half_of_the_ties() -> None:
    assert refusals.auc([0.9, 0.5], [0.5, 0.1]) == pytest.approx(3.5 / 4)
    assert refusals.auc([3.0], [1.0, 2.0]) == 1.0
    assert refusals.auc([1.0], [2.0]) == 0.0
    assert refusals.auc([0.3, 0.3], [0.3]) == 0.5


def test_auc_needs_both_kinds() -> None:
    assert refusals.auc([], [1.0]) is None
    assert refusals.auc([1.0], []) is None


@given(SCORES, SCORES)
def test_auc_is_the_share_of_pairs_in_order(positives: list[float], negatives: list[float]) -> None:
    pairs = [float(positive > negative) + 0.5 * (positive == negative) for positive, negative in product(positives, negatives)]
    assert refusals.auc(positives, negatives) == pytest.approx(sum(pairs) / len(pairs))


def test_means_and_percentiles_leave_out_what_is_unknown() -> None:
    assert summaries.mean([1.0, None, 0.0]) == 0.5
    assert summaries.mean([None]) is None
    assert summaries.percentile([None, 1.0, 3.0], 50) == 2.0
    assert summaries.percentile([], 95) is None


def test_what_nobody_judged_is_a_hole() -> None:
    assert rankings.measure_ranking({"a": 1}, ["a", "b", "c", "d"])["hole@10"] == 0.75
    assert rankings.measure_ranking({"a": 1}, ["a", "b", "c", "d"], irrelevant=["b"])["hole@10"] == 0.5
    assert rankings.measure_ranking({"a": 1}, [])["hole@10"] == 0.0


def test_nuggets_count_whole_where_they_stand_and_half_where_a_sentence_has_their_words() -> None:
    text = "Der Antrag wird im Referat 12 gestellt. Es sind 20 Euro."
    nuggets = texts.nugget_recall(["20 Euro", "Antrag beim Referat"], ["drei Monate", "20 EURO"], text)
    assert nuggets.strict == 0.5
    assert nuggets.vital == (1 + 0.5) / 2
    assert nuggets.every == (1 + 0.5 + 0 + 1) / 4


def test_words_of_a_nugget_in_two_sentences_do_not_count() -> None:
    assert texts.nugget_recall(["Referat mit Antrag"], [], "Das Referat wartet. Der Antrag fehlt.").vital == 0.0


def test_without_nuggets_there_is_no_recall_of_them() -> None:
    nuggets = texts.nugget_recall([], [], "Text")
    assert (nuggets.vital, nuggets.every, nuggets.strict) == (None, None, None)
    assert texts.nugget_recall([], ["Text"], "Text").every == 1.0


def test_f1_of_words_is_the_best_over_the_gold_answers() -> None:
    assert texts.token_f1("Die Frist beträgt drei Monate.", ["ein Jahr", "drei Monate"]) == pytest.approx(2 * 2 / (4 + 2))
    assert texts.token_f1("", ["drei Monate"]) == 0.0
    assert texts.token_f1("", [""]) == texts.token_f1("", []) == 1.0
    assert texts.token_f1("etwas", []) == 0.0


def test_exact_is_what_differs_in_case_signs_and_articles_only() -> None:
    assert texts.exact_match("Das „Referat Z“!", ["referat z"]) == 1.0
    assert texts.exact_match("Referat Y", ["referat z"]) == 0.0
    assert texts.exact_match("", []) == 1.0


def test_f1_of_spans_counts_each_character_once() -> None:
    assert texts.span_f1([("a", 0, 10), ("a", 5, 10)], [("a", 5, 15)]) == pytest.approx(2 * 5 / 20)
    assert texts.span_f1([("a", 0, 5)], [("b", 0, 5)]) == 0.0
    assert texts.span_f1([], [("a", 0, 5)]) == 0.0
    assert texts.span_f1([], []) == 1.0


def test_the_cells_count_each_question_once() -> None:
    assert refusals.refusal_cells([(True, False), (True, True), (False, True), (True, False)]) == {
        "answerable_answered": 2,
        "answerable_refused": 1,
        "unanswerable_answered": 0,
        "unanswerable_refused": 1,
    }
    assert [refusals.refusal_accuracy(*pair) for pair in ((True, False), (True, True), (False, True), (False, False))] == [
        1,
        0,
        1,
        0,
    ]


def test_risk_falls_with_coverage_if_confidence_knows_what_is_wrong() -> None:
    knowing = refusals.risk_coverage([(0.9, False), (0.8, False), (0.2, True), (0.1, True)])
    assert knowing == [(0.25, 0.0), (0.5, 0.0), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]
    assert refusals.area_under_risk(knowing) == pytest.approx((1 / 3 + 0.5) / 4)
    assert [risk for _, risk in refusals.risk_coverage([(0.5, True), (0.5, False)])] == [0.5, 0.5]
    assert refusals.area_under_risk(refusals.risk_coverage([])) is None
