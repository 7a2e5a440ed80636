"""A real server that speaks the OpenAI protocol and behaves as the model's name says: it writes, or fails as servers fail.

Knows no model: it writes the same words.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse

from tests.assistant.running import running

NARROW = 260
"""Words that the model "narrow" can read."""
WORDS = [f"Wort{number} " for number in range(200)]


@dataclass
class ScriptedServer:
    """`base_url` to speak to it; what it was asked, with how many words it has written."""

    base_url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    written: int = 0

    def words_of(self, request: dict[str, Any]) -> int:
        """How much a request asks the model to read."""
        return sum(len(str(message["content"]).split()) for message in request["messages"])

    async def write(self, seconds: float) -> AsyncIterator[str]:
        """The words as chunks, one each `seconds`."""
        self.written = 0
        for word in WORDS:
            self.written += 1
            yield _chunk(word)
            await asyncio.sleep(seconds)
        yield "data: [DONE]\n\n"

    async def write_for_ever(self) -> AsyncIterator[str]:
        """A word, then a line without end."""
        yield _chunk("Ein ")
        yield "data: "
        while True:
            yield "immer " * 20_000
            await asyncio.sleep(0)

    async def break_off(self) -> AsyncIterator[str]:
        """Two words, then nothing more and no proper end."""
        yield _chunk("Zwei ")
        yield _chunk("Worte ")
        raise ConnectionAbortedError

    async def fall_silent(self) -> AsyncIterator[str]:
        """A word, then silence for longer than anybody waits."""
        yield _chunk("Ein ")
        await asyncio.sleep(60)

    async def say(self, line: str) -> AsyncIterator[str]:
        """A word, then something that is not of the protocol."""
        yield _chunk("Ein ")
        yield line


@contextlib.contextmanager
def scripted_server(certificate: Path | None = None, key: Path | None = None) -> Iterator[ScriptedServer]:
    """The server, running."""
    server = ScriptedServer()
    app = FastAPI()

    @app.post("/tokenize")
    async def tokenize(request: dict[str, Any]) -> dict[str, list[str]]:
        if request["model"] != "counting":
            raise HTTPException(404)
        return {"tokens": request["content"].split()}

    @app.post("/v1/chat/completions")
    async def complete(request: dict[str, Any]) -> StreamingResponse:
        server.requests.append(request)
        if request["model"] == "failing":
            raise HTTPException(500, "out of memory")
        if request["model"] == "narrow" and server.words_of(request) > NARROW:
            raise HTTPException(400, "This model's maximum context length is exceeded.")
        behaviours: dict[str, Callable[[], AsyncIterator[str]]] = {
            "breaking": server.break_off,
            "silent": server.fall_silent,
            "endless": server.write_for_ever,
            "slow": lambda: server.write(0.02),
            "garbled": lambda: server.say("data: {halb\n\n"),
            "foreign": lambda: server.say("data: 7\n\n"),
            "listing": lambda: server.say("data: [1, 2]\n\n"),
        }
        behaviour = behaviours.get(request["model"], lambda: server.write(0))
        return StreamingResponse(behaviour(), media_type="text/event-stream")

    with running(app, certificate, key) as address:
        server.base_url = f"{address}/v1"
        yield server


def _chunk(text: str) -> str:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(chunk)}\n\n"
