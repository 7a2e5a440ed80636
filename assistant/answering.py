"""The life of a question: from what a person asks to a cited, checked answer.

Read this first. A question is a generator of events: what was found, sentences with their verdicts, then the whole `Answer`.
Closing the generator stops the model. The web, the command line and the evaluation all use this.
"""

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import islice

from assistant import prompting
from assistant.chat_models import ChatModel
from assistant.citing import cite_units
from assistant.contradicting import find_contradictions
from assistant.conversation import Answer, Event, PassagesFound, Question, TextPiece, Trouble
from assistant.courtesies import strip_courtesies
from assistant.dating import find_day
from assistant.evidence import Evidence
from assistant.lately import Lately
from assistant.mistrusting import is_mistrusted
from assistant.quoting import QuotingReader
from assistant.reading import Asked, Reading, read, read_follow_up
from assistant.remembering import Memory
from assistant.replying import refuse, remark, replies
from assistant.retrieval import Retriever
from assistant.rewriting import Understood, understand
from assistant.talking import recognise_talk
from assistant.writing import Draft, write_within
from ingest.documents import Hit, Passage, Scope
from ingest.errors import ModelUnavailable
from ingest.settings import Settings

_MOST_REFILLED = 8
"""How many times the wanted number of passages is looked through for ones that can be trusted."""

_REMEMBERED = 1000
"""Questions whose passages are at hand until something changes, and their reading until these do: about 30 MB."""
_AHEAD = 4
"""Questions that are found and read anew in one go."""


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What a question found, and how many passages were left out because they give orders."""

    hits: tuple[Hit, ...]
    mistrusted: int


@dataclass(frozen=True, slots=True)
class _ToRead:
    """Passages to be read. Those are the same to a reader that have the same texts in the same order, in a library of about the
    same size: of scores and rarities only trifles change when a document comes or goes."""

    passages: tuple[Passage, ...]
    widened: tuple[object, ...]
    size: int
    hits: tuple[Hit, ...] = field(compare=False)

    @classmethod
    def of(cls, hits: tuple[Hit, ...], size: int) -> "_ToRead":
        """`hits` in a library of about that size."""
        return cls(tuple(hit.passage for hit in hits), tuple(hit.widened for hit in hits), size, hits)


class Assistant:
    """Answers questions from a library; `assembly.py` builds it."""

    def __init__(self, retriever: Retriever, model: ChatModel, settings: Settings) -> None:
        self.retriever = retriever
        self.model = model
        self._settings = settings
        self._evidence = Evidence(retriever.library)
        self._memory = Memory(retriever)
        self._found_before = lru_cache(_REMEMBERED)(self._find)
        self._read_before = lru_cache(2 * _REMEMBERED)(self._read)
        self._lately = Lately(retriever.library)

    def answer(self, question: Question) -> Generator[Event]:
        """What happens while `question` is answered; the last event is the `Answer`, or `Trouble` where nobody could answer."""
        talk = recognise_talk(question.text)
        if talk is not None:
            reply = replies()[talk]
            yield TextPiece(reply)
            yield Answer(reply, "smalltalk", question.text)
            return
        started = time.perf_counter()
        understood = self._understand(question)
        question = replace(question, text=understood.text, as_of=question.as_of or find_day(question.text, date.today()))
        scope = _scope_of(question)
        found = self._found(understood, scope)
        hits = found.hits
        yield PassagesFound(question.text, hits)
        timings = {"retrieval": time.perf_counter() - started}
        reading = self._reading(understood, hits)
        self._lately.note(understood, scope, (strip_courtesies(understood.searched), understood.text))
        timings["reading"] = time.perf_counter() - started - timings["retrieval"]
        base = Answer("", "nothing", question.text, hits=hits, confidence=reading.confidence, timings=timings)
        base = replace(base, as_of=question.as_of, mistrusted=found.mistrusted, new_topic=understood.new_topic)
        answer: Answer | None = refuse(base, reading.about)
        if reading.units and reading.confidence >= self._settings.floor:
            answer = yield from self._write(base, reading, self._model_for(question, hits))
        if answer is None:
            return
        if answer.refused:
            yield TextPiece(answer.text)
        yield remark(replace(answer, timings=answer.timings | {"whole": time.perf_counter() - started}))

    def look_ahead(self) -> None:
        """Find and read anew some of what was asked lately and is due, because the library has grown; not where a model reads
        the best again, as what that makes of them is not remembered."""
        if self.retriever.reads_again:
            return
        for understood, scope in islice(self._lately.due(), _AHEAD):
            self._reading(understood, self._found(understood, scope).hits)

    def find_passages(self, question: Question, limit: int) -> list[Hit]:
        """The best passages for a question that stands alone, among what may be read, is in force, and gives no orders."""
        return list(self._find(question.text, _scope_of(question), limit, None).hits)

    def _found(self, understood: Understood, scope: Scope) -> _Found:
        return self._found_before(understood.searched, scope, self._settings.passages, self.retriever.state())

    def _reading(self, understood: Understood, hits: tuple[Hit, ...]) -> Reading:
        size = self.retriever.library.about_size(understood.text)
        return self._read_before(self._asked(understood), _ToRead.of(hits, size))

    def _find(self, question: str, scope: Scope, limit: int, _state: object) -> _Found:
        """The best passages that give no orders; others take the places of those that do, so that these can keep out nothing."""
        text = strip_courtesies(question)
        looked, hits, trusted = limit, list[Hit](), list[Hit]()
        while True:
            hits = self._memory.find_passages(text, scope, looked)
            trusted = [hit for hit in hits if not is_mistrusted(hit.passage)]
            if len(trusted) >= limit or len(hits) < looked or looked >= _MOST_REFILLED * limit:
                return _Found(tuple(trusted[:limit]), len(hits) - len(trusted))
            looked *= 2

    def _asked(self, understood: Understood) -> tuple[Asked, ...]:
        """The question as it was put, and as it stands alone where that differs."""
        texts = dict.fromkeys((understood.asked, strip_courtesies(understood.text)))
        return tuple(Asked(text, self.retriever.official_words(text)) for text in texts)

    def _read(self, asked: tuple[Asked, ...], found: _ToRead) -> Reading:
        own, *standalone = asked
        if not standalone:
            return read(own.text, own.official, found.hits, self._evidence)
        return read_follow_up(own, standalone[0], found.hits, self._evidence)

    def _enlarged(self, hits: Sequence[Hit]) -> dict[int, Passage]:
        """The passages with their neighbours, where these give no orders."""
        larger = self.retriever.library.enlarged([hit.passage for hit in hits])
        return {identity: passage for identity, passage in larger.items() if not is_mistrusted(passage)}

    def _model_for(self, question: Question, hits: Sequence[Hit]) -> ChatModel:
        """The model, if it may see what was found; else the quoting reader, which runs in this process."""
        found = frozenset(hit.passage.document.id for hit in hits)
        return self.model if question.model_may_see is None or question.model_may_see(found) else QuotingReader()

    def _understand(self, question: Question) -> Understood:
        """The question made to stand alone. A model that may not see everything does not see
        former answers, as nobody knows what they rest on."""
        model = self.model if question.model_may_see is None else QuotingReader()
        return understand(question.text, question.history, model, self._settings)

    def _write(self, base: Answer, reading: Reading, model: ChatModel) -> Generator[Event, None, Answer | None]:
        """Let the model write; the quoting reader steps in for a model that does not answer, if that is allowed."""
        try:
            return (yield from self._write_with(model, base, reading))
        except ModelUnavailable as error:
            yield Trouble(error.code, str(error))
            if not self._settings.quote_when_unavailable:
                return None
        return (yield from self._write_with(QuotingReader(), base, reading))

    def _write_with(self, model: ChatModel, base: Answer, reading: Reading) -> Generator[Event, None, Answer]:
        prompt = prompting.read_prompt(self._settings.prompt)
        values = {"name": self._settings.name, "question": base.question}
        started = time.perf_counter()
        larger = self._enlarged(base.hits) if model.reads_messages else {}
        order = prompting.Order(prompt, values, base.question, base.hits, reading, larger=larger)
        draft = yield from write_within(model, order, self._settings)
        timings = base.timings | {"writing": time.perf_counter() - started}
        left_out = len(base.hits) - len(draft.hits)
        written = replace(base, model=model.name, prompt=prompt.digest, left_out=left_out, dropped=draft.dropped, timings=timings)
        return refuse(written, reading.about) if draft.declined or not draft.text.strip() else _finished(written, draft, reading)


def _scope_of(question: Question) -> Scope:
    return Scope(question.collections, question.documents, question.as_of or date.today(), question.readable)


def _finished(written: Answer, draft: Draft, reading: Reading) -> Answer:
    answer = replace(
        written,
        text=draft.text.strip(),
        outcome="answered",
        sentences=tuple(draft.sentences),
        citations=draft.citations,
        further=cite_units(reading.further, written.hits),
    )
    return replace(answer, remarks=tuple(find_contradictions(answer)))
