"""Asks a set's questions, of the search or of the whole assistant, and keeps what comes back with what it is worth.

Knows no file and no measure; the assistant is production's.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering import Assistant
from assistant.conversation import Answer, PassagesFound, Question, TextPiece, Trouble
from eval.gold import GoldSet
from eval.results import Asked, Cited, Found, Given
from eval.valuing import value_answer, value_ranking
from ingest.documents import Hit

_DOCUMENTS = 10
_PASSAGES, _MOST_PASSAGES = 50, 800
_SHOWN = 10
"""Passages whose text a run keeps."""


@dataclass(slots=True)
class _Heard:
    """The events of one question as they come in."""

    found: tuple[Hit, ...] = ()
    understood: str = ""
    trouble: str | None = None
    first_text: float | None = None
    answer: Answer | None = None


def ask_search(gold: GoldSet, assistant: Assistant) -> Iterator[Asked]:
    """Each judged question of `gold`, searched as it would be understood with its history."""
    for question in gold.questions:
        if question.relevant:
            started = time.perf_counter()
            hits = _find_documents(assistant, Question(question.standalone, as_of=question.as_of))
            seconds = {"whole": time.perf_counter() - started}
            yield Asked(question, _as_found(hits), values=value_ranking(question, hits), seconds=seconds)


def _find_documents(assistant: Assistant, question: Question) -> list[Hit]:
    """Enough passages for ten documents, if there are as many."""
    limit = _PASSAGES
    while True:
        hits = assistant.find_passages(question, limit)
        few = len({hit.passage.document.id for hit in hits}) < _DOCUMENTS
        if not few or len(hits) < limit or limit >= _MOST_PASSAGES:
            return hits
        limit *= 2


def ask_assistant(gold: GoldSet, assistant: Assistant) -> Iterator[Asked]:
    """Each question of `gold` as it is put, with its history, answered in full."""
    for question in gold.questions:
        started = time.perf_counter()
        heard = _listen(assistant, Question(question.text, question.history, as_of=question.as_of))
        seconds = {**(heard.answer.timings if heard.answer else {}), "whole": time.perf_counter() - started}
        if heard.first_text is not None:
            seconds["first_text"] = heard.first_text
        values = value_answer(question, heard.answer, assistant.model.count_tokens)
        yield Asked(question, _as_found(heard.found), _as_given(heard), values, seconds)


def _listen(assistant: Assistant, question: Question) -> _Heard:
    heard = _Heard()
    started = time.perf_counter()
    for event in assistant.answer(question):
        if isinstance(event, PassagesFound):
            heard.found, heard.understood = event.hits, event.question
        elif isinstance(event, TextPiece) and heard.first_text is None:
            heard.first_text = time.perf_counter() - started
        elif isinstance(event, Trouble):
            heard.trouble = event.error
        elif isinstance(event, Answer):
            heard.answer = event
    return heard


def _as_given(heard: _Heard) -> Given:
    answer = heard.answer
    if answer is None:
        return Given("", "failed", heard.understood, 0.0, "", heard.trouble, (), ())
    citations = tuple(
        Cited(each.number, each.passage.document.id, each.passage.id, each.start, each.end, each.quote) for each in answer.citations
    )
    return Given(
        text=answer.text,
        outcome=answer.outcome,
        understood=answer.question,
        confidence=answer.confidence,
        model=answer.model,
        trouble=heard.trouble,
        sentences=answer.sentences,
        citations=citations,
    )


def _as_found(hits: Sequence[Hit]) -> tuple[Found, ...]:
    return tuple(_one_found(hit, rank) for rank, hit in enumerate(hits))


def _one_found(hit: Hit, rank: int) -> Found:
    passage = hit.passage
    title = passage.document.metadata.title
    place = " › ".join((title, *(heading for heading in passage.headings if heading not in title)))
    text = passage.text if rank < _SHOWN else ""
    return Found(passage.document.id, passage.start, passage.end, hit.score, hit.scores, place, text)
