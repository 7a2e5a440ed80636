"""From an answer's text with [n] to sentences and citations: which passage, and which words of it.

Knows no model; works the same for all of them. A number that points nowhere stays a sentence without citation.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.conversation import Citation, Sentence
from ingest.documents import Hit, Passage
from ingest.german import find_sentences, find_terms

_MARK = re.compile(r"\s*\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]")
_MARK_AFTER_STOP = re.compile(r"([.!?])((?:\s*\[\d{1,2}(?:\s*,\s*\d{1,2})*\])+)")
_LEAST_OVERLAP = 0.3
"""Share of a sentence's terms that a passage's sentence needs, to be shown as the quoted one."""


def resolve(text: str, hits: Sequence[Hit]) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """The sentences of an answer without their marks, and a citation for each passage that is named."""
    marked = _MARK_AFTER_STOP.sub(r"\2\1", text)
    sentences: list[Sentence] = []
    citations: dict[int, Citation] = {}
    for start, end in find_sentences(marked):
        sentence = marked[start:end]
        numbers = [number for number in _numbers(sentence) if 1 <= number <= len(hits)]
        bare = _MARK.sub("", sentence).strip()
        if bare:
            sentences.append(Sentence(bare, tuple(dict.fromkeys(numbers))))
            for number in numbers:
                quote = _quote(hits[number - 1].passage, number, bare)
                citations[number] = _joined(citations.get(number), quote)
    return tuple(sentences), tuple(citations[number] for number in sorted(citations))


def _numbers(sentence: str) -> Iterator[int]:
    for mark in _MARK.finditer(sentence):
        yield from (int(number) for number in mark[1].split(","))


def _quote(passage: Passage, number: int, sentence: str) -> Citation:
    """The sentence itself where it stands in the passage, else the passage's sentence that is most like it."""
    body = passage.text[len(passage.text) - (passage.end - passage.start) :]
    at = body.find(sentence)
    start, end = (at, at + len(sentence)) if at >= 0 else _most_alike(body, sentence)
    return Citation(number, passage, body[start:end], passage.start + start, passage.start + end)


def _most_alike(body: str, sentence: str) -> tuple[int, int]:
    wanted = set(find_terms(sentence))
    overlaps = [(len(wanted & set(find_terms(body[start:end]))), start, end) for start, end in find_sentences(body)]
    best = max(overlaps, key=lambda overlap: overlap[0], default=(0, 0, len(body)))
    return best[1:] if best[0] >= _LEAST_OVERLAP * max(1, len(wanted)) else (0, len(body))


def _joined(known: Citation | None, more: Citation) -> Citation:
    """One citation for all that is quoted from a passage: from the first quoted word to the last."""
    if known is None:
        return more
    start, end = min(known.start, more.start), max(known.end, more.end)
    body = known.passage.text[len(known.passage.text) - (known.passage.end - known.passage.start) :]
    quote = body[start - known.passage.start : end - known.passage.start]
    return Citation(known.number, known.passage, quote, start, end)
