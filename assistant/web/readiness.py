"""Whether each part of a running server works: database, indexes, worker, model. Tells the truth of this moment; knows no route.

Without database or indexes nobody can be answered. Without the worker no file is taken in, and without a model the quoting
reader answers if it may: that is less than it should be, but not nothing.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from assistant.chat_models import ChatModel, RemoteModel
from ingest import records, tables
from ingest.library import Library
from ingest.settings import Settings
from ingest.worker import worker_is_there

Status = Literal["ready", "degraded", "not_ready"]
_STUCK_AFTER = 60.0
"""Seconds that the indexes may stand still while changes wait for them; reading many documents in takes longer, but moves."""
_MODEL_ASKED_EVERY = 10.0


@dataclass(frozen=True, slots=True)
class Condition:
    """Which parts work, by name; `index_lag` counts changes that the indexes have not taken in."""

    status: Status
    works: dict[str, bool]
    index_lag: int = 0
    jobs: dict[str, int] = field(default_factory=dict)


class Readiness:
    """Looks at the parts of one server."""

    def __init__(self, settings: Settings, library: Library, model: ChatModel, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._library = library
        self._model = model
        self._clock = clock
        self._lock = threading.Lock()
        self._applied = (-1, clock())
        self._reached = (False, -_MODEL_ASKED_EVERY)

    def look(self) -> Condition:
        """The condition now; a model server is asked every ten seconds at most."""
        works = {"database": True, "indexes": True, "worker": worker_is_there(self._library.home)}
        lag, jobs = 0, dict[str, int]()
        try:
            lag, jobs = self._read()
        except SQLAlchemyError:
            works["database"] = False
        works["indexes"] = works["database"] and not self._are_stuck(lag)
        if isinstance(self._model, RemoteModel):
            works["model"] = self._is_reached(self._model)
        return Condition(self._status(works), works, lag, jobs)

    def _status(self, works: dict[str, bool]) -> Status:
        can_answer = works["database"] and works["indexes"]
        if not can_answer or not (works.get("model", True) or self._settings.quote_when_unavailable):
            return "not_ready"
        return "ready" if all(works.values()) else "degraded"

    def _read(self) -> tuple[int, dict[str, int]]:
        table = tables.jobs
        with self._library.engine.connect() as connection:
            newest = int(records.read_fact(connection, "change") or 0)
            counted = connection.execute(select(table.c.status, func.count()).group_by(table.c.status)).all()
        jobs = dict.fromkeys(("waiting", "running", "ready", "failed"), 0) | {status: count for status, count in counted}
        return max(0, newest - self._library.indexes.applied), jobs

    def _are_stuck(self, lag: int) -> bool:
        applied, now = self._library.indexes.applied, self._clock()
        with self._lock:
            if lag == 0 or applied != self._applied[0]:
                self._applied = (applied, now)
            return now - self._applied[1] > _STUCK_AFTER

    def _is_reached(self, model: RemoteModel) -> bool:
        with self._lock:
            if self._clock() - self._reached[1] >= _MODEL_ASKED_EVERY:
                self._reached = (model.is_reachable(), self._clock())
            return self._reached[0]
