"""From the cells of a sheet to the lines of a table, the same way for every kind of spreadsheet.

Rows and columns without content are dropped, what several cells share is repeated down its rows, a header of several rows
becomes one, and the header stands again where a line between two parts of the table interrupts it. Knows no file format.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ingest.errors import FileTooLarge
from ingest.parsers.lines import clean, row
from ingest.parsers.structure import Block

_PLACEHOLDER = re.compile(r"^\s*(?:(?:tabelle|blatt|sheet|table|feuil|tabellenblatt)\s*[_-]?\d*)?\s*$", re.IGNORECASE)
MOST_CELLS = 400_000
_MOST_SHARED = 10_000
_MOST_PLACES = 4_000_000
"""Above so many places, filled or not, a table is so sparse that only what is filled is written."""


@dataclass(frozen=True, slots=True)
class Span:
    """Cells that are shown as one: first and last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


Cells = dict[tuple[int, int], str]
"""What stands in the filled cells, by row and column."""


def checked(cells: Iterable[tuple[tuple[int, int], str]], file: str) -> Cells:
    """The filled ones of `cells`. Raises FileTooLarge for more than `MOST_CELLS`."""
    filled: Cells = {}
    for place, text in cells:
        if words := clean(text).replace("\n", " "):
            filled[place] = words
        if len(filled) > MOST_CELLS:
            raise FileTooLarge(file=file, limit=f"{MOST_CELLS} Zellen")
    return filled


def heading(name: str) -> Iterator[Block]:
    """A sheet's name as the heading of what stands in it, unless a program gave it."""
    if not _PLACEHOLDER.match(name):
        yield Block(name, level=2)


def blocks(cells: Cells, spans: Iterable[Span] = (), page: int | None = None) -> Iterator[Block]:
    """A sheet's lines: rows with one filled cell are ordinary lines, all others rows of a table under their header."""
    spans = list(spans)
    full = cells | dict(_repeated_down(cells, spans))
    of_line: dict[int, list[int]] = {}
    for line, column in sorted(full):
        of_line.setdefault(line, []).append(column)
    columns = sorted({column for _, column in full})
    is_sparse = len(of_line) * len(columns) > _MOST_PLACES
    depth = _header_depth(cells, spans)
    header = ""
    begun = False
    for first, last in _groups(sorted(of_line), depth):
        words = [_joined(full, spans, range(first, last + 1), column) for column in (of_line[first] if is_sparse else columns)]
        filled = [word for word in words if word]
        if len(filled) < 2:
            yield Block(filled[0], page=page)
            begun = False
            continue
        text = row(words)
        if header and not begun and text != header:
            yield Block(header, page=page)
        header, begun = header or text, True
        yield Block(text, page=page)


def _repeated_down(cells: Cells, spans: Iterable[Span]) -> Iterator[tuple[tuple[int, int], str]]:
    """What a merged cell says, in each of its rows that say something else too."""
    filled = {line for line, _ in cells}
    for span in spans:
        text = cells.get((span.top, span.left))
        if text and span.bottom - span.top < _MOST_SHARED:
            yield from (((line, span.left), text) for line in range(span.top, span.bottom + 1) if line in filled)


def _header_depth(cells: Mapping[tuple[int, int], str], spans: Iterable[Span]) -> tuple[int, int]:
    """The first and last row of the table's header: more than one if some of its cells are merged across, others down."""
    counts: dict[int, int] = {}
    for line, _ in cells:
        counts[line] = counts.get(line, 0) + 1
    top = next((line for line in sorted(counts) if counts[line] > 1), 0)
    begun = [span for span in spans if span.top == top]
    across = any(span.right > span.left for span in begun)
    return top, max((span.bottom for span in begun), default=top) if across else top


def _groups(lines: list[int], header: tuple[int, int]) -> Iterator[tuple[int, int]]:
    for line in lines:
        if line == header[0]:
            yield header
        elif not header[0] < line <= header[1]:
            yield line, line


def _joined(cells: Cells, spans: Iterable[Span], lines: range, column: int) -> str:
    """What stands in `column` in `lines`; in a header of several rows below what is merged across it."""
    if len(lines) == 1:
        return cells.get((lines[0], column), "")
    words: list[str] = []
    for line in lines:
        over = next((s for s in spans if s.top <= line <= s.bottom and s.left <= column <= s.right), None)
        text = cells.get((over.top, over.left) if over else (line, column), "")
        if text and text not in words:
            words.append(text)
    return " ".join(words)
