"""Lines that a PDF page draws late but shows between others, as text boxes are, in the place where they are read.

Knows no columns: lines that fit into no gap between two lines of their own column stay where they are. Knows no pdfium.
"""

from collections.abc import Sequence
from dataclasses import replace

from ingest.parsers.pdflines import Line, Page

_JUMP = 2.0
"""Heights of a line by which the next one lies higher, where something else begins."""
_LONGEST = 20


def in_reading_order(page: Page) -> Page:
    """The page with short runs of lines moved up into the gap where they stand."""
    runs = _runs(page.lines)
    if len(runs) == 1:
        return page
    ordered = list(runs[0])
    for run in runs[1:]:
        gap = _gap(ordered, run) if len(run) < _LONGEST else None
        at = len(ordered) if gap is None else gap
        ordered[at:at] = run
    return replace(page, lines=tuple(ordered))


def _runs(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines cut where one lies higher than its predecessor."""
    runs: list[list[Line]] = [[]]
    for line in lines:
        last = runs[-1][-1] if runs[-1] else None
        if last and line.box.bottom - last.box.top > _JUMP * last.size:
            runs.append([])
        runs[-1].append(line)
    return runs


def _gap(lines: Sequence[Line], run: Sequence[Line]) -> int | None:
    """The index before which `run` stands between two neighbours in one column."""
    top, bottom = max(line.box.top for line in run), min(line.box.bottom for line in run)
    for index in range(1, len(lines)):
        above, below = lines[index - 1], lines[index]
        fits = above.box.bottom >= top - above.size / 2 and bottom >= below.box.top - below.size / 2
        if fits and _beside(above, run[0]) and _beside(below, run[0]):
            return index
    return None


def _beside(one: Line, other: Line) -> bool:
    """Whether two lines share a good part of the page's width."""
    shared = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
    return shared > 0.5 * min(one.box.right - one.box.left, other.box.right - other.box.left)
