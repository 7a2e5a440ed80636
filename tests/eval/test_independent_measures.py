"""Our measures against independent implementations of the same definitions."""

import random
import re
import string
from collections import Counter

import numpy as np
import pytest
import pytrec_eval
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, cohen_kappa_score, ndcg_score, roc_auc_score

from assistant.kappa import cohen_kappa, fleiss_kappa
from eval.metrics.rankings import measure_ranking
from eval.metrics.refusals import area_under_risk, auc, risk_coverage
from eval.metrics.texts import exact_match, token_f1

DOCUMENTS = [f"d{number}" for number in range(30)]
WORDS = st.text(st.sampled_from("abÄß der die das ein . , ! \u201e 12"), max_size=30)


def drawn(seed: int) -> tuple[dict[str, int], list[str]]:
    draw = random.Random(seed)
    relevant = {document: draw.randint(1, 3) for document in draw.sample(DOCUMENTS, draw.randint(1, 6))}
    return relevant, draw.sample(DOCUMENTS, draw.randint(1, 30))


@pytest.mark.parametrize("seed", range(20))
def test_rankings_are_measured_as_trec_eval_does(seed: int) -> None:
    relevant, ranking = drawn(seed)
    names = {"ndcg_cut.5,10", "recall.1,5,10", "recip_rank", "map"}
    run = {"q": {document: float(-rank) for rank, document in enumerate(ranking)}}
    expected = pytrec_eval.RelevanceEvaluator({"q": relevant}, names).evaluate(run)["q"]
    ours = {"ndcg_cut_5": "ndcg@5", "ndcg_cut_10": "ndcg@10", "recip_rank": "mrr", "map": "map"}
    ours |= {f"recall_{depth}": f"recall@{depth}" for depth in (1, 5, 10)}
    values = measure_ranking(relevant, ranking)
    assert {name: values[ours[name]] for name in expected} == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(20))
def test_whole_rankings_are_measured_as_scikit_learn_does(seed: int) -> None:
    relevant, _ = drawn(seed)
    ranking = random.Random(seed).sample(DOCUMENTS, len(DOCUMENTS))
    grades = np.array([[relevant.get(document, 0) for document in ranking]])
    scores = np.array([[float(len(ranking) - rank) for rank in range(len(ranking))]])
    values = measure_ranking(relevant, ranking)
    assert values["ndcg@10"] == pytest.approx(ndcg_score(grades, scores, k=10))
    assert values["map"] == pytest.approx(average_precision_score(grades[0] > 0, scores[0]))


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=30))
@settings(max_examples=60)
def test_auc_is_that_of_scikit_learn(known: list[tuple[bool, int]]) -> None:
    positives, negatives = [float(score) for kind, score in known if kind], [float(score) for kind, score in known if not kind]
    if positives and negatives:
        expected = roc_auc_score([kind for kind, _ in known], [score for _, score in known])
        assert auc(positives, negatives) == pytest.approx(expected)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
@settings(max_examples=60)
def test_cohens_kappa_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    first, second = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    ours = cohen_kappa(first, second)
    if ours is None:
        assert len({*first, *second}) == 1
    else:
        assert ours == pytest.approx(cohen_kappa_score(first, second))


def test_fleiss_kappa_is_that_of_the_usual_worked_example() -> None:
    """Ten things, fourteen raters, five labels: kappa is .210."""
    table = """
        0 0 0 0 14
        0 2 6 4 2
        0 0 3 5 6
        0 3 9 2 0
        2 2 8 1 1
        7 7 0 0 0
        3 2 6 3 0
        2 5 3 2 2
        6 5 2 1 0
        0 2 2 3 7
    """
    counts = [[int(count) for count in line.split()] for line in table.strip().splitlines()]
    labels = [[str(label) for label, count in enumerate(line) for _ in range(count)] for line in counts]
    assert fleiss_kappa(labels) == pytest.approx(0.210, abs=0.0005)


def test_the_area_under_the_risk_is_the_mean_over_all_orders_of_equal_confidence() -> None:
    draw = random.Random(7)
    answers = [(float(draw.randint(0, 4)), draw.random() < 0.4) for _ in range(40)]
    areas = []
    for _ in range(4000):
        ranked = sorted(answers, key=lambda answer: (-answer[0], draw.random()))
        areas.append(np.mean(np.cumsum([wrong for _, wrong in ranked]) / np.arange(1, 41)))
    assert area_under_risk(risk_coverage(answers)) == pytest.approx(np.mean(areas), abs=0.003)


def squad_words(text: str) -> list[str]:
    """SQuAD's normalisation with MLQA's German articles, written down once more."""
    signs = set(string.punctuation) | set("„“”‚‘’»«›‹–—…§")
    bare = "".join(letter for letter in text.lower() if letter not in signs)
    return re.sub(r"\b(ein|eine|einen|einem|eines|einer|der|die|das|den|dem|des)\b", " ", bare).split()


def squad_f1(answer: str, gold: str) -> float:
    said, wanted = squad_words(answer), squad_words(gold)
    if not said or not wanted:
        return float(said == wanted)
    same = sum((Counter(said) & Counter(wanted)).values())
    if same == 0:
        return 0.0
    precision, recall = same / len(said), same / len(wanted)
    return 2 * precision * recall / (precision + recall)


@given(WORDS, st.lists(WORDS, min_size=1, max_size=3))
@settings(max_examples=300)
def test_token_f1_and_exact_match_are_those_of_squads_script(answer: str, golds: list[str]) -> None:
    assert token_f1(answer, golds) == pytest.approx(max(squad_f1(answer, gold) for gold in golds))
    assert exact_match(answer, golds) == max(float(squad_words(answer) == squad_words(gold)) for gold in golds)
