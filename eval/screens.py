"""Figures and comparisons as tables in a terminal. Knows no file and no measure."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from assistant.differences import LOWER_IS_BETTER, Difference
from eval.comparing import Change, Comparison
from eval.figures import Figures
from eval.measuring import Watch

_LONGEST = 70
_NARROWEST = 132
"""Columns that a comparison needs."""


@contextmanager
def watching(console: Console) -> Iterator[Watch]:
    """How far a run is and how long it will take; each thing that is done has a bar. Without a terminal, a line a tenth."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bars: dict[str, TaskID] = {}

        def watch(what: str, done: int, total: int) -> None:
            if what not in bars:
                bars[what] = progress.add_task(what, total=total)
            progress.update(bars[what], completed=done)
            if not console.is_terminal and 10 * done // total > 10 * (done - 1) // total:
                console.print(f"{what}: {done} of {total}{_left(progress.tasks[bars[what]])}", highlight=False)

        yield watch


def _left(task: Task) -> str:
    seconds = task.time_remaining
    return f", about {seconds:.0f} s left" if seconds else ""


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


def show_comparison(comparison: Comparison) -> None:
    """A row for each figure, what became of questions that ended otherwise, then those that changed most."""
    console = Console()
    console.width = max(console.width, _NARROWEST)
    if comparison.left_out:
        _say(console, f"Compared are the {comparison.questions} questions that both asked; {comparison.left_out} are left out.")
    if comparison.equal:
        _say(console, "The runs are equal in everything but time.")
    table = Table(Column("", no_wrap=True), "before", "after", "change", "95 %", "p", "p corrected", "better", "worse", "questions")
    for each in comparison.differences:
        table.add_row(*_row(each))
    table.add_section()
    for each in comparison.times:
        table.add_row(*_row(each, tested=False))
    console.print(table)
    _say(console, "p: paired randomisation test; corrected for the number of figures after Holm; \u2193: lower is better")
    for (old, new), count in comparison.moved.items():
        _say(console, f"{count:4} {old} → {new}")
    for change in comparison.changes:
        text = change.before.question.text
        short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        _say(console, f"{change.better:+.2f} {escape(change.before.question.id)} {escape(short)}")
        _say(console, f"      {_values_that_changed(change)}")


def _row(each: Difference, tested: bool = True) -> tuple[str, ...]:
    """The row of a figure. Times of neighbouring questions depend on each other, so they get no p-value."""
    lower = each.name in LOWER_IS_BETTER
    return (
        f"{each.name} \u2193" if lower else each.name,
        f"{each.before:.3f}",
        f"{each.after:.3f}",
        f"{each.after - each.before:+.3f}",
        f"{each.low:+.3f} … {each.high:+.3f}",
        f"{each.p:.4f}" if tested else "",
        f"{each.corrected:.4f}" if tested else "",
        str(each.wins),
        str(each.losses),
        str(each.questions),
    )


def _say(console: Console, text: str) -> None:
    console.print(text, highlight=False, soft_wrap=True)


def _values_that_changed(change: Change) -> str:
    before, after = change.before.values, change.after.values
    known = {name: (before[name], after.get(name)) for name in before}
    return ", ".join(f"{name} {old:.2f} → {new:.2f}" for name, (old, new) in known.items() if None not in (old, new) and old != new)


def comparison_figures(comparison: Comparison) -> dict[str, object]:
    """What `--json` shows of a comparison."""
    return {
        "questions": comparison.questions,
        "left_out": comparison.left_out,
        "equal": comparison.equal,
        "differences": {each.name: asdict(each) for each in comparison.differences},
        "times": {each.name: asdict(each) for each in comparison.times},
        "moved": {f"{old} > {new}": count for (old, new), count in comparison.moved.items()},
        "changes": {each.after.question.id: round(each.better, 4) for each in comparison.changes},
    }
