"""The life of a question: from what a person asks to a cited, checked answer.

Read this first. A question is a generator of events: what was found, sentences with their verdicts, then the whole `Answer`.
Closing the generator stops the model. The web, the command line and the evaluation all use this.
"""

import time
from collections.abc import Generator
from dataclasses import replace
from datetime import date

from assistant import prompting
from assistant.chat_models import ChatModel
from assistant.contradicting import find_contradictions
from assistant.conversation import Answer, Event, PassagesFound, Question, TextPiece, Trouble
from assistant.courtesies import strip_courtesies
from assistant.dating import find_day
from assistant.evidence import Evidence
from assistant.mistrusting import is_mistrusted
from assistant.quoting import QuotingReader
from assistant.reading import Reading, read
from assistant.replying import refuse, remark, replies
from assistant.retrieval import Retriever
from assistant.rewriting import focus, rewrite
from assistant.talking import recognise_talk
from assistant.writing import Draft, write_within
from ingest.documents import Hit, Scope
from ingest.errors import ModelUnavailable
from ingest.settings import Settings

_MOST_REFILLED = 8
"""How many times the wanted number of passages is looked through for ones that can be trusted."""


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
            reply = replies()[talk]
            yield TextPiece(reply)
            yield Answer(reply, "smalltalk", question.text)
            return
        started = time.perf_counter()
        asked = strip_courtesies(question.text)
        question = self._understand(question)
        hits, mistrusted = self._find(question, self._settings.passages)
        yield PassagesFound(question.text, tuple(hits))
        timings = {"retrieval": time.perf_counter() - started}
        reading = self._read(asked, strip_courtesies(question.text), hits)
        timings["reading"] = time.perf_counter() - started - timings["retrieval"]
        base = Answer("", "nothing", question.text, hits=tuple(hits), confidence=reading.confidence, timings=timings)
        base = replace(base, as_of=question.as_of, mistrusted=mistrusted)
        answer: Answer | None = refuse(base)
        if reading.units and reading.confidence >= self._settings.floor:
            answer = yield from self._write(base, reading)
        if answer is None:
            return
        if answer.refused:
            yield TextPiece(answer.text)
        yield remark(replace(answer, timings=answer.timings | {"whole": time.perf_counter() - started}))

    def find_passages(self, question: Question, limit: int) -> list[Hit]:
        """The best passages for a question that stands alone, among what may be read, is in force, and gives no orders."""
        return self._find(question, limit)[0]

    def _find(self, question: Question, limit: int) -> tuple[list[Hit], int]:
        """The same, and how many gave orders; others take their places, so that these can keep out nothing."""
        text = strip_courtesies(question.text)
        scope = Scope(question.collections, question.documents, question.as_of or date.today(), question.readable)
        looked, hits, trusted = limit, list[Hit](), list[Hit]()
        while True:
            hits = self.retriever.find_passages(text, scope, looked)
            trusted = [hit for hit in hits if not is_mistrusted(hit.passage)]
            if len(trusted) >= limit or len(hits) < looked or looked >= _MOST_REFILLED * limit:
                return trusted[:limit], len(hits) - len(trusted)
            looked *= 2

    def _read(self, asked: str, standalone: str, hits: list[Hit]) -> Reading:
        """The hits read for what is asked; whether they answer, for the question as it stands alone, too."""
        whole = read(standalone, self.retriever.official_words(standalone), hits, self._evidence)
        focused = focus(asked, standalone)
        if focused == standalone:
            return whole
        own = read(focused, self.retriever.official_words(focused), hits, self._evidence)
        return replace(own, confidence=max(own.confidence, whole.confidence)) if own.units else whole

    def _understand(self, question: Question) -> Question:
        """The question made to stand alone, with the day that it names."""
        text = rewrite(question.text, question.history, self.model, self._settings)
        return replace(question, text=text, as_of=question.as_of or find_day(question.text, date.today()))

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
        prompt = prompting.read_prompt(self._settings.prompt)
        values = {"name": self._settings.name, "question": base.question}
        started = time.perf_counter()
        draft = yield from write_within(model, prompting.Order(prompt, values, base.question, base.hits, reading), self._settings)
        timings = base.timings | {"writing": time.perf_counter() - started}
        left_out = len(base.hits) - len(draft.hits)
        written = replace(base, model=model.name, prompt=prompt.digest, left_out=left_out, dropped=draft.dropped, timings=timings)
        return refuse(written) if draft.declined or not draft.text.strip() else _finished(written, draft)


def _finished(written: Answer, draft: Draft) -> Answer:
    answer = replace(
        written,
        text=draft.text.strip(),
        outcome="answered",
        sentences=tuple(draft.sentences),
        citations=draft.citations,
    )
    return replace(answer, remarks=tuple(find_contradictions(answer)))
