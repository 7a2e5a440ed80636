"""Two runs beside each other: what differs in their figures, in single questions and in how they were made. Knows no page."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.differences import SECONDS, Difference, both_known, find_differences, gain
from assistant.run_folders import About, Measured
from ingest.errors import AktenlotseError

_MOST_CHANGED = 50
LENGTHS = ("words",)
"""Values of questions that no figure is the mean of; they do not make a question better or worse."""


class NotComparable(AktenlotseError):
    """The runs measured something else, or have no question in common."""

    code = "not_comparable"


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose values differ; `better` is the sum of the differences, counted so that more is better."""

    before: Measured
    after: Measured
    better: float


@dataclass(frozen=True, slots=True)
class RunComparison:
    """Two runs over the questions that both asked; `left_out` were asked by one alone, or in another way."""

    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
    moved: dict[tuple[str, str], int]
    questions: int
    left_out: int


def compare_runs(before: Sequence[Measured], after: Sequence[Measured], figures: Sequence[str]) -> RunComparison:
    """The differences of `figures`, which are means over questions, of lengths and times. Raises NotComparable."""
    known = {each.question.id: each for each in before}
    pairs = [(known[new.question.id], new) for new in after if new.question.id in known]
    pairs = [(old, new) for old, new in pairs if old.question == new.question]
    if not pairs:
        raise NotComparable
    changes = [Change(old, new, gain(old.values, new.values, figures)) for old, new in pairs]
    changed = sorted((each for each in changes if abs(each.better) > 1e-9), key=lambda each: -abs(each.better))
    columns = [
        (name, both_known([(old.values.get(name), new.values.get(name)) for old, new in pairs])) for name in (*figures, *LENGTHS)
    ]
    times = [(name, both_known([(old.seconds.get(name), new.seconds.get(name)) for old, new in pairs])) for name in SECONDS]
    moved = Counter((old.failure, new.failure) for old, new in pairs if old.failure != new.failure)
    return RunComparison(
        differences=(*find_differences(columns), *find_differences(times)),
        changes=tuple(changed[:_MOST_CHANGED]),
        moved=dict(moved.most_common()),
        questions=len(pairs),
        left_out=len(known.keys() | {each.question.id for each in after}) - len(pairs),
    )


def changed_circumstances(before: About, after: About) -> Iterator[tuple[str, Any, Any]]:
    """What was not the same when the runs were made: name, before, after."""
    old, new = dict(_flat(before.circumstances)), dict(_flat(after.circumstances))
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)


def _flat(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value
