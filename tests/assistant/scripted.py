"""A chat model that says what a test wrote down, piece by piece, and knows how far it came."""

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

from assistant.chat_models import Task
from ingest.errors import ModelUnavailable


@dataclass
class ScriptedModel:
    """Says `pieces`, one each `pause` seconds; is unavailable from then on where `fails` is set. A token is a word."""

    pieces: Sequence[str]
    pause: float = 0.0
    fails: bool = False
    name: str = "scripted"
    reads_messages: bool = True
    said: int = 0
    closed: bool = False
    tasks: list[Task] = field(default_factory=list)

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def stream(self, task: Task) -> Generator[str]:
        self.tasks.append(task)
        try:
            for piece in self.pieces:
                self.said += 1
                yield piece
                time.sleep(self.pause)
            if self.fails:
                raise ModelUnavailable(model=self.name, reason="test")
        finally:
            self.closed = True
