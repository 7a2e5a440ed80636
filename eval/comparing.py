"""Compares two runs of the same questions: differences with interval and p-value, wins, losses, and what changed most.

Knows no file and no screen.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.differences import SECONDS, Difference, both_known, find_differences, gain
from eval.figures import means_of
from eval.results import Asked, FailureClass, classify
from eval.runs import Run

_MOST_CHANGED = 20


class NotComparable(ValueError):
    """Two runs cannot be compared; the text says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose values differ; `better` is the sum of the differences, counted so that more is better."""

    before: Asked
    after: Asked
    better: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs over the questions that both asked; times (seconds) stand apart because no run repeats them."""

    differences: tuple[Difference, ...]
    times: tuple[Difference, ...]
    changes: tuple[Change, ...]
    moved: dict[tuple[FailureClass, FailureClass], int]
    questions: int
    left_out: int

    @property
    def equal(self) -> bool:
        """Whether not one question differs in anything but time."""
        return not self.changes and not self.moved and all(each.before == each.after for each in self.differences)


def compare(before: Run, after: Run, common: bool = False) -> Comparison:
    """A difference for each figure that both runs have, and the questions that changed most.

    Runs over different questions are compared over those that both asked, if `common` allows it. Raises NotComparable.
    """
    pairs = _pairs(before, after, common)
    names = means_of(before.kind) + (("words",) if before.kind == "answers" else ())
    changes = [Change(old, new, gain(old.values, new.values, means_of(before.kind))) for old, new in pairs]
    changed = sorted((each for each in changes if each.better), key=lambda each: -abs(each.better))
    moved = Counter((classify(old), classify(new)) for old, new in pairs)
    return Comparison(
        differences=find_differences([(name, _values(name, pairs)) for name in names]),
        times=find_differences([(name, _seconds(name, pairs)) for name in SECONDS]),
        changes=tuple(changed[:_MOST_CHANGED]),
        moved={(old, new): count for (old, new), count in moved.most_common() if old != new},
        questions=len(pairs),
        left_out=len({each.question.id for run in (before, after) for each in run.asked}) - len(pairs),
    )


def _pairs(before: Run, after: Run, common: bool) -> list[tuple[Asked, Asked]]:
    if before.kind != after.kind:
        raise NotComparable(f"One run measured {before.kind}, the other {after.kind}.")
    known = {each.question.id: each for each in before.asked}
    pairs = [(known[new.question.id], new) for new in after.asked if new.question.id in known]
    same = [(old, new) for old, new in pairs if old.question == new.question]
    alone = len(before.asked) + len(after.asked) - 2 * len(same)
    if alone and not common:
        asked = {each.question.id: each.question for each in before.asked}
        differ = [*(each.question.id for each in after.asked if asked.pop(each.question.id, None) != each.question), *asked]
        raise NotComparable(
            f"The runs ({before.set}, {after.set}) asked different questions; the first that differs: {differ[0]}. "
            f"--common compares the {len(same)} that both asked."
        )
    if not same:
        raise NotComparable(f"The runs ({before.set}, {after.set}) have no question in common.")
    return same


def _values(name: str, pairs: Sequence[tuple[Asked, Asked]]) -> NDArray[np.float64]:
    return both_known([(old.values.get(name), new.values.get(name)) for old, new in pairs])


def _seconds(name: str, pairs: Sequence[tuple[Asked, Asked]]) -> NDArray[np.float64]:
    return both_known([(old.seconds.get(name), new.seconds.get(name)) for old, new in pairs])
