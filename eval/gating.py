"""The gate: what a run must reach, and how much worse than another it may be; agreed in a TOML file.

    [landesamt.answers.least]        # figures that must not be lower
    all_facts = 0.65
    [landesamt.answers.most]         # figures, or shares of a failure class, that must not be higher
    answerable_refused = 0.05
    cited_wrongly = 0.02
    [landesamt.answers.loss]         # how much worse than the run it is compared with
    all_facts = 0.02

A figure that the run does not have crosses the gate: what cannot be seen is not fine. Knows no screen.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from eval.comparing import Comparison
from eval.results import CLASSES, count_classes
from eval.runs import Run


class FaultyGate(ValueError):
    """A gate cannot be read or says nothing about a run; the text says which and why."""


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Limits:
    """What was agreed for one set and kind of run."""

    least: dict[str, float] = field(default_factory=dict)
    most: dict[str, float] = field(default_factory=dict)
    loss: dict[str, float] = field(default_factory=dict)


Gate = Mapping[str, Mapping[str, Limits]]
_GATES: TypeAdapter[dict[str, dict[str, Limits]]] = TypeAdapter(dict[str, dict[str, Limits]])


def read_gate(path: Path) -> Gate:
    """The limits by set and kind of run. Raises FaultyGate."""
    try:
        return _GATES.validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise FaultyGate(f"{path} is no gate: {error}") from error


def crossed(gate: Gate, run: Run, comparison: Comparison | None = None) -> list[str]:
    """A sentence for each limit that `run`, or its comparison with another, crosses. Raises FaultyGate."""
    limits = gate.get(run.set, {}).get(run.kind)
    if limits is None:
        raise FaultyGate(f"The gate says nothing about {run.kind} of {run.set}.")
    return [*_levels(limits, _known(run)), *(_losses(limits, comparison) if comparison else ())]


def _known(run: Run) -> dict[str, float]:
    """The run's figures, and the share of its questions in each failure class."""
    counted, total = count_classes(run.asked), max(1, len(run.asked))
    figures = {name: value for name, value in run.figures.items() if isinstance(value, int | float)}
    return {name: counted.get(name, 0) / total for name in CLASSES} | figures


def _levels(limits: Limits, known: Mapping[str, float]) -> Iterator[str]:
    for name in sorted({*limits.least, *limits.most} - known.keys()):
        yield f"{name}: the run does not have this figure"
    for name, least in limits.least.items():
        if known.get(name, least) < least:
            yield f"{name} is {known[name]:.3f}, agreed are at least {least:.3f}"
    for name, most in limits.most.items():
        if known.get(name, most) > most:
            yield f"{name} is {known[name]:.3f}, agreed are at most {most:.3f}"


def _losses(limits: Limits, comparison: Comparison) -> Iterator[str]:
    worse = {each.name: each.worse for each in comparison.differences}
    for name, loss in limits.loss.items():
        if name not in worse:
            yield f"{name}: the runs do not both have this figure"
        elif worse[name] > loss:
            yield f"{name} got worse by {worse[name]:.3f}, agreed are at most {loss:.3f}"
