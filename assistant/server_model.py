"""A language model behind an OpenAI-compatible server (vLLM, llama.cpp, Ollama, TGI …), through LangChain's adapter."""

import ssl
from collections.abc import Iterator
from contextlib import closing

import httpx
import openai
from langchain_openai import ChatOpenAI

from assistant.chat_models import Task
from assistant.langchain_messages import as_langchain
from ingest.errors import ModelUnavailable, SettingsError
from ingest.settings import Settings

_CHARACTERS_A_TOKEN = 2.5
"""German text has three to four characters a token with common vocabularies; counting more tokens is the safe side."""


class ServerModel:
    """The model `settings.model` at `settings.base_url`."""

    reads_messages = True

    def __init__(self, settings: Settings) -> None:
        if not settings.base_url:
            raise SettingsError(setting="AKTENLOTSE_BASE_URL", reason="empty")
        self.name = settings.model
        trusted = ssl.create_default_context(cafile=str(settings.ca_bundle)) if settings.ca_bundle else True
        self._chat = ChatOpenAI(
            base_url=settings.base_url,
            model=settings.model,
            api_key=settings.key or "none",
            temperature=0,
            max_completion_tokens=settings.answer_tokens,
            max_retries=settings.model_retries,
            timeout=settings.model_timeout,
            http_client=httpx.Client(verify=trusted, timeout=settings.model_timeout, trust_env=False),
            stream_usage=False,
        )

    def count_tokens(self, text: str) -> int:
        return int(len(text) / _CHARACTERS_A_TOKEN) + 1

    def stream(self, task: Task) -> Iterator[str]:
        messages = [as_langchain(message) for message in task.messages]
        try:
            with closing(self._chat.stream(messages)) as pieces:  # type: ignore[type-var]
                yield from (str(piece.text) for piece in pieces)
        except (openai.OpenAIError, httpx.HTTPError) as error:
            raise ModelUnavailable(model=self.name, reason=type(error).__name__) from error
