"""What a running server clears away beside the questions: what was removed, at once; what is kept no longer, every hour.

A process that is killed on the way leaves it to the next. Knows no route.
"""

import logging
import threading
import time
from typing import Annotated

from fastapi import Depends, Request

from assistant.access import erasing
from assistant.access.gate import Gate
from assistant.access.retention import sweep
from assistant.web.identity import now
from ingest.library import Library

log = logging.getLogger(__name__)
_EVERY = 3600.0


class Tidying:
    """Takes note of what was removed, and clears it away when it is told to look."""

    def __init__(self, library: Library, gate: Gate) -> None:
        self._library = library
        self._gate = gate
        self._removed = threading.Event()
        self._due = time.monotonic()

    def note_removal(self) -> None:
        """Let the next look finish what was removed."""
        self._removed.set()

    def look(self) -> None:
        """Do what there is to be done."""
        hour_is_over = time.monotonic() >= self._due
        if hour_is_over:
            self._due = time.monotonic() + _EVERY
            sweep(self._gate.journal, self._gate.keeping, now())
        if hour_is_over or self._removed.is_set():
            self._removed.clear()
            self._finish_removals()

    def _finish_removals(self) -> None:
        for erasure, found in erasing.finish(self._library, self._gate.journal, now()).items():
            if found:
                log.warning("removal not proved yet", extra={"erasure": erasure, "places": len(found)})


def tidying_of(request: Request) -> Tidying:
    """The one of the app."""
    tidying: Tidying = request.app.state.tidying
    return tidying


Beside = Annotated[Tidying, Depends(tidying_of)]
