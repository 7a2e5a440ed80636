"""Grids that the ruling lines of a PDF page form. Knows no text and no pdfium."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

NEAR = 3.0
_THIN = 3.0
_LEAST_LINES = 3
_CLOSE = 2.0
_MOST_RULES = 3000

_Edge = tuple[int, float, float, float, float]
"""The number of its line, and from where to where it goes along and across that."""
Sides = tuple[float, float, float, float]
"""Left, bottom, right, top."""


class Box(NamedTuple):
    """A rectangle in points, from the page's lower left corner upwards. A tuple, as a page has thousands."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Places of ruling lines: `ys` from bottom to top; what is drawn at each of `xs` and `ys`, to see merged cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    uprights: tuple[tuple[Box, ...], ...]
    levels: tuple[tuple[Box, ...], ...]

    @property
    def box(self) -> Box:
        """Its outline."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def divides(self, box: Box) -> bool:
        """Whether the edge of a column runs through `box`."""
        return bisect_right(self.xs, box.left + 1) < bisect_right(self.xs, box.right - 1)

    def first_column(self, column: int, height: float) -> int:
        """The leftmost column of the merged cell that covers `column` at `height`."""
        while column > 0:
            for edge in self.uprights[column]:
                if edge.bottom - 1 <= height <= edge.top + 1:
                    return column
            column -= 1
        return column

    def is_closed(self, level: int, column: int) -> bool:
        """Whether a line is drawn below `column` at the place `level` of `ys`."""
        middle = (self.xs[column] + self.xs[column + 1]) / 2
        return any(edge.left - 1 <= middle <= edge.right + 1 for edge in self.levels[level])


def find_grids(rules: Sequence[Sides], width: float, height: float) -> Iterator[Grid]:
    """Grids of at least two rows and two columns, on a page of that size."""
    if len(rules) > _MOST_RULES:  # a drawing
        return
    for group in _touching(_whole_edges(rules, width, height)):
        uprights = [edge for edge in group if edge.top - edge.bottom > edge.right - edge.left]
        levels = [edge for edge in group if edge.top - edge.bottom <= edge.right - edge.left]
        xs = _distinct([(edge.left + edge.right) / 2 for edge in uprights])
        ys = _distinct([(edge.bottom + edge.top) / 2 for edge in levels])
        if len(xs) >= _LEAST_LINES and len(ys) >= _LEAST_LINES:
            drawn = [_at(xs, [(edge.left + edge.right) / 2 for edge in uprights], uprights)]
            drawn += [_at(ys, [(edge.bottom + edge.top) / 2 for edge in levels], levels)]
            yield Grid(tuple(xs), tuple(ys), *drawn)


def _at(places: Sequence[float], middles: Sequence[float], edges: Sequence[Box]) -> tuple[tuple[Box, ...], ...]:
    """The edges at each place; `middles` says where each edge is."""
    found: list[list[Box]] = [[] for _ in places]
    for middle, edge in zip(middles, edges, strict=True):
        for index in range(bisect_left(places, middle - NEAR), bisect_right(places, middle + NEAR)):
            found[index].append(edge)
    return tuple(map(tuple, found))


def _whole_edges(rules: Sequence[Sides], width: float, height: float) -> list[Box]:
    """The edges that the rules draw, each in one piece: many programs draw the border of each cell by itself."""
    edges = list(_edges(rules, width, height))
    uprights = ((round(box[0] + box[2]), box[1], box[3], box[0], box[2]) for box in edges if box[2] - box[0] < box[3] - box[1])
    levels = ((round(box[1] + box[3]), box[0], box[2], box[1], box[3]) for box in edges if box[2] - box[0] >= box[3] - box[1])
    whole = [Box(low, begin, high, end) for _, begin, end, low, high in _in_one_piece(uprights)]
    return whole + [Box(begin, low, end, high) for _, begin, end, low, high in _in_one_piece(levels)]


def _edges(boxes: Sequence[Sides], page_width: float, page_height: float) -> Iterator[Sides]:
    """A thin box is one edge, a larger one has four. The page's own frame and background are none."""
    for box in boxes:
        left, bottom, right, top = box
        if right - left <= _THIN or top - bottom <= _THIN:
            yield box
        elif right - left <= page_width * 0.95 and top - bottom <= page_height * 0.9:
            yield left, bottom, right, bottom
            yield left, top, right, top
            yield left, bottom, left, top
            yield right, bottom, right, top


def _in_one_piece(edges: Iterable[_Edge]) -> list[_Edge]:
    """The edges, as one where they lie on one line and hardly a gap parts them."""
    whole: list[_Edge] = []
    place, begin, end, low, high = -1, 0.0, 0.0, 0.0, 0.0
    for other in sorted(edges):
        if other[0] == place and other[1] <= end + _CLOSE:
            end, low, high = max(end, other[2]), min(low, other[3]), max(high, other[4])
            whole[-1] = (place, begin, end, low, high)
        else:
            place, begin, end, low, high = other
            whole.append(other)
    return whole


def _touching(edges: list[Box]) -> list[list[Box]]:
    """Edges in groups that hang together, found from top to bottom; what an edge lies below of is complete."""
    groups: list[tuple[Box, list[Box]]] = []
    complete: list[list[Box]] = []
    for edge in sorted(edges, key=lambda edge: -edge.top):
        near: list[tuple[Box, list[Box]]] = []
        frame, members = edge, [edge]
        for group in groups:
            other, others = group
            if other.bottom > edge.top + NEAR:
                complete.append(others)
            elif other.left > frame.right + NEAR or other.right < frame.left - NEAR or not meet(other, frame):
                near.append(group)
            else:
                others.extend(members)
                frame, members = around(other, frame), others
        groups = [*near, (frame, members)]
    return complete + [members for _, members in groups]


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes touch or overlap."""
    return (
        one.left <= other.right + NEAR
        and other.left <= one.right + NEAR
        and one.bottom <= other.top + NEAR
        and other.bottom <= one.top + NEAR
    )


def around(one: Box, other: Box) -> Box:
    """The smallest box around both."""
    return Box(min(one.left, other.left), min(one.bottom, other.bottom), max(one.right, other.right), max(one.top, other.top))


def _distinct(places: list[float]) -> list[float]:
    distinct: list[float] = []
    for place in sorted(places):
        if not distinct or place - distinct[-1] > NEAR:
            distinct.append(place)
    return distinct
