"""A language model behind an OpenAI-compatible server (vLLM, llama.cpp, Ollama, TGI …), through LangChain's adapter."""

import re
import ssl
from collections.abc import Generator, Iterator
from functools import lru_cache

import httpx2
import openai
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from assistant.chat_models import Task
from assistant.langchain_messages import stream_text
from ingest.errors import ContextOverflow, ModelUnavailable, SettingsError
from ingest.settings import Settings

_PIECE = re.compile(r"[^\W\d_]+|\d|\n|[^\w\s]|_")
_LETTERS_A_TOKEN = 2
"""Common vocabularies need a token for three to four letters of German; counting more tokens is the safe side."""
_MOST_BYTES = 16 * 1024 * 1024
"""More than any answer has with all that a server says around it."""
_COUNTED = 4096
_TOKENIZER_TIMEOUT = _LOOK_TIMEOUT = 2.0
_NOT_THE_PROTOCOL = (ValueError, TypeError, AttributeError, LookupError)
"""What the adapter trips over where a server sends something else."""
_OVERFLOW = re.compile(
    r"context[ _]?overflow|context[ _](?:length|size|window)|exceeds? (?:the )?(?:available )?context|too many tokens",
    re.IGNORECASE,
)


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

        self._tokenizer = f"{settings.base_url.rstrip('/').removesuffix('/v1')}/tokenize"
        self._http = _client(settings)
        self._models = f"{settings.base_url.rstrip('/')}/models"
        self._key = settings.key
        self._counts = True
        self._count = lru_cache(_COUNTED)(self._ask_for_tokens)

    def count_tokens(self, text: str) -> int:
        """As the server counts, if it does (llama.cpp, vLLM); else more than it may be."""
        if self._counts:
            try:
                return self._count(text)
            except (httpx2.HTTPError, ValueError, KeyError, TypeError):
                self._counts = False
        return estimate_tokens(text)

    def is_reachable(self) -> bool:
        """Whether the server lists its models to this key, or says that it has no such list."""
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        try:
            status = self._http.get(self._models, headers=headers, timeout=_LOOK_TIMEOUT).status_code
        except httpx2.HTTPError:
            return False
        return status < 400 or status in (404, 405)

    def _ask_for_tokens(self, text: str) -> int:
        # llama.cpp calls the text "content", vLLM "prompt"; each passes over the other's name.
        asked = {"model": self.name, "content": text, "prompt": text}
        answer = self._http.post(self._tokenizer, json=asked, timeout=_TOKENIZER_TIMEOUT)
        return len(answer.raise_for_status().json()["tokens"])

    def stream(self, task: Task) -> Generator[str]:
        try:
            yield from stream_text(self._chat, task.messages)
        except (openai.OpenAIError, httpx2.HTTPError, *_NOT_THE_PROTOCOL) as error:
            if isinstance(error, openai.APIError) and _OVERFLOW.search(_said(error)):
                raise ContextOverflow(model=self.name) from error
            raise ModelUnavailable(model=self.name, reason=type(error).__name__) from error


def _said(error: openai.APIError) -> str:
    """All that the server said; the adapter's own errors carry only a part of it."""
    response = error.response if isinstance(error, openai.APIStatusError) else None
    return f"{type(error).__name__} {error} {error.body} {response.text if response and response.is_closed else ''}"


def estimate_tokens(text: str) -> int:
    """More tokens than a common vocabulary needs: one for two letters, one for each digit, sign and line."""
    return 1 + sum(-(-len(piece.encode()) // _LETTERS_A_TOKEN) for piece in _PIECE.findall(text))


def _client(settings: Settings) -> httpx2.Client:
    """Speaks to the server directly, whatever proxies the environment names, and anew for each question: a connection that
    was kept idle may have been cut on the way."""
    limits = httpx2.Limits(max_keepalive_connections=0)
    hooks = {"response": [_bound]}
    trusted = _trusted(settings)
    return openai.DefaultHttpxClient(
        verify=trusted, timeout=settings.model_timeout, trust_env=False, limits=limits, event_hooks=hooks
    )


class _Bounded(httpx2.SyncByteStream):
    """A response that breaks off after so many bytes: a server need not end, not even its line."""

    def __init__(self, stream: httpx2.SyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        room = _MOST_BYTES
        for part in self._stream:
            room -= len(part)
            if room < 0:
                raise httpx2.ReadError("the response does not end")
            yield part

    def close(self) -> None:
        self._stream.close()


def _bound(response: httpx2.Response) -> None:
    if isinstance(response.stream, httpx2.SyncByteStream):
        response.stream = _Bounded(response.stream)


def _trusted(settings: Settings) -> ssl.SSLContext | bool:
    """The certificates that vouch for the server. Raises SettingsError if the named file has none."""
    if settings.ca_bundle is None:
        return True
    try:
        return ssl.create_default_context(cafile=str(settings.ca_bundle))
    except OSError as error:
        raise SettingsError(setting="AKTENLOTSE_CA_BUNDLE", reason=f"{settings.ca_bundle}: {error}") from error
