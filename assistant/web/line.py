"""The line in which questions wait: so many are answered at once, so many wait, and each person's turn comes round.

Start-time fair queueing (Goyal, Vin and Cheng, 1996): a question's round is one behind the same person's former one, or the one
that is being answered; earlier rounds come first. Who asks ten questions at once waits behind everybody who asks one. Lives in
one event loop, without locks. Knows no question.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import contextmanager, suppress

from ingest.errors import AktenlotseError

_SHARE = 2
"""Nobody takes more than one of so many places, so that a single person cannot keep all others out."""
_FIRST_GUESS = 2.0
"""Seconds that a question is thought to take before one was answered."""
_SMOOTHING = 0.1
_LOOK_EVERY = 0.5
"""Seconds after which somebody who waits looks where they stand: telling all of them each move would cost more than answering."""


class LineFull(AktenlotseError):
    """So many questions wait that another one would wait too long. Takes `seconds` until it is worth asking again."""

    code = "line_full"


class Place:
    """Where somebody stands in the line; `order` is the round, then the number of the question."""

    def __init__(self, line: "Line", key: str, order: tuple[int, int], note_wait: Callable[[float], None]) -> None:
        self.key = key
        self.order = order
        self.joined = asyncio.get_running_loop().time()
        self.note_wait = note_wait
        self._line = line
        self._called = asyncio.Event()

    async def positions(self, patience: float) -> AsyncIterator[int]:
        """The position, 1 for who is next, when it has changed or `patience` seconds have passed, until it is this place's
        turn."""
        clock, shown, until = asyncio.get_running_loop().time, 0, 0.0
        while position := self._line.position(self):
            if position != shown or clock() >= until:
                yield position
                shown, until = position, clock() + patience
            with suppress(TimeoutError):
                await asyncio.wait_for(self._called.wait(), min(patience, _LOOK_EVERY))

    def call(self) -> None:
        """It is this place's turn."""
        self._called.set()


class Line:
    """`at_once` questions are answered at the same time, `most` wait."""

    def __init__(self, at_once: int, most: int) -> None:
        self.at_once = at_once
        self.most = most
        self.refused = 0
        self._answered: dict[Place, float] = {}
        self._waiting: list[Place] = []
        self._rounds: dict[str, int] = {}
        self._round = self._number = 0
        self._seconds = _FIRST_GUESS

    @property
    def answered(self) -> int:
        """How many questions are being answered."""
        return len(self._answered)

    @property
    def waiting(self) -> int:
        """How many questions wait."""
        return len(self._waiting)

    @contextmanager
    def place(self, key: str, note_wait: Callable[[float], None] = lambda _: None) -> Generator["Place"]:
        """A place for a question of `key`, for as long as it takes; `note_wait` hears for how long it waited. Raises LineFull."""
        place = self._join(key, note_wait)
        try:
            yield place
        finally:
            self._leave(place)

    def position(self, place: Place) -> int:
        """How many turns it takes until it is this place's; 0 if it is."""
        return 0 if place in self._answered else self._waiting.index(place) + 1

    def _join(self, key: str, note_wait: Callable[[float], None]) -> Place:
        mine = Counter(place.key for place in self._waiting)[key]
        if self.answered >= self.at_once and (self.waiting >= self.most or mine >= max(1, self.most // _SHARE)):
            self.refused += 1
            raise LineFull(seconds=max(1, round(self._seconds * self.waiting / self.at_once)))
        round_ = self._rounds[key] = max(self._rounds.get(key, 0) + 1, self._round)
        self._number += 1
        place = Place(self, key, (round_, self._number), note_wait)
        self._waiting.append(place)
        self._waiting.sort(key=lambda each: each.order)
        self._call()
        return place

    def _leave(self, place: Place) -> None:
        if place in self._answered:
            taken = asyncio.get_running_loop().time() - self._answered.pop(place)
            self._seconds += _SMOOTHING * (taken - self._seconds)
        else:
            self._waiting.remove(place)
        self._call()

    def _call(self) -> None:
        """Call those whose turn it is."""
        while self._waiting and len(self._answered) < self.at_once:
            place = self._waiting.pop(0)
            now = self._answered[place] = asyncio.get_running_loop().time()
            place.note_wait(now - place.joined)
            self._round = max(self._round, place.order[0])
            self._rounds = {key: last for key, last in self._rounds.items() if last >= self._round}
            place.call()
