"""Tables of a PDF page without rules: rows of cells that stand in columns, one below the other.

A line may be but a part of a cell of the row above or below; a header may be centred over its columns. Knows no pdfium.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from ingest.parsers.cells import Cell, table_lines
from ingest.parsers.lines import join
from ingest.parsers.pdflines import Page
from ingest.parsers.pdfrows import EXACT, PITCH, Row, are_aligned, looks_alike, rows_of

_WIDE, _FARTHEST, _SAME = 1.5, 5.0, 0.25
"""In heights of a letter: how far the columns of two rows stand apart at least, two rows at most; what is no difference."""
_LOOK_BACK = 6
_MOST_HEADERS = 2

_Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows as lines, none of a table of contents; the lines of the page that it replaces; where its columns begin."""

    rows: tuple[str, ...]
    lines: frozenset[int]
    columns: tuple[float, ...]


def narrow_tables(page: Page, taken: frozenset[int]) -> Iterator[Table]:
    """The page's tables without rules; `taken` are lines of others."""
    for is_free, group in groupby(enumerate(page.lines), lambda each: each[0] not in taken and each[1].confidence is None):
        lines = list(group)
        if is_free and any(line.words or line.box.bottom > above.box.bottom for (_, above), (_, line) in pairwise(lines)):
            yield from _tables(list(rows_of(lines)))


def _tables(rows: Sequence[Row]) -> Iterator[Table]:
    at = done = 0
    while at < len(rows):
        end, columns = _extent(rows, at)
        if not _is_table(rows[at:end], columns):
            at += 1
            continue
        first = at
        while first > max(done, at - _MOST_HEADERS) and (wider := _with_header(columns, rows[first - 1], rows[first])):
            first, columns = first - 1, wider
        yield _table(rows[first:end], columns)
        at = done = end


def _with_header(columns: Sequence[_Span], header: Row, below: Row) -> tuple[_Span, ...]:
    """The columns with those of a header above, if it is one: each of its cells stands over a column."""
    return _with_row(columns, header) if header.is_full and _is_near(header, below) else ()


def _extent(rows: Sequence[Row], at: int) -> tuple[int, tuple[_Span, ...]]:
    """The index after the last row of the table that begins at `at`, and its columns."""
    if not rows[at].is_full:
        return at, ()
    columns = _with_row((), rows[at])
    full = end = at + 1
    while end < len(rows) and _is_near(rows[end - 1], rows[end]) and (rows[end].is_full or _is_part(rows, end)):
        wider = _with_row(columns, rows[end])
        if not wider or not _stands_in_columns(rows[max(end - _LOOK_BACK, at) : end], columns, rows[end]):
            break
        end += 1
        if rows[end - 1].is_full:
            full, columns = end, wider
    return full, columns


def _is_near(above: Row, below: Row) -> bool:
    return above.bottom - below.bottom > 0 and above.bottom - below.top < _FARTHEST * below.size


def _is_part(rows: Sequence[Row], at: int) -> bool:
    """Whether a row of a single cell stands close to one of its neighbours, or as far from the one as from the other."""
    row = rows[at]
    above, below = _distances(rows, at)
    is_near = min(above, below) < PITCH * row.size or abs(above - below) < _SAME * row.size
    return len(row.cells) == 1 and is_near and looks_alike(rows[at - 1], row)


def _distances(rows: Sequence[Row], at: int) -> tuple[float, float]:
    """How far a row stands from the ones above and below."""
    row = rows[at]
    below = row.top - rows[at + 1].top if at + 1 < len(rows) else _FARTHEST * row.size
    return rows[at - 1].bottom - row.bottom, below


def _with_row(columns: Sequence[_Span], row: Row) -> tuple[_Span, ...]:
    """The columns with those of a row; none if one of its cells reaches from one column into another."""
    merged: list[_Span] = []
    spans = [(cell.box.left, cell.box.right) for cell in row.cells]
    for left, right in sorted([*columns, *spans]):
        if merged and left < merged[-1][1]:
            merged[-1] = merged[-1][0], max(right, merged[-1][1])
        else:
            merged.append((left, right))
    are_distinct = all(len({_place(merged, left) for left, _ in each}) == len(each) for each in (columns, spans))
    return tuple(merged) if are_distinct else ()


def _place(columns: Sequence[_Span], left: float) -> int:
    return bisect_right(columns, (left + EXACT, 0.0)) - 1


def _stands_in_columns(rows: Sequence[Row], columns: Sequence[_Span], row: Row) -> bool:
    """Whether a row's cells begin or end where cells above do; one of many may not, and columns may be new."""
    known = [cell.box for cell in row.cells if any(left < cell.box.right and cell.box.left < right for left, right in columns)]
    boxes = [cell.box for above in rows for cell in above.cells]
    aligned = sum(any(are_aligned(own, box) for box in boxes) for own in known)
    return aligned >= max(len(known) - 1, min(len(row.cells), 2))


def _is_table(rows: Sequence[Row], columns: Sequence[_Span]) -> bool:
    """Whether there are enough rows; two only if the columns stand well apart."""
    full = sum(row.is_full for row in rows)
    return full > 2 or (full == 2 and all(after[0] - before[1] > _WIDE * rows[0].size for before, after in pairwise(columns)))


def _table(rows: Sequence[Row], columns: Sequence[_Span]) -> Table:
    lines = frozenset(index for row in rows for index in row.lines)
    texts, begins = _texts(rows, columns), [left for left, _ in columns]
    for at in range(len(columns) - 1, 0, -1):
        if not any(line[at - 1] and line[at] for line in texts):  # a title at the left of numbers at the right
            texts = [[*line[: at - 1], line[at - 1] or line[at], *line[at + 1 :]] for line in texts]
            del begins[at]
    texts = _with_one_header(texts)
    cells = ([Cell(text) for text in line] if any(line[1:]) else [Cell(line[0], len(line))] for line in texts)
    return Table(() if are_contents(texts) else tuple(table_lines(cells)), lines, tuple(begins))


def _with_one_header(texts: list[list[str]]) -> list[list[str]]:
    """The rows with the first two as one if the second stands below a cell that reaches over others, and not below the first."""
    over, under = texts[0], texts[1]
    if under[0] or not over[0] or not any(below and not above for above, below in zip(over, under, strict=True)):
        return texts
    header: list[str] = []
    above = ""
    for upper, lower in zip(over, under, strict=True):
        above = upper or (above if lower else "")
        header.append(" ".join(text for text in (above, lower) if text))
    return [header, *texts[2:]]


def _texts(rows: Sequence[Row], columns: Sequence[_Span]) -> list[list[str]]:
    """What each row says in each column; a line that is but a part of a cell is said in the row that it is clearly nearer to."""
    found: list[list[str]] = []
    before = [""] * len(columns)
    for at, row in enumerate(rows):
        texts = [""] * len(columns)
        for cell in row.cells:
            texts[_place(columns, cell.box.left)] = cell.text
        nearer = _nearer(rows, at)
        if nearer > 0:
            before = list(map(join, before, texts))
        elif nearer < 0 and found:
            found[-1] = list(map(join, found[-1], texts))
        else:
            found.append(list(map(join, before, texts)))
            before = [""] * len(columns)
    return found


def _nearer(rows: Sequence[Row], at: int) -> int:
    """-1 if a row of a single cell clearly belongs to the row above, 1 if to the one below, else 0."""
    row = rows[at]
    if row.is_full or not 0 < at < len(rows) - 1:
        return 0
    above, below = _distances(rows, at)
    if min(above, below) > PITCH * row.size or abs(above - below) < _SAME * row.size:
        return 0
    return -1 if above < below else 1


def are_contents(rows: Sequence[Sequence[str]]) -> bool:
    """Whether each row ends in a page number no lower than the one above, as those of a table of contents do."""
    last = [cells[-1] for cells in rows]
    numbers = [int(text) for text in last if text.isdecimal() and len(text) < 5]
    are_titles = all(cells[0][-1:].isalpha() or cells[0][:1].isdigit() for cells in rows)
    return are_titles and len(numbers) == len(rows) and numbers == sorted(numbers) and numbers[0] < numbers[-1]
