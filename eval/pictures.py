"""A run in pictures: what became of the questions, figures with intervals, categories, risk and coverage, times.

Knows how a run is read; how a plot is drawn stands in `plots.py`.
"""

from collections.abc import Iterable, Sequence

from assistant.differences import LOWER_IS_BETTER, interval
from eval import wording
from eval.figures import means_of, risk_curve
from eval.metrics.summaries import percentile
from eval.plots import COLOURS, Axis, Bar, draw_bars, draw_curves, draw_histogram, draw_intervals
from eval.results import Asked, FailureClass, count_classes
from eval.runs import Run
from eval.summarising import by_category
from eval.wording import share, word

CLASS_COLOURS: dict[FailureClass, str] = {
    "right": "#2f7d4f",
    "not_found": "#b3531f",
    "not_read": "#c2731a",
    "read_wrong": "#8a6d00",
    "cited_wrongly": "#a3305b",
    "unchecked": "#7a4b94",
    "wrongly_refused": "#1b5e9b",
    "wrongly_answered": "#a12626",
    "failed": "#1c2733",
    "unjudged": "#6b7785",
}
_LEAST_QUESTIONS = 3
_LEAST_ANSWERS, _POINTS = 4, 60


def draw_run(run: Run) -> dict[str, str]:
    """The plots by name; empty for what the run cannot give."""
    return {
        "classes": _classes(run),
        "figures": _figures(run),
        "categories": _categories(run.asked),
        "risk": _risk(run),
        "latency": _latency(run),
    }


def mean_of(run: Run, name: str) -> Bar | None:
    """The mean of a figure with its 95 % interval; None if the figure is no mean, or the run does not have it."""
    known = [value for value in (each.values.get(name) for each in run.asked) if value is not None]
    if name not in means_of(run.kind) or not known:
        return None
    return _mean(word("figures", name), known, COLOURS[1] if name in LOWER_IS_BETTER else COLOURS[0])


def _mean(label: str, values: Sequence[float], colour: str = COLOURS[0]) -> Bar:
    mean, (low, high) = sum(values) / len(values), interval(values)
    return Bar(label, mean, share(mean), colour, low, high)


def _classes(run: Run) -> str:
    counted = count_classes(run.asked).items()
    bars = [Bar(word("classes", name), count, f"{count}", CLASS_COLOURS[name]) for name, count in counted]
    return draw_bars(word("plots", "classes"), bars)


def _figures(run: Run) -> str:
    found = [bar for bar in (mean_of(run, name) for name in means_of(run.kind)) if bar and (bar.high or 0) <= 1]
    return draw_intervals(word("plots", "figures"), found, share) if found else ""


def _categories(asked: Iterable[Asked]) -> str:
    rows = [(f"{name} ({len(right)})", right) for name, right in by_category(asked).items() if len(right) >= _LEAST_QUESTIONS]
    return draw_intervals(word("plots", "categories"), [_mean(*row) for row in rows], share) if rows else ""


def _risk(run: Run) -> str:
    if run.kind == "retrieval":
        return ""
    points = thinned(risk_curve(run.asked))
    most = max((risk for _, risk in points), default=1.0)
    up = Axis(word("plots", "errors"), 0, min(1.0, round(most + 0.05, 1) or 0.1), share)
    across = Axis(word("plots", "coverage"), 0, 1, share)
    return draw_curves(word("plots", "risk"), {word("plots", "run"): points}, across, up) if points else ""


def thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """A curve with few enough points to be drawn; the first few rest on too few answers to mean anything."""
    return list(points[_LEAST_ANSWERS :: max(1, len(points) // _POINTS)])


def _latency(run: Run) -> str:
    times = [each.seconds["whole"] for each in run.asked]
    marks = {word("plots", f"p{percent}"): percentile(times, percent) or 0.0 for percent in (50, 95)}
    return draw_histogram(word("plots", "latency"), times, marks, wording.seconds) if times else ""
