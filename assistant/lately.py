"""What was asked lately, and which of it is due to be found and read anew because the library has grown.

A server goes through that beside the answering, so that hardly anybody waits for it. In memory only, for some minutes. Knows
nothing of how it is found and read.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.rewriting import Understood
from ingest.documents import Scope
from ingest.library import Library

_MOST = 1000
"""Questions."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """When it was asked last, and what the size of the library meant to each of its wordings then."""

    at: float
    sizes: dict[str, int]


class Lately:
    """Questions of the last `seconds` as they were understood, with what they were allowed to find."""

    def __init__(self, library: Library, seconds: float = 600.0) -> None:
        self._library = library
        self._seconds = seconds
        self._seen_at = 0
        self._asked: OrderedDict[tuple[Understood, Scope], _Asked] = OrderedDict()
        self._changing = threading.Lock()

    def note(self, understood: Understood, scope: Scope, wordings: tuple[str, ...]) -> None:
        """It was asked, found and read just now."""
        now = _Asked(time.monotonic(), {text: self._library.about_size(text) for text in wordings})
        with self._changing:
            self._asked[understood, scope] = now
            self._asked.move_to_end((understood, scope))
            while len(self._asked) > _MOST:
                self._asked.popitem(last=False)

    def due(self) -> Iterator[tuple[Understood, Scope]]:
        """What is to be found and read anew, what was asked last first. Whoever takes one sees to it."""
        size = len(self._library)
        if size == self._seen_at:
            return
        with self._changing:
            asked = list(self._asked.items())
        for key, then in reversed(asked):
            if then.at < time.monotonic() - self._seconds:
                break
            sizes = {text: self._library.about_size(text) for text in then.sizes}
            if sizes != then.sizes:
                with self._changing:
                    if self._asked.get(key) is then:
                        self._asked[key] = _Asked(then.at, sizes)
                yield key
        self._seen_at = size
