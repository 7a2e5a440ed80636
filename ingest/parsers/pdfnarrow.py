"""Tables of a PDF page without rules whose columns stand close together: rows whose parts begin or end at the same places.

A cell that takes two lines belongs to the row that it is nearer to; a header may be centred over its columns. Knows no pdfium.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.parsers.lines import join, row
from ingest.parsers.pdflines import Line, Page, Word, cells_of

_GAP, _WIDER = 0.4, 1.6
"""Spaces between columns are wider than 0.4 of a letter's height, and so much wider than the narrowest one of their line."""
_EXACT = 1.5
_LEAST_ROWS = 2
_SHORTEST = 4
_FARTHEST, _PITCH = 5.0, 1.6
_MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows as lines, the lines of the page that it replaces, and where its columns begin."""

    rows: tuple[str, ...]
    lines: frozenset[int]
    columns: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row, and the lines that they are made of."""

    cells: tuple[Word, ...]
    line: Line
    lines: tuple[int, ...]


def narrow_tables(page: Page, taken: frozenset[int]) -> Iterator[Table]:
    """The page's tables with close columns; `taken` are lines of others."""
    run: list[_Row] = []
    parts: list[int] = []
    for index, line in enumerate(page.lines):
        cells = () if index in taken or line.confidence is not None else _cells(line)
        if cells:
            begun = _Row(cells, line, (index,))
            if run and not _fits(run[-1], begun):
                yield from _table(page, run)
                run, parts = [], []
            run.append(begun)
            _add_parts(run, parts, page)
            parts = []
        elif run and len(parts) < _MOST_PARTS and index not in taken and _column(run[-1], line) is not None:
            parts.append(index)
        elif run:
            _add_parts(run, parts, page)
            yield from _table(page, run)
            run, parts = [], []
    _add_parts(run, parts, page)
    yield from _table(page, run)


def _add_parts(run: list[_Row], parts: Sequence[int], page: Page) -> None:
    """Give each line that is but a part of a cell to the nearer one of the last rows, if it is near."""
    for index in parts:
        line = page.lines[index]
        near = [at for at in range(max(len(run) - 2, 0), len(run)) if _distance(run[at].line, line) < _PITCH * line.size]
        at = min(near, key=lambda at: _distance(run[at].line, line), default=None)
        column = None if at is None else _column(run[at], line)
        if at is not None and column is not None:
            whole, cell = run[at], run[at].cells[column]
            texts = (line.text, cell.text) if line.box.bottom > whole.line.box.bottom else (cell.text, line.text)
            cells = (*whole.cells[:column], Word(join(*texts), cell.box), *whole.cells[column + 1 :])
            run[at] = _Row(cells, whole.line, tuple(sorted((*whole.lines, index))))


def _distance(one: Line, other: Line) -> float:
    return abs(one.box.bottom - other.box.bottom)


def _column(row: _Row, line: Line) -> int | None:
    """The column that a line fits into."""
    ends = [*(cell.box.left for cell in row.cells[1:]), float("inf")]
    fitting = (
        number
        for number, (cell, end) in enumerate(zip(row.cells, ends, strict=True))
        if abs(line.box.left - cell.box.left) < _EXACT and line.box.right < end
    )
    return next(fitting, None) if _distance(row.line, line) < _FARTHEST * line.size else None


def _cells(line: Line) -> tuple[Word, ...]:
    """The parts of a line that may be a row: none of them is a mere sign, nor the first of two a mere number."""
    gaps = [after.box.left - before.box.right for before, after in pairwise(line.words)]
    if not gaps:
        return ()
    least = max(line.size * _GAP, min(gaps) * _WIDER if len(gaps) > 1 and min(gaps) < line.size * _GAP else 0)
    cells = tuple(cells_of(line.words, least / 1.5)) if max(gaps) > least else ()
    if len(cells) < 2 or (len(cells) == 2 and len(cells[0].text) < _SHORTEST):
        return ()
    return cells if all(any(map(str.isalnum, cell.text)) for cell in cells) else ()


def _fits(above: _Row, below: _Row) -> bool:
    """Whether a row goes on the table: its cells begin or end where those above do."""
    near = 0 < above.line.box.bottom - below.line.box.bottom < _FARTHEST * below.line.size
    if not near or len(above.cells) != len(below.cells):
        return False
    return all(
        abs(one.box.left - other.box.left) < _EXACT or abs(one.box.right - other.box.right) < _EXACT
        for one, other in zip(above.cells, below.cells, strict=True)
    )


def _table(page: Page, run: Sequence[_Row]) -> Iterator[Table]:
    if len(run) < _LEAST_ROWS:
        return
    header = _header(page, run)
    rows = [header, *run] if header else run
    if len(rows) > _LEAST_ROWS:
        texts = (row(cell.text for cell in each.cells) for each in rows)
        lines = frozenset(index for each in rows for index in each.lines)
        yield Table(tuple(texts), lines, tuple(cell.box.left for cell in run[0].cells))


def _header(page: Page, run: Sequence[_Row]) -> _Row | None:
    """The line above the first row, if each of its cells stands over one column."""
    at, cells = run[0].lines[0] - 1, run[0].cells
    line = page.lines[at] if at >= 0 else None
    if line is None or line.box.bottom - run[0].line.box.bottom > _FARTHEST * line.size:
        return None
    titles = _cells(line)
    ends = [*(cell.box.left for cell in cells[1:]), float("inf")]
    stands = len(titles) == len(cells) and all(
        cell.box.left - _EXACT <= title.box.left and title.box.right <= end
        for title, cell, end in zip(titles, cells, ends, strict=True)
    )
    return _Row(titles, line, (at,)) if stands else None
