"""The figures of a run, computed from its questions. Knows no file."""

from collections.abc import Sequence

from eval import metrics
from eval.results import Asked, Kind

Figures = dict[str, float | int | None | dict[str, int]]

RANKING = ("ndcg@10", "recall@1", "recall@5", "recall@10", "mrr")
ANSWERING = (
    "all_facts",
    "fact_recall",
    "span_overlap",
    "gold_cited",
    "answerable_refused",
    "unanswerable_answered",
    "facts_beside",
)
"""Figures that are the mean of the questions' values."""
LOWER_IS_BETTER = frozenset({"answerable_refused", "unanswerable_answered", "words", "words_beside"})


def means_of(kind: Kind) -> tuple[str, ...]:
    """The figures of such a run that are means over its questions."""
    return RANKING if kind == "retrieval" else ANSWERING


def compute_figures(kind: Kind, asked: Sequence[Asked]) -> Figures:
    """What `--json` shows of a set; None for what the set cannot give."""
    return ranking_figures(asked) if kind == "retrieval" else answer_figures(asked)


def ranking_figures(asked: Sequence[Asked]) -> Figures:
    """Means over the questions that are judged."""
    return {**_means(RANKING, asked), "questions": len(asked)}


def answer_figures(asked: Sequence[Asked]) -> Figures:
    """Means, medians of what was answered, seconds, and the four cells. `failed`: the configured model gave up."""
    return {
        "questions": len(asked),
        **_means(ANSWERING, asked),
        "refusal_auc": _rounded(refusal_auc(asked)),
        "median_words": _rounded(_percentile(asked, "words", 50)),
        "words_beside": _rounded(_percentile(asked, "words_beside", 50)),
        "p95_first_text": _rounded(metrics.percentile((each.seconds.get("first_text") for each in asked), 95)),
        "p95_whole": _rounded(metrics.percentile((each.seconds["whole"] for each in asked), 95)),
        "failed": sum(each.given is not None and each.given.trouble is not None for each in asked),
        "cells": _cells(asked),
    }


def refusal_auc(asked: Sequence[Asked]) -> float | None:
    """How well confidence tells answerable questions from others; without confidence, the best passage's score."""
    scores = [(each.question.answerable, each.given.confidence) for each in asked if each.given]
    if not any(score for _, score in scores):
        scores = [(each.question.answerable, each.found[0].score if each.found else 0.0) for each in asked]
    return metrics.auc(
        [score for answerable, score in scores if answerable], [score for answerable, score in scores if not answerable]
    )


def _cells(asked: Sequence[Asked]) -> dict[str, int]:
    cells = {f"{kind}_{deed}": 0 for kind in ("answerable", "unanswerable") for deed in ("answered", "refused")}
    for each in asked:
        if each.given is not None and each.given.outcome != "failed":
            kind = "answerable" if each.question.answerable else "unanswerable"
            cells[f"{kind}_{'refused' if each.given.refused else 'answered'}"] += 1
    return cells


def _means(names: Sequence[str], asked: Sequence[Asked]) -> dict[str, float | None]:
    return {name: _rounded(metrics.mean(each.values.get(name) for each in asked)) for name in names}


def _percentile(asked: Sequence[Asked], name: str, percent: float) -> float | None:
    return metrics.percentile((each.values[name] for each in asked), percent)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
