"""Tables with merged cells as lines, the same way for every format.

What is merged downwards is said in each of its rows, what is merged across once, in its first column. A line across the
whole table is an ordinary one, after which the header stands again. A header whose cells reach over others becomes one
row. Knows no file format.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ingest.parsers.lines import clean, row

_WIDEST = 1000


class Cell(NamedTuple):
    """A cell's words, and over how many columns and rows it reaches."""

    text: str
    across: int = 1
    down: int = 1


class _Place(NamedTuple):
    cell: Cell
    row: int
    column: int


_Grid = Mapping[tuple[int, int], _Place]


def table_lines(table: Iterable[Sequence[Cell]]) -> list[str]:
    """The lines of a table; each row names the cells that begin in it. One of a single column is layout: ordinary lines."""
    rows = [list(cells) for cells in table]
    grid = _placed(rows)
    columns = sorted({place.column for place in grid.values() if place.cell.text.strip()})
    if len(columns) < 2:
        return [text for cells in rows for cell in cells if (text := clean(cell.text))]
    return list(_lines(grid, len(rows), columns))


def merged_down(table: Iterable[Iterable[tuple[Cell, bool]]]) -> list[list[Cell]]:
    """Rows as `table_lines` takes them, from formats that repeat a merged cell in each row and say that it `continues`."""
    rows: list[list[Cell]] = []
    begun: dict[int, tuple[int, int]] = {}
    for number, cells in enumerate(table):
        rows.append([])
        column = 0
        for cell, continues in cells:
            above = begun.get(column) if continues else None
            if above:
                first = rows[above[0]][above[1]]
                rows[above[0]][above[1]] = Cell(first.text, first.across, number - above[0] + 1)
            else:
                begun[column] = number, len(rows[-1])
                rows[-1].append(cell)
            column += cell.across
    return rows


def _placed(rows: Sequence[Sequence[Cell]]) -> dict[tuple[int, int], _Place]:
    """Which cell covers each place, as HTML's table model says it: a cell takes the first places that are free."""
    grid: dict[tuple[int, int], _Place] = {}
    for number, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (number, column) in grid:
                column += 1
            place = _Place(cell, number, column)
            for line in range(number, min(number + cell.down, len(rows))):
                for at in range(column, min(column + cell.across, _WIDEST)):
                    grid[line, at] = place
            column += cell.across
    return grid


def _lines(grid: _Grid, count: int, columns: Sequence[int]) -> Iterator[str]:
    header, begun = "", True
    top = next((number for number in range(count) if not _across_all(grid, number, columns)), 0)
    depth = _header_depth(grid, top)
    for number in range(count):
        if top < number < top + depth:
            continue
        if whole := _across_all(grid, number, columns):
            yield whole
            begun = False
        elif text := row(_joined(grid, range(number, number + (depth if number == top else 1)), columns)):
            if header and not begun and text != header:
                yield header
            header, begun = header or text, True
            yield text


def _header_depth(grid: _Grid, top: int) -> int:
    """Rows of the header: more than one if some of its cells are merged across and others down."""
    first = [place.cell for (number, _), place in grid.items() if number == top]
    return max(cell.down for cell in first) if any(cell.across > 1 for cell in first) else 1


def _across_all(grid: _Grid, number: int, columns: Sequence[int]) -> str:
    """The words of the only cell of a row."""
    only = grid.get((number, columns[0]))
    if only is None or only.row != number or any(grid.get((number, column)) is not only for column in columns):
        return ""
    return clean(only.cell.text).replace("\n", " ")


def _joined(grid: _Grid, lines: range, columns: Sequence[int]) -> Iterator[str]:
    if len(lines) == 1:
        places = (grid.get((lines[0], column)) for column in columns)
        yield from (place.cell.text if place and place.column == at else "" for place, at in zip(places, columns, strict=True))
        return
    for column in columns:
        covering = [place for line in lines if (place := grid.get((line, column)))]
        yield " ".join(dict.fromkeys(text for place in covering if (text := clean(place.cell.text).replace("\n", " "))))
