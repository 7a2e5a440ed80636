"""Our messages in LangChain's types, for the adapters that speak to language models."""

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from assistant.chat_models import Message

_KINDS: dict[str, type[BaseMessage]] = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}


def as_langchain(message: Message) -> BaseMessage:
    """The message in LangChain's type."""
    return _KINDS[message.role](content=message.text)
