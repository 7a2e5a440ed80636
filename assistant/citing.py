"""From an answer's text with [n] to sentences and citations: which passage, and which words of it.

Knows no model; works the same for all of them. A number that points nowhere stays a sentence without citation.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.conversation import Citation, Sentence
from assistant.units import Unit
from ingest.documents import Hit, Passage
from ingest.german import find_sentences, find_terms

_MARK = re.compile(r"[ \t]*\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]")
_MARKS_AFTER_STOP = re.compile(r"([.!?])((?:\s*\[\d{1,2}(?:\s*,\s*\d{1,2})*\])+)")
_BEGUN = re.compile(r"\s*(?:\S*|\[[\d,\s]*)$")
"""A sentence of which there is not even a whole word: what it becomes may change where the one before it ends."""
_LEAST_OVERLAP = 0.3
"""Share of a sentence's terms that a passage's sentence needs, to be shown as the quoted one."""


def resolve(text: str, hits: Sequence[Hit]) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """The sentences of an answer without their marks, and a citation for each passage that is named."""
    sentences: list[Sentence] = []
    citations: dict[int, Citation] = {}
    for piece in cut(text):
        if piece.text:
            numbers = tuple(dict.fromkeys(number for number in piece.numbers if 1 <= number <= len(hits)))
            sentences.append(Sentence(piece.text, numbers))
            cite(citations, sentences[-1], hits)
    return tuple(sentences), tuple(citations[number] for number in sorted(citations))


def cite(citations: dict[int, Citation], sentence: Sentence, hits: Sequence[Hit]) -> None:
    """Add to `citations` what `sentence` quotes."""
    for number in sentence.citations:
        citations[number] = _joined(citations.get(number), _quote(hits[number - 1].passage, number, sentence.text))


def cite_units(units: Sequence[Unit], hits: Sequence[Hit]) -> tuple[Citation, ...]:
    """A citation for each unit, in their order."""
    passages = [hits[unit.number - 1].passage for unit in units]
    return tuple(
        Citation(unit.number, passage, unit.core, unit.start, unit.end) for unit, passage in zip(units, passages, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence as it was written, with the blanks before it and its marks; its bare text and its numbers."""

    written: str
    text: str
    numbers: tuple[int, ...]


def cut(text: str) -> list[Piece]:
    """The sentences of `text`, in pieces that make up the whole."""
    written = _MARKS_AFTER_STOP.sub(r"\2\1", text)
    bare, marks = _take_out_marks(written)
    pieces: list[Piece] = []
    before = shown = 0
    for start, end in find_sentences(bare):
        own = [mark for mark in marks if before < mark.at <= end or mark.at == before == 0]
        until = end + sum(mark.length for mark in marks if mark.at <= end)
        pieces.append(Piece(written[shown:until], bare[start:end], tuple(number for mark in own for number in mark.numbers)))
        before, shown = end, until
    return pieces


def split_finished(text: str) -> tuple[list[Piece], str]:
    """Of a text that is still being written: the pieces to which nothing more can be added, and the rest."""
    pieces = cut(text)
    finished = pieces[:-1] if pieces and _BEGUN.match(pieces[-1].written) is None else pieces[:-2]
    rest = _MARKS_AFTER_STOP.sub(r"\2\1", text)[sum(len(piece.written) for piece in finished) :]
    return finished, rest


@dataclass(frozen=True, slots=True)
class _Mark:
    """[2, 3] in a text: where it stood when all marks were taken out, how long it was, and its numbers."""

    at: int
    length: int
    numbers: tuple[int, ...]


def _take_out_marks(text: str) -> tuple[str, list[_Mark]]:
    """The text without its marks, and these."""
    bare, marks, at = "", [], 0
    for mark in _MARK.finditer(text):
        bare += text[at : mark.start()]
        marks.append(_Mark(len(bare), len(mark[0]), tuple(int(number) for number in mark[1].split(","))))
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
