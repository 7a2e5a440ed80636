"""Tables in Rich Text Format (RTF 1.9.1, "Table Definitions"): where the cells of a row end and which are merged.

Knows no paragraphs; a cell comes with its words.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.parsers.cells import Cell, merged_down, table_lines

_NEAR = 30
_MERGED = {"clvmrg": "down", "clmrg": "across"}


@dataclass(slots=True)
class _Row:
    """Right edges of its cells in twips, how each is merged with another ("down", "across" or ""), and their words."""

    edges: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


class Table:
    """The rows of a table so far, and the one that is being read."""

    def __init__(self) -> None:
        self._rows: list[_Row] = []
        self._row = _Row()
        self._merged = ""

    def __bool__(self) -> bool:
        return bool(self._rows)

    def define(self, word: str, value: int | None) -> bool:
        """Take in a word of a row's definition; false if it is none."""
        if word == "trowd":
            self._row.edges, self._row.merged, self._merged = [], [], ""
        elif word in _MERGED:
            self._merged = _MERGED[word]
        elif word == "cellx":
            self._row.edges.append(value or 0)
            self._row.merged.append(self._merged)
            self._merged = ""
        else:
            return False
        return True

    def end_cell(self, words: str) -> None:
        """The cell's words are complete."""
        self._row.words.append(words)

    def end_row(self) -> None:
        """The row is complete; the next one has the same definition unless it brings its own."""
        if self._row.words:
            self._rows.append(self._row)
            self._row = _Row(self._row.edges.copy(), self._row.merged.copy())

    def lines(self) -> list[str]:
        """The table's lines."""
        edges = sorted({edge for row in self._rows for edge in row.edges})
        columns = [edge for above, edge in zip([-_NEAR * 100, *edges], edges, strict=False) if edge - above > _NEAR]
        return table_lines(merged_down(_cells(row, columns) for row in self._rows))


def _cells(row: _Row, columns: Sequence[int]) -> Iterator[tuple[Cell, bool]]:
    """The cells of a row and which of them continue the one above."""
    if len(row.edges) != len(row.words):
        yield from ((Cell(words), False) for words in row.words)
        return
    ends = [bisect_left(columns, edge - _NEAR) + 1 for edge in row.edges]
    begin = 0
    for index, (words, merged) in enumerate(zip(row.words, row.merged, strict=True)):
        last = next((at for at in range(index + 1, len(ends)) if row.merged[at] != "across"), len(ends)) - 1
        if merged != "across":
            yield Cell(words, max(ends[last] - begin, 1)), merged == "down"
            begin = ends[last]
