"""From an answer's text with [n] to sentences and citations: which passage, and which words of it.

Knows no model; works the same for all of them. A number that points nowhere stays a sentence without citation.
"""

import re
from collections.abc import Sequence

from assistant.conversation import Citation, Sentence
from ingest.documents import Hit, Passage
from ingest.german import find_sentences, find_terms

_MARK = re.compile(r"[ \t]*\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]")
_MARKS_AFTER_STOP = re.compile(r"([.!?])((?:\s*\[\d{1,2}(?:\s*,\s*\d{1,2})*\])+)")
_LEAST_OVERLAP = 0.3
"""Share of a sentence's terms that a passage's sentence needs, to be shown as the quoted one."""


def resolve(text: str, hits: Sequence[Hit]) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """The sentences of an answer without their marks, and a citation for each passage that is named."""
    bare, marks = _take_out_marks(_MARKS_AFTER_STOP.sub(r"\2\1", text))
    sentences: list[Sentence] = []
    citations: dict[int, Citation] = {}
    before = -1
    for start, end in find_sentences(bare):
        numbers = tuple(dict.fromkeys(number for at, number in marks if before < at <= end and 1 <= number <= len(hits)))
        sentences.append(Sentence(bare[start:end], numbers))
        for number in numbers:
            quote = _quote(hits[number - 1].passage, number, bare[start:end])
            citations[number] = _joined(citations.get(number), quote)
        before = end
    return tuple(sentences), tuple(citations[number] for number in sorted(citations))


def _take_out_marks(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and of each number the place in it where its mark stood."""
    bare, marks, at = "", [], 0
    for mark in _MARK.finditer(text):
        bare += text[at : mark.start()]
        marks += [(len(bare), int(number)) for number in mark[1].split(",")]
        at = mark.end()
    return bare + text[at:], marks


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
