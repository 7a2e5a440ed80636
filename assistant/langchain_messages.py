"""Our messages in LangChain's types, and its stream as plain text, for the adapters that speak to language models."""

from collections.abc import Generator, Sequence
from contextlib import closing
from typing import cast

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.runnables import Runnable

from assistant.chat_models import Message

_KINDS: dict[str, type[BaseMessage]] = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}


def as_langchain(message: Message) -> BaseMessage:
    """The message in LangChain's type."""
    return _KINDS[message.role](content=message.text)


def stream_text(model: Runnable[LanguageModelInput, AIMessage], messages: Sequence[Message]) -> Generator[str]:
    """The pieces of text that `model` writes; closing this closes the model's own stream."""
    pieces = cast(Generator[AIMessage], model.stream([as_langchain(message) for message in messages]))
    with closing(pieces):
        yield from (str(piece.text) for piece in pieces if piece.text)
