"""A causal language model on this machine, by transformers, through LangChain's Hugging Face adapter.

One question at a time: a second one waits for the first. Nothing is fetched: the model is a folder or in the local cache.
"""

import threading
from collections.abc import Generator
from contextlib import closing
from typing import Any

import torch
from jinja2 import TemplateError
from langchain_huggingface import ChatHuggingFace, HuggingFacePipeline
from transformers import AutoModelForCausalLM, AutoTokenizer, TextGenerationPipeline

from assistant.chat_models import Task
from assistant.langchain_messages import stream_text
from ingest.errors import ContextOverflow, ModelUnavailable, SettingsError, describe_fault
from ingest.settings import Settings


class _Run:
    """One answer that is being written. After `stop` is set, the model makes one more token at most."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.error = ""

    def stopped(self, pieces: torch.Tensor, _: object, **__: object) -> torch.Tensor:
        """Transformers' stopping criterion."""
        return torch.full((pieces.shape[0],), self.stop.is_set(), dtype=torch.bool, device=pieces.device)


class _StoppablePipeline(TextGenerationPipeline):
    """A pipeline that a run can stop, and whose failure ends the stream instead of leaving its reader waiting."""

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        run, streamer = options.pop("run"), options["streamer"]
        options["stopping_criteria"] = [*options["stopping_criteria"], run.stopped]
        # The adapter's streamer gives up after a minute, and reading a long prompt may take longer. The empty piece wakes
        # its reader, which then waits without a limit.
        streamer.timeout = None
        streamer.on_finalized_text("")
        try:
            return super().__call__(*inputs, **options)
        except (RuntimeError, ValueError, IndexError) as error:
            run.error = str(error)
            return []
        finally:
            streamer.end()


class LocalModel:
    """The model in the folder (or cache) `settings.model`, with its own chat template. Raises SettingsError."""

    reads_messages = True

    def __init__(self, settings: Settings) -> None:
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(settings.model, local_files_only=True)
            model = AutoModelForCausalLM.from_pretrained(settings.model, local_files_only=True, dtype="auto")
        except (OSError, ValueError) as error:
            raise SettingsError(setting="AKTENLOTSE_MODEL", reason=describe_fault("no_model", name=settings.model)) from error
        if not self._tokenizer.chat_template:
            raise SettingsError(setting="AKTENLOTSE_MODEL", reason=f"{settings.model}: no chat template")
        self.name = settings.model
        pipeline = _StoppablePipeline(model=model.eval(), tokenizer=self._tokenizer)  # type: ignore[no-untyped-call]
        # The chat template has put the special tokens in already.
        self._options: dict[str, int] = {"max_new_tokens": settings.answer_tokens, "do_sample": False, "add_special_tokens": False}
        self._chat = ChatHuggingFace(llm=HuggingFacePipeline(pipeline=pipeline), tokenizer=self._tokenizer)
        self._turn = threading.Lock()
        self._longest = getattr(model.config, "max_position_embeddings", None)

    def count_tokens(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False))

    def stream(self, task: Task) -> Generator[str]:
        self._check_length(task)
        run = _Run()
        chat = self._chat.bind(pipeline_kwargs=self._options | {"run": run})
        with self._turn, closing(stream_text(chat, task.messages)) as pieces:
            try:
                yield from pieces
            except TemplateError as error:
                raise ModelUnavailable(model=self.name, reason=str(error)) from error
            finally:
                run.stop.set()
        if run.error:
            raise ModelUnavailable(model=self.name, reason=run.error)

    def _check_length(self, task: Task) -> None:
        """Raises ContextOverflow before the model would read only a part."""
        tokens = sum(self.count_tokens(message.text) for message in task.messages)
        if self._longest and tokens + self._options["max_new_tokens"] > self._longest:
            raise ContextOverflow(model=self.name)
