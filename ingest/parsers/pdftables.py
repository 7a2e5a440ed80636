"""Tables of a PDF page: what stands between ruling lines, and lines whose parts stand in columns.

Knows no pdfium. The first row of a table is taken for its header.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from ingest.parsers.cells import Cell, merged_down, table_lines
from ingest.parsers.lines import join, row
from ingest.parsers.pdfgrids import NEAR, Box, Grid
from ingest.parsers.pdflines import Line, Page, Word, cells_of
from ingest.parsers.pdfnarrow import Table, are_contents, narrow_tables

_LEAST_COLUMN_LINES = 3


def find_tables(page: Page) -> list[Table]:
    """The page's tables; `lines` are indexes into `page.lines`."""
    ruled = [table for grid in page.grids if (table := _ruled_table(grid, page))]
    taken = frozenset[int]().union(*(table.lines for table in ruled))
    return [*ruled, *narrow_tables(page, taken), *_column_tables(page, taken)]


def _ruled_table(grid: Grid, page: Page) -> Table | None:
    box = grid.box
    inside = [index for index, line in enumerate(page.lines) if line.words and _holds(box, line.box)]
    cells: dict[tuple[int, int], list[Word]] = {}
    for index in inside:
        for word in page.lines[index].words:
            cells.setdefault(_place(grid, word.box), []).append(word)
    down = sorted({row for row, _ in cells})
    if len({column for _, column in cells}) < 2 or len(down) < 2:
        return None
    lines = table_lines(merged_down(_row(grid, cells, number) for number in down))
    return Table(tuple(lines), frozenset(inside), grid.xs)


def _place(grid: Grid, box: Box) -> tuple[int, int]:
    """Row, from the top, and column of the upper left corner of the merged cell that the middle of `box` is in."""
    left, bottom, right, top = box
    height = (bottom + top) / 2
    level = bisect_right(grid.ys, height, 1, len(grid.ys) - 1)
    column = grid.first_column(bisect_right(grid.xs, (left + right) / 2, 1, len(grid.xs) - 1) - 1, height)
    while level < len(grid.ys) - 1 and column not in grid.closed[level]:
        level += 1
    return len(grid.ys) - 1 - level, column


def _row(grid: Grid, cells: dict[tuple[int, int], list[Word]], number: int) -> Iterator[tuple[Cell, bool]]:
    """The cells of a row and which of them continue the one above."""
    top = len(grid.ys) - 1 - number
    height = (grid.ys[top] + grid.ys[top - 1]) / 2
    firsts: list[int] = []
    for column in range(len(grid.xs) - 1):
        first = column if (number, column) in cells else grid.first_column(column, height)
        firsts.append(max(first, firsts[-1] if firsts else 0))
    for column in dict.fromkeys(firsts):
        continues = number > 0 and column not in grid.closed[top]
        yield Cell(_cell_text(cells.get((number, column), [])), firsts.count(column)), continues


def _holds(box: Box, line: Box) -> bool:
    middle = (line.bottom + line.top) / 2
    return box.left - NEAR <= line.left and line.right <= box.right + 3 * NEAR and box.bottom <= middle <= box.top


def _cell_text(words: list[Word]) -> str:
    """Words in reading order: by line, then from left to right; words hyphenated at a line's end whole again."""
    if len(words) == 1:
        return words[0].text
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.box.bottom):
        if lines and _overlap(lines[-1][0].box, word.box):
            lines[-1].append(word)
        else:
            lines.append([word])
    text = ""
    for line in lines:
        text = join(text, " ".join(word.text for word in sorted(line, key=lambda word: word.box.left)))
    return text


def _overlap(one: Box, other: Box) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > 0.3 * min(one.top - one.bottom, other.top - other.bottom)


def _column_tables(page: Page, taken: frozenset[int]) -> Iterator[Table]:
    """Runs of lines read from a picture that each have the same number of parts, beginning or ending at about the same places."""
    run: dict[int, Sequence[Word]] = {}
    above: Line | None = None
    for index, line in enumerate(page.lines):
        is_read = line.confidence is not None and index not in taken
        cells = list(cells_of(line.words, line.size)) if is_read else []
        fits = len(cells) > 1 and not _is_leader(line)
        if above and not (fits and above.box.bottom >= line.box.bottom and _are_aligned(run[max(run)], cells)):
            yield from _column_table(run)
            run, above = {}, None
        if fits:
            run[index], above = cells, line
    yield from _column_table(run)


def _column_table(run: Mapping[int, Sequence[Word]]) -> Iterator[Table]:
    """A table of contents is recognised and left out: its rows are empty."""
    if len(run) >= _LEAST_COLUMN_LINES:
        texts = [[cell.text for cell in cells] for cells in run.values()]
        rows = () if are_contents(texts) else tuple(map(row, texts))
        yield Table(rows, frozenset(run), tuple(cell.box.left for cell in next(iter(run.values()))))


def _is_leader(line: Line) -> bool:
    return "...." in line.text or ". . ." in line.text


def _are_aligned(above: Sequence[Word], below: Sequence[Word]) -> bool:
    if len(above) != len(below) or len(above) == 2 and len(above[0].text) < 4:  # numbers and bullets of a list, not a column
        return False
    return all(
        abs(one.box.left - other.box.left) < 2 * NEAR or abs(one.box.right - other.box.right) < 2 * NEAR
        for one, other in zip(above, below, strict=True)
    )
