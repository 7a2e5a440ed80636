"""Puts the paragraphs of a PDF together from its lines: by distance, indent, list marker and how full the line is.

Knows no pdfium and does not tell headings from paragraphs; it only keeps apart what looks different.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.parsers.headings import is_numbered_heading, is_paragraph_heading, is_title_like
from ingest.parsers.lines import (
    is_contents_entry,
    is_row,
    is_subsection,
    join,
    starts_with_bullet,
    starts_with_marker,
)
from ingest.parsers.pdflines import Line, Page
from ingest.parsers.pdftables import find_tables

_NEAR = 3.0
_NEIGHBOURS = 8
_LEAST_INDENT, _GREATEST_INDENT = 0.3, 5
_ITEM = re.compile(r"\(?(\d{1,3}|[a-z])[.)]\s")
_SMALLER, _MOST_NOTES = 0.4, 12
_ENDS = (".", ":", ";", "!", "?")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; `row` is a table's row instead."""

    lines: tuple[Line, ...]
    page: int
    margin: float
    row: str = ""
    columns: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """Its lines as one, or its row."""
        text = self.row
        for line in self.lines:
            text = join(text, line.text)
        return text


def all_paragraphs(pages: Sequence[Page], *, bold_text: bool) -> list[Paragraph]:
    """The paragraphs and table rows of all pages in reading order; `bold_text` says that even the body is bold."""
    return _continued([part for page in pages for part in _paragraphs(page, bold_text)])


def _paragraphs(page: Page, bold_text: bool) -> Iterator[Paragraph]:
    """The page's paragraphs and rows; a table stands where its first line stood."""
    tables = find_tables(page)
    table_of = {index: table for table in tables for index in table.lines}
    lines = [line for index, line in enumerate(page.lines) if index not in table_of]
    widest, pitch = _margin(lines), _pitch(lines)
    margins = _column_margins(page.lines, widest, table_of)
    written: set[int] = set()
    group: list[Line] = []
    for index, line in enumerate(page.lines):
        table, margin = table_of.get(index), margins[index]
        if group and (table or not _continues(group, line, margin, pitch, bold_text)):
            yield Paragraph(tuple(group), page.number, margin)
            group = []
        if table is None:
            group.append(line)
        elif id(table) not in written:
            written.add(id(table))
            yield from (Paragraph((), page.number, margin, text, table.columns) for text in table.rows)
    if group:
        yield Paragraph(tuple(group), page.number, margin)


def _margin(lines: Sequence[Line]) -> float:
    """Where the column's full lines end."""
    edges = sorted(line.box.right for line in lines)
    return edges[len(edges) * 9 // 10] if edges else 0.0


def _column_margins(lines: Sequence[Line], widest: float, besides: Container[int]) -> list[float]:
    """For each line but those `besides` where its own column ends: before `widest` if its neighbours fill a narrower one."""
    margins = []
    places = [(line.box.left, line.box.right, line.size) for line in lines]
    for index, (left, _, size) in enumerate(places):
        if index in besides:
            margins.append(widest)
            continue
        near, reach = places[max(index - _NEIGHBOURS, 0) : index + _NEIGHBOURS], _GREATEST_INDENT * size
        edges = [edge for begin, edge, other in near if -reach < begin - left < reach and -1 < other - size < 1]
        end = max(edges)
        full = sum(end - edge < 0.12 * (end - left) for edge in edges)
        margins.append(end if full > max(4, len(edges) / 2) else widest)
    return margins


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between two lines, in sizes of their font."""
    steps = [(above.box.bottom - below.box.bottom) / above.size for above, below in zip(lines, lines[1:], strict=False)]
    usual = sorted(step for step in steps if 0.8 < step < 2.5)
    return usual[len(usual) // 3] if usual else 1.25


def _continues(group: list[Line], line: Line, margin: float, pitch: float, bold_text: bool) -> bool:
    """Whether `line` belongs to the paragraph whose lines so far are `group`."""
    last = group[-1]
    step = (last.box.bottom - line.box.bottom) / last.size
    same_line = abs(step) < 0.4
    if step < -0.4 or step > pitch * 1.35 or abs(last.size - line.size) > 0.15 * last.size:
        return same_line and not step > pitch * 1.35
    if last.bold and line.bold and not bold_text and step < pitch * 1.35 and not is_paragraph_heading(line.text):
        return not starts_with_marker(line.text) and not last.text.endswith(":")
    heading_like = last.bold != line.bold and (last.bold or line.bold) and not bold_text
    if heading_like and (len(group) == 1 or not last.text.endswith("-")) and _stands_alone(group, line, margin):
        return False
    return same_line or not _begins_anew(group, line, margin)


def _stands_alone(group: list[Line], line: Line, margin: float) -> bool:
    """Whether the change between bold and light between two lines can be one between heading and text."""
    bold = group if group[-1].bold else [line]
    return all(part.bold for part in bold) and (is_title_like(group[0].text) or not group[-1].bold)


def _begins_anew(group: list[Line], line: Line, margin: float) -> bool:
    last, text = group[-1], line.text
    is_further_out = starts_with_marker(group[0].text) and line.box.left < group[0].box.left - 0.3 * last.size
    if is_further_out or _is_next_item(group[0].text, text):
        return True
    if _hangs(group, line) and not starts_with_marker(text):
        return False
    ended = last.text.endswith(_ENDS)
    room = margin - last.box.right > 0.12 * max(margin - line.box.left, 1)
    if starts_with_bullet(text) or is_contents_entry(last.text) or is_subsection(text) and (ended or room):
        return True
    anew = ended or room or last.text.endswith(",")
    if starts_with_marker(text) or is_paragraph_heading(text) or is_numbered_heading(text):
        return anew or line.box.left < group[0].box.left - last.size or not is_title_like(last.text)
    if is_paragraph_heading(last.text) and len(group) == 1 and room and not ended:
        return text[:1] == "(" and text[1:2].isdigit() or _is_below_title(last, line, margin)
    indented = line.box.left - last.box.left > last.size and len(group) > 1 and ended
    return (ended and room) or indented or (room and not last.text.endswith("-") and not _next_word_fits_not(last, line, margin))


def _is_next_item(first: str, text: str) -> bool:
    """Whether `text` opens with what follows the number or letter that `first` opens with: "1. " and "2. "."""
    other = _ITEM.match(text)
    one = _ITEM.match(first) if other else None
    if one is None or other is None or one[1].isdecimal() != other[1].isdecimal():
        return False
    return int(one[1]) + 1 == int(other[1]) if one[1].isdecimal() else ord(one[1]) + 1 == ord(other[1])


def _is_below_title(last: Line, line: Line, margin: float) -> bool:
    """Whether the heading of a paragraph has its title and the next line begins the text, for it would have fitted on."""
    has_title = len(last.text.split()) > 2
    return has_title and abs(last.box.left - line.box.left) < last.size and not _next_word_fits_not(last, line, margin)


def _hangs(group: list[Line], line: Line) -> bool:
    """Whether `line` is indented to the text of the list item that the group begins with."""
    indent, first = (line.box.left - group[0].box.left) / line.size, group[0].text
    return starts_with_marker(first) and not is_subsection(first) and _LEAST_INDENT < indent < _GREATEST_INDENT


def _next_word_fits_not(last: Line, line: Line, margin: float) -> bool:
    """Whether the next line's first word was too long for the room that its predecessor left."""
    word = line.text.split(maxsplit=1)[0]
    width = (last.box.right - last.box.left) / max(len(last.text), 1) * (len(word) + 1)
    centred = abs((last.box.left + last.box.right) - (line.box.left + line.box.right)) < 0.5 * last.size
    return last.box.right + width > margin - 1 or (centred and last.bold == line.bold) or line.text[:1].islower()


def _continued(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs that run over a page are one, on the page where they start; so a table repeats its header."""
    whole: list[Paragraph] = []
    for paragraph in paragraphs:
        last = whole[-1] if whole else None
        over = _run_over(whole, paragraph) if last and last.page != paragraph.page else None
        if over is not None:
            whole[over] = replace(whole[over], lines=(*whole[over].lines, *paragraph.lines))
            continue
        if last and last.row and paragraph.row and last.page != paragraph.page:
            header = _header(whole)
            if header.row != paragraph.row and _same_columns(header.columns, paragraph.columns):
                whole.append(replace(header, page=paragraph.page))
        whole.append(paragraph)
    return whole


def _run_over(whole: Sequence[Paragraph], following: Paragraph) -> int | None:
    """The index of the paragraph that runs over the page: the last one, or the last before its footnotes, in smaller letters."""
    last = len(whole) - 1
    if _runs_over(whole[last], following):
        return last
    at, least = last, max(last - _MOST_NOTES, 0)
    while at > least and whole[at - 1].page == whole[at].page and _is_smaller(whole[at], following):
        at -= 1
    is_text = len(whole[at].lines) > 1 or not is_title_like(whole[at].text)
    return at if at < last and is_text and _runs_over(whole[at], following) else None


def _is_smaller(one: Paragraph, other: Paragraph) -> bool:
    return bool(one.lines and other.lines) and one.lines[0].size < other.lines[0].size - _SMALLER


def _same_columns(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return len(one) == len(other) and all(abs(left - right) < _NEAR for left, right in zip(one, other, strict=True))


def _header(paragraphs: Sequence[Paragraph]) -> Paragraph:
    """The first row of the table that the last paragraph is a row of."""
    first = paragraphs[-1]
    for paragraph in reversed(paragraphs):
        if not is_row(paragraph.row):
            break
        first = paragraph
    return first


def _runs_over(last: Paragraph, following: Paragraph) -> bool:
    if not last.lines or not following.lines:
        return False
    end, start = last.lines[-1], following.lines[0]
    text = start.text
    if not text or end.bold != start.bold or abs(end.size - start.size) > 1:
        return False
    if starts_with_marker(text) or is_paragraph_heading(text):
        return False
    if end.text.endswith(_ENDS) or is_paragraph_heading(last.text):
        return False
    return text[0].islower() or end.text.endswith("-") or end.box.right > last.margin - 4 * end.size
