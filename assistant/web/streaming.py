"""The synchronous core beside an asynchronous server: kept alive while the model thinks, stopped when nobody listens.

Knows no route; `sse` is the one place that knows how an event looks on the wire.
"""

import asyncio
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import asynccontextmanager, closing
from typing import TypeVar

import anyio
import orjson
from fastapi import Request
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.concurrency import run_in_threadpool

from assistant.conversation import Event, StillWriting, Trouble
from assistant.web.line import Place
from assistant.web.shapes import event_json
from assistant.web.turns import waiting_event
from ingest.errors import AktenlotseError

T = TypeVar("T")
_KEEP_ALIVE_AFTER = 15.0
"""Seconds of silence after which a comment is sent, so that no proxy closes the connection."""
GONE = 499
"""Status of a request that nobody waits for any more; only logs and metrics see it."""
_LOOK_AFTER = 0.5
"""Seconds after which it is looked whether a client that waits is still there."""


class QuestionTooLong(AktenlotseError):
    """The answer took longer than any may. Takes `seconds`."""

    code = "question_too_long"


def within(events: Generator[Event], seconds: float) -> Generator[Event]:
    """The events that come in time; then the model is stopped and the last event says why."""
    end = time.monotonic() + seconds
    with closing(events):
        for event in events:
            yield event
            if time.monotonic() > end:
                error = QuestionTooLong(seconds=round(seconds))
                yield Trouble(error.code, str(error))
                return


def sse(events: Generator[Event]) -> Generator[bytes]:
    """The events as server-sent events."""
    with closing(events):
        for event in events:
            if isinstance(event, StillWriting):
                yield KEEPALIVE_COMMENT
                continue
            name, content = event_json(event)
            yield format_sse_event(data_str=orjson.dumps(content).decode(), event=name)


async def stream(pieces: Generator[bytes], place: Place, as_event: Callable[[int], bytes] = waiting_event) -> AsyncIterator[bytes]:
    """Positions in the line, then the pieces. When the client is gone, the generator is closed, which stops the model at its
    next token."""
    async for position in place.positions(_KEEP_ALIVE_AFTER):
        yield as_event(position)
    async with _heard(pieces) as queue:
        while True:
            try:
                piece = await asyncio.wait_for(queue.get(), _KEEP_ALIVE_AFTER)
            except TimeoutError:
                piece = KEEPALIVE_COMMENT
            if piece is None:
                break
            yield piece


async def read_to_end(events: Generator[Event], request: Request, place: Place) -> list[Event]:
    """All events. When the client is gone, the generator is closed, which stops the model at its next token."""
    leaving = asyncio.ensure_future(_leave(request))
    try:
        async for _ in place.positions(_LOOK_AFTER):
            if leaving.done():
                return []
        heard: list[Event] = []
        async with _heard(events) as queue:
            leaving.add_done_callback(lambda _: queue.put_nowait(None))
            while (event := await queue.get()) is not None:
                if not isinstance(event, StillWriting):
                    heard.append(event)
        return heard
    finally:
        leaving.cancel()


async def _leave(request: Request) -> None:
    """Returns when the client is gone; of its body nothing more is expected."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


@asynccontextmanager
async def _heard(pieces: Generator[T]) -> AsyncIterator["asyncio.Queue[T | None]"]:
    """What the generator yields in one thread, then None. When nobody listens any more it is closed at its next piece."""
    loop, queue, gone = asyncio.get_running_loop(), asyncio.Queue[T | None](), threading.Event()
    waiting: deque[T | None] = deque()
    told = threading.Event()

    def hand_over() -> None:
        told.clear()  # what comes from now on is told of anew
        while waiting:
            queue.put_nowait(waiting.popleft())

    def tell(piece: T | None) -> None:
        """The server is woken once for all pieces that come until it looks."""
        waiting.append(piece)
        if not told.is_set():
            told.set()
            loop.call_soon_threadsafe(hand_over)

    def pull() -> None:
        try:
            with closing(pieces):
                for piece in pieces:
                    tell(piece)
                    if gone.is_set():
                        return
        finally:
            tell(None)

    pulling = asyncio.ensure_future(run_in_threadpool(pull))
    try:
        yield queue
    finally:
        gone.set()
        with anyio.CancelScope(shield=True):
            await asyncio.wait({pulling})
    pulling.result()
