"""Whether a figure differs between two runs: bootstrap interval, paired randomisation test, correction for many figures.

Shared by `python -m eval compare` and the evaluators' pages, so that both say the same. Knows no run and no question.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

_SAMPLES = 10_000
_SEED = 20_240
_AT_ONCE = 1_000
"""Samples drawn together; bounds the memory."""
SECONDS = ("first_text", "whole")
"""Times of a question; lower is better."""
LOWER_IS_BETTER = frozenset(
    {"answerable_refused", "unanswerable_answered", "words", "words_beside", "hole@10", "aurc", "tokens", "tokens_read", *SECONDS}
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure in both runs, over the questions that have it in both; the change lies from `low` to `high` (95 %).

    `corrected` is the p-value corrected for the number of figures that are compared.
    """

    name: str
    before: float
    after: float
    low: float
    high: float
    p: float
    corrected: float
    wins: int
    losses: int
    questions: int

    @property
    def worse(self) -> float:
        """By how much the second run is worse; negative where it is better."""
        change = self.after - self.before
        return change if self.name in LOWER_IS_BETTER else -change


def both_known(pairs: Sequence[tuple[float | None, float | None]]) -> NDArray[np.float64]:
    """The pairs that have both values, of shape (questions, 2)."""
    known = [(old, new) for old, new in pairs if old is not None and new is not None]
    return np.array(known, np.float64).reshape(-1, 2)


def gain(before: Mapping[str, float | None], after: Mapping[str, float | None], names: Iterable[str]) -> float:
    """The sum of the changes of a question's values, counted so that more is better."""
    pairs = [(before.get(name), after.get(name), -1 if name in LOWER_IS_BETTER else 1) for name in names]
    return sum(((new - old) * sign for old, new, sign in pairs if old is not None and new is not None), start=0.0)


def find_differences(columns: Sequence[tuple[str, NDArray[np.float64]]]) -> tuple[Difference, ...]:
    """The difference of each figure from its values in both runs, of shape (questions, 2); figures without values are left out."""
    found = [_difference(name, values) for name, values in columns if len(values)]
    corrected = holm([each.p for each in found])
    return tuple(replace(each, corrected=p) for each, p in zip(found, corrected, strict=True))


def _difference(name: str, values: NDArray[np.float64]) -> Difference:
    changes = values[:, 1] - values[:, 0]
    low, high = interval(changes)
    better = -changes if name in LOWER_IS_BETTER else changes
    p = randomisation_p(changes)
    return Difference(
        name=name,
        before=float(values[:, 0].mean()),
        after=float(values[:, 1].mean()),
        low=low,
        high=high,
        p=p,
        corrected=p,
        wins=int((better > 0).sum()),
        losses=int((better < 0).sum()),
        questions=len(values),
    )


def holm(ps: Sequence[float]) -> list[float]:
    """The p-values corrected for their number: step-down after Holm 1979, which holds whatever their dependence."""
    corrected = [0.0] * len(ps)
    most = 0.0
    for rank, at in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        most = max(most, min(1.0, ps[at] * (len(ps) - rank)))
        corrected[at] = most
    return corrected


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
