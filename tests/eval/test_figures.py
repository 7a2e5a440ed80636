"""Figures and causes of failure, worked out by hand for made-up runs."""

from dataclasses import replace

import pytest

from eval.figures import answer_figures
from eval.results import classify
from tests.eval.made_up import answered, given, unanswerable


def test_the_four_cells_count_answers_and_refusals_of_both_kinds() -> None:
    asked = [
        answered("a", 1.0),
        answered("b", 0.0),
        answered("c", 0.0, outcome="touched"),
        unanswerable("d", "answered"),
        unanswerable("e", "nothing"),
        unanswerable("f", "touched"),
    ]
    figures = answer_figures(asked)
    assert figures["cells"] == {
        "answerable_answered": 2,
        "answerable_refused": 1,
        "unanswerable_answered": 1,
        "unanswerable_refused": 2,
    }
    assert figures["answerable_refused"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["unanswerable_answered"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["all_facts"] == pytest.approx(1 / 3, abs=1e-4)


def test_a_set_without_unanswerable_questions_gives_no_figure_for_them() -> None:
    figures = answer_figures([answered("a", 1.0)])
    assert figures["unanswerable_answered"] is None
    assert figures["refusal_auc"] is None


def test_refusals_are_ranked_by_confidence_and_without_any_by_the_best_passage() -> None:
    sure, unsure = answered("a", 1.0), unanswerable("b", "answered", score=0.9)
    assert answer_figures([sure, unsure])["refusal_auc"] == 0.0
    confident = [replace(sure, given=given("answered", 0.8)), replace(unsure, given=given("answered", 0.3))]
    assert answer_figures(confident)["refusal_auc"] == 1.0


def test_each_failure_has_the_earliest_of_its_causes() -> None:
    assert classify(answered("a", 1.0)) == "right"
    assert classify(answered("a", 0.0)) == "not_read"
    assert classify(answered("a", 0.0, found="wrong")) == "not_found"
    assert classify(answered("a", 0.0, found="wrong", outcome="touched")) == "not_found"
    assert classify(answered("a", 0.0, outcome="touched")) == "wrongly_refused"
    assert classify(answered("a", 0.0, outcome="failed")) == "failed"
    assert classify(unanswerable("a", "answered")) == "wrongly_answered"
    assert classify(unanswerable("a", "nothing")) == "right"
