"""The page that reads the newest result honestly: what is good, what is not, what it means for use; with its plots.

The text is `report/quality.md`; what it says about figures follows from them by rules. Knows no run, only results.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval.leaderboard import DOCS, figure, milliseconds, percent
from eval.pictures import CLASS_COLOURS
from eval.plots import COLOURS, Axis, Bar, draw_curves, draw_intervals, draw_stacks
from eval.results import FailureClass, Kind
from eval.standings import Result, Standing

_TEXTS = Path(__file__).parent / "report"
_CLASSES: Mapping[FailureClass, str] = {
    "right": "right",
    "not_found": "not found",
    "not_read": "found, not read",
    "read_wrong": "read, but wrong or not complete",
    "cited_wrongly": "cited wrongly",
    "unchecked": "not checked",
    "wrongly_refused": "wrongly refused",
    "wrongly_answered": "wrongly answered",
    "failed": "model failed",
    "unjudged": "cannot be judged",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What a set's answers came to: questions, share of right ones, share of those whose document was found, its standing."""

    name: str
    questions: int
    right: float
    found: float
    standing: Standing


def write_quality(result: Result, docs: Path = DOCS) -> Path:
    """Write `quality.md` and its plots."""
    pictures = docs / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    plots = _plots(result)
    for name, plot in plots.items():
        (pictures / f"quality-{name}.svg").write_text(plot + "\n", encoding="utf-8")
    path = docs / "quality.md"
    path.write_text(_page(result, set(plots)), encoding="utf-8")
    return path


def _page(result: Result, plots: set[str]) -> str:
    environment = Environment(loader=FileSystemLoader(_TEXTS), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"percent": percent, "milliseconds": milliseconds}
    environment.globals["between"] = _between
    lines = _lines(result)
    return environment.get_template("quality.md").render(
        result=result,
        plots=plots,
        searches=_of_kind(result, "retrieval"),
        lines=lines,
        overall=sum(line.right * line.questions for line in lines) / max(1, sum(line.questions for line in lines)),
        wrong=_wrong(lines),
        refusals=_refusals(lines),
        slowest=max((line.standing.seconds[95] for line in lines), default=None),
        total=sum(each.total_seconds for kinds in result.sets.values() for each in kinds.values()),
        classes=_CLASSES,
        ndcg={name: figure(result, name, "retrieval", "ndcg@10") for name in result.sets},
    ) + "\n"


def _of_kind(result: Result, kind: Kind) -> dict[str, Standing]:
    return {name: kinds[kind] for name, kinds in result.sets.items() if kind in kinds}


def _lines(result: Result) -> list[Line]:
    return [_line(name, standing) for name, standing in _of_kind(result, "answers").items()]


def _line(name: str, standing: Standing) -> Line:
    counted = standing.classes
    total = sum(counted.values()) - counted.get("unjudged", 0)
    answerable = total - sum(_cell(standing, f"unanswerable_{deed}") for deed in ("answered", "refused"))
    found = 1 - counted.get("not_found", 0) / answerable if answerable else 0.0
    return Line(name, sum(counted.values()), counted.get("right", 0) / max(1, total), found, standing)


def _wrong(lines: list[Line]) -> list[tuple[FailureClass, int]]:
    """The failure classes over all sets, the most frequent first."""
    counted: dict[FailureClass, int] = {}
    for line in lines:
        for name, count in line.standing.classes.items():
            if name not in ("right", "unjudged"):
                counted[name] = counted.get(name, 0) + count
    return sorted(counted.items(), key=lambda each: -each[1])


def _refusals(lines: list[Line]) -> dict[str, int]:
    """The four cells over all sets that have questions without an answer."""
    telling = [line.standing for line in lines if _cell(line.standing, "unanswerable_answered", "unanswerable_refused")]
    names = ("answerable_answered", "answerable_refused", "unanswerable_answered", "unanswerable_refused")
    return {name: sum(_cell(each, name) for each in telling) for name in names}


def _cell(standing: Standing, *names: str) -> int:
    cells = standing.figures.get("cells")
    return sum(cells.get(name, 0) for name in names) if isinstance(cells, dict) else 0


def _between(standing: Standing, name: str) -> str:
    """A share with its interval, for a table."""
    value = standing.figures.get(name)
    if not isinstance(value, int | float):
        return "–"
    low, high = standing.intervals.get(name, (value, value))
    return f"{percent(value)} ({100 * low:.0f}–{100 * high:.0f})"


def _plots(result: Result) -> dict[str, str]:
    searches, answers = _of_kind(result, "retrieval"), _of_kind(result, "answers")
    plots = {
        "search": draw_intervals("nDCG@10 of the search, by set", [_bar(*each) for each in searches.items()], percent),
        "classes": draw_stacks(
            "What became of the questions, by set",
            {f"{name} ({sum(each.classes.values())})": _named(each.classes) for name, each in answers.items()},
            {_CLASSES[name]: colour for name, colour in CLASS_COLOURS.items()},
        ),
        "risk": draw_curves(
            "Share of wrong answers over the share of questions answered",
            dict(sorted(((name, each.risk) for name, each in answers.items() if each.risk), key=lambda each: each[1][-1][1])),
            Axis("share of the questions that are answered, the surest first", 0, 1, percent),
            Axis("wrong answers", 0, 1, percent),
        ),
    }
    return plots if answers else {"search": plots["search"]}


def _named(classes: Mapping[FailureClass, int]) -> dict[str, float]:
    return {_CLASSES[name]: float(count) for name, count in classes.items()}


def _bar(name: str, standing: Standing) -> Bar:
    value = standing.figures["ndcg@10"]
    mean = float(value) if isinstance(value, int | float) else 0.0
    return Bar(name, mean, percent(mean), COLOURS[0], *standing.intervals["ndcg@10"])
