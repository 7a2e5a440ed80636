"""Asks a set's questions, of the search or of the whole assistant, and values what comes back.

Knows no file; the assistant is production's.
"""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering import Assistant
from assistant.conversation import Answer, PassagesFound, Question, TextPiece, Trouble
from eval import metrics
from eval.results import Asked, Cited, Found, Given
from eval.sets import GoldQuestion, GoldSet
from ingest.documents import Hit

_DOCUMENTS = 10
_PASSAGES, _MOST_PASSAGES = 50, 800
_MARK = re.compile(r"\s*\[\d{1,2}(?:\s*,\s*\d{1,2})*\]")


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
            ranking = metrics.best_passages_first(hit.passage.document.id for hit in hits)
            values: dict[str, float | None] = {**metrics.measure_ranking(question.relevant, ranking)}
            yield Asked(question, _as_found(hits), values=values, seconds=seconds)


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
        values = _value(question, heard.answer)
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


def _value(question: GoldQuestion, answer: Answer | None) -> dict[str, float | None]:
    """One question's share in each figure. A refusal states no fact, whatever titles it names."""
    answered = answer is not None and not answer.refused
    text = _MARK.sub("", answer.text) if answer is not None and answered else ""
    citations = answer.citations if answer is not None and answered else ()
    passages = {citation.passage.id: citation.passage.text for citation in citations}
    beside = " ".join((text, *passages.values()))
    refused = float(answer.refused) if answer is not None else None
    cited = [(citation.passage.document.id, citation.start, citation.end) for citation in citations]
    spans = [(span.document, span.start, span.end) for span in question.spans]
    facts = question.facts if question.answerable else None
    return {
        "all_facts": float(metrics.fact_recall(facts, text) == 1) if facts else None,
        "fact_recall": metrics.fact_recall(facts, text) if facts else None,
        "span_overlap": float(metrics.overlap(cited, spans)) if spans and question.answerable else None,
        "gold_cited": _gold_cited(question, cited),
        "answerable_refused": refused if question.answerable else None,
        "unanswerable_answered": None if question.answerable or refused is None else 1 - refused,
        "facts_beside": float(metrics.fact_recall(facts, beside) == 1) if facts else None,
        "words": float(len(text.split())) if answered else None,
        "words_beside": float(len(beside.split())) if answered else None,
    }


def _gold_cited(question: GoldQuestion, cited: list[metrics.Span]) -> float | None:
    if not question.answerable or not question.relevant:
        return None
    return float(any(document in question.relevant for document, _, _ in cited))


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
    return tuple(Found(hit.passage.document.id, hit.passage.start, hit.passage.end, hit.score, hit.scores) for hit in hits)
