"""The process that takes in files while the server answers questions.

Started by the server, which it does not outlive: it stops when its standard input ends. Only one runs for a home folder.
"""

import sys
import threading
import time
from collections.abc import Callable

from ingest.jobs import resume_jobs
from ingest.library import open_library
from ingest.parsers.sandbox import Sandbox
from ingest.pipeline import process_jobs
from ingest.settings import Settings
from ingest.upkeep import remove_orphans

_LOOK_EVERY = 0.3
"""Seconds between two looks into an empty queue."""


def work(settings: Settings, stopped: Callable[[], bool]) -> None:
    """Take in files as they come, until `stopped`; waits while another process does so."""
    library = open_library(settings)
    with library.writing(), Sandbox(settings.parse_seconds, settings.parse_megabytes) as sandbox:
        resume_jobs(library.engine)
        remove_orphans(library)
        while not stopped():
            for _ in process_jobs(library, sandbox):
                if stopped():
                    return
            time.sleep(_LOOK_EVERY)


def input_ended() -> Callable[[], bool]:
    """A function that says whether standard input has ended, which is when the parent process is gone."""
    ended = threading.Event()

    def read() -> None:
        sys.stdin.buffer.read()
        ended.set()

    threading.Thread(target=read, daemon=True).start()
    return ended.is_set
