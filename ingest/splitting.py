"""Sections to passages: pieces that are searched and cited.

A passage never crosses a section, never cuts a sentence unless one alone is longer than the embedder reads, and repeats
a table's header row. Knows no database.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.documents import Section
from ingest.german import find_sentences

SECTION_GAP = "\n\n"
"""What stands between two sections in a document's text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage that has no id yet; `start` and `end` are offsets in the document's text."""

    text: str
    section: Section
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a passage may be: in words, and as the embedder sees it with its headings before it."""

    words: int
    overlap: int
    fits: Callable[[str], bool]


def join_sections(sections: Sequence[Section]) -> str:
    """The document's text."""
    return SECTION_GAP.join(section.text for section in sections)


def section_starts(sections: Sequence[Section]) -> Iterator[tuple[int, Section]]:
    """Each section with the offset at which it starts in the document's text."""
    start = 0
    for section in sections:
        yield start, section
        start += len(section.text) + len(SECTION_GAP)


def split_sections(sections: Sequence[Section], limits: Limits) -> list[Piece]:
    """All passages of a document in their order."""
    return [piece for start, section in section_starts(sections) for piece in _split_section(section, start, limits)]


def embedded_text(headings: Sequence[str], text: str) -> str:
    """What an embedder reads of a passage: its headings, then its text."""
    return "\n".join((*headings, text))


def _split_section(section: Section, offset: int, limits: Limits) -> Iterator[Piece]:
    units = list(_find_units(section, limits))
    first = 0
    while first < len(units):
        last = _last_that_fits(section, units, first, limits)
        start, end = units[first][0], units[last][1]
        header = _table_header(section.text, start)
        yield Piece(header + section.text[start:end], section, offset + start, offset + end)
        if last + 1 == len(units):
            return
        first = max(first + 1, _first_of_overlap(section.text, units, last, limits.overlap))


def _find_units(section: Section, limits: Limits) -> Iterator[tuple[int, int]]:
    """Sentences; one that alone is too long is cut between words."""
    for start, end in find_sentences(section.text):
        if _fits(section, section.text[start:end], limits):
            yield start, end
        else:
            yield from _cut(section, start, end, limits)


def _cut(section: Section, start: int, end: int, limits: Limits) -> Iterator[tuple[int, int]]:
    """Halves of a sentence, and their halves, until each fits."""
    middle = section.text.rfind(" ", start, (start + end) // 2)
    if middle <= start:
        middle = section.text.find(" ", (start + end) // 2, end)
    if middle <= start:
        middle = (start + end) // 2
    for left, right in ((start, middle), (middle, end)):
        while left < right and section.text[left].isspace():
            left += 1
        piece = section.text[left:right]
        if _fits(section, piece, limits) or right - left < 2:
            yield left, right
        else:
            yield from _cut(section, left, right, limits)


def _fits(section: Section, text: str, limits: Limits) -> bool:
    return len(text.split()) <= limits.words and limits.fits(embedded_text(section.headings, text))


def _last_that_fits(section: Section, units: list[tuple[int, int]], first: int, limits: Limits) -> int:
    start = units[first][0]
    header = _table_header(section.text, start)
    last = first
    while last + 1 < len(units) and _fits(section, header + section.text[start : units[last + 1][1]], limits):
        last += 1
    return last


def _first_of_overlap(text: str, units: list[tuple[int, int]], last: int, overlap: int) -> int:
    """The first unit of the next passage: it repeats whole sentences up to `overlap` words."""
    first = last + 1
    while first > 0 and len(text[units[first - 1][0] : units[last][1]].split()) <= overlap:
        first -= 1
    return first


def _table_header(text: str, start: int) -> str:
    """The header row above the table row at `start`, or nothing."""
    if not text.startswith("| ", start):
        return ""
    lines_before = text[:start].split("\n")[:-1]
    rows = 0
    while rows < len(lines_before) and lines_before[-1 - rows].startswith("| "):
        rows += 1
    return f"{lines_before[-rows]}\n" if rows else ""
