"""What the repository keeps of runs: figures by commit in `results/`, and none of the texts. Knows no page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from eval.figures import Figures, means_of, risk_curve
from eval.metrics.summaries import percentile
from eval.pictures import mean_of, thinned
from eval.results import FailureClass, Kind, count_classes
from eval.robustness import Loss
from eval.runs import Run

RESULTS = Path(__file__).parent / "results"
_PERCENTS = (5, 25, 50, 75, 95, 99)
_NAME = 12
"""Letters of a commit that name its file."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A run without its questions: figures, 95 % intervals, failure classes, risk over coverage, percentiles of seconds."""

    figures: Figures
    intervals: dict[str, tuple[float, float]]
    classes: dict[FailureClass, int]
    risk: tuple[tuple[float, float], ...]
    seconds: dict[int, float]
    total_seconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """The standings of one commit by set and kind of run, and what sets lose when they are disturbed.

    `commit` ends with "+" if files were changed since.
    """

    commit: str
    measured: datetime
    embedder: str
    model: str
    machine: dict[str, str]
    megabytes: int
    sets: dict[str, dict[Kind, Standing]]
    losses: dict[str, tuple[Loss, ...]] = field(default_factory=dict)


_RESULTS = TypeAdapter(Result)


def stand(run: Run) -> Standing:
    """What is kept of a run."""
    bars = {name: mean_of(run, name) for name in means_of(run.kind)}
    times = [each.seconds["whole"] for each in run.asked]
    return Standing(
        figures=run.figures,
        intervals={name: (_rounded(bar.low), _rounded(bar.high)) for name, bar in bars.items() if bar},
        classes=count_classes(run.asked),
        risk=tuple((_rounded(x), _rounded(y)) for x, y in thinned(risk_curve(run.asked))) if run.kind == "answers" else (),
        seconds={percent: _rounded(percentile(times, percent)) for percent in _PERCENTS},
        total_seconds=run.seconds,
    )


def sum_up(runs: Sequence[Run], losses: Mapping[str, Sequence[Loss]]) -> Result:
    """The result of runs that were made together, with the losses of their sets."""
    sets: dict[str, dict[Kind, Standing]] = {}
    for run in runs:
        sets.setdefault(run.set, {})[run.kind] = stand(run)
    about = runs[-1].circumstances
    return Result(
        commit=about.commit or "unknown",
        measured=runs[-1].started.replace(microsecond=0),
        embedder=about.embedder,
        model=about.model,
        machine={name: about.machine[name] for name in ("processor", "cores", "gigabytes") if name in about.machine},
        megabytes=max(run.megabytes for run in runs),
        sets=sets,
        losses={name: tuple(each) for name, each in losses.items()},
    )


def write_result(result: Result, folder: Path = RESULTS) -> Path:
    """Write `<commit>.json`; a changed checkout's result is named `<commit>+.json`."""
    folder.mkdir(exist_ok=True)
    changed = "+" if result.commit.endswith("+") else ""
    path = folder / f"{result.commit[:_NAME].rstrip('+')}{changed}.json"
    path.write_text(json.dumps(asdict(result), indent=1, default=str, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def read_results(folder: Path = RESULTS) -> list[Result]:
    """All results, the oldest first."""
    return sorted((_RESULTS.validate_json(path.read_bytes()) for path in folder.glob("*.json")), key=lambda each: each.measured)


def _rounded(value: float | None) -> float:
    return round(value or 0.0, 4)
