"""Writes the tables of `rich_texts` for `rich_writers`, and says which lines they are. Knows no parser."""

import html
from collections.abc import Iterator, Sequence

from docx.document import Document as Word
from docx.oxml import OxmlElement

from tests.ingest.parsers.rich_texts import MERGED_LEFT, MERGED_UP, Table


def full_rows(table: Table) -> Iterator[list[str]]:
    """The table's rows, its header as one and again after a line across the whole table; such a line is a single cell."""
    rows: list[list[str]] = []
    for line in table.rows:
        above = rows[-1] if rows else [""] * len(line)
        rows.append([above[at] if cell == MERGED_UP else "" if cell == MERGED_LEFT else cell for at, cell in enumerate(line)])
    header = [" ".join(dict.fromkeys(_over(table, line, at) for line in range(table.header))) for at in range(len(rows[0]))]
    interrupted = False
    yield header
    for line, cells in list(zip(table.rows, rows, strict=True))[table.header :]:
        is_across = all(cell == MERGED_LEFT for cell in line[1:])
        if interrupted and not is_across:
            yield header
        yield cells[:1] if is_across else cells
        interrupted = is_across


def _over(table: Table, line: int, column: int) -> str:
    """What the header's cell says that covers a place."""
    words = table.rows[line][column]
    if words == MERGED_UP:
        return _over(table, line - 1, column)
    return _over(table, line, column - 1) if words == MERGED_LEFT else words


def table_as_markdown(table: Table) -> str:
    """The table as Markdown, in several where lines across all of it interrupt it."""
    lines: list[str] = []
    for cells in full_rows(table):
        if len(cells) == 1:
            lines += ["", *cells, ""]
        else:
            begins = not lines or not lines[-1]
            lines += [f"| {' | '.join(cells)} |", *(["|---" * len(cells) + "|"] if begins else [])]
    return "\n".join(lines).strip()


def table_as_markup(table: Table) -> str:
    """The table as HTML, its cells merged."""
    return f"<table>{''.join(_markup_row(table, index) for index in range(len(table.rows)))}</table>"


def _markup_row(table: Table, index: int) -> str:
    kind, cells = "td" if index >= table.header else "th", ""
    for column, words in enumerate(table.rows[index]):
        if words not in (MERGED_UP, MERGED_LEFT):
            across = 1 + _length(table.rows[index][column + 1 :], MERGED_LEFT)
            down = 1 + _length([line[column] for line in table.rows[index + 1 :]], MERGED_UP)
            merged = f"{f' colspan={across}' if across > 1 else ''}{f' rowspan={down}' if down > 1 else ''}"
            cells += f"<{kind}{merged}>{html.escape(words)}</{kind}>"
    return f"<tr>{cells}</tr>"


def _length(cells: Sequence[str], sign: str) -> int:
    """How many of the first cells have that sign."""
    return next((at for at, cell in enumerate(cells) if cell != sign), len(cells))


def write_table(document: Word, table: Table) -> None:
    """The table with Word's own merged cells; its header stands again on each page."""
    grid = document.add_table(rows=len(table.rows), cols=len(table.rows[0]), style="Table Grid")
    cells = [list(row.cells) for row in grid.rows]
    for line, row in enumerate(table.rows):
        for column, words in enumerate(row):
            if words == MERGED_UP:
                cells[line][column] = cells[line - 1][column].merge(cells[line][column])
            elif words == MERGED_LEFT:
                cells[line][column] = cells[line][column - 1].merge(cells[line][column])
            else:
                cells[line][column].text = words
    for row in grid.rows[: table.header]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
