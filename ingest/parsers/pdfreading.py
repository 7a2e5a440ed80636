"""Tells headings from paragraphs in a PDF.

Headings differ from the text by size, boldness, their number or because the outline names them. Knows no pdfium.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.parsers.headings import NUMBERED_LEVEL, PARAGRAPH_LEVEL, is_paragraph_heading, is_title_like, numbering_depth
from ingest.parsers.lines import is_contents_entry, is_subsection, starts_with_bullet
from ingest.parsers.pdflines import Line, Page
from ingest.parsers.pdfparagraphs import Paragraph, all_paragraphs
from ingest.parsers.structure import Block

_LARGER, _SMALLER = 1.1, 0.8
_LONGEST_LARGE_HEADING, _LONGEST_BOLD_HEADING = 300, 200
_LONGEST_HEADING_LINES = 4


@dataclass(frozen=True, slots=True)
class _Look:
    """How the document looks on the whole: its body's font, and what its outline names (without spaces)."""

    size: float
    bold: bool
    outline: frozenset[str]


def blocks(pages: Sequence[Page], outline: frozenset[str]) -> Iterator[Block]:
    """Headings and paragraphs of all pages in reading order."""
    look = _look(pages, outline)
    paragraphs = all_paragraphs(pages, bold_text=look.bold)
    headings = {index for index, paragraph in enumerate(paragraphs) if _is_heading(paragraph, look)}
    ranks = _ranks([paragraphs[index] for index in sorted(headings)])
    sure = {page.number: _confidence(page.lines) for page in pages if any(line.confidence is not None for line in page.lines)}
    for index, paragraph in enumerate(paragraphs):
        level = ranks[_style(paragraph)] if index in headings else 0
        confidence = (_confidence(paragraph.lines) or sure[paragraph.page]) if paragraph.page in sure else None
        yield Block(paragraph.text, level, paragraph.page, confidence=confidence)


def _confidence(lines: Sequence[Line]) -> float:
    """How sure Tesseract is of the lines on the whole."""
    letters = sum(len(line.text) for line in lines)
    return sum((line.confidence or 0) * len(line.text) for line in lines) / letters if letters else 0.0


def _look(pages: Sequence[Page], outline: frozenset[str]) -> _Look:
    letters: Counter[tuple[float, bool]] = Counter()
    for page in pages:
        for line in page.lines:
            letters[line.size, line.bold] += len(line.text)
    (size, bold), _ = letters.most_common(1)[0] if letters else ((10.0, False), 0)
    return _Look(size, bold, outline)


def _style(paragraph: Paragraph) -> tuple[float, bool, int]:
    """What decides a heading's rank: larger before smaller, bold before light, then its number's depth.

    "3. Title" in the same font as "§ 2 Title" stands beside it, not below it.
    """
    line = paragraph.lines[0]
    depth = numbering_depth(paragraph.text)
    return -round(line.size * 2) / 2, not line.bold, PARAGRAPH_LEVEL if depth == NUMBERED_LEVEL else depth


def _ranks(headings: Sequence[Paragraph]) -> dict[tuple[float, bool, int], int]:
    return {style: rank for rank, style in enumerate(sorted(set(map(_style, headings))), 1)}


def _is_heading(paragraph: Paragraph, look: _Look) -> bool:
    if paragraph.row or len(paragraph.lines) > _LONGEST_HEADING_LINES:
        return False
    text, first = paragraph.text, paragraph.lines[0]
    if is_contents_entry(text) or is_subsection(text) or starts_with_bullet(text):
        return False
    if is_paragraph_heading(text) or "".join(text.split()) in look.outline:
        return True
    larger = all(line.size >= look.size * _LARGER for line in paragraph.lines)
    if not is_title_like(text, _LONGEST_LARGE_HEADING if larger else _LONGEST_BOLD_HEADING):
        return False
    bolder = all(line.bold for line in paragraph.lines) and not look.bold and first.size >= look.size * _SMALLER
    return larger or bolder
