"""Parsing in processes of their own, with limits on time and memory and no network: a hostile file ends its process, nothing else.

The limit on time is one on work without progress, so that a long scan is read to its end, even on a busy machine.
"""

import multiprocessing
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from ingest.errors import FileTooLarge, ReaderCrashed, UnreadableFile
from ingest.parsers import ParsedDocument, parse, patience
from ingest.parsers.scanreading import MOST_SCANNED_PAGES
from ingest.parsers.viruses import refuse_if_infected
from ingest.parsers.workplace import Workplace, working_at

T = TypeVar("T")
_OUT_OF_MEMORY = 86
"""Exit status of a reading process that a file has used up."""
_NETWORK = frozenset({"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg"})
"""What Python reports before it talks to another process over a network."""
_FILES_PER_PROCESS = 200
"""A process is replaced after so many files: whatever a library leaks goes with it."""


class Sandbox:
    """A pool of reading processes, one a core unless told otherwise."""

    def __init__(self, seconds: float, megabytes: int, clamd: str = "", processes: int | None = None) -> None:
        self._clamd = clamd
        self._seconds = seconds
        self._megabytes = megabytes
        self.processes = processes or os.cpu_count() or 1
        self._folder = tempfile.TemporaryDirectory(prefix="aktenlotse-", ignore_cleanup_errors=True)
        self._pool = ProcessPool(
            max_workers=self.processes,
            max_tasks=_FILES_PER_PROCESS,
            initializer=limit_process,
            initargs=(megabytes, self._folder.name),
            context=multiprocessing.get_context("spawn"),
        )

    def start(self, path: Path, name: str, pages: Path | None = None) -> "ProcessFuture[ParsedDocument]":
        """Begin to read the file at `path`, which people know as `name`; scanned pages that are read are kept in `pages`.

        Raises UnreadableFile if a virus scanner is set and does not find the file clean.
        """
        if self._clamd:
            refuse_if_infected(path, name, self._clamd)
        longest = self._seconds * patience.BY_THE_CLOCK * (MOST_SCANNED_PAGES + 1)
        place = Workplace(pages, Path(self._folder.name))
        return self._pool.schedule(_parse, args=[path, name, self._seconds, place], timeout=longest)

    def ask(self, question: Callable[..., T], path: Path, *details: object) -> T:
        """What `question` answers about the file at `path`, given also `details`. Raises as `result`."""
        place = Workplace(None, Path(self._folder.name))
        asked = [question, (path, *details), self._seconds, place]
        future: Future[T] = self._pool.schedule(_answer, args=asked, timeout=2 * self._seconds)
        return self.result(future, path.name)

    def result(self, future: "Future[T]", name: str) -> T:
        """What was read. Raises UnreadableFile; ReaderCrashed for whatever no parser has foreseen."""
        error = future.exception()
        match error:
            case None:
                return future.result()
            case UnreadableFile():
                raise error
            case TimeoutError():
                raise FileTooLarge(file=name, limit=f"{self._seconds:g} s") from error
            case ProcessExpired() if error.exitcode in (-signal.SIGPROF, -signal.SIGALRM):
                raise FileTooLarge(file=name, limit=f"{self._seconds:g} s") from error
            case ProcessExpired() if error.exitcode == _OUT_OF_MEMORY:
                raise FileTooLarge(file=name, limit=f"{self._megabytes} MB") from error
            case _:
                raise ReaderCrashed(file=name) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._folder.cleanup()


def _answer(question: Callable[..., T], details: Sequence[object], seconds: float, place: Workplace) -> T:
    patience.begin(seconds)
    try:
        with working_at(place):
            return question(*details)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    finally:
        patience.end()


def _parse(path: Path, name: str, seconds: float, place: Workplace) -> ParsedDocument:
    patience.begin(seconds)
    try:
        with working_at(place):
            return parse(path, name)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)  # what is left would not do for the next file, which is none of its fault
    finally:
        patience.end()


def limit_process(megabytes: int, folder: str) -> None:
    """Make this process one that reads: so much memory, `folder` for its temporary files, no network."""
    tempfile.tempdir = folder  # what a process that is killed leaves behind goes with the sandbox
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
    sys.addaudithook(_refuse_network)


def _refuse_network(event: str, _arguments: tuple[object, ...]) -> None:
    """No parser opens a connection; should one ever try, its file is refused."""
    if event in _NETWORK:
        raise PermissionError(event)
