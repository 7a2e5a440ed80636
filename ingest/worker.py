"""The process that takes in files while the server answers questions.

Started by the server, which it does not outlive: it stops when its standard input ends; or apart from it, as a system service.
Only one runs for a home folder.
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ingest.jobs import resume_jobs
from ingest.library import open_library
from ingest.parsers.sandbox import Sandbox
from ingest.pipeline import process_jobs
from ingest.settings import Settings, environment_of
from ingest.upkeep import remove_orphans

_LOOK_EVERY = 0.3
"""Seconds between two looks into an empty queue, or at the worker."""
_START_AGAIN_AFTER = 1.0
_BEHIND = 5
"""By how much the system puts the worker behind the server, so that nobody who asks waits for a file."""
_LOCK = "worker.lock"


def work(settings: Settings, stopped: Callable[[], bool]) -> None:
    """Take in files as they come, until `stopped`; waits while another process does so."""
    os.nice(_BEHIND)
    library = open_library(settings)
    sandbox = Sandbox(settings.parse_seconds, settings.parse_megabytes, settings.clamd)
    with library.writing(), _being_there(settings.home), sandbox:
        resume_jobs(library.engine)
        remove_orphans(library)
        while not stopped():
            for _ in process_jobs(library, sandbox):
                if stopped():
                    return
            time.sleep(_LOOK_EVERY)


@contextmanager
def _being_there(home: Path) -> Iterator[None]:
    """Hold a lock that the system frees when the process dies, so that others see whether there is a worker."""
    with (home / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def worker_is_there(home: Path) -> bool:
    """Whether a worker takes in the files of this home folder."""
    try:
        with (home / _LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def told_to_stop() -> Callable[[], bool]:
    """A function that says whether the process was told to stop (SIGTERM); the file in hand is read to its end."""
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    return told.is_set


def input_ended() -> Callable[[], bool]:
    """A function that says whether standard input has ended, which is when the parent process is gone."""
    ended = threading.Event()

    def read() -> None:
        sys.stdin.buffer.read()
        ended.set()

    threading.Thread(target=read, daemon=True).start()
    return ended.is_set


@contextmanager
def worker_beside(settings: Settings, patience: float) -> Iterator[None]:
    """A worker process beside this one, started again should it die; told to stop, it gets `patience` seconds."""
    stopping = threading.Event()
    keeper = threading.Thread(target=_keep_working, args=(settings, patience, stopping), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join()


def _keep_working(settings: Settings, patience: float, stopping: threading.Event) -> None:
    """The worker leads a process group of its own: Ctrl+C reaches the server alone, its reading processes end with it."""
    command = [sys.executable, "-m", "ingest", "work"]
    while not stopping.is_set():
        with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment_of(settings), process_group=0) as process:
            while process.poll() is None and not stopping.wait(_LOOK_EVERY):
                pass
            _end(process, patience)
        stopping.wait(_START_AGAIN_AFTER)


def _end(process: "subprocess.Popen[bytes]", patience: float) -> None:
    """A worker in the midst of a file is killed; the next one takes the file up again."""
    if process.stdin:
        process.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
