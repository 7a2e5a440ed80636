"""Parsing in processes of their own, with limits on time and memory: a hostile file ends its process, nothing else.

The limit on time is one on time without progress, so that a long scan is read to its end.
"""

import multiprocessing
import os
import resource
import signal
import tempfile
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from ingest.errors import FileTooLarge, ReaderCrashed, UnreadableFile
from ingest.parsers import ParsedDocument, parse, patience
from ingest.parsers.scans import MOST_SCANNED_PAGES

_OUT_OF_MEMORY = 86
"""Exit status of a reading process that a file has used up."""
_FILES_PER_PROCESS = 200
"""A process is replaced after so many files: whatever a library leaks goes with it."""


class Sandbox:
    """A pool of reading processes, one a core."""

    def __init__(self, seconds: float, megabytes: int) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self.processes = os.cpu_count() or 1
        self._folder = tempfile.TemporaryDirectory(prefix="aktenlotse-", ignore_cleanup_errors=True)
        self._pool = ProcessPool(
            max_workers=self.processes,
            max_tasks=_FILES_PER_PROCESS,
            initializer=_limit_process,
            initargs=(megabytes, self._folder.name),
            context=multiprocessing.get_context("spawn"),
        )

    def start(self, path: Path, name: str) -> "ProcessFuture[ParsedDocument]":
        """Begin to read the file at `path`, which people know as `name`."""
        longest = self._seconds * (MOST_SCANNED_PAGES + 1)
        return self._pool.schedule(_parse, args=[path, name, self._seconds], timeout=longest)

    def result(self, future: "Future[ParsedDocument]", name: str) -> ParsedDocument:
        """What was read. Raises UnreadableFile; ReaderCrashed for whatever no parser has foreseen."""
        error = future.exception()
        match error:
            case None:
                return future.result()
            case UnreadableFile():
                raise error
            case TimeoutError():
                raise FileTooLarge(file=name, limit=f"{self._seconds:g} s") from error
            case ProcessExpired() if error.exitcode == -signal.SIGALRM:
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


def _parse(path: Path, name: str, seconds: float) -> ParsedDocument:
    patience.begin(seconds)
    try:
        return parse(path, name)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)  # what is left would not do for the next file, which is none of its fault
    finally:
        patience.end()


def _limit_process(megabytes: int, folder: str) -> None:
    tempfile.tempdir = folder  # what a process that is killed leaves behind goes with the sandbox
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
