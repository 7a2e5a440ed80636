"""Rows of tables without ruling lines, which Tesseract reads column by column: puts the parts of a row together again.

What stands beside other lines in a narrow column belongs to them; what stands in a wide one is a column of text of its own.
Knows no picture and no Tesseract.
"""

from collections.abc import Sequence

from ingest.parsers.pdfgrids import Box
from ingest.parsers.pdflines import Line

_NARROW = 0.2
_LEAST_ROWS = 3


def with_whole_rows(lines: Sequence[Line], width: float) -> list[Line]:
    """The lines of a page that is `width` points wide; the parts of a table's row are one line where its first part stood."""
    narrow = [index for index, line in enumerate(lines) if line.box.right - line.box.left < _NARROW * width]
    columns = [index for index in narrow if _is_in_column(index, narrow, lines)]
    rows = _rows(columns, lines)
    taken = {index for row in rows.values() for index in row}
    whole = []
    for index, line in enumerate(lines):
        if index in rows:
            whole.append(_joined([lines[part] for part in rows[index]]))
        elif index not in taken:
            whole.append(line)
    return whole


def _is_in_column(index: int, narrow: Sequence[int], lines: Sequence[Line]) -> bool:
    """Whether enough narrow lines stand below each other, each beside another line, with no wide one between them."""
    own = lines[index]
    column = [other for other in narrow if _shares(lines[other].box, own.box) and _beside(other, lines)]
    if len(column) < _LEAST_ROWS:
        return False
    top, bottom = max(lines[other].box.top for other in column), min(lines[other].box.bottom for other in column)
    within = (other for other, line in enumerate(lines) if bottom <= line.box.bottom and line.box.top <= top)
    return all(other in column or not _shares(lines[other].box, own.box) for other in within)


def _shares(one: Box, other: Box) -> bool:
    """Whether two boxes have horizontal room in common."""
    return one.left < other.right and other.left < one.right


def _level(one: Line, other: Line) -> bool:
    """Whether two lines stand at the same height."""
    return abs(one.box.bottom + one.box.top - other.box.bottom - other.box.top) < min(one.size, other.size)


def _beside(index: int, lines: Sequence[Line]) -> bool:
    line = lines[index]
    return any(_level(line, other) and not _shares(line.box, other.box) for other in lines if other is not line)


def _rows(columns: Sequence[int], lines: Sequence[Line]) -> dict[int, list[int]]:
    """The parts of each row from left to right, by the leftmost."""
    rows: dict[int, list[int]] = {}
    for index in columns:
        level = [other for other in range(len(lines)) if other == index or _level(lines[index], lines[other])]
        parts = sorted(level, key=lambda part: lines[part].box.left)
        apart = all(lines[a].box.right <= lines[b].box.left + 1 for a, b in zip(parts, parts[1:], strict=False))
        if apart and len(parts) > 1 and not any(part in row for row in rows.values() for part in parts):
            rows[parts[0]] = parts
    return rows


def _joined(parts: Sequence[Line]) -> Line:
    words = tuple(word for part in parts for word in part.words)
    boxes = [part.box for part in parts]
    box = Box(boxes[0].left, min(box.bottom for box in boxes), boxes[-1].right, max(box.top for box in boxes))
    sure = min(part.confidence or 0.0 for part in parts)
    return Line(" ".join(part.text for part in parts), box, parts[0].size, False, words, confidence=sure)
