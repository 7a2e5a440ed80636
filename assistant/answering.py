"""The life of a question: from what a person asks to a cited, checked answer.

Read this first. A question is a generator of events: what was found, pieces of text, then the whole `Answer`. Closing the
generator stops the model. The web, the command line and the evaluation all use this.
"""

import time
import tomllib
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from assistant import prompting
from assistant.chat_models import ChatModel, Task
from assistant.checking import check
from assistant.citing import resolve
from assistant.conversation import Answer, Event, PassagesFound, Question, TextPiece, Trouble
from assistant.evidence import Evidence
from assistant.quoting import QuotingReader
from assistant.reading import Reading, read
from assistant.retrieval import Retriever
from assistant.rewriting import stand_alone
from assistant.talking import gives_orders, recognise_talk
from ingest.documents import Hit, Scope
from ingest.errors import ModelUnavailable
from ingest.settings import Settings

_REPLIES = Path(__file__).parent.parent / "prompts" / "replies.toml"
_NOT_ANSWERED = "NICHT BEANTWORTET"
_NEAREST = 3


class Assistant:
    """Answers questions from a library; `assembly.py` builds it."""

    def __init__(self, retriever: Retriever, model: ChatModel, settings: Settings) -> None:
        self.retriever = retriever
        self.model = model
        self._settings = settings
        self._evidence = Evidence(retriever.library)

    def answer(self, question: Question) -> Generator[Event]:
        """What happens while `question` is answered; the last event is the `Answer`, or `Trouble` where nobody could answer."""
        talk = recognise_talk(question.text)
        if talk is not None:
            reply = _replies()[talk]
            yield TextPiece(reply)
            yield Answer(reply, "smalltalk", question.text)
            return
        started = time.perf_counter()
        standalone = stand_alone(question.text, question.history)
        hits = self.find_passages(replace(question, text=standalone), self._settings.passages)
        yield PassagesFound(standalone, tuple(hits))
        timings = {"retrieval": time.perf_counter() - started}
        reading = read(standalone, self.retriever.official_words(standalone), hits, self._evidence)
        timings["reading"] = time.perf_counter() - started - timings["retrieval"]
        base = Answer("", "nothing", standalone, hits=tuple(hits), confidence=reading.confidence, timings=timings)
        if not reading.units or reading.confidence < self._settings.floor:
            answer = _refusal(base)
            yield TextPiece(answer.text)
        else:
            written = yield from self._write(base, reading)
            if written is None:
                return
            answer = written
        yield replace(answer, timings=answer.timings | {"whole": time.perf_counter() - started})

    def find_passages(self, question: Question, limit: int) -> list[Hit]:
        """The best passages for a question that stands alone, among what may be read, is in force, and gives no orders."""
        scope = Scope(question.collections, question.documents, question.as_of or date.today())
        hits = self.retriever.find_passages(question.text, scope, limit)
        return [hit for hit in hits if not gives_orders(hit.passage.text)]

    def _write(self, base: Answer, reading: Reading) -> Generator[Event, None, Answer | None]:
        """Let the model write; the quoting reader steps in for a model that does not answer, if that is allowed."""
        try:
            return (yield from self._write_with(self.model, base, reading))
        except ModelUnavailable as error:
            yield Trouble(error.code, str(error))
            if not self._settings.quote_when_unavailable:
                return None
        return (yield from self._write_with(QuotingReader(), base, reading))

    def _write_with(self, model: ChatModel, base: Answer, reading: Reading) -> Generator[Event, None, Answer]:
        prompt = prompting.read_prompt("answer")
        task, left_out = self._task(model, base, reading, prompt)
        text, shown = "", 0
        started = time.perf_counter()
        with closing(model.stream(task)) as stream:
            for piece in stream:
                text += piece
                if not _may_refuse(text):
                    yield TextPiece(text[shown:])
                    shown = len(text)
        timings = base.timings | {"writing": time.perf_counter() - started}
        written = replace(base, model=model.name, prompt=prompt.digest, left_out=left_out, timings=timings)
        if text.strip() and _NOT_ANSWERED not in text:
            return _cited(written, text.strip(), task.hits)
        answer = _refusal(written)
        yield TextPiece(answer.text)
        return answer

    def _task(self, model: ChatModel, base: Answer, reading: Reading, prompt: prompting.Prompt) -> tuple[Task, int]:
        """What the model is given, and how many hits did not fit into its context."""
        if not model.reads_messages:
            return Task(base.question, base.hits, (), reading), 0
        values = {"name": self._settings.name, "question": base.question}
        fixed = sum(model.count_tokens(message.text) for message in prompt.fill(**values, passages=""))
        room = self._settings.context_tokens - self._settings.answer_tokens - fixed
        fitting = prompting.fit_passages(base.hits, room, model.count_tokens)
        messages = prompt.fill(**values, passages=prompting.show_passages(fitting))
        return Task(base.question, fitting, messages, reading), len(base.hits) - len(fitting)


def _may_refuse(text: str) -> bool:
    """Whether `text` is, or may become, the model's word for refusing, which nobody needs to see."""
    begun = text.lstrip()
    return begun.startswith(_NOT_ANSWERED) or _NOT_ANSWERED.startswith(begun)


def _cited(written: Answer, text: str, hits: Sequence[Hit]) -> Answer:
    sentences, citations = resolve(text, hits)
    return replace(written, text=text, outcome="answered", sentences=check(sentences, citations), citations=citations)


def _refusal(base: Answer) -> Answer:
    """Nothing was found, or what was found does not answer: say so, and name the nearest places."""
    if not base.hits:
        return replace(base, outcome="nothing", text=_replies()["nothing"])
    places = dict.fromkeys(_place(hit) for hit in base.hits[:_NEAREST])
    return replace(base, outcome="touched", text=_replies()["touched"].format(places="; ".join(places)))


def _place(hit: Hit) -> str:
    title, anchor = hit.passage.document.metadata.title, hit.passage.anchor
    return f"{title}, {anchor}" if anchor else title


@cache
def _replies() -> dict[str, str]:
    with _REPLIES.open("rb") as file:
        return {name: str(text) for name, text in tomllib.load(file).items()}
