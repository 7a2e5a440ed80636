"""The figures of a run, computed from its questions. Knows no file."""

from collections.abc import Sequence

from eval.metrics.refusals import area_under_risk, auc, refusal_cells, risk_coverage
from eval.metrics.summaries import mean, percentile
from eval.results import Asked, Kind, classify

Figures = dict[str, float | int | None | dict[str, int]]

RANKING = ("ndcg@10", "recall@1", "recall@5", "recall@10", "mrr", "ndcg@5", "map", "hole@10")
ANSWERING = (
    "all_facts",
    "fact_recall",
    "span_overlap",
    "gold_cited",
    "answerable_refused",
    "unanswerable_answered",
    "facts_beside",
    "nugget_vital",
    "nugget_all",
    "nugget_strict",
    "token_f1",
    "exact_match",
    "span_f1",
    "citation_recall",
    "citation_precision",
    "citation_faithfulness",
    "quote_alignment",
    "grounded",
    "checked",
)
"""Figures that are the mean of the questions' values."""


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
        "refusal_accuracy": _refusal_accuracy(asked),
        "refusal_auc": _rounded(refusal_auc(asked)),
        "aurc": _rounded(area_under_risk(risk_curve(asked))),
        "median_words": _percentile(asked, "words", 50),
        "words_beside": _percentile(asked, "words_beside", 50),
        "median_tokens": _percentile(asked, "tokens", 50),
        "tokens_read": _percentile(asked, "tokens_read", 50),
        "p50_first_text": _seconds(asked, "first_text", 50),
        "p95_first_text": _seconds(asked, "first_text", 95),
        "p50_whole": _seconds(asked, "whole", 50),
        "p95_whole": _seconds(asked, "whole", 95),
        "failed": sum(each.given is not None and each.given.trouble is not None for each in asked),
        "cells": refusal_cells(
            (each.question.answerable, each.given.refused) for each in asked if each.given and each.given.outcome != "failed"
        ),
    }


def refusal_auc(asked: Sequence[Asked]) -> float | None:
    """How well confidence tells answerable questions from others."""
    scores = [(each.question.answerable, score) for each, score in zip(asked, _confidences(asked), strict=True)]
    return auc([score for answerable, score in scores if answerable], [score for answerable, score in scores if not answerable])


def risk_curve(asked: Sequence[Asked]) -> list[tuple[float, float]]:
    """Points (coverage, risk) over the questions that can be judged, with their confidence."""
    judged = [(score, each, classify(each)) for score, each in zip(_confidences(asked), asked, strict=True)]
    return risk_coverage(
        (score, not each.question.answerable or name != "right") for score, each, name in judged if name != "unjudged"
    )


def _confidences(asked: Sequence[Asked]) -> list[float]:
    """The confidence of each answer; where none has any, the best passage's score."""
    given = [each.given.confidence if each.given else 0.0 for each in asked]
    return given if any(given) else [each.found[0].score if each.found else 0.0 for each in asked]


def _refusal_accuracy(asked: Sequence[Asked]) -> float | None:
    both = len({each.question.answerable for each in asked}) > 1
    return _rounded(mean(each.values.get("refusal_accuracy") for each in asked)) if both else None


def _means(names: Sequence[str], asked: Sequence[Asked]) -> dict[str, float | None]:
    return {name: _rounded(mean(each.values.get(name) for each in asked)) for name in names}


def _percentile(asked: Sequence[Asked], name: str, percent: float) -> float | None:
    return _rounded(percentile((each.values.get(name) for each in asked), percent))


def _seconds(asked: Sequence[Asked], name: str, percent: float) -> float | None:
    return _rounded(percentile((each.seconds.get(name) for each in asked), percent))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
