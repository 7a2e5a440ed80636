"""The synchronous core beside an asynchronous server: kept alive while the model thinks, stopped when nobody listens.

Knows no route; `sse` is the one place that knows how an event looks on the wire.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import closing

import anyio
from fastapi import Request
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.concurrency import run_in_threadpool

from assistant.conversation import Event, StillWriting, Trouble
from assistant.web.line import Place
from assistant.web.shapes import event_json
from assistant.web.turns import waiting_event
from ingest.errors import AktenlotseError

_KEEP_ALIVE_AFTER = 15.0
"""Seconds of silence after which a comment is sent, so that no proxy closes the connection."""
_LOOK_AFTER = 1.0
"""Seconds after which a client that waits is looked for."""


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
            yield format_sse_event(data_str=json.dumps(content, ensure_ascii=False), event=name)


async def stream(
    pieces: Generator[bytes], place: Place, as_event: Callable[[int], bytes] = waiting_event
) -> AsyncIterator[bytes]:
    """Positions in the line, then the pieces. When the client is gone, the generator is closed, which stops the model at its
    next token."""
    async for position in place.positions(_KEEP_ALIVE_AFTER):
        yield as_event(position)
    following: asyncio.Future[bytes | None] | None = None
    try:
        while True:
            following = asyncio.ensure_future(run_in_threadpool(next, pieces, None))
            while not (await asyncio.wait({following}, timeout=_KEEP_ALIVE_AFTER))[0]:
                yield KEEPALIVE_COMMENT
            if (piece := following.result()) is None:
                return
            yield piece
    finally:
        with anyio.CancelScope(shield=True):
            if following is not None and not following.done():
                await asyncio.wait({following})
            await run_in_threadpool(pieces.close)


async def read_to_end(events: Generator[Event], request: Request, place: Place) -> list[Event]:
    """All events. When the client is gone, the generator is closed, which stops the model at its next token."""
    heard: list[Event] = []
    async for _ in place.positions(_LOOK_AFTER):
        if await request.is_disconnected():
            return heard
    try:
        while (event := await run_in_threadpool(next, events, None)) and not await request.is_disconnected():
            if not isinstance(event, StillWriting):
                heard.append(event)
    finally:
        with anyio.CancelScope(shield=True):
            await run_in_threadpool(events.close)
    return heard
