"""How far a long command is, and how long it will still take: a bar in a terminal, elsewhere a line now and then.

Knows nothing of what is being done.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

_LINE_EVERY = 15.0
_LEAST_SECONDS, _LEAST_DONE = 5.0, 20
"""Before so much time has gone by and so much is done, an estimate would be a guess: the start takes its time too."""


class Report(Protocol):
    """Takes how much is done, and how much there is in all."""

    def __call__(self, done: int, total: int | None, share: float | None = None) -> None:
        """`share` (0 to 1) says how much of the work that is, where things differ in size."""


@contextmanager
def reported(console: Console, task: str, clock: Callable[[], float] = time.monotonic) -> Iterator[Report]:
    """Shows on `console` what the function that it yields is told."""
    if not console.is_terminal:
        yield _Lines(console, task, clock).tell
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[count]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, speed_estimate_period=120) as progress:
        shown = progress.add_task(task, total=None, count="")

        def tell(done: int, total: int | None, share: float | None = None) -> None:
            worked = done if share is None or total is None else share * total
            progress.update(shown, completed=worked, total=total, count=f"{done}/{total}" if total else str(done))

        yield tell


class _Lines:
    """Progress as lines of text, for logs."""

    def __init__(self, console: Console, task: str, clock: Callable[[], float]) -> None:
        self._console = console
        self._task = task
        self._clock = clock
        self._began = self._told = clock()

    def tell(self, done: int, total: int | None, share: float | None = None) -> None:
        """Print a line if the last one is some time ago."""
        now = self._clock()
        if total and now - self._told >= _LINE_EVERY:
            self._told = now
            left = remaining(done, total, now - self._began, share)
            about = "" if left is None else f", about {in_words(left)} left"
            self._console.print(f"{self._task}: {done} of {total}{about}", highlight=False)


def remaining(done: int, total: int, seconds: float, share: float | None = None) -> float | None:
    """Seconds that the rest will take if it goes on as so far; None while too little is known. `share` as in `Report`."""
    is_known = seconds >= _LEAST_SECONDS and done >= min(_LEAST_DONE, total / 2)
    worked = done / total if share is None else share
    return seconds / worked * (1 - worked) if is_known and worked else None


def in_words(seconds: float) -> str:
    """A period as people say it: "40 s", "12 min", "3 h 20 min"."""
    if seconds < 90:
        return f"{max(round(seconds, -1), 10):.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
