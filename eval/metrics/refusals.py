"""Refusals: whether the right questions are refused, and whether confidence tells which."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby

import numpy as np


def refusal_cells(known: Iterable[tuple[bool, bool]]) -> dict[str, int]:
    """How many questions of both kinds were answered and refused; `known` are pairs of answerable and refused.

    Questions at which the model failed are in none of the cells. Source: the confusion matrix of SQuAD 2.0's no-answer
    decision (Rajpurkar, Jia & Liang 2018).

    Figures: `cells`; as shares `answerable_refused` (of the answerable questions) and `unanswerable_answered` (of the others).
    """
    cells = {f"{kind}_{deed}": 0 for kind in ("answerable", "unanswerable") for deed in ("answered", "refused")}
    for answerable, refused in known:
        cells[f"{'answerable' if answerable else 'unanswerable'}_{'refused' if refused else 'answered'}"] += 1
    return cells


def refusal_accuracy(answerable: bool, refused: bool) -> float:
    """1 if an answerable question was answered or another one refused, else 0.

    Depends on how many questions of each kind a set has: with one in ten unanswerable, who never refuses has 0.9.

    Figures: `refusal_accuracy`, the mean over all questions that anybody answered; null if the set has one kind only.
    """
    return float(answerable != refused)


def auc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """Chance that a random positive scores higher than a random negative, ties half; None if one kind is missing.

    The area under the ROC curve by way of the Mann-Whitney statistic: (R - n(n+1)/2) / (n m), where R is the sum of the n
    positives' ranks among all n + m scores; equal scores share their mean rank. Source: Hanley & McNeil 1982, "The meaning
    and use of the area under a receiver operating characteristic (ROC) curve".

    Figures: `refusal_auc`, with the confidence of answerable questions against that of the others; where no answer has a
    confidence, the score of the best passage.
    """
    if not positives or not negatives:
        return None
    scores = np.array([*positives, *negatives])
    _, groups, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[groups]
    n, m = len(positives), len(negatives)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * m))


def risk_coverage(answers: Iterable[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Points (coverage, risk): the share of wrong answers if only the most confident share of questions were answered.

    `answers` are pairs of confidence and whether the answer is (or would be) wrong. Among answers of equal confidence the
    expectation over their orders counts. Source: El-Yaniv & Wiener 2010, "On the Foundations of Noise-free Selective
    Classification".
    """
    expected: list[float] = []
    for _, equal in groupby(sorted(answers, reverse=True), key=lambda answer: answer[0]):
        wrong = [float(each) for _, each in equal]
        expected += [sum(wrong) / len(wrong)] * len(wrong)
    total = len(expected)
    return [(count / total, wrongs / count) for count, wrongs in enumerate(accumulate(expected), start=1)]


def area_under_risk(curve: Sequence[tuple[float, float]]) -> float | None:
    """Mean risk over all coverages of a risk-coverage curve: the lower, the better confidence goes with being right.

    Source: Geifman, Uziel & El-Yaniv 2019, "Bias-Reduced Uncertainty Estimation for Deep Neural Classifiers" (AURC).

    Figures: `aurc`; wrong is each answer to an unanswerable question, refused or not, and each other that is not right.
    """
    return sum(risk for _, risk in curve) / len(curve) if curve else None
