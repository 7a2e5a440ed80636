"""Who writes an answer: the protocol of all chat models, and the one that the settings name.

A chat model gets the numbered passages both as hits and as messages, and yields the answer's text piece by piece, with
[n] behind each sentence. Closing the generator stops it within one token.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from assistant.reading import NOTHING_READ, Reading
from ingest.documents import Hit
from ingest.settings import Settings


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of what a language model is given."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """A question that stands alone, the hits that are numbered from 1, both as messages, and what was read in the hits."""

    question: str
    hits: Sequence[Hit]
    messages: Sequence[Message]
    reading: Reading = NOTHING_READ


class ChatModel(Protocol):
    """Writes answers."""

    name: str
    """What the answer says about who wrote it."""
    reads_messages: bool
    """Whether it needs `Task.messages`; the quoting reader reads the hits themselves."""

    def count_tokens(self, text: str) -> int:
        """Number of the model's own tokens in `text`."""
        ...

    def stream(self, task: Task) -> Generator[str]:
        """The answer's text in pieces. Raises ModelUnavailable."""
        ...


@runtime_checkable
class RemoteModel(ChatModel, Protocol):
    """Writes answers on a server, which may be away."""

    def is_reachable(self) -> bool:
        """Whether the server can be asked now; takes two seconds at most."""
        ...


def load_chat_model(settings: Settings) -> ChatModel:
    """The configured chat model; heavy libraries are imported only for the one that needs them."""
    if settings.chat_model == "transformers":
        from assistant.local_model import LocalModel

        return LocalModel(settings)
    if settings.chat_model == "openai":
        from assistant.server_model import ServerModel

        return ServerModel(settings)
    from assistant.quoting import QuotingReader

    return QuotingReader()
