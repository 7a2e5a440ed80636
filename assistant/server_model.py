"""A language model behind an OpenAI-compatible server (vLLM, llama.cpp, Ollama, TGI …), through LangChain's adapter."""

import ssl
from collections.abc import Generator

import httpx2
import openai
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from assistant.chat_models import Task
from assistant.langchain_messages import stream_text
from ingest.errors import ModelUnavailable, SettingsError
from ingest.settings import Settings

_CHARACTERS_A_TOKEN = 2.5
"""German text has three to four characters a token with common vocabularies; counting more tokens is the safe side."""


class ServerModel:
    """The model `settings.model` at `settings.base_url`. Raises SettingsError."""

    reads_messages = True

    def __init__(self, settings: Settings) -> None:
        if not settings.base_url:
            raise SettingsError(setting="AKTENLOTSE_BASE_URL", reason="empty")
        self.name = settings.model
        self._chat = ChatOpenAI(
            base_url=settings.base_url,
            model=settings.model,
            api_key=SecretStr(settings.key or "none"),
            temperature=0,
            max_completion_tokens=settings.answer_tokens,
            max_retries=settings.model_retries,
            timeout=settings.model_timeout,
            http_client=_client(settings),
            stream_usage=False,
        )

    def count_tokens(self, text: str) -> int:
        return int(len(text) / _CHARACTERS_A_TOKEN) + 1

    def stream(self, task: Task) -> Generator[str]:
        try:
            yield from stream_text(self._chat, task.messages)
        except (openai.OpenAIError, httpx2.HTTPError) as error:
            raise ModelUnavailable(model=self.name, reason=type(error).__name__) from error


def _client(settings: Settings) -> httpx2.Client:
    """Speaks to the server directly, whatever proxies the environment names, and anew for each question: a connection that
    was kept idle may have been cut on the way."""
    limits = httpx2.Limits(max_keepalive_connections=0)
    return openai.DefaultHttpxClient(verify=_trusted(settings), timeout=settings.model_timeout, trust_env=False, limits=limits)


def _trusted(settings: Settings) -> ssl.SSLContext | bool:
    """The certificates that vouch for the server. Raises SettingsError if the named file has none."""
    if settings.ca_bundle is None:
        return True
    try:
        return ssl.create_default_context(cafile=str(settings.ca_bundle))
    except OSError as error:
        raise SettingsError(setting="AKTENLOTSE_CA_BUNDLE", reason=f"{settings.ca_bundle}: {error}") from error
