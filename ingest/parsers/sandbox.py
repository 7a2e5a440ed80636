"""Parsing in processes of their own, with limits on time and memory: a hostile file ends its process, nothing else."""

import multiprocessing
import os
import resource
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Self

from pebble import ProcessFuture, ProcessPool

from ingest.errors import FileTooLarge, ReaderCrashed, UnreadableFile
from ingest.parsers import ParsedDocument, parse

_FILES_PER_PROCESS = 200
"""A process is replaced after so many files: whatever a library leaks goes with it."""


class Sandbox:
    """A pool of reading processes, one a core."""

    def __init__(self, seconds: float, megabytes: int) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self.processes = os.cpu_count() or 1
        self._pool = ProcessPool(
            max_workers=self.processes,
            max_tasks=_FILES_PER_PROCESS,
            initializer=_limit_process,
            initargs=(megabytes,),
            context=multiprocessing.get_context("spawn"),
        )

    def start(self, path: Path, name: str) -> "ProcessFuture[ParsedDocument]":
        """Begin to read the file at `path`, which people know as `name`."""
        return self._pool.schedule(_parse, args=[path, name], timeout=self._seconds)

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
            case MemoryError():
                raise FileTooLarge(file=name, limit=f"{self._megabytes} MB") from error
            case _:
                raise ReaderCrashed(file=name) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _parse(path: Path, name: str) -> ParsedDocument:
    return parse(path, name)


def _limit_process(megabytes: int) -> None:
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
