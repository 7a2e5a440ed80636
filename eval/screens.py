"""Figures and comparisons as tables in a terminal. Knows no file and no measure."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.comparing import Change, Difference
from eval.figures import LOWER_IS_BETTER, Figures

_LONGEST = 70
_NARROWEST = 110
"""Columns that a comparison needs."""


def show_figures(figures: dict[str, Figures]) -> None:
    """A column for each set."""
    names = dict.fromkeys(name for each in figures.values() for name in each)
    table = Table("", *figures)
    for name in names:
        table.add_row(name, *(_shown(each.get(name)) for each in figures.values()))
    Console().print(table)


def _shown(value: float | dict[str, int] | None) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name} {count}" for name, count in value.items())
    if isinstance(value, float):
        return f"{value:.3f}"
    return "–" if value is None else str(value)


def show_comparison(differences: Sequence[Difference], changes: Sequence[Change]) -> None:
    """A row for each figure, then the questions that changed most."""
    console = Console()
    console.width = max(console.width, _NARROWEST)
    table = Table("", "before", "after", "change", "95 %", "p", "better", "worse", "questions")
    for each in differences:
        table.add_row(
            f"{each.name} \u2193" if each.name in LOWER_IS_BETTER else each.name,
            f"{each.before:.3f}",
            f"{each.after:.3f}",
            f"{each.after - each.before:+.3f}",
            f"{each.low:+.3f} … {each.high:+.3f}",
            f"{each.p:.4f}",
            str(each.wins),
            str(each.losses),
            str(each.questions),
        )
    console.print(table)
    console.print(
        "p: paired randomisation test, not corrected for the number of figures; \u2193: lower is better",
        highlight=False,
    )
    for change in changes:
        text = change.before.question.text
        short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        console.print(f"{change.better:+.2f} {escape(change.before.question.id)} {escape(short)}", highlight=False, soft_wrap=True)
        console.print(f"      {_values_that_changed(change)}", highlight=False, soft_wrap=True)


def _values_that_changed(change: Change) -> str:
    before, after = change.before.values, change.after.values
    known = {name: (before[name], after.get(name)) for name in before}
    return ", ".join(f"{name} {old:.2f} → {new:.2f}" for name, (old, new) in known.items() if None not in (old, new) and old != new)
