"""A place in the line for each request that asks something, as a FastAPI dependency, and how waiting looks on the wire.

Knows neither routes nor what is asked.
"""

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from fastapi.sse import format_sse_event

from assistant.web.context import In
from assistant.web.identity import SignedIn
from assistant.web.line import Place


async def take_place(asker: SignedIn, context: In) -> AsyncIterator[Place]:
    """A place that is given back when the response has been sent, or nobody wants it any more. Raises LineFull."""
    with context.line.place(asker.person.id, context.measurements.note_wait) as place:
        yield place


InLine = Annotated[Place, Depends(take_place)]


def waiting_event(position: int) -> bytes:
    """How many turns it still takes, as a server-sent event; 1 is next."""
    return format_sse_event(data_str=json.dumps({"position": position}), event="waiting")
