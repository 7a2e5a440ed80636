"""Compares two runs of the same questions: differences with interval and p-value, wins, losses, and what changed most.

Knows no file and no screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.figures import LOWER_IS_BETTER, means_of
from eval.results import Asked
from eval.runs import Run

_SAMPLES = 10_000
_SEED = 20_240
_AT_ONCE = 1_000
"""Samples drawn together; bounds the memory."""
_MOST_CHANGED = 10


class NotComparable(ValueError):
    """Two runs cannot be compared; the text says why."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure in both runs, over the questions that have it in both; the change lies from `low` to `high` (95 %)."""

    name: str
    before: float
    after: float
    low: float
    high: float
    p: float
    wins: int
    losses: int
    questions: int


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose values differ; `better` is the sum of the differences, counted so that more is better."""

    before: Asked
    after: Asked
    better: float


def compare(before: Run, after: Run) -> tuple[list[Difference], list[Change]]:
    """A difference for each figure that both runs have, and the questions that changed most. Raises NotComparable."""
    _require_same_questions(before, after)
    names = means_of(before.kind) + (("words",) if before.kind == "answers" else ())
    found = [_difference(name, before.asked, after.asked) for name in names]
    changes = [_change(old, new, means_of(before.kind)) for old, new in zip(before.asked, after.asked, strict=True)]
    changed = sorted((each for each in changes if each.better), key=lambda each: -abs(each.better))
    return [difference for difference in found if difference is not None], changed[:_MOST_CHANGED]


def _require_same_questions(before: Run, after: Run) -> None:
    if before.kind != after.kind:
        raise NotComparable(f"One run measured {before.kind}, the other {after.kind}.")
    if [each.question for each in before.asked] != [each.question for each in after.asked]:
        both = {each.question.id: each.question for each in before.asked}
        differ = [each.question.id for each in after.asked if both.pop(each.question.id, None) != each.question]
        first = [*differ, *both, "their order"][0]
        raise NotComparable(f"The runs ({before.set}, {after.set}) asked different questions; the first that differs: {first}.")


def _difference(name: str, before: Sequence[Asked], after: Sequence[Asked]) -> Difference | None:
    pairs = [(old.values.get(name), new.values.get(name)) for old, new in zip(before, after, strict=True)]
    known = [(old, new) for old, new in pairs if old is not None and new is not None]
    if not known:
        return None
    values = np.array(known)
    changes = values[:, 1] - values[:, 0]
    low, high = interval(changes)
    better = -changes if name in LOWER_IS_BETTER else changes
    return Difference(
        name=name,
        before=float(values[:, 0].mean()),
        after=float(values[:, 1].mean()),
        low=low,
        high=high,
        p=randomisation_p(changes),
        wins=int((better > 0).sum()),
        losses=int((better < 0).sum()),
        questions=len(known),
    )


def _change(before: Asked, after: Asked, names: Sequence[str]) -> Change:
    better = 0.0
    for name in names:
        old, new = before.values.get(name), after.values.get(name)
        if old is not None and new is not None:
            better += old - new if name in LOWER_IS_BETTER else new - old
    return Change(before, after, better)


def interval(values: Sequence[float] | NDArray[np.float64], samples: int = _SAMPLES) -> tuple[float, float]:
    """The 95 % percentile bootstrap interval of the mean (Efron & Tibshirani 1993, ch. 13); repeatable."""
    known = np.asarray(values, np.float64)
    draw = np.random.default_rng(_SEED)
    means = [known[draw.integers(len(known), size=(_AT_ONCE, len(known)))].mean(axis=1) for _ in range(-(-samples // _AT_ONCE))]
    low, high = np.percentile(np.concatenate(means), (2.5, 97.5))
    return float(low), float(high)


def randomisation_p(changes: Sequence[float] | NDArray[np.float64], samples: int = _SAMPLES) -> float:
    """Two-sided p-value of the paired randomisation test: how often random signs give a mean as far from zero.

    Fisher's test as recommended for rankings by Smucker, Allan & Carterette 2007. The observed signs count as one of
    the samples (Phipson & Smyth 2010), so that p is never 0. Repeatable.
    """
    known = np.asarray(changes, np.float64)
    known = known[known != 0]
    draw = np.random.default_rng(_SEED)
    seen, rounds = 0, -(-samples // _AT_ONCE)
    for _ in range(rounds):
        signs = draw.integers(2, size=(_AT_ONCE, len(known))) * 2 - 1
        seen += int((abs((signs * known).sum(axis=1)) >= abs(known.sum()) - 1e-12).sum())
    return (seen + 1) / (rounds * _AT_ONCE + 1)
