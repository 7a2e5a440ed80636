"""Sections to passages: pieces that are searched and cited.

A passage never crosses a section, never cuts a sentence or a table's row unless one alone is longer than the embedder
reads, and repeats a table's header row and a list's lead-in. Knows no database.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.documents import Section
from ingest.german import find_sentences

SECTION_GAP = "\n\n"
"""What stands between two sections in a document's text."""
_GAP = re.compile(r"(?<!\s)(?<!\u00a7)(?<!Abs\.)(?<!Art\.)(?<!Nr\.)(?<!Satz)\s+(?=\S)")
"""Where a sentence that is too long may be cut: between words, but not before a reference's number."""

_ITEM = re.compile(r"(?:- |\d{1,3}[a-z]?[.)] |[a-z]{1,2}\) )")
_CLOSED = (".", "!", "?", ";")
_LONGEST_LEAD_IN = 40


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
    fits: Callable[[str], bool] | None
    """None if the embedder reads texts of any length."""

    def allow(self, text: str) -> bool:
        """Whether `text` may be one passage."""
        return _count_words(text) <= self.words and self.may_read(text)

    def may_read(self, text: str) -> bool:
        """Whether the embedder reads all of `text`."""
        return self.fits is None or self.fits(text)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is not cut: a sentence or a table's row; `header` is the header row above a row, or the lead-in of a list's item, if it
    can be read with it."""

    start: int
    end: int
    words: int
    header: str = ""


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


def embedded_headings(headings: Sequence[str], limits: Limits) -> Sequence[str]:
    """The headings that leave at least half of what the embedder reads to the text; the outer ones give way."""
    while headings and not limits.may_read(embedded_text(headings, embedded_text(headings, ""))):
        headings = headings[1:]
    return headings


def _split_section(section: Section, offset: int, limits: Limits) -> Iterator[Piece]:
    headings = embedded_headings(section.headings, limits)
    inner = replace(limits, fits=lambda text: limits.may_read(embedded_text(headings, text))) if limits.fits else limits
    units = list(_find_units(section.text, inner))
    first = 0
    while first < len(units):
        last = _last_that_fits(section.text, units, first, inner)
        start, end = units[first].start, units[last].end
        yield Piece(units[first].header + section.text[start:end], section, offset + start, offset + end)
        if last + 1 == len(units):
            return
        first = _first_of_next(section.text, units, last, inner)


def _find_units(text: str, limits: Limits) -> Iterator[_Unit]:
    start, header, lead_in = 0, "", ""
    for line in text.split("\n"):
        end = start + len(line)
        if line.startswith("| "):
            yield from _as_units(text, start, end, limits, header if limits.allow(header + line) else "")
            header = header or f"{line}\n"
        else:
            header = ""
            lead_in = lead_in if _ITEM.match(line) else ""
            for first, last in find_sentences(line):
                known = lead_in if limits.allow(lead_in + line[first:last]) else ""
                yield from _as_units(text, start + first, start + last, limits, known)
            lead_in = lead_in or _lead_in(line)
        start = end + 1


def _lead_in(line: str) -> str:
    """The last sentence of a line after which a list may begin, with a line break: it is not closed, and short."""
    sentences = list(find_sentences(line))
    last = line[slice(*sentences[-1])] if sentences and not _ITEM.match(line) else ""
    return f"{last}\n" if last and not last.endswith(_CLOSED) and _count_words(last) <= _LONGEST_LEAD_IN else ""


def _as_units(text: str, start: int, end: int, limits: Limits, header: str = "") -> Iterator[_Unit]:
    """The unit from `start` to `end`; its halves, and their halves, if it is too long."""
    unit = _Unit(start, end, _count_words(text[start:end]), header)
    if unit.words <= limits.words and limits.may_read(text[start:end]) or end - start < 2:
        yield unit
        return
    middle = (start + end) // 2
    gaps = [gap.span() for gap in _GAP.finditer(text, start, end)]
    stop, go_on = min(gaps, key=lambda gap: abs(gap[0] - middle)) if gaps else (middle, middle)
    yield from _as_units(text, start, stop, limits)
    yield from _as_units(text, go_on, end, limits)


def _last_that_fits(text: str, units: list[_Unit], first: int, limits: Limits) -> int:
    last = first
    while last + 1 < len(units) and _allow(text, units, first, last + 1, limits):
        last += 1
    return last


def _first_of_next(text: str, units: list[_Unit], last: int, limits: Limits) -> int:
    """The first unit of the next passage: it repeats whole sentences up to the overlap, if there is room for a new one."""
    first = last + 1
    repeated = 0
    while first > 0 and repeated + units[first - 1].words <= limits.overlap:
        first -= 1
        repeated += units[first].words
    while first <= last and not _allow(text, units, first, last + 1, limits):
        first += 1
    return first


def _allow(text: str, units: list[_Unit], first: int, last: int, limits: Limits) -> bool:
    header = units[first].header
    words = _count_words(header) + sum(unit.words for unit in units[first : last + 1])
    return words <= limits.words and limits.may_read(header + text[units[first].start : units[last].end])


def _count_words(text: str) -> int:
    return len(text.split())
