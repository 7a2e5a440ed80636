"""Rows of a PDF page: cells that stand side by side, each of one or more lines, as tables without rules have them.

A cell of two lines is written before its neighbours by some programs; by others around them, which is left to `pdfnarrow`. Knows
no table and no pdfium.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.parsers.lines import join, starts_with_marker
from ingest.parsers.pdfgrids import Box, around
from ingest.parsers.pdflines import Line, Word, cells_of

PITCH = 1.6
"""How far the lines of a cell stand apart at most, in heights of a letter."""
_GAP, _WIDER = 0.4, 1.6
"""Spaces between columns are wider than 0.4 of a letter's height, and so much wider than the narrowest one of their line."""
EXACT = 1.5
"""How far apart what stands at the same place is at most, in points."""
_HALF = 0.5
_MOST_CELLS = 60
_ENDS = (".", ":", ";")


@dataclass(slots=True)
class Stack:
    """The lines of a cell, one below the other."""

    words: list[Word]
    box: Box

    @property
    def text(self) -> str:
        """Its lines as one."""
        text = ""
        for word in self.words:
            text = join(text, word.text)
        return text


@dataclass(slots=True)
class Row:
    """Cells side by side, and the lines that they are made of; of its first letter the size, and whether it is bold."""

    cells: list[Stack]
    size: float
    is_bold: bool
    lines: list[int] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Where its highest cell begins."""
        return max(cell.box.top for cell in self.cells)

    @property
    def bottom(self) -> float:
        """Where its lowest cell ends."""
        return min(cell.box.bottom for cell in self.cells)

    @property
    def is_full(self) -> bool:
        """Whether it may be a table's row: two cells or more, but no plan's, and not an item of a list behind its marker."""
        if not 1 < len(self.cells) <= _MOST_CELLS or sum(any(map(str.isalnum, cell.text)) for cell in self.cells) < 2:
            return False
        first = self.cells[0].text
        return len(self.cells) > 2 or (sum(map(str.isalpha, first)) > 1 and not starts_with_marker(f"{first} x"))


def rows_of(lines: Iterable[tuple[int, Line]]) -> Iterator[Row]:
    """The lines as rows: what stands below a row's last cell belongs to it, what stands beside the row is a cell more."""
    row: Row | None = None
    for index, line in lines:
        cells = _cells(line)
        if row and len(cells) == 1 and _is_next_line(row, cells[0], line):
            last = row.cells[-1]
            last.words.append(cells[0])
            last.box = around(last.box, line.box)
        elif row and _stands_beside(row, cells[0].box):
            row.cells += (Stack([cell], cell.box) for cell in cells)
        else:
            if row:
                yield row
            row = Row([Stack([cell], cell.box) for cell in cells], line.size, line.bold)
        row.lines.append(index)
    if row:
        yield row


def _cells(line: Line) -> Sequence[Word]:
    """The parts of a line that wide gaps keep apart."""
    gaps = [after.box.left - before.box.right for before, after in pairwise(line.words)]
    if gaps:
        least = max(line.size * _GAP, min(gaps) * _WIDER if len(gaps) > 1 and min(gaps) < line.size * _GAP else 0)
        if max(gaps) > least:
            return list(cells_of(line.words, least / 1.5))
    return (Word(line.text, line.box),)


def _is_next_line(row: Row, word: Word, line: Line) -> bool:
    """Whether a line goes on the last cell of a row."""
    last = row.cells[-1]
    step = last.box.bottom - word.box.bottom
    return (
        looks_alike(row, Row([Stack([word], word.box)], line.size, line.bold))
        and _HALF * line.size < step < PITCH * line.size
        and are_aligned(last.box, word.box)
        and not last.words[-1].text.endswith(_ENDS)
    )


def looks_alike(row: Row, part: Row) -> bool:
    """Whether the only cell of a row looks like one of another row, which says only of its first cell whether it is bold."""
    last, own = row.cells[-1].words[-1].box, part.cells[0].box
    is_high = abs(last.top - last.bottom - own.top + own.bottom) < 1 or abs(row.size - part.size) < 1
    return is_high and (len(row.cells) > 1 or row.is_bold == part.is_bold)


def are_aligned(one: Box, other: Box) -> bool:
    """Whether one of two boxes stands below the other: they begin, end or are centred at the same place."""
    left, right = one.left - other.left, one.right - other.right
    return abs(left) < EXACT or abs(right) < EXACT or abs(left + right) < EXACT


def _stands_beside(row: Row, box: Box) -> bool:
    half = _HALF * row.size
    is_right = box.left > max(cell.box.right for cell in row.cells) + _GAP * row.size
    return is_right and box.bottom > row.bottom - half and box.top < row.top + half
