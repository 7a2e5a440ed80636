"""Events of the synchronous core as server-sent events: kept alive while the model thinks, stopped when nobody listens."""

import asyncio
import json
from collections.abc import AsyncIterator, Generator, Iterator

import anyio
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.concurrency import run_in_threadpool

from assistant.conversation import Event
from assistant.web.shapes import event_json

_KEEP_ALIVE_AFTER = 15.0
"""Seconds of silence after which a comment is sent, so that no proxy closes the connection."""


async def stream_events(events: Iterator[Event]) -> AsyncIterator[bytes]:
    """The events' bytes. When the client is gone, the generator is closed, which stops the model at its next token."""
    following: asyncio.Future[Event | None] | None = None
    try:
        while True:
            following = asyncio.ensure_future(run_in_threadpool(next, events, None))
            while not (await asyncio.wait({following}, timeout=_KEEP_ALIVE_AFTER))[0]:
                yield KEEPALIVE_COMMENT
            event = following.result()
            if event is None:
                return
            name, content = event_json(event)
            yield format_sse_event(data_str=json.dumps(content, ensure_ascii=False), event=name)
    finally:
        with anyio.CancelScope(shield=True):
            if following is not None and not following.done():
                await asyncio.wait({following})
            if isinstance(events, Generator):
                await run_in_threadpool(events.close)
