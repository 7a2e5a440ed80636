"""What two runs differ in, and how sure that is."""

import pytest

from assistant.differences import holm, interval, randomisation_p
from eval.comparing import NotComparable, compare
from tests.eval.made_up import answered, run_of, unanswerable


def test_runs_with_different_questions_are_not_compared() -> None:
    with pytest.raises(NotComparable, match=r"different questions.* c\."):
        compare(run_of(answered("a", 1.0), answered("b", 1.0)), run_of(answered("a", 1.0), answered("c", 1.0)))


def test_the_same_question_with_other_gold_is_another_question() -> None:
    with pytest.raises(NotComparable):
        compare(run_of(answered("a", 1.0)), run_of(unanswerable("a", "answered")))


def test_search_and_answers_are_not_compared() -> None:
    with pytest.raises(NotComparable, match="retrieval"):
        compare(run_of(answered("a", 1.0)), run_of(kind="retrieval"))


def test_wins_and_losses_are_counted_and_the_changed_questions_named() -> None:
    before = run_of(answered("a", 0.0), answered("b", 0.0), answered("c", 1.0), answered("d", 1.0))
    after = run_of(answered("a", 1.0), answered("b", 1.0), answered("c", 0.0), answered("d", 1.0))
    comparison = compare(before, after)
    facts = next(each for each in comparison.differences if each.name == "all_facts")
    assert (facts.before, facts.after, facts.wins, facts.losses, facts.questions) == (0.5, 0.75, 2, 1, 4)
    assert facts.low <= 0.25 <= facts.high
    assert {change.after.question.id: change.better for change in comparison.changes} == {"a": 1.0, "b": 1.0, "c": -1.0}


def test_fewer_refusals_of_answerable_questions_are_a_win() -> None:
    before, after = run_of(answered("a", 0.0, outcome="touched")), run_of(answered("a", 0.0))
    comparison = compare(before, after)
    refused = next(each for each in comparison.differences if each.name == "answerable_refused")
    assert (refused.wins, refused.losses) == (1, 0)
    assert comparison.changes[0].better == 1.0


def test_the_interval_is_that_of_the_normal_distribution_for_many_values() -> None:
    low, high = interval([0.0, 1.0] * 200)
    assert (low, high) == pytest.approx((0.5 - 1.96 * 0.025, 0.5 + 1.96 * 0.025), abs=0.005)
    assert interval([0.3, 0.3, 0.3]) == pytest.approx((0.3, 0.3))


def test_the_p_value_is_the_share_of_signs_that_differ_as_much() -> None:
    assert randomisation_p([1.0] * 5) == pytest.approx(2 / 2**5, abs=0.01)
    assert randomisation_p([1.0, 1.0, -1.0]) == 1.0
    assert randomisation_p([0.0, 0.0]) == 1.0
    assert randomisation_p([0.5] * 40) < 0.001


def test_the_same_runs_give_the_same_interval_and_p_value_each_time() -> None:
    changes = [0.1, -0.3, 0.5, 0.2, 0.0, 0.9]
    assert interval(changes) == interval(changes)
    assert randomisation_p(changes) == randomisation_p(changes)


def test_p_values_are_corrected_for_their_number_as_holm_does() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, 0.9]) == pytest.approx([1.0, 1.0])
    assert holm([]) == []


def test_the_common_questions_are_compared_if_told() -> None:
    before, after = run_of(answered("a", 1.0), answered("b", 1.0)), run_of(answered("b", 0.0), answered("c", 1.0))
    comparison = compare(before, after, common=True)
    assert (comparison.questions, comparison.left_out) == (1, 2)
    assert comparison.moved == {("right", "not_read"): 1}
    with pytest.raises(NotComparable, match="no question in common"):
        compare(run_of(answered("a", 1.0)), run_of(answered("c", 1.0)), common=True)


def test_the_twenty_questions_that_changed_most_are_named() -> None:
    before = run_of(*(answered(str(at), 0.0) for at in range(30)))
    after = run_of(*(answered(str(at), 1.0) for at in range(30)))
    assert len(compare(before, after).changes) == 20
