"""What a process that reads pictures has beside them: the pages read so far, and its turn among all such processes.

The pages outlive the process, so that the next one goes on with the first that is unread, and show others how far it is.
Knows neither pictures nor Tesseract.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from ingest.parsers.patience import note_progress

_LOOK_EVERY = 0.05
_PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Workplace:
    """Folders, None where nothing is kept and nobody else reads: `pages` for one file's pages, `turns` shared by all."""

    pages: Path | None = None
    turns: Path | None = None


_NOWHERE = Workplace()
_workplace: ContextVar[Workplace] = ContextVar("workplace", default=_NOWHERE)


@contextmanager
def working_at(workplace: Workplace) -> Iterator[None]:
    """Use `workplace` from here on."""
    token = _workplace.set(workplace)
    try:
        yield
    finally:
        _workplace.reset(token)


def here() -> Workplace:
    """The workplace in use; threads do not inherit it."""
    return _workplace.get()


def keep(workplace: Workplace, name: str, content: bytes) -> None:
    """Keep what was read of a page; it is there whole or not at all."""
    if workplace.pages:
        workplace.pages.mkdir(parents=True, exist_ok=True)
        partial = workplace.pages / f"{name}.partial"
        partial.write_bytes(content)
        partial.replace(workplace.pages / name)


def kept(workplace: Workplace, name: str) -> bytes | None:
    """What was kept under that name."""
    path = workplace.pages / name if workplace.pages else None
    return path.read_bytes() if path and path.exists() else None


def note_page(workplace: Workplace, page: int, pages: int) -> None:
    """Let others know that so many of so many pages are read."""
    keep(workplace, _PROGRESS, f"{page} {pages}".encode())
    note_progress()


def progress(pages: Path) -> tuple[int, int] | None:
    """How many of how many pages are read, by the folder that they are kept in."""
    with suppress(OSError, ValueError):
        page, total = (pages / _PROGRESS).read_text().split()
        return int(page), int(total)
    return None


@contextmanager
def turn(workplace: Workplace) -> Iterator[None]:
    """Hold one of as many turns as there are cores; the system takes it back from a process that dies."""
    if workplace.turns is None:
        yield
        return
    files = [(workplace.turns / f"turn-{number}").open("w") for number in range(os.cpu_count() or 1)]
    try:
        while not any(_is_ours(file.fileno()) for file in files):
            note_progress()  # whoever waits for others is not stuck
            time.sleep(_LOOK_EVERY)
        yield
    finally:
        for file in files:
            file.close()


def _is_ours(file: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
