"""Losses of disturbed sets and rankings of sweeps as tables in a terminal. Knows no file and no measure."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from eval.robustness import Loss
from eval.sweeping import Attempt

_NARROWEST = 140


def show_losses(losses: Sequence[Loss]) -> None:
    """A row for each kind of disturbance and figure; a loss that is more than chance has a star."""
    table = Table("disturbed by", "figure", "questions", "plain", "disturbed", "loss", "95 %", "p")
    for each in losses:
        star = " *" if each.loss > 0 and each.p < 0.05 else ""
        table.add_row(
            each.kind,
            each.figure,
            str(each.questions),
            f"{each.plain:.3f}",
            f"{each.disturbed:.3f}",
            f"{each.loss:+.3f}{star}",
            f"{each.low:+.3f} \u2026 {each.high:+.3f}",
            f"{each.p:.4f}",
        )
    print_wide(table)
    Console().print("loss: how much worse; *: p < 0.05, corrected for the number of kinds (Holm)", highlight=False)


def show_ranking(by: str, attempts: Sequence[Attempt]) -> None:
    """A row for each attempt, best first."""
    table = Table("", "attempt", by, "95 %", "against the first", "95 %", "p", "words", "seconds", "questions")
    for place, each in enumerate(attempts, start=1):
        table.add_row(
            str(place),
            each.name,
            f"{each.value:.3f}",
            f"{each.low:.3f} \u2026 {each.high:.3f}",
            f"{each.gain.mean:+.3f}" if each.gain else "",
            f"{each.gain.low:+.3f} \u2026 {each.gain.high:+.3f}" if each.gain else "",
            f"{each.gain.p:.4f}" if each.gain else "",
            "" if each.words is None else f"{each.words:.0f}",
            "" if each.seconds is None else f"{each.seconds:.3f}",
            str(each.questions),
        )
    print_wide(table)
    Console().print("p: paired randomisation test against the first attempt, corrected for their number (Holm)", highlight=False)


def print_wide(table: Table) -> None:
    """The table in full, however narrow the terminal is."""
    console = Console()
    for column in table.columns:
        column.no_wrap = True
    console.width = max(console.width, _NARROWEST)
    console.print(table)
