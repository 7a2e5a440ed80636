"""The page that reads the newest result honestly: what is good, what is not, what it means for use; with its plots.

The text is `report/quality.md`; what it says about figures follows from them by rules. Knows no run, only results.
"""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval.leaderboard import DOCS, figure, milliseconds, percent
from eval.pictures import CLASS_COLOURS
from eval.plots import COLOURS, Axis, Bar, draw_curves, draw_intervals, draw_stacks
from eval.results import FailureClass
from eval.robustness import Loss
from eval.standings import Result, Standing
from eval.verdicts import CLASSES, answer_lines, count_refusals, count_wrong, find_verdicts, of_kind, right_share, sorted_losses

_TEXTS = Path(__file__).parent / "report"
_CHANCE = 0.05


def write_quality(result: Result, docs: Path = DOCS) -> Path:
    """Write `quality.md` and its plots."""
    pictures = docs / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    plots = _plots(result)
    for name, plot in plots.items():
        (pictures / f"quality-{name}.svg").write_text(plot + "\n", encoding="utf-8")
    path = docs / "quality.md"
    path.write_text(_page(result), encoding="utf-8")
    return path


def _page(result: Result) -> str:
    environment = Environment(loader=FileSystemLoader(_TEXTS), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"percent": percent, "milliseconds": milliseconds}
    environment.globals |= {"between": _between, "moved": _moved}
    lines = answer_lines(result)
    return (
        environment.get_template("quality.md").render(
            result=result,
            verdicts=find_verdicts(result),
            searches=of_kind(result, "retrieval"),
            lines=lines,
            overall=right_share(lines),
            wrong=count_wrong(lines),
            refusals=count_refusals(lines),
            losses=sorted_losses(result),
            total=sum(each.total_seconds for kinds in result.sets.values() for each in kinds.values()),
            ndcg={name: figure(result, name, "retrieval", "ndcg@10") for name in result.sets},
        )
        + "\n"
    )


def _moved(losses: Mapping[str, Loss], name: str) -> str:
    """A share before and after a disturbance, for a table; with a star where the loss is more than chance."""
    if name not in losses:
        return "–"
    loss = losses[name]
    star = r" \*" if loss.loss > 0 and loss.p < _CHANCE else ""
    return f"{100 * loss.plain:.0f} → {percent(loss.disturbed)}{star}"


def _between(standing: Standing, name: str) -> str:
    """A share with its interval, for a table."""
    value = standing.figures.get(name)
    if not isinstance(value, int | float):
        return "–"
    low, high = standing.intervals.get(name, (value, value))
    return f"{percent(value)} ({100 * low:.0f}–{100 * high:.0f})"


def _plots(result: Result) -> dict[str, str]:
    searches, answers = of_kind(result, "retrieval"), of_kind(result, "answers")
    plots = {
        "search": draw_intervals("nDCG@10 of the search, by set", [_bar(*each) for each in searches.items()], percent),
        "classes": draw_stacks(
            "What became of the questions, by set",
            {f"{name} ({sum(each.classes.values())})": _named(each.classes) for name, each in answers.items()},
            {CLASSES[name]: colour for name, colour in CLASS_COLOURS.items()},
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
    return {CLASSES[name]: float(count) for name, count in classes.items()}


def _bar(name: str, standing: Standing) -> Bar:
    value = standing.figures["ndcg@10"]
    mean = float(value) if isinstance(value, int | float) else 0.0
    return Bar(name, mean, percent(mean), COLOURS[0], *standing.intervals["ndcg@10"])
