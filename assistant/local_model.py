"""A causal language model on this machine, by transformers, through LangChain's Hugging Face adapter.

One question at a time: a second one waits for the first. Nothing is fetched: the model is a folder or in the local cache.
"""

import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import torch
from langchain_huggingface import ChatHuggingFace, HuggingFacePipeline
from transformers import AutoModelForCausalLM, AutoTokenizer, TextGenerationPipeline

from assistant.chat_models import Task
from assistant.langchain_messages import as_langchain
from ingest.errors import SettingsError
from ingest.settings import Settings


class _StoppablePipeline(TextGenerationPipeline):  # type: ignore[misc]
    """A pipeline that ends its generation at the next token after `stop` is set; `idle` is set while it does nothing."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self.stop = threading.Event()
        self.idle = threading.Event()
        self.idle.set()

    def __call__(self, *inputs: Any, stopping_criteria: list[Any] | None = None, **options: Any) -> Any:
        self.idle.clear()
        try:
            return super().__call__(*inputs, stopping_criteria=[*(stopping_criteria or []), self._stopped], **options)
        finally:
            self.idle.set()

    def _stopped(self, pieces: torch.Tensor, _: Any, **__: Any) -> torch.Tensor:
        return torch.full((pieces.shape[0],), self.stop.is_set(), dtype=torch.bool, device=pieces.device)


class LocalModel:
    """The model in the folder (or cache) `settings.model`, with its own chat template."""

    reads_messages = True

    def __init__(self, settings: Settings) -> None:
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(settings.model, local_files_only=True)
            model = AutoModelForCausalLM.from_pretrained(settings.model, local_files_only=True, dtype="auto")
        except (OSError, ValueError) as error:
            raise SettingsError(setting="AKTENLOTSE_MODEL", reason=f"{settings.model}: {error}") from error
        self.name = settings.model
        self._pipeline = _StoppablePipeline(model=model.eval(), tokenizer=self._tokenizer, return_full_text=False)
        self._options = {"max_new_tokens": settings.answer_tokens, "do_sample": False}
        self._chat = ChatHuggingFace(llm=HuggingFacePipeline(pipeline=self._pipeline), tokenizer=self._tokenizer)
        self._turn = threading.Lock()

    def count_tokens(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False))

    def stream(self, task: Task) -> Iterator[str]:
        messages = [as_langchain(message) for message in task.messages]
        with self._turn:
            self._pipeline.idle.wait()
            self._pipeline.stop.clear()
            try:
                with closing(self._chat.stream(messages, pipeline_kwargs=self._options)) as pieces:  # type: ignore[type-var]
                    yield from (str(piece.text) for piece in pieces)
            finally:
                self._pipeline.stop.set()
