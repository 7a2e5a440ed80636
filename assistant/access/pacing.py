"""How often somebody may do something: so many times a minute, with room for as many at once. Knows no person and no route."""

import math
import threading
import time
from collections.abc import Callable

from assistant.access.refusals import TooManyRequests

_MOST_KNOWN = 10_000


class Pace:
    """A bucket for each key that `per_minute` drops fill evenly; each use takes one."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._room = float(per_minute)
        self._each_second = per_minute / 60
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> None:
        """Use one. Raises TooManyRequests with the seconds until there is one again."""
        now = self._clock()
        with self._lock:
            if len(self._buckets) >= _MOST_KNOWN:
                self._forget_full(now)
            level = self._level(key, now)
            self._buckets[key] = (max(level - 1, 0.0) if level >= 1 else level, now)
        if level < 1:
            raise TooManyRequests(seconds=math.ceil((1 - level) / self._each_second))

    def _level(self, key: str, now: float) -> float:
        level, then = self._buckets.get(key, (self._room, now))
        return min(self._room, level + (now - then) * self._each_second)

    def _forget_full(self, now: float) -> None:
        self._buckets = {key: known for key, known in self._buckets.items() if self._level(key, now) < self._room}
